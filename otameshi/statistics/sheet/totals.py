"""Every 年度 since the programme began, as totals: what was published, or else what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from otameshi.applications.models import Application, Member
from otameshi.applications.rules import State
from otameshi.db import db
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.standing import locks
from otameshi.followup.retention import reading
from otameshi.followup.retention.rules import YearFigure
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.statistics.sheet.lines import computed, keeping
from otameshi.statistics.sheet.models import (
    Indicator,
    PublishedCount,
    PublishedFigure,
    SettledCost,
)
from otameshi.statistics.sheet.past.rules import FIRST_YEAR
from otameshi.statistics.sheet.rules import Computed, Output

TOTALS = (
    Output.APPLIED, Output.APPLIED_PEOPLE, Output.GROUPS, Output.PEOPLE, Output.SUBSIDISED,
    Output.KEEPING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Total:
    """One 年度. A number that nobody published and this system cannot count is None."""

    fiscal_year: int
    published: Mapping[Output, int]
    counted: Mapping[Output, int]
    sources: Mapping[Output, str]
    value: int | None  # tenths of a percent, as published
    computed: Computed | None
    target: int | None  # tenths of a percent
    thousands: int | None  # 決算額, 千円
    source: str  # of the value

    def figure(self, output: Output) -> int | None:
        """Return the number as published, or else as counted."""
        return self.published.get(output, self.counted.get(output))

    @property
    def by_source(self) -> list[tuple[str, list[Output]]]:
        """Return each source with the published numbers that it gives."""
        found: dict[str, list[Output]] = {}
        for output, source in self.sources.items():
            found.setdefault(source, []).append(output)
        return list(found.items())

    @property
    def rate(self) -> int | None:
        """Return the share that keeps a base, in tenths of a percent, published or counted."""
        if self.value is not None:
            return self.value
        return self.computed.tenths if self.computed else None

    @property
    def expected(self) -> bool:
        """Return whether the rate is 見込み."""
        return self.value is None and self.computed is not None

    @property
    def known(self) -> bool:
        numbers = (self.value, self.target, self.thousands)
        return bool(self.published or self.counted) or any(one is not None for one in numbers)


def totals() -> list[Total]:
    """Return every 年度 from the programme's first to the last one known, oldest first.

    A year of which nothing is known stands between the others, empty: a gap is no zero. The
    number of statements is fixed.
    """
    counts, figures, costs = _counts(), _figures(), _costs()
    retained, fixed = {one.fiscal_year: one for one in reading.years()}, locks()
    counted = _counted(retained, fixed)
    years = {*counts, *figures, *costs, *counted}
    return [
        _total(year, counts.get(year, {}), counted.get(year, {}), figures.get(year),
               costs.get(year), own_figure(retained.get(year), fixed.get(year)))
        for year in range(min(FIRST_YEAR, *years), max(years) + 1)
    ] if years else []  # fmt: skip


def _total(  # what is known of a year, from each place
    year: int,
    published: Mapping[Output, PublishedCount],
    counted: Mapping[Output, int],
    figure: PublishedFigure | None,
    thousands: int | None,
    own: Computed | None,
) -> Total:
    return Total(
        fiscal_year=year,
        published={output: one.value for output, one in published.items()},
        counted=counted,
        sources={output: one.source for output, one in published.items()},
        value=figure.value if figure else None,
        computed=own,
        target=figure.target if figure else None,
        thousands=thousands,
        source=figure.source if figure else "",
    )


def _counts() -> dict[int, dict[Output, PublishedCount]]:
    found: dict[int, dict[Output, PublishedCount]] = {}
    query = select(PublishedCount).where(PublishedCount.output.in_(TOTALS))
    for one in db.session.scalars(query):
        found.setdefault(one.fiscal_year, {})[one.output] = one
    return found


def _figures() -> dict[int, PublishedFigure]:
    rate = db.session.scalar(
        select(Indicator).where(Indicator.computed).options(selectinload(Indicator.figures))
    )
    return {one.fiscal_year: one for one in rate.figures} if rate else {}


def _costs() -> dict[int, int]:
    return dict(db.session.execute(select(SettledCost.fiscal_year, SettledCost.thousands)).all())


def own_figure(one: YearFigure | None, lock: RetentionLock | None) -> Computed | None:
    return computed(one, lock) if one else None


def _counted(
    retained: Mapping[int, YearFigure], fixed: Mapping[int, RetentionLock]
) -> dict[int, dict[Output, int]]:
    """Count the years that are in this system: applications (組, 名), and those who took part."""
    found = {
        year: {Output.APPLIED: groups, Output.APPLIED_PEOPLE: people}
        for year, groups, people in _applied()
    }
    for year, one in retained.items():
        own = found.setdefault(year, {})
        own[Output.GROUPS], own[Output.PEOPLE] = one.retention.groups, one.people
        own[Output.SUBSIDISED] = one.counts.subsidised_groups.groups
        if (stayed := keeping(one, fixed.get(year))) is not None:
            own[Output.KEEPING] = stayed
    return found


def _applied() -> list[tuple[int, int, int]]:
    """Return 年度, 組 and 名 of the applications that were submitted and not withdrawn."""
    query = (
        select(
            ProgrammeYear.fiscal_year,
            func.count(func.distinct(Application.id)),
            func.count(Member.id),
        )
        .join(Call, Call.year_id == ProgrammeYear.id)
        .join(Application, Application.call_id == Call.id)
        .outerjoin(Member, Member.application_id == Application.id)
        .where(Application.state == State.SUBMITTED)
        .group_by(ProgrammeYear.fiscal_year)
    )
    return [(year, groups, people) for year, groups, people in db.session.execute(query)]
