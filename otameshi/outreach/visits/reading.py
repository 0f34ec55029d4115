"""Who came, for joins and counts of later stages: a few statements, however many rows there are.

`attended()` is a subquery by 組, `visited()` one by application; `funnel()` is four statements.
A 組 or an application that is in neither of them has 0, if its year is in `ticked_years()`: where
nobody ever ticked who came, nothing is known, and 0 would be a lie.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Label,
    Select,
    Subquery,
    and_,
    case,
    func,
    select,
    union_all,
)

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits.counting import TAKES_PLACE, how_many
from otameshi.outreach.visits.models import ApplicationVisit, Booking, GroupVisit
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as CandidacyState

# A place that was given up afterwards had been given.
PLACED = (CandidacyState.SELECTED, CandidacyState.DECLINED)


def attended() -> Subquery:
    """Select, for each 組 that came to any, the number of gatherings (回) it attended.

    Columns: `participation_id`; `gatherings` and of them `large` (大規模交流会), both of the
    group's own 年度; `as_alumni`, those of other years. Join it from outside: a group that came
    to none is not in it.
    """
    own = Gathering.year_id == Participation.year_id
    return (
        select(
            GroupVisit.participation_id,
            how_many(own).label("gatherings"),
            how_many(and_(own, Gathering.kind == GatheringKind.LARGE)).label("large"),
            how_many(~own).label("as_alumni"),
        )
        .join(GroupVisit.gathering)
        .join(GroupVisit.participation)
        .where(GroupVisit.came, TAKES_PLACE)
        .group_by(GroupVisit.participation_id)
        .subquery("attended")
    )


def visited() -> Subquery:
    """Select, for each application whose applicant booked a 説明会, how many (回).

    Columns: `application_id`; `booked`, `came`. Counted are the 説明会 of the application's own
    年度 that began before it was submitted, or came on paper. The mailbox of the booking is the
    applicant's, in whatever letters; of years that were forgotten, the counts kept then.
    """
    parts = union_all(_matched(), _kept()).subquery()
    return (
        select(
            parts.c.application_id,
            func.sum(parts.c.booked).label("booked"),
            func.sum(parts.c.came).label("came"),
        )
        .group_by(parts.c.application_id)
        .subquery("visited")
    )


def _kept() -> Select[int, int, int]:
    return select(ApplicationVisit.application_id, ApplicationVisit.booked, ApplicationVisit.came)


def _matched() -> Select[int, int, int]:
    return (
        select(
            Application.id.label("application_id"),
            func.count(Booking.id).label("booked"),
            how_many(Booking.came).label("came"),
        )
        .select_from(Booking)
        .join(Booking.gathering)
        .join(Person, Person.email_key == Booking.email_key)
        .join(Application, Application.applicant_id == Person.id)
        .join(Call, Call.id == Application.call_id)
        .where(
            Booking.email != "",  # a mark that stands for one matches nobody
            Booking.cancelled_at.is_(None),
            Gathering.kind == GatheringKind.SESSION,
            TAKES_PLACE,
            Gathering.year_id == Call.year_id,
            Gathering.held_at <= func.coalesce(Application.received_at, Application.submitted_at),
        )
        .group_by(Application.id)
    )


def matched_in(year_id: int) -> Select[int, int, int]:
    """Select what `visited` finds by mailbox alone, of the applications of one 年度."""
    return _matched().where(Call.year_id == year_id)


def ticked_years() -> Select[int, GatheringKind]:
    """Select the `year_id` and kind of gatherings of which somebody said who came."""
    ticked = Gathering.ticked_at.is_not(None), TAKES_PLACE
    return select(Gathering.year_id, Gathering.kind).where(*ticked).distinct()


@dataclass(frozen=True, slots=True)
class Step:
    """How many reached one step of the path: all, and of them who came to a 説明会 first."""

    all: int = 0
    after_visit: int = 0


@dataclass(frozen=True, slots=True)
class Funnel:
    """The path of one 年度 from a 説明会 to taking part; what became of the 組 is 追跡調査's.

    `booked` and `came` count mailboxes, not people: one may book for a friend, and one may book
    twice. `known` says whether anybody ticked who came; where nobody did, `came` and every
    `after_visit` are 0 because nothing is known.
    """

    fiscal_year: int
    booked: int
    came: int
    known: bool
    applied: Step
    selected: Step
    took_part: Step


def funnel() -> list[Funnel]:
    """Return the path of every 年度, oldest first, in four statements."""
    guests = {row.fiscal_year: row for row in db.session.execute(BY_MAILBOX)}
    steps = {row.fiscal_year: row for row in db.session.execute(REACHED)}
    after = {row.fiscal_year: row for row in db.session.execute(REACHED_AFTER)}
    known = set(db.session.scalars(YEARS_WITH_TICKS))
    return [
        Funnel(
            fiscal_year=year,
            booked=int(guests[year].booked) if year in guests else 0,
            came=int(guests[year].came) if year in guests else 0,
            known=year in known,
            **{
                name: Step(_sum(steps.get(year), name), _sum(after.get(year), name))
                for name in STEPS
            },
        )
        for year in sorted({*guests, *steps})
    ]


def _sum(row: Any, name: str) -> int:
    # A sum of sums is a decimal to PostgreSQL.
    return 0 if row is None else int(getattr(row, name))


def _years_with_ticks() -> Select[int]:
    ticked = Gathering.ticked_at.is_not(None), TAKES_PLACE
    return (
        select(ProgrammeYear.fiscal_year)
        .join(Gathering, Gathering.year_id == ProgrammeYear.id)
        .where(*ticked, Gathering.kind == GatheringKind.SESSION)
        .distinct()
    )


def _by_mailbox() -> Select[int, int, int]:
    """Count each mailbox once a year, however many it booked."""
    mailboxes = (
        select(Gathering.year_id, func.max(case((Booking.came, 1), else_=0)).label("came"))
        .select_from(Booking)
        .join(Booking.gathering)
        .where(
            Booking.email_key != "",
            Booking.cancelled_at.is_(None),
            Gathering.kind == GatheringKind.SESSION,
            TAKES_PLACE,
        )
        .group_by(Booking.email_key, Gathering.year_id)
        .subquery()
    )
    return (
        select(
            ProgrammeYear.fiscal_year,
            func.count().label("booked"),
            func.sum(mailboxes.c.came).label("came"),
        )
        .join(mailboxes, mailboxes.c.year_id == ProgrammeYear.id)
        .group_by(ProgrammeYear.fiscal_year)
    )


STEPS = {
    "applied": Application.id.is_not(None),
    "selected": Candidacy.state.in_(PLACED),
    "took_part": Participation.state.in_(TOOK_PART),
}


def _counts(*conditions: ColumnElement[bool]) -> list[Label[int]]:
    return [how_many(and_(step, *conditions)).label(name) for name, step in STEPS.items()]


def _by_year(
    by_call: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]],
) -> Select[*tuple[Any, ...]]:
    """Sum by year what was counted by call: 10,000 rows need not look their year up each."""
    counted = by_call.subquery()
    return (
        select(
            ProgrammeYear.fiscal_year,
            *(func.sum(counted.c[name]).label(name) for name in STEPS),
        )
        .select_from(counted)
        .join(Call, Call.id == counted.c.call_id)
        .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
        .group_by(ProgrammeYear.fiscal_year)
    )


def _further(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Follow the application to the place that it was given and to its 組."""
    return (
        query.outerjoin(Candidacy, Candidacy.application_id == Application.id)
        .outerjoin(Participation, Participation.candidacy_id == Candidacy.id)
        .group_by(Application.call_id)
    )


