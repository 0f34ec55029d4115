"""What the day at the desk needs to know, over all stages, in a constant number of reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload

from otameshi.applications import actions as applications
from otameshi.applications import notes
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import State as CorrectionState
from otameshi.applications.extension import actions as extension
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import Cancelling, Repaying
from otameshi.claims.budget import reading as budgets
from otameshi.claims.budget.reading import YearBudget
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import AdvanceState
from otameshi.claims.models import Claim
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.rules import State as RunState
from otameshi.claims.rules import State as ClaimState
from otameshi.claims.taxes.models import TaxReport
from otameshi.claims.taxes.rules import State as TaxState
from otameshi.core.clock import day_in_japan
from otameshi.core.labels import Labelled
from otameshi.core.period import fiscal_year
from otameshi.core.roles import OFFICE, Role
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db
from otameshi.desk.waiting import Pile, Queue, Waiting, Work, work
from otameshi.documents.post import Fate, Letter
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.reading import Progress, progress
from otameshi.followup.asking.rules import State as TaskState
from otameshi.followup.models import Invitation, Wave
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import State as ChangeState
from otameshi.grants.models import Grant
from otameshi.grants.rules import State as GrantState
from otameshi.messages import reading as messages
from otameshi.messages.rules import ANSWERING
from otameshi.messages.rules import State as MessageState
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import counting as gatherings
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.asking.rules import State as RequestState
from otameshi.participation.models import Participation
from otameshi.participation.rules import State as PlaceState
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.decision.actions.tasks import Task, tasks
from otameshi.selection.interviews import actions as interviews
from otameshi.selection.interviews.rules import State as InterviewState
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as CandidacyState

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Deadline:
    on: date
    label: str
    subject: ProgrammeYear | Call | Wave
    at: datetime | None = None


def work_for(person: Person, at: datetime) -> Work:
    """Return what waits for a person, and for whom the rest waits."""
    more = [*_unanswered(), *_unopened(at), *_after_deciding(at), _wishes(), _attendance(at)]
    return work(_piles(person), person.roles, [*more, _mentions(person)])


def _attendance(at: datetime) -> Waiting:
    """Count the gatherings that are over and of which nobody has noted who came."""
    query = select(func.count(Gathering.id)).where(gatherings.unrecorded(at))
    count, roles = db.session.scalar(query) or 0, frozenset({Role.OFFICER})
    return Waiting(Queue.GATHERINGS, "開催後、出欠の記録なし", count, ("出欠を記録する",), roles)


def _mentions(person: Person) -> Waiting:
    count = notes.unseen_count(person)
    return Waiting(Queue.NOTES, "あなたへの知らせ", count, ("読んで確認する",), OFFICE)


def _wishes() -> Waiting:
    """Count the candidates for whom no time of the interviews does."""
    state, roles = InterviewState.ASKED, frozenset({Role.OFFICER})
    return Waiting(
        Queue.INTERVIEWS, state.label, interviews.wishes(), ("日時を決めて知らせる",), roles
    )


def _piles(person: Person) -> Iterator[Pile]:
    register = applications.visible_to(person).where(Application.number.is_not(None))
    shown = register.order_by(None).subquery()
    yield from _counted(Queue.APPLICATIONS, shown.c.state, ApplicationState)
    yield from _counted(Queue.CORRECTIONS, CorrectionRequest.state, CorrectionState)
    yield from _candidates()
    yield from _counted(Queue.PARTICIPATION, Participation.state, PlaceState)
    yield from _counted(Queue.REQUESTS, ParticipationRequest.state, RequestState)
    yield from _counted(Queue.GRANTS, Grant.state, GrantState)
    yield from _counted(Queue.CHANGES, GrantChange.state, ChangeState)
    yield from _counted(Queue.CLAIMS, Claim.state, ClaimState)
    yield from _counted(Queue.ADVANCES, Advance.state, AdvanceState)
    yield from _counted(Queue.RUNS, PaymentRun.state, RunState)
    yield from _counted(Queue.CANCELLATIONS, Cancellation.state, Cancelling)
    yield from _counted(Queue.REPAYMENTS, Repayment.state, Repaying)
    yield from _counted(Queue.TAXES, TaxReport.state, TaxState)
    yield from _counted(Queue.SURVEYS, SurveyTask.state, TaskState)


def _counted(queue: Queue, column: Any, states: type[Labelled]) -> Iterator[Pile]:
    """Count one stage's rows by state, in the order of the procedure."""
    query = select(column, func.count()).group_by(column)
    found: dict[Any, int] = {row[0]: row[1] for row in db.session.execute(query)}
    return (Pile(queue, state, found[state]) for state in states if state in found)


def _candidates() -> Iterator[Pile]:
    """Count candidates by call; those who withdrew their application drop out."""
    rows = db.session.execute(
        select(Call.id, ProgrammeYear.fiscal_year, Call.title, Candidacy.state, func.count())
        .join(Candidacy.application)
        .join(Application.call)
        .join(Call.year)
        .where(Application.state == ApplicationState.SUBMITTED)
        .group_by(Call.id, ProgrammeYear.fiscal_year, Call.title, Candidacy.state)
    )
    order = list(CandidacyState)
    in_order = sorted(rows, key=lambda row: (row[0], order.index(row[3])))
    for call_id, year, title, state, count in in_order:
        yield Pile(Queue.SELECTION, state, count, call_id, _call(year, title))


