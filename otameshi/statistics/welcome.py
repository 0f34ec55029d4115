"""What the front page tells: the call, what is offered, what became of those who took part."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.charts import About, Figure, Level, Point, Series, bars, plain
from otameshi.core.clock import day_in_japan
from otameshi.core.wareki import fiscal_year_label
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.followup.courses.cells import is_small
from otameshi.followup.locking.standing import locks
from otameshi.followup.retention import reading
from otameshi.followup.retention.rules import YearFigure
from otameshi.outreach import actions as outreach
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits.models import offer_of
from otameshi.outreach.visits.rules import open_for_booking
from otameshi.programme import actions as programme
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.programme.rules import Opening
from otameshi.statistics.deadline import time_left
from otameshi.statistics.sheet.lines import computed
from otameshi.statistics.sheet.models import Indicator
from otameshi.statistics.sheet.rules import Computed
from otameshi.subsidy import Kind, Rulebook, cap_per_person


@dataclass(frozen=True, slots=True)
class Result:
    """The share of groups that keep a base, of one finished 年度."""

    fiscal_year: int
    groups: int | None
    people: int | None
    computed: Computed | None
    published: int | None  # tenths of a percent

    @property
    def shown(self) -> int | None:
        """Return what was published, or what is counted while nothing is published."""
        if self.published is not None:
            return self.published
        return self.computed.tenths if self.computed else None

    @property
    def differs(self) -> bool:
        both = self.computed is not None and self.published is not None
        return both and self.computed is not None and self.computed.tenths != self.published


@dataclass(frozen=True, slots=True)
class Offer:
    """What the year's rules promise a participant."""

    kinds: tuple[Kind, ...]
    most: Yen | None  # 円 a person
    least: Yen | None  # 円 a person, when many take part


@dataclass(frozen=True, slots=True)
class Welcome:
    call: Call | None
    opening: Opening
    left: str
    year: ProgrammeYear | None
    offer: Offer | None
    session: Gathering | None
    session_open: bool  # for booking on this site
    results: list[Result]
    target: int | None  # tenths of a percent

    @property
    def chart(self) -> Figure:
        """Draw what is shown of each year, with the target; the table beside it has the rest."""
        points = tuple(
            Point(
                fiscal_year_label(one.fiscal_year), None if shown is None else Fraction(shown, 10)
            )
            for one in self.results
            for shown in (one.shown,)
        )
        target = None if self.target is None else Fraction(self.target, 10)
        return bars(
            About("results", "拠点を維持・活動するとした組の割合", "％", head="年度"),
            (Series("割合", points),),
            top=100,
            target=None if target is None else Level(target, f"目標値 {plain(target)}％"),
        )


def welcome(at: datetime) -> Welcome:
    """Gather the front page in a fixed number of statements."""
    call = programme.current_call(at) or programme.next_call(at)
    year = call.year if call else next(iter(programme.years()), None)
    results, target = _results(at)
    session = outreach.next_session(at)
    return Welcome(
        call=call,
        opening=call.opening(at) if call else Opening.CLOSED,
        left=time_left(call.closes_at, at) if call else "",
        year=year,
        offer=_offer(programme.rules_of(year)) if year else None,
        session=session,
        session_open=session is not None and open_for_booking(offer_of(session), at),
        results=results,
        target=target,
    )


def _offer(rulebook: Rulebook | None) -> Offer | None:
    if rulebook is None:
        return None
    return Offer(
        kinds=rulebook.kinds,
        most=cap_per_person(rulebook, 1),
        least=cap_per_person(rulebook, None),
    )


def _results(at: datetime) -> tuple[list[Result], int | None]:
    """Return the finished years, oldest first, and the latest published target."""
    indicator = db.session.scalar(
        select(Indicator).where(Indicator.computed).options(selectinload(Indicator.figures))
    )
    figures = indicator.figures if indicator else []
    published = {one.fiscal_year: one.value for one in figures if one.value is not None}
    targets = [one.target for one in figures if one.target is not None]
    counted = {one.fiscal_year: one for one in reading.years() if _told(one, at)}
    fixed = locks()
    results = [
        Result(
            fiscal_year=year,
            groups=counted[year].retention.groups if year in counted else None,
            people=counted[year].people if year in counted else None,
            computed=computed(counted[year], fixed.get(year)) if year in counted else None,
            published=published.get(year),
        )
        for year in sorted({*published, *counted})
    ]
    return results, targets[-1] if targets else None


def _told(one: YearFigure, at: datetime) -> bool:
    """Tell everybody of a finished year, unless it is about 1 or 2 組 alone."""
    if is_small(one.retention.groups):
        return False
    return one.asked and not one.running(day_in_japan(at))
