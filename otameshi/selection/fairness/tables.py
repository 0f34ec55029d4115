"""The report as it leaves the office: no names, and no small figure that would tell of somebody."""

from collections.abc import Iterator
from fractions import Fraction

from otameshi.core.charts import About, Figure, Point, Series, bars
from otameshi.selection.fairness.groups import REVIEWER
from otameshi.selection.fairness.reading import Report
from otameshi.selection.fairness.rules import Dimension, Group, hidden

HEADERS = (
    "区分",
    "群",
    "応募（組）",
    "形式審査通過（組）",
    "決定済み（組）",
    "採択（組）",
    "採択率（％）",
    "95％区間の下（％）",
    "95％区間の上（％）",
    "最も高い群との比",
    "偶然で起こる確率",
    "読み方",
)
COVERED = "非表示"

Cells = list[str | int | float | None]


def cells(report: Report) -> Iterator[Cells]:
    total = report.total
    yield ["全体", "", total.applied, total.passed, total.decided, total.selected,
           percent(total.rate), *_ends(total.interval), None, None, ""]  # fmt: skip
    for one in report.dimensions:
        yield from _dimension(one)


def _dimension(one: Dimension) -> Iterator[Cells]:
    covered = hidden(one.groups)
    for number, group in enumerate(one.groups, start=1):
        name = f"委員{number}" if one.name == REVIEWER else group.name
        if group.name in covered:
            yield [one.name, name, *([COVERED] * (len(HEADERS) - 2))]
        else:
            yield [one.name, name, *_figures(group)]


def _figures(group: Group) -> Cells:
    one = group.counts
    return [
        one.applied,
        one.passed,
        one.decided,
        one.selected,
        percent(one.rate),
        *_ends(one.interval),
        _rounded(group.ratio, 2),
        _rounded(group.chance, 3),
        group.reading.label,
    ]


def _ends(interval: tuple[Fraction, Fraction] | None) -> Cells:
    return [percent(end) for end in interval] if interval else [None, None]


def percent(rate: Fraction | None) -> float | None:
    """Return a rate in %, to one decimal."""
    return None if rate is None else _rounded(100 * rate, 1)


def _rounded(figure: Fraction | None, digits: int) -> float | None:
    return None if figure is None else float(round(figure, digits))


def rates(one: Dimension, number: int) -> Figure:
    """Draw the 採択率 of each group; the table above has the counts."""
    points = tuple(
        Point(group.name, None if rate is None else rate * 100)
        for group in one.groups
        for rate in (group.counts.rate,)
    )
    title = f"{one.name}ごとの採択率"
    return bars(About(f"rates-{number}", title, "％"), (Series("採択率", points),), top=100)
