"""The curves and the differences as charts and as rows of cells. No database, no web."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.core.charts import About, Figure, Point, Series, lines
from otameshi.followup.courses.curve import Curve, curve
from otameshi.followup.courses.curve import Point as Wave
from otameshi.followup.courses.difference import Line
from otameshi.followup.courses.dimensions import Dimension, at
from otameshi.followup.courses.rules import Course, Standing, standings

MOST_LINES = 5  # in one picture: the largest; the table has all
WHOLE = "全体"

Cells = list[str | int | float | None]

HEADERS = (
    "区分",
    "時期",
    "観察中（組）",
    "この時期に離れたと回答（組）",
    "この後は不明（組）",
    "維持率（％）",
    "95％区間の下（％）",
    "95％区間の上（％）",
    "最も早く離れたとした場合（％）",
    "維持と分かっている（組）",
    "離れたと分かっている（組）",
    "一度も分からない（組）",
    "まだ聞いていない（組）",
)
DIFFERENCE_HEADERS = (
    "項目",
    "区分",
    "回答（組）",
    "維持（組）",
    "不明（組）",
    "割合（％）",
    "95％区間の下（％）",
    "95％区間の上（％）",
    "ほかとの差（ポイント）",
    "差の95％区間の下",
    "差の95％区間の上",
    "注意",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One name with its curve and with what is known of its 組 at last."""

    name: str
    curve: Curve
    standings: Mapping[Standing, int]

    @property
    def groups(self) -> int:
        return sum(self.standings.values())


def told(name: str, courses: Mapping[Course, int], months: Sequence[int]) -> Told:
    return Told(name, curve(courses, months), standings(courses))


def percent(share: Fraction | float | None) -> float | None:
    """Return a share in %, to one decimal, rounded half up."""
    if share is None:
        return None
    tenths = Fraction(share) * 1000 + Fraction(1, 2)
    return (tenths.numerator // tenths.denominator) / 10


def drawn(whole: Told, parts: Sequence[Told], by: Dimension) -> Figure:
    """Draw the whole with its interval, or the largest of the parts."""
    if by is Dimension.ALL:
        series = [_series("維持率", whole, banded=True), _soonest(whole)]
    else:
        largest = sorted(parts, key=lambda one: -one.curve.groups)[:MOST_LINES]
        series = [_series(one.name, one) for one in parts if one in largest]
    title = f"拠点の維持（{by.label}）"
    return lines(About("courses", title, "％", head="時期"), series, top=100, steps=True)


def _series(name: str, one: Told, *, banded: bool = False) -> Series:
    return Series(
        name,
        tuple(
            Point(
                at(each.months),
                None if each.share is None else 100 * each.share,
                low=_end(each, "low") if banded else None,
                high=_end(each, "high") if banded else None,
                at=each.months,
            )
            for each in one.curve.points
        ),
    )


def _soonest(one: Told) -> Series:
    return Series(
        "最も早く離れたとした場合",
        tuple(
            Point(
                at(each.months),
                None if each.earliest is None else 100 * each.earliest,
                at=each.months,
            )
            for each in one.curve.points
        ),
    )


def _end(one: Wave, end: str) -> Fraction | None:
    if one.interval is None:
        return None
    return Fraction(round(getattr(one.interval, end) * 1000), 10)


def course_cells(told_: Sequence[Told]) -> Iterator[Cells]:
    for one in told_:
        for each in one.curve.points:
            yield [
                one.name,
                at(each.months),
                each.counts.at_risk,
                each.counts.departed,
                each.counts.censored,
                percent(each.share),
                percent(each.interval.low) if each.interval else None,
                percent(each.interval.high) if each.interval else None,
                percent(each.earliest),
                each.counts.keeping,
                each.counts.left,
                one.standings[Standing.UNHEARD],
                one.standings[Standing.UNASKED],
            ]


def difference_cells(tables: Mapping[Dimension, Sequence[Line]]) -> Iterator[Cells]:
    for by, table in tables.items():
        for one in table:
            own, apart = one.share.interval, one.difference
            yield [
                by.label,
                one.name,
                one.share.answered,
                one.share.kept,
                one.share.unknown,
                percent(one.share.rate),
                percent(own.low) if own else None,
                percent(own.high) if own else None,
                percent(apart.value) if apart else None,
                percent(apart.interval.low) if apart else None,
                percent(apart.interval.high) if apart else None,
                "回答が少ない" if one.few else "",
            ]
