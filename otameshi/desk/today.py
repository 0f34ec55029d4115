"""What waits at the desk, over all stages, in a constant number of reads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, not_, select

from otameshi.applications import actions as applications
from otameshi.applications import notes
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import State as CorrectionState
from otameshi.applications.extension import actions as extension
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import Cancelling, Repaying
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import AdvanceState
from otameshi.claims.models import Claim
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.rules import State as RunState
from otameshi.claims.rules import State as ClaimState
from otameshi.claims.taxes.models import TaxReport
from otameshi.claims.taxes.rules import State as TaxState
from otameshi.core.labels import Labelled
from otameshi.core.roles import OFFICE, Role
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db
from otameshi.desk.waiting import Pile, Queue, Waiting, Work, work
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.rules import State as TaskState
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
