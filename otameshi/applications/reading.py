"""How what people type is read: width, kana, marks between digits; and what then is wrong."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

import jaconv
from stdnum.jp import cn
from wtforms.validators import StopValidation

from otameshi.core.states import Refused
from otameshi.documents.typefaces import Face, typeface

KANA = re.compile(r"[ァ-ヺー・＝　]+")
PHONE = re.compile(r"\+?[0-9]{1,4}(?:-?[0-9]{1,4}){1,4}")
HYPHENS = str.maketrans(dict.fromkeys("‐‑–—―−ー－", "-"))
PHONE_DIGITS = range(10, 16)
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
UNFIT = re.compile(r"[\s\\<>\"^`{|}\u3000]")


def kana(text: str | None) -> str | None:
    """Return hiragana and half-width katakana as full-width katakana."""
    if text is None:
        return None
    wide = jaconv.hira2kata(jaconv.h2z(text))
    return re.sub(r"\s+", "　", wide.strip())


def is_kana(text: str) -> bool:
    return KANA.fullmatch(text) is not None


def _digits(text: str | None, drop: str) -> str | None:
    if text is None:
        return None
    plain = unicodedata.normalize("NFKC", text.translate(HYPHENS))
    return "".join(c for c in plain if not c.isspace() and c not in drop)


def postal_code(text: str | None) -> str | None:
    """Return 〒３８０−８５７０ as 3808570."""
    return _digits(text, "〒-")


def is_postal_code(text: str) -> bool:
    return re.fullmatch(r"[0-9]{7}", text) is not None


def phone(text: str | None) -> str | None:
    return _digits(text, "()")


def is_phone(text: str) -> bool:
    return PHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) in PHONE_DIGITS


def corporate_number(text: str | None) -> str | None:
    return _digits(text, "-Tt")


def is_corporate_number(text: str) -> bool:
    """Check the 13 digits of a 法人番号 by its check digit."""
    return bool(cn.is_valid(text))


def homepage(text: str | None) -> str | None:
    """Return ｈｔｔｐｓ：／／… in half-width letters; a name in Japanese stays as it is typed."""
    return None if text is None else text.translate(HALF_WIDTH)


def is_homepage(text: str) -> bool:
    """Say that this is the address of a page on the web: nothing that a browser would run."""
    if UNFIT.search(text):
        return False
    try:
        parts = urlsplit(text)
        name = (parts.hostname or "").encode("idna").decode()
        _ = parts.port  # raises where it is no number
    except (ValueError, UnicodeError):
        return False
    plain = "@" not in parts.netloc and not name.replace(".", "").isdigit()
    return parts.scheme in {"http", "https"} and plain and DOMAIN.fullmatch(name) is not None


def on_paper(_: object, field: Any) -> None:
    """Refuse, while it is typed, a character that the office's papers could not show."""
    if not field.data:
        return
    try:
        for face in (Face.SANS, Face.SERIF):
            typeface(face).prepared(field.data)
    except Refused as missing:
        named = str(missing).partition("：")[2]
        raise StopValidation(f"書類に印刷できない文字があります：{named}") from missing
