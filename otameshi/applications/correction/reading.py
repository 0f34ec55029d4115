"""Which corrections are asked for, of whom, and how far each has come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.correction.models import CorrectionItem, CorrectionRequest
from otameshi.applications.correction.rules import SENT, UNSETTLED, State, in_time
from otameshi.applications.correction.sections import Section, covers, sections, touched
from otameshi.applications.documents import rows
from otameshi.applications.models import Application
from otameshi.applications.rules import PageName
from otameshi.applications.versions import actions as versions
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme import actions as programme


def of(application: Application) -> Select[CorrectionRequest]:
    """Select the requests about an application, the latest first."""
    return (
        select(CorrectionRequest)
        .where(CorrectionRequest.application_id == application.id)
        .options(
            selectinload(CorrectionRequest.items),
            joinedload(CorrectionRequest.base),
            joinedload(CorrectionRequest.answer),
        )
        .order_by(CorrectionRequest.round.desc())
    )


def unsettled(application: Application) -> CorrectionRequest | None:
    """Return the request about which somebody still has to do something."""
    return db.session.scalar(of(application).where(CorrectionRequest.state.in_(UNSETTLED)))


def under_way() -> ColumnElement[bool]:
    """Say, in a query over applications, about which a request is not settled."""
    return exists().where(
        CorrectionRequest.application_id == Application.id,
        CorrectionRequest.state.in_(UNSETTLED),
    )


def waiting(application: Application, at: datetime) -> CorrectionRequest | None:
    """Return the request that waits for the applicant's answer, while it may be given."""
    found = db.session.scalar(of(application).where(CorrectionRequest.state.in_(SENT)))
    return found if found is not None and in_time(found.due_on, at) else None


def waiting_for(person: Person, at: datetime) -> dict[int, CorrectionRequest]:
    """Return what waits for a person's answer by the application, in two statements."""
    found = db.session.scalars(
        select(CorrectionRequest)
        .join(CorrectionRequest.application)
        .where(Application.applicant_id == person.id, CorrectionRequest.state.in_(SENT))
        .options(selectinload(CorrectionRequest.items))
    )
    return {one.application_id: one for one in found if in_time(one.due_on, at)}


def listed(state: State | None = None) -> Select[CorrectionRequest]:
    """Select the requests for the office's list, what is due first at the head."""
    query = select(CorrectionRequest).options(
        joinedload(CorrectionRequest.application).selectinload(Application.members),
        joinedload(CorrectionRequest.application).joinedload(Application.applicant),
        joinedload(CorrectionRequest.asked_by),
        selectinload(CorrectionRequest.items),
    )
    wanted = query if state is None else query.where(CorrectionRequest.state == state)
    return wanted.order_by(CorrectionRequest.due_on.desc(), CorrectionRequest.id.desc())


def can_be_asked(application: Application) -> list[Section]:
    """List the sections of an application as it stands."""
    rulebook = programme.rules_of(application.call.year)
    answered = [
        (page, rows(application, page, rulebook))
        for page in PageName
        if page is not PageName.CONFIRM
    ]
    return sections(answered)


@dataclass(frozen=True, slots=True)
class Dealt:
    """One item with whether its section was changed since it was asked for."""

    item: CorrectionItem
    changed: bool


def progress(request: CorrectionRequest) -> list[Dealt]:
    """Say of each item whether it was changed, by comparing what stands with what stood."""
    now = request.answer.snapshot if request.answer else None
    stands = now or versions.snapshot_of(request.application)
    found = touched(request.base.snapshot, stands)
    return [Dealt(one, any(covers([one.section], each) for each in found)) for one in request.items]
