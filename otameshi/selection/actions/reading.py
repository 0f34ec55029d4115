"""What is read before anybody decides: whose rows, how many, in which order."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications import numbers
from otameshi.applications.models import Application, Member
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection import cohort
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import ACCEPTED
from otameshi.selection.placed import Placement
from otameshi.selection.rules import (
    HOLDS_A_PLACE,
    SET_ASIDE,
    TOLD,
    Outcome,
    SheetState,
    State,
)


def visible_to(person: Person) -> Select[Candidacy]:
    """Select all for the office; for an applicant the own ones whose outcome has been told."""
    query = select(Candidacy).order_by(Candidacy.id)
    if person.roles & OFFICE:
        return query
    if person.has(Role.APPLICANT):
        return query.join(Candidacy.application).where(
            Application.applicant_id == person.id, Candidacy.told.in_(TOLD)
        )
    return query.where(false())


def sheets_of(person: Person) -> Select[Sheet]:
    """Select a reviewer's own sheets, and never another's."""
    return select(Sheet).where(Sheet.reviewer_id == person.id).order_by(Sheet.id)


def of_call(call: Call) -> Select[Candidacy]:
    """Select the candidates of a call with what a list shows; withdrawn applications drop out."""
    return (
        select(Candidacy)
        .join(Candidacy.application)
        .where(Application.call_id == call.id, Application.state == ApplicationState.SUBMITTED)
        .order_by(*numbers.in_order(Application.number), Candidacy.id)
        .options(
            joinedload(Candidacy.application).selectinload(Application.members),
            joinedload(Candidacy.application).joinedload(Application.applicant),
            joinedload(Candidacy.application).selectinload(Application.wishes),
            joinedload(Candidacy.application).selectinload(Application.papers),
            joinedload(Candidacy.application).selectinload(Application.costs),
            selectinload(Candidacy.placement).options(
                joinedload(Placement.host), joinedload(Placement.office)
            ),
            selectinload(Candidacy.sheets).options(
                joinedload(Sheet.reviewer), selectinload(Sheet.scores).joinedload(Score.criterion)
            ),
        )
    )


def counts(calls: Iterable[Call]) -> dict[int, dict[State, int]]:
    """Count the candidates of each call by state, in one statement."""
    found: dict[int, dict[State, int]] = {call.id: {} for call in calls}
    rows = db.session.execute(
        select(Application.call_id, Candidacy.state, func.count())
        .join(Candidacy.application)
        .where(Application.call_id.in_(found), Application.state == ApplicationState.SUBMITTED)
        .group_by(Application.call_id, Candidacy.state)
    )
    for call_id, state, count in rows:
        found[call_id][state] = count
    return found


def effect_of(call: Call, candidates: Iterable[Candidacy]) -> cohort.Effect:
    """Say what choosing the proposed and the selected of a call does to the whole year."""
    chosen = [one.heads for one in candidates if _chosen(one)]
    year = call.year
    book = programme.rules_of(year)
    quota = cohort.Quota(call.quota, call.quota_soft)
    return cohort.effect(book, chosen, _elsewhere(year, call), quota, year.budget)


def _chosen(one: Candidacy) -> bool:
    if one.state in {State.REVIEWING, State.PROPOSED}:
        return one.proposal is Outcome.SELECTED
    return one.state in HOLDS_A_PLACE


def _elsewhere(year: ProgrammeYear, call: Call) -> list[int]:
    """Return 名 of each group that another call of the year has selected."""
    rows = db.session.execute(
        select(Application.id, func.count(Member.id))
        .join(Candidacy, Candidacy.application_id == Application.id)
        .join(Application.call)
        .outerjoin(Member, Member.application_id == Application.id)
        .where(Call.year_id == year.id, Call.id != call.id, Candidacy.state.in_(HOLDS_A_PLACE))
        .group_by(Application.id)
    )
    return [heads for _, heads in rows]


@dataclass(frozen=True, slots=True)
class Load:
    """How far one reviewer is."""

    reviewer: Person
    by_state: dict[SheetState, int]

    @property
    def given(self) -> int:
        return sum(n for state, n in self.by_state.items() if state not in SET_ASIDE)


def progress(call: Call) -> list[Load]:
    """Count each reviewer's sheets of a call by state; of the panel those with none, too."""
    rows = db.session.execute(
        select(Sheet.reviewer_id, Sheet.state, func.count())
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(Application.call_id == call.id, Application.state == ApplicationState.SUBMITTED)
        .group_by(Sheet.reviewer_id, Sheet.state)
    )
    by_reviewer: dict[int, dict[SheetState, int]] = {}
    for reviewer_id, state, count in rows:
        by_reviewer.setdefault(reviewer_id, {})[state] = count
    seated = select(Seat.person_id).where(Seat.call_id == call.id, Seat.state.in_(ACCEPTED))
    listed = or_(Person.id.in_(seated), Person.id.in_(by_reviewer))
    people = db.session.scalars(select(Person).where(listed).order_by(Person.id)).unique()
    return [Load(one, by_reviewer.get(one.id, {})) for one in people]
