"""Asking for a correction, answering, accepting. Whoever acts holds the application first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from otameshi import history
from otameshi.applications.correction import reading
from otameshi.applications.correction.models import CorrectionItem, CorrectionRequest
from otameshi.applications.correction.rules import (
    CORRECTION,
    MOST_ITEMS,
    State,
    in_words,
    must_be_a_date,
    must_be_in_time,
)
from otameshi.applications.correction.sections import Section
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.applications.rules import owned
from otameshi.applications.versions import actions as versions
from otameshi.applications.versions.rules import Occasion
from otameshi.core.states import Move, Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """One section that is asked for again, and why."""

    section: Section
    comment: str


def ask(  # who asks for what until when
    application: Application,
    asked: Sequence[Asked],
    due_on: date,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> CorrectionRequest:
    """Open these sections again to the applicant, until the end of a day, and say why."""
    row = locked(Application, application.id)
    unchanged(row, version)
    move = CORRECTION.choose("ask", by.roles, State.NEW)
    if row.state is not ApplicationState.SUBMITTED:
        raise Refused("提出されていない応募、取り下げられた応募には、補正を依頼できません。")
    if reading.unsettled(row) is not None:
        raise Refused("この応募には、終わっていない補正依頼があります。先にそれを終えてください。")
    must_be_a_date(due_on, at)
    return _send(row, asked, due_on, by, at, move)


def _send(  # as above
    row: Application,
    asked: Sequence[Asked],
    due_on: date,
    by: Person,
    at: datetime,
    move: Move[State],
) -> CorrectionRequest:
    _must_be_askable(row, asked)
    last = db.session.scalar(
        select(func.max(CorrectionRequest.round)).where(CorrectionRequest.application_id == row.id)
    )
    request = CorrectionRequest(
        application=row,
        round=(last or 0) + 1,
        state=move.target,
        due_on=due_on,
        asked_by=by,
        asked_at=at,
        base=versions.standing(row),
        items=[
            CorrectionItem(
                position=place, page=one.section.page, name=one.section.name, comment=one.comment
            )
            for place, one in enumerate(asked, start=1)
        ],
    )
    db.session.add(request)
    wanted = {one.section.label: one.comment for one in asked}
    due = in_words(due_on)
    _note(request, f"{move.name}_correction", move.label, by, at, due=due, asked=wanted)
    _tell("correction_asked", request, at)
    return request


def _must_be_askable(row: Application, asked: Sequence[Asked]) -> None:
    if not asked:
        raise Refused("補正を依頼する項目を1つ以上選び、依頼の内容を入力してください。")
    if len(asked) > MOST_ITEMS:
        raise Refused(f"一度に依頼できるのは{MOST_ITEMS}項目までです。")
    known, wanted = reading.can_be_asked(row), [one.section for one in asked]
    if any(one not in known for one in wanted):
        raise Refused("この応募にない項目が選ばれています。選び直してください。")
    if len(set(wanted)) < len(wanted):
        raise Refused("同じ項目が2回選ばれています。1つにまとめてください。")
    if any(not one.comment.strip() for one in asked):
        raise Refused("項目ごとに、何を直してほしいかを入力してください。")


def _held(request: CorrectionRequest, version: int | None) -> CorrectionRequest:
    """Lock the application, then the request: always in this order, whoever acts."""
    locked(Application, request.application_id)
    found = locked(CorrectionRequest, request.id)
    unchanged(found, version)
    return found


def answer(  # what was left unchanged and why, by the item's id
    request: CorrectionRequest,
    replies: Mapping[int, str],
    note: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Send the answer once each item was changed, or explained."""
    found = _held(request, version)
    row = found.application
    owned(row.applicant_id, by.id)
    move = CORRECTION.choose("answer", by.roles, found.state)
    must_be_in_time(found.due_on, at)
    open_items = []
    for dealt in reading.progress(found):
        dealt.item.reply = replies.get(dealt.item.id, "").strip()
        if not dealt.changed and not dealt.item.reply:
            open_items.append(dealt.item.section.label)
    if open_items:
        raise Refused(
            "まだ変更していない項目があります。変更するか、変更しない理由を入力してください："
            + "、".join(open_items)
        )
    found.answer = versions.keep(row, Occasion.COMPLEMENTED, by, at)
    found.state, found.answered_at, found.note = move.target, at, note
    _note(found, f"{move.name}_correction", move.label, by, at, note=note)
    _tell("correction_answered", found, at)
    _tell("correction_answered_office", found, at, to=row.call.year.email)


def accept(
    request: CorrectionRequest, by: Person, at: datetime, version: int | None = None
) -> None:
    """Take the answer; the sections are closed again."""
    _settle(request, "accept", by, at, "", version)


def close(
    request: CorrectionRequest, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """End a request that was not answered in time."""
    _settle(request, "close", by, at, note, version)


def withdraw(
    request: CorrectionRequest, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Take a request back; what was changed for it meanwhile stays, and is a version."""
    _settle(request, "withdraw", by, at, note, version)


LETTERS = {
    "accept": "correction_accepted",
    "close": "correction_closed",
    "withdraw": "correction_withdrawn",
}


def _settle(  # as the callers
    request: CorrectionRequest,
    name: str,
    by: Person,
    at: datetime,
    note: str,
    version: int | None,
) -> None:
    found = _held(request, version)
    move = CORRECTION.choose(name, by.roles, found.state, note)
    found.state, found.settled_by, found.settled_at = move.target, by, at
    _note(found, f"{move.name}_correction", move.label, by, at, note=note)
    _tell(LETTERS[name], found, at, reason=note)


def again(  # as ask
    request: CorrectionRequest,
    asked: Sequence[Asked],
    due_on: date,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> CorrectionRequest:
    """Ask once more where the answer did not do, or none came; the old request is closed."""
    found = _held(request, version)
    move = CORRECTION.choose("again", by.roles, found.state)
    must_be_a_date(due_on, at)
    found.state, found.settled_by, found.settled_at = move.target, by, at
    db.session.flush()  # one request at a time is unsettled
    return _send(
        found.application, asked, due_on, by, at, CORRECTION.choose("ask", by.roles, State.NEW)
    )


def drop(application: Application, at: datetime) -> None:
    """End what is asked about an application that its applicant withdraws."""
    found = reading.unsettled(application)
    if found is not None:
        found = locked(CorrectionRequest, found.id)
        found.state, found.settled_at = State.WITHDRAWN, at


def _note(  # as history.record
    request: CorrectionRequest, act: str, label: str, by: Person | None, at: datetime, **facts: Any
) -> None:
    db.session.flush()
    history.record(
        request.application, act, f"{label}（{request.round}回目）", by=by, at=at, **facts
    )


def _tell(
    kind: str, request: CorrectionRequest, at: datetime, to: str | None = None, **facts: Any
) -> None:
    application = request.application
    post.write(
        kind,
        to or application.applicant,
        at,
        application=application,
        request=request,
        due=in_words(request.due_on),
        **facts,
    )