SUBMITTED = Application.state == ApplicationState.SUBMITTED


def _reached() -> Select[*tuple[Any, ...]]:
    query = select(Application.call_id, *_counts()).select_from(Application).where(SUBMITTED)
    return _further(query)


def _after_booking() -> Select[*tuple[Any, ...]]:
    """Count those who came first, by what `_matched` finds, beginning with the few who came.

    Outer joins, because SQLite would rather look up a mailbox for each of all applications. Of a
    mailbox that came twice the first time decides; an application has one mailbox and one year,
    and so is met once. What is kept of it is `_after_kept`'s.
    """
    came = (
        select(Booking.email_key, Gathering.year_id, func.min(Gathering.held_at).label("first"))
        .join(Booking.gathering)
        .where(
            Booking.email != "",
            Booking.came,
            Booking.cancelled_at.is_(None),
            Gathering.kind == GatheringKind.SESSION,
            TAKES_PLACE,
        )
        .group_by(Booking.email_key, Gathering.year_id)
        .subquery()
    )
    in_time = came.c.first <= func.coalesce(Application.received_at, Application.submitted_at)
    theirs = and_(Application.applicant_id == Person.id, SUBMITTED, in_time)
    kept = ApplicationVisit
    return _further(
        select(
            Application.call_id,
            *_counts(Call.id.is_not(None), func.coalesce(kept.came, 0) == 0),
        )
        .select_from(came)
        .outerjoin(Person, Person.email_key == came.c.email_key)
        .outerjoin(Application, theirs)
        .outerjoin(Call, and_(Call.id == Application.call_id, Call.year_id == came.c.year_id))
        .outerjoin(kept, kept.application_id == Application.id)
    )


def _after_kept() -> Select[*tuple[Any, ...]]:
    mine = and_(Application.id == ApplicationVisit.application_id, SUBMITTED)
    return _further(
        select(Application.call_id, *_counts())
        .select_from(ApplicationVisit)
        .outerjoin(Application, mine)
        .where(ApplicationVisit.came > 0)
    )


# Put together once: the pages of statistics ask them every time.
BY_MAILBOX, YEARS_WITH_TICKS = _by_mailbox(), _years_with_ticks()
REACHED = _by_year(_reached())
REACHED_AFTER = _by_year(union_all(_after_booking(), _after_kept()))