def _call(fiscal_year: int, title: str) -> str:
    """Name a call apart from those of other years."""
    return f"{short_fiscal_year(fiscal_year)} {title}"


def _unanswered() -> Iterator[Waiting]:
    """Count whom the office owes an answer."""
    state = MessageState.WAITING
    roles = frozenset(ANSWERING)
    yield Waiting(
        Queue.MESSAGES, state.label, messages.unanswered(), ("返信する",), roles, state.value
    )


def _unopened(at: datetime) -> Iterator[Waiting]:
    """Find what was submitted to a closed call and is not yet in the selection."""
    rows = db.session.execute(
        select(Call.id, ProgrammeYear.fiscal_year, Call.title, func.count())
        .join(Call.year)
        .join(Application, Application.call_id == Call.id)
        .outerjoin(Candidacy, Candidacy.application_id == Application.id)
        .where(
            Call.closes_at <= at,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.id.is_(None),
            not_(extension.running(at)),
        )
        .group_by(Call.id, ProgrammeYear.fiscal_year, Call.title)
        .order_by(Call.id)
    )
    for call_id, year, title, count in rows:
        yield Waiting(
            Queue.SELECTION,
            "選考の開始待ち",
            count,
            ("選考の対象にする",),
            frozenset({Role.OFFICER}),
            call_id=call_id,
            call=_call(year, title),
        )


DOES = {
    Task.NOTICES: frozenset({Role.OFFICER, Role.MANAGER}),
    Task.LINE: frozenset({Role.MANAGER}),
    Task.ANSWERS: frozenset({Role.OFFICER}),
    Task.CHANGES: frozenset({Role.MANAGER}),
}


def _after_deciding(at: datetime) -> Iterator[Waiting]:
    """Say what waits between the decision and the answer: notices, empty places, late answers."""
    found = list(tasks(at))
    named = _names({one.call_id for one in found})
    for one in found:
        yield Waiting(
            Queue.SELECTION,
            one.task.label,
            one.count,
            (one.task.told,),
            DOES[one.task],
            one.task.value,
            one.call_id,
            named[one.call_id],
        )


def _names(calls: set[int]) -> dict[int, str]:
    query = (
        select(Call.id, ProgrammeYear.fiscal_year, Call.title)
        .join(Call.year)
        .where(Call.id.in_(calls))
    )
    return {key: _call(year, title) for key, year, title in db.session.execute(query)}


def budget(at: datetime) -> YearBudget | None:
    """Return how the current year's budget stands; before the first year there is none."""
    year = db.session.scalar(
        select(ProgrammeYear)
        .where(ProgrammeYear.fiscal_year <= fiscal_year(day_in_japan(at)))
        .order_by(ProgrammeYear.fiscal_year.desc())
        .limit(1)
    )
    return None if year is None else budgets.of_year(year)


def deadlines(at: datetime) -> list[Deadline]:
    """Return what ends within the next 14 days, the nearest first."""
    today = day_in_japan(at)
    return sorted(_deadlines(at, today, today + AHEAD), key=lambda one: one.on)


def _deadlines(at: datetime, today: date, last: date) -> Iterator[Deadline]:
    for call in db.session.scalars(
        select(Call).where(Call.closes_at > at, Call.closes_at <= at + AHEAD)
    ):
        label = f"{call.title}の締切"
        yield Deadline(day_in_japan(call.closes_at), label, call, call.closes_at)
    for year in db.session.scalars(
        select(ProgrammeYear).where(
            ProgrammeYear.trial_last.between(today, last)
            | ProgrammeYear.paid_by.between(today, last)
        )
    ):
        for on, label in (
            (year.trial_last, "おためし期間の終わり"),
            (year.paid_by, "経費の支払期限"),
        ):
            if today <= on <= last:
                yield Deadline(on, label, year)
    for wave in db.session.scalars(select(Wave).where(Wave.closes_on.between(today, last))):
        yield Deadline(wave.closes_on or last, f"追跡調査「{wave.name}」の回答期限", wave)


def running_waves(at: datetime) -> list[tuple[Wave, Progress]]:
    """Return the waves in which somebody may answer today, with how many have."""
    today = day_in_japan(at)
    asked = exists().where(
        Invitation.wave_id == Wave.id, Invitation.opens_on <= today, Invitation.closes_on >= today
    )
    own_days = and_(Wave.asked_on <= today, Wave.closes_on >= today)
    waves = db.session.scalars(
        select(Wave)
        .where(or_(own_days, asked))
        .options(joinedload(Wave.year))
        .order_by(Wave.year_id, Wave.months, Wave.id)
    ).all()
    found = progress(waves)
    return [(wave, found.get(wave.id, Progress())) for wave in waves]


def failed_letters() -> int:
    query = select(func.count()).select_from(Letter).where(Letter.fate == Fate.FAILED)
    return db.session.scalar(query) or 0
