"""The charts that stand together, for a page and for the terminal alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from otameshi.core.charts import Figure
from otameshi.followup.retention import reading as retention
from otameshi.followup.retention.rules import YearFigure
from otameshi.outreach.visits import reading as visits
from otameshi.outreach.visits.reading import Funnel
from otameshi.programme import actions as programme
from otameshi.statistics.dashboards import counting, drawing, money
from otameshi.statistics.dashboards.drawing import Link, nowhere
from otameshi.statistics.dashboards.reading import costs, kind_labels, settled_costs
from otameshi.statistics.dashboards.rules import Cost

Lists = Callable[[int, YearFigure | None], Mapping[str, str]]
Figures = tuple[Figure, ...]


def no_lists(year: int, kept: YearFigure | None) -> Mapping[str, str]:
    return {}


def applying(steps: Link = nowhere, kinds: Link = nowhere) -> Figures:
    """応募の動向."""
    origins = counting.applications("prefecture")
    return (
        drawing.of_years(visits.funnel(), steps),
        drawing.of_sides(origins),
        drawing.of_regions(origins),
        drawing.of_channels(counting.applications("heard_from")),
        drawing.of_kinds(counting.applications("kind"), kinds),
    )


def walking(every: list[Funnel], year: int | None, lists: Lists = no_lists) -> Figures:
    """説明会から拠点の維持まで; nothing for a year in which nobody applied or booked."""
    found = next((one for one in every if one.fiscal_year == year), None)
    if year is None or found is None:
        return ()
    of = programme.year_of(year)
    kept = retention.of_year(of) if of else None
    talked, ended = counting.talked(year), counting.ended(year)
    path = drawing.of_path(found, talked, ended, kept, lists(year, kept))
    return path, drawing.of_visits(every)


@dataclass(frozen=True, slots=True)
class Spent:
    figures: Figures
    costs: list[Cost]


def spending(year: int, link: Link = nowhere) -> Spent:
    """補助金と費用."""
    paid = money.paid()
    sums: dict[str, Mapping[int, int]] = {
        "交付決定額": money.granted(),
        "確定額": money.settled(),
        "支払額": paid,
    }
    by_kind: dict[str, Mapping[str, int]] = {
        "収支予算書の経費": money.planned_by_kind(year),
        "認めた明細": money.accepted_by_kind(year),
        "確定額": money.settled_by_kind(year),
    }
    kept = {one.fiscal_year: one for one in retention.years()}
    each = costs(settled_costs(), paid, kept)
    figures = (
        drawing.of_money(sums, link),
        drawing.of_costs(year, by_kind, kind_labels(year)),
        drawing.of_each(each),
    )
    return Spent(figures, each)


@dataclass(frozen=True, slots=True)
class Placed:
    figures: Figures
    asked: bool  # whether the wave that decides asks for a 市町村


def placing(year: int) -> Placed:
    """市町村の地図."""
    key = counting.municipality_key(year)
    lived = drawing.of_map("lived", "参加した組の市町村", counting.lived(year))
    bases = counting.kept(year, key) if key else []
    return Placed(
        (lived, drawing.of_map("kept", "拠点を維持する組の市町村", bases)), key is not None
    )
