"""Finds day, total and registration number among the lines that a machine read from a receipt."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.claims.doubts.facts import Reading
from otameshi.core import wareki
from otameshi.core.wareki import UnreadableDate
from otameshi.core.yen import Yen

FIRST_YEAR = 2015  # the programme's first: an earlier day is something else that looks like one
MOST_YEN = 100_000_000

WESTERN = re.compile(
    r"(?<![0-9])(20[0-9]{2})\s*(?:年|[/.\-])\s*([0-9]{1,2})\s*(?:月|[/.\-])\s*([0-9]{1,2})(?![0-9])"
)
ERA = re.compile(
    r"(令和|平成|(?<![A-Za-z])[RH])\s*(元|[0-9]{1,2})\s*(?:年|[/.\-])\s*([0-9]{1,2})\s*"
    r"(?:月|[/.\-])\s*([0-9]{1,2})(?![0-9])"
)
NOT_OF_THE_DAY = re.compile("期限|有効|まで|生年")

# From the surest word to the least; 小計 and 合計点数 are no totals.
TOTALS = (
    re.compile("(?:税込|総|お買上げ?)合計|合計(?:金額|額)|領収(?:金額|額)|ご?請求(?:金額|額)"),
    re.compile("合\\s*計(?!\\s*点)"),
    re.compile("お?買上げ?計|お支払い?(?:金額|額)|ご利用(?:金額|額)|税込(?:金額|額|計)|運賃"),
)
NO_TOTAL = re.compile("小\\s*計|対象|内消費税|内税|お釣|釣銭|お預")
MARKED = re.compile(r"(?:[¥\\]|金)\s*([0-9][0-9,.\s]*)|([0-9][0-9,.\s]*)\s*円")
AMOUNT = re.compile(r"(?<![0-9T])([0-9]{1,3}(?:[,.]\s?[0-9]{3})+|[0-9]{2,9})(?![0-9%])")

NUMBER = re.compile(r"[TＴ]\s*((?:[0-9][\s\-]*){13})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of text where the machine saw it, in pixels from the upper left."""

    text: str
    left: float
    middle: float
    height: float


def rows(boxes: Sequence[Box]) -> list[str]:
    """Join pieces that stand beside each other: 合計 on the left, the amount on the right."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda one: one.middle):
        last = lines[-1][-1] if lines else None
        if last is not None and box.middle - last.middle < min(box.height, last.height) / 2:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [" ".join(box.text for box in sorted(line, key=lambda one: one.left)) for line in lines]


def reading(lines: Sequence[str]) -> Reading:
    """Return what the lines say; what is not found, or is no such thing, is left out."""
    plain = [unicodedata.normalize("NFKC", line).strip() for line in lines]
    return Reading(on=_day(plain), total=_total(plain), number=_number(plain))


def _day(lines: Sequence[str]) -> date | None:
    for line in lines:
        if NOT_OF_THE_DAY.search(line):
            continue
        for found in _days(line):
            if found.year >= FIRST_YEAR:
                return found
    return None


def _days(line: str) -> Iterator[date]:
    for found in WESTERN.finditer(line):
        year, month, day = map(int, found.groups())
        try:
            yield date(year, month, day)
        except ValueError:
            continue
    for found in ERA.finditer(line):
        era, in_era, month_, day_ = found.groups()
        try:
            yield wareki.parse(f"{era}{in_era}年{month_}月{day_}日")
        except (UnreadableDate, ValueError):
            continue


def _total(lines: Sequence[str]) -> Yen | None:
    for words in TOTALS:
        for place, line in enumerate(lines):
            found = words.search(line)
            if found is None or NO_TOTAL.search(line[: found.end()]):
                continue
            following = lines[place + 1] if place + 1 < len(lines) else ""
            amount = _amount(line[found.end() :]) or _alone(following)
            if amount is not None:
                return amount
    return _largest_marked(lines)


def _amount(text: str) -> Yen | None:
    """Return the first amount with a mark of money, or the last figure: 合計 12点 3,000."""
    marked = [_yen(one.group(1) or one.group(2)) for one in MARKED.finditer(text)]
    figures = [_yen(one.group(1)) for one in AMOUNT.finditer(text)]
    return next((one for one in (*marked, *reversed(figures)) if one is not None), None)


def _alone(line: str) -> Yen | None:
    """Return the amount of a line that holds nothing else."""
    rest = AMOUNT.sub("", line)
    return _amount(line) if not rest.strip(" ¥\\円金-也※*") else None


def _largest_marked(lines: Sequence[str]) -> Yen | None:
    """Return the largest amount with a mark of money, as on a 領収証 without the word 合計."""
    found = [
        amount
        for line in lines
        if not NO_TOTAL.search(line)
        for one in MARKED.finditer(line)
        if (amount := _yen(one.group(1) or one.group(2))) is not None
    ]
    return max(found, default=None)


def _yen(digits: str) -> Yen | None:
    plain = re.sub(r"[,.\s]", "", digits)
    amount = int(plain) if plain else 0
    return Yen(amount) if 0 < amount <= MOST_YEN else None


def _number(lines: Sequence[str]) -> str:
    for line in lines:
        found = NUMBER.search(line)
        if found:
            return "T" + re.sub(r"[\s\-]", "", found.group(1))
    return ""
