"""Street addresses folded, so that two spellings of one place are the same. No database, no web."""

import re
import unicodedata

from otameshi.core.names import search_key

DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
TEN = "十"
COUNTED = re.compile(f"([{''.join(DIGITS)}{TEN}]+)(?=丁目|番地|番|号)")
DASHES = re.compile("[‐‑‒–—―−－ー-]")
UNITS = re.compile("丁目|番地の|番地|番の|番|号")
NUMBERS = re.compile(r"\d+(?:-\d+)*")
PREFECTURE = re.compile("^(?:東京都|北海道|大阪府|京都府|.{2,3}県)")
LEAST = 2  # numbers of a street: 「1丁目」 alone is a whole quarter


def street_key(address: str) -> str:
    """Fold 「東京都見本区一丁目２番３号　例示ビル」 to 「見本区1-2-3」; "" without a street.

    The building and the floor are left out: neighbours of one house are looked at by a person.
    """
    plain = unicodedata.normalize("NFKC", address)
    plain = "".join(plain.split())
    plain = COUNTED.sub(lambda found: _number(found.group(1)), plain)
    plain = DASHES.sub("-", UNITS.sub("-", plain))
    plain = re.sub("-+", "-", plain)
    found = NUMBERS.search(plain)
    if found is None or len(found.group().split("-")) < LEAST:
        return ""
    place = PREFECTURE.sub("", plain[: found.start()])
    return f"{search_key(place)}{found.group()}" if place else ""


def _number(kanji: str) -> str:
    """Read 二十三 and 二三 as 23."""
    if TEN not in kanji:
        return "".join(DIGITS[one] for one in kanji)
    tens, _, ones = kanji.partition(TEN)
    return f"{DIGITS.get(tens[-1:], '1')}{DIGITS.get(ones[:1], '0')}"
