"""The columns of a table of past totals. No database, no web."""

from collections.abc import Sequence

from otameshi.core.states import Refused
from otameshi.statistics.sheet.rules import Output

YEAR, SOURCE, NOTE = "年度", "出典", "備考"
VALUE, TARGET, COST = "公表値（％）", "目標値（％）", "決算額（千円）"
COUNTS = {
    "応募（組）": Output.APPLIED,
    "応募（人）": Output.APPLIED_PEOPLE,
    "参加（組）": Output.GROUPS,
    "参加（人）": Output.PEOPLE,
    "補助（組）": Output.SUBSIDISED,
    "維持（組）": Output.KEEPING,
}
NAMES = {output: name for name, output in COUNTS.items()}
HEADERS = (YEAR, *COUNTS, VALUE, TARGET, COST, SOURCE, NOTE)
NEEDED = (YEAR, SOURCE)


def check(names: Sequence[str]) -> None:
    """Refuse a table whose first row does not name the columns of the form."""
    given = [name.strip() for name in names]
    unknown = [name for name in given if name and name not in HEADERS]
    if unknown:
        raise Refused(
            f"1行目に、様式にない列の名前があります：{'、'.join(unknown)[:200]}。"
            f"使えるのは、{'、'.join(HEADERS)}です。"
        )
    twice = sorted({name for name in given if name and given.count(name) > 1})
    if twice:
        raise Refused(f"1行目に、同じ列の名前が2つあります：{'、'.join(twice)}。")
    missing = [name for name in NEEDED if name not in given]
    if missing:
        raise Refused(
            f"1行目に、列の名前がありません：{'、'.join(missing)}。様式を使ってください。"
        )
