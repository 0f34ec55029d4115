"""Japanese era dates (和暦), written and read.

Dates before 1873 are refused: the lunar calendar was in force, and no plain rule turns them.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

GREGORIAN_SINCE = date(1873, 1, 1)
LAST_YEAR = 2199  # later years are slips of the hand, and break the counting of months
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Era:
    name: str
    letter: str
    first: date

    def year_of(self, day: date) -> int:
        return day.year - self.first.year + 1


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)

WRITTEN = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHRmtshr])\s*(?P<year>元|[0-9]{1,2})"
    r"(?:年\s*(?P<m>[0-9]{1,2})月\s*(?P<d>[0-9]{1,2})日"
    r"|(?P<mark>[./-])(?P<m2>[0-9]{1,2})(?P=mark)(?P<d2>[0-9]{1,2}))"
)


class UnreadableDate(ValueError):
    """The text is no date; the message says, to the person who typed it, what to type instead."""


def era(day: date) -> Era:
    """Return the era of `day`; a date before 明治6年 raises ValueError."""
    if day < GREGORIAN_SINCE:
        raise ValueError("明治5年以前の日付は和暦にできません。")
    return next(each for each in ERAS if each.first <= day)


def wareki(day: date, *, zenkaku: bool = False) -> str:
    """Return 「令和6年4月1日」, with full-width digits when `zenkaku`."""
    now = era(day)
    text = f"{now.name}{_numeral(now.year_of(day))}年{day.month}月{day.day}日"
    return text.translate(FULL_WIDTH) if zenkaku else text


def fiscal_year_label(year: int) -> str:
    """Return 「令和6年度」 for 2024."""
    now, number = _fiscal(year)
    return f"{now.name}{_numeral(number)}年度"


@lru_cache(200)
def short_fiscal_year(year: int) -> str:
    """Return "R6" for 2024."""
    now, number = _fiscal(year)
    return f"{now.letter}{number}"


def parse(text: str) -> date:
    """Read 「令和6年4月1日」, 「R6.4.1」 or 「平成31.4.30」, in half- or full-width characters.

    A date that its era never had (平成31年5月1日) raises ValueError, as does any other text.
    """
    found = WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise UnreadableDate("和暦の日付として読めません。")
    named = next(each for each in ERAS if found["era"].upper() in (each.name, each.letter))
    year = 1 if found["year"] == "元" else int(found["year"])
    month, number = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    day = date(named.first.year + year - 1, month, number)
    if day < GREGORIAN_SINCE:
        raise UnreadableDate("明治6年（1873年）より前の日付は入力できません。")
    if era(day) is not named:
        raise UnreadableDate(
            f"{named.name}に{_numeral(year)}年{month}月{number}日はありません。"
            f"{wareki(day)}のことであれば、そのように入力してください。"
        )
    return day


def read_parts(year: str, month: str, day: str) -> date:
    """Read the three fields 年・月・日, where the year is 1995, 平成7, H7 or 令和元年.

    The digits are half-width. What is no date, or lies before 1873 or after 2199, raises
    UnreadableDate.
    """
    number, m, d = year.removesuffix("年"), month.removesuffix("月"), day.removesuffix("日")
    try:
        if not number.isdigit():
            found = parse(f"{number}年{int(m)}月{int(d)}日")
        else:
            found = date(int(number), int(m), int(d))
    except UnreadableDate:
        raise
    except (ValueError, OverflowError):  # a year may have twelve digits
        raise UnreadableDate("実在する日付を、年・月・日の数字で入力してください。") from None
    if not GREGORIAN_SINCE.year <= found.year <= LAST_YEAR:
        raise UnreadableDate("年は、西暦4桁（例：1995）か和暦（例：平成7）で入力してください。")
    return found


def _fiscal(year: int) -> tuple[Era, int]:
    # Counted on 1 May: 2019 is 令和元年度 throughout, as the state decided; for every other
    # year 1 April gives the same era.
    may = date(year, 5, 1)
    now = era(may)
    return now, now.year_of(may)


def _numeral(year: int) -> str:
    return "元" if year == 1 else str(year)
