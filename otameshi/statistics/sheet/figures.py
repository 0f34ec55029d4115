"""The sheet of a 年度 and the table of years, read in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, union
from sqlalchemy.orm import selectinload

from otameshi.db import db
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.standing import locks
from otameshi.followup.retention import reading
from otameshi.followup.retention.rules import YearFigure
from otameshi.outreach import actions as outreach
from otameshi.outreach.rules import GatheringKind, Held
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.sheet.lines import OutputLine, RetentionLine, Sheet, computed, keeping
from otameshi.statistics.sheet.models import (
    Indicator,
    PublishedCount,
    PublishedFigure,
    PublishedSheet,
    SettledCost,
    SheetText,
)
from otameshi.statistics.sheet.rules import (
    Computed,
    Output,
    sentence,
    sheet_rows,
    years_of,
)


def computed_of(fiscal_year: int) -> Computed | None:
    """Return what is counted of one 年度, as it is fixed."""
    year = programme.year_of(fiscal_year)
    one = reading.of_year(year) if year else None
    return computed(one, locks().get(fiscal_year)) if one else None


def retention_table(today: date) -> list[RetentionLine]:
    """Return a line for each 年度 in which groups took part, newest first."""
    published, fixed = _published(), locks()
    return [
        retention_line(one, published.get(one.fiscal_year), today, lock=fixed.get(one.fiscal_year))
        for one in reversed(reading.years())
    ]


def retention_line(
    one: YearFigure, published: PublishedFigure | None, today: date, lock: RetentionLock | None
) -> RetentionLine:
    return RetentionLine(
        of=one,
        published=published.value if published else None,
        note=published.note if published else "",
        running=one.running(today),
        lock=lock,
    )


def remark_of(one: YearFigure, today: date) -> str:
    """Return how the published figure goes with the computed one, and by which rounding."""
    year = one.fiscal_year
    return retention_line(one, published_of(year), today, locks().get(year)).remark


def published_of(fiscal_year: int) -> PublishedFigure | None:
    """Return what was published of the indicator for a 年度."""
    return _published().get(fiscal_year)


def _published() -> dict[int, PublishedFigure]:
    found = db.session.scalar(
        select(Indicator).where(Indicator.computed).options(selectinload(Indicator.figures))
    )
    return {one.fiscal_year: one for one in found.figures} if found else {}


def known_years() -> list[int]:
    """Return the years for which there is a sheet to show, newest first."""
    years = union(
        select(ProgrammeYear.fiscal_year),
        select(PublishedSheet.fiscal_year),
        select(PublishedCount.fiscal_year),
        select(PublishedFigure.fiscal_year),
        select(SettledCost.fiscal_year),
    )
    return sorted(db.session.scalars(years), reverse=True)


def sheet(fiscal_year: int, at: datetime) -> Sheet | None:
    """Return the sheet of a 年度, or nothing for a year of which nothing is known."""
    known = known_years()
    if fiscal_year not in known:
        return None
    years = reading.years()
    fixed = locks()
    own = {
        one.fiscal_year: figure
        for one in years
        if (figure := computed(one, fixed.get(one.fiscal_year)))
    }
    indicators = db.session.scalars(
        select(Indicator).order_by(Indicator.position).options(selectinload(Indicator.figures))
    ).all()
    counts = _counts(fiscal_year, years, fixed.get(fiscal_year), at)
    outputs = _outputs(fiscal_year, counts)
    return Sheet(
        fiscal_year=fiscal_year,
        head=_head(fiscal_year),
        rows=sheet_rows(fiscal_year, [one.fact(own) for one in indicators]),
        outputs=outputs,
        sentence=_sentence(outputs),
        costs=_costs(fiscal_year),
        text=text_of(fiscal_year),
        wave_ids={one.fiscal_year: one.wave_id for one in years},
        indicator_ids={one.number: one.id for one in indicators},
        known_years=known,
    )


def _head(fiscal_year: int) -> PublishedSheet | None:
    """Return the head of the year's sheet, or the last one before it: it seldom changes."""
    return db.session.scalar(
        select(PublishedSheet)
        .where(PublishedSheet.fiscal_year <= fiscal_year)
        .order_by(PublishedSheet.fiscal_year.desc())
        .limit(1)
    )


def text_of(fiscal_year: int) -> SheetText | None:
    return db.session.scalar(select(SheetText).where(SheetText.fiscal_year == fiscal_year))


def _costs(fiscal_year: int) -> dict[int, SettledCost]:
    wanted = select(SettledCost).where(SettledCost.fiscal_year.in_(years_of(fiscal_year)))
    return {one.fiscal_year: one for one in db.session.scalars(wanted)}


def _counts(
    fiscal_year: int, years: list[YearFigure], lock: RetentionLock | None, at: datetime
) -> dict[Output, int | None]:
    """Count the year; of one that was before this system, nothing is counted."""
    held = outreach.counts(fiscal_year, at)
    groups = next((one for one in years if one.fiscal_year == fiscal_year), None)
    counts: dict[Output, int | None] = {
        Output.GROUPS: groups.retention.groups if groups else 0,
        Output.PEOPLE: groups.people if groups else 0,
        Output.KEEPING: keeping(groups, lock) if groups else None,
        Output.SUBSIDISED: groups.counts.subsidised_groups.groups if groups else 0,
        Output.SESSIONS: held[GatheringKind.SESSION].times,
        Output.MEETINGS: held[GatheringKind.MEETING].times,
        Output.LARGE: held[GatheringKind.LARGE].times,
        Output.LARGE_PEOPLE: _attendance(held[GatheringKind.LARGE]),
    }
    here = select(ProgrammeYear.id).where(ProgrammeYear.fiscal_year == fiscal_year)
    return counts if db.session.scalar(here) else dict.fromkeys(counts)


def _attendance(held: Held) -> int | None:
    return None if held.unknown else held.people


def _outputs(fiscal_year: int, counts: Mapping[Output, int | None]) -> list[OutputLine]:
    published = {
        one.output: one
        for one in db.session.scalars(
            select(PublishedCount).where(PublishedCount.fiscal_year == fiscal_year)
        )
    }
    return [_output(output, count, published.get(output)) for output, count in counts.items()]


def _output(output: Output, count: int | None, known: PublishedCount | None) -> OutputLine:
    if known is None:
        return OutputLine(output, count, published=None, source="")
    return OutputLine(output, count, known.value, known.source, known.note)


def _sentence(outputs: Sequence[OutputLine]) -> str:
    figures = {one.output: one.figure for one in outputs}
    groups, people = figures[Output.GROUPS], figures[Output.PEOPLE]
    staying = figures[Output.KEEPING]
    if not groups or people is None or staying is None:
        return ""
    return sentence(groups, people, staying)
