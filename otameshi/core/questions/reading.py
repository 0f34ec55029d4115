"""What somebody typed, read as an answer."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from otameshi.core import wareki
from otameshi.core.questions.question import LISTED, Answer, Kind, Question

NUMBER = re.compile(r"[-−‐]?[0-9]{1,12}")
DATE = re.compile(r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})日|([-/.])([0-9]{1,2})\4([0-9]{1,2}))")
BLANK = " \t\n\u3000"


class Unreadable(ValueError):
    """What was typed is no answer to the question; the message says what is."""


def read(question: Question, typed: str | Sequence[str]) -> Answer | None:
    """Return the answer that was typed or chosen, or None where nothing was."""
    if question.kind in LISTED:
        chosen = (typed,) if isinstance(typed, str) else typed
        return tuple(one for one in dict.fromkeys(chosen) if one) or None
    text = typed if isinstance(typed, str) else next(iter(typed), "")
    text = text.replace("\r\n", "\n").strip(BLANK)
    if not text:
        return None
    match question.kind:
        case Kind.NUMBER | Kind.SCALE:
            return _number(text)
        case Kind.DATE:
            return _date(text)
        case _:
            return text


def _number(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "").strip()
    if not NUMBER.fullmatch(plain):
        raise Unreadable("整数を数字で入力してください。")
    return int(plain.replace("−", "-").replace("‐", "-"))


def _date(text: str) -> date:
    plain = unicodedata.normalize("NFKC", text)
    found = DATE.fullmatch(plain)
    try:
        if found is None:
            return wareki.parse(plain)
        year, *rest = (int(part) for part in found.groups() if part and part.isdigit())
        return date(year, *rest)
    except ValueError as wrong:
        raise Unreadable("実在する日付を年・月・日の数字で入力してください。") from wrong
