"""Telling all: one act puts the notices into the outbox, and takes them back until they leave."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi import history
from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.documents import issue, post
from otameshi.documents.paper import sheet
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision import notices
from otameshi.selection.decision.models import Decision, Dispatch
from otameshi.selection.decision.rules import KINDS, Notice, because, must_be_chosen
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome, State

MOST = 500  # notices an act: each is printed in its transaction


def ready(call: Call) -> list[Decision]:
    """Return the decisions whose notices wait to be sent: by kind, then by receipt number."""
    found = (
        db.session.scalars(
            select(Decision)
            .join(Decision.candidacy)
            .join(Candidacy.application)
            .where(
                Application.call_id == call.id,
                Application.state == ApplicationState.SUBMITTED,
                Decision.notice == Notice.READY,
            )
            .order_by(*numbers.in_order(Application.number), Decision.id)
            .options(
                joinedload(Decision.replaces),
                joinedload(Decision.candidacy)
                .joinedload(Candidacy.application)
                .options(joinedload(Application.applicant), selectinload(Application.members)),
            )
        )
        .unique()
        .all()
    )
    order = list(KINDS)
    return sorted(found, key=lambda one: order.index(one.kind))


def of_candidate(candidacy: Candidacy) -> Select[Decision]:
    """Select what was decided about one candidate, in its order."""
    mine = Decision.candidacy_id == candidacy.id
    return select(Decision).where(mine).order_by(Decision.round)


def lots(found: Sequence[Decision]) -> Counter[str]:
    """Count the notices by the kind of their letter: who gets what is chosen by kind."""
    return Counter(one.kind for one in found)


def seen_of(found: Sequence[Decision], at: datetime) -> str:
    """Return a digest over all that a page shows before sending, down to the last letter."""
    rows = [f"{one.id}:{one.version}:{sorted(_draft(one, at).made.items())}" for one in found]
    return sha256("\n".join(rows).encode()).hexdigest()


def send(
    call: Call, kinds: Collection[str], by: Person, at: datetime, seen: str | None = None
) -> Dispatch:
    """Print and write the chosen notices and hold them; the worker lets them go afterwards.

    Refused: nothing chosen, nothing there, or a list that is no longer the one shown.
    """
    _must_work(by)
    locked(Call, call.id)
    must_be_chosen(kinds)
    found = ready(call)
    if seen is not None and seen_of(found, at) != seen:
        raise Overtaken
    chosen = [one for one in found if one.kind in kinds][:MOST]
    if not chosen:
        raise Refused("送る通知はありません。すでに送ったか、取り下げられた応募です。")
    act = Dispatch(call=call, sent_by=by, at=at, hold_until=at + _hold(call))
    db.session.add(act)
    for one in chosen:
        _hand_over(one, act, by, at)
    label = "選考の結果の通知を送る"
    history.record(call, "send_notices", label, by=by, at=at, count=len(chosen), dispatch=act.id)
    if act.hold_until <= at:
        _let_go(act, at)
    return act


def _must_work(by: Person) -> None:
    if not by.has(Role.OFFICER, Role.MANAGER):
        raise Refused("通知は、担当者または決裁者が送ります。")


def _hold(call: Call) -> timedelta:
    return timedelta(minutes=call.year.selection_plan.recall_minutes)


def _answer_by(one: Decision, leaves: datetime) -> date | None:
    """Return until when an offered place is to be answered; the day of sending does not count."""
    if one.outcome is not Outcome.SELECTED:
        return None
    plan = one.candidacy.application.call.year.selection_plan
    return day_in_japan(leaves) + timedelta(days=plan.answer_days)


def _draft(one: Decision, at: datetime) -> notices.Draft:
    leaves = at + _hold(one.candidacy.application.call)
    return notices.draft(one, _answer_by(one, leaves))


def preview(one: Decision, at: datetime) -> notices.Draft:
    """Make the notice as it would leave if it were sent now."""
    return _draft(one, at)


def _hand_over(one: Decision, act: Dispatch, by: Person, at: datetime) -> None:
    """Print one notice and put its letter into the outbox, made again if something changed."""
    draft = _draft(one, at)
    why = because(one.made, draft.made)
    if why:
        label = "通知を作り直す"
        history.record(one.candidacy, "remake_notice", label, by=by, at=at, note=why)
    to = one.candidacy.application.applicant
    one.made = draft.made
    one.attachment = issue.printed(draft.title, sheet(draft.paper), at, one.number)
    one.letter = post.keep(draft.kind, to, at, draft.subject, draft.body, held_until=act.hold_until)
    one.dispatch, one.notice = act, Notice.HELD
    one.answer_by = _answer_by(one, act.hold_until)


def recall(act: Dispatch, by: Person, at: datetime) -> int:
    """Take every notice of an act back, and say how many; refused once they have left."""
    _must_work(by)
    locked(Call, act.call_id)
    act = locked(Dispatch, act.id)
    if not act.waits:
        raise Refused("この通知は、すでに送られたか、取り戻されています。")
    act.recalled_at, act.recalled_by_id = at, by.id
    held = list(act.decisions)
    for one in held:
        if one.letter is not None:
            post.recall(one.letter)
        unsent, one.attachment = one.attachment, None
        one.letter, one.dispatch, one.answer_by, one.notice = None, None, None, Notice.READY
        db.session.flush()
        db.session.delete(unsent)
    label = "選考の結果の通知を取り戻す"
    history.record(act.call, "recall_notices", label, by=by, at=at, count=len(held))
    return len(held)


def due(at: datetime) -> list[tuple[Callable[[int, datetime], None], int]]:
    """Return the acts whose hold is over; each is taken in a transaction of its own."""
    over = db.session.scalars(
        select(Dispatch.id).where(
            Dispatch.released_at.is_(None),
            Dispatch.recalled_at.is_(None),
            Dispatch.hold_until <= at,
        )
    )
    return [(release, key) for key in over]


def release(dispatch_id: int, at: datetime) -> None:
    """Let the notices of an act go; only now does anybody learn of a decision."""
    call_id = db.session.scalars(select(Dispatch.call_id).where(Dispatch.id == dispatch_id)).one()
    locked(Call, call_id)
    act = locked(Dispatch, dispatch_id)
    if act.waits:
        _let_go(act, at)


def _let_go(act: Dispatch, at: datetime) -> None:
    act.released_at = at
    for one in act.decisions:
        _tell(one, act, at)


def _tell(one: Decision, act: Dispatch, at: datetime) -> None:
    candidacy = locked(Candidacy, one.candidacy_id)
    application = candidacy.application
    if one.letter is None or one.attachment is None:
        raise ValueError(one.id)
    if application.state is ApplicationState.WITHDRAWN:
        post.recall(one.letter)
        one.notice = Notice.DROPPED
        return
    post.release(one.letter, at)
    one.paper = issue.hand_out(
        candidacy,
        one.kind,
        notices.title_of(one),
        one.attachment,
        to=application.applicant,
        at=at,
        number=one.number,
    )
    one.notice = Notice.SENT
    if one.replaces is not None and one.replaces.paper is not None:
        one.replaces.paper.replaced_by = one.number
    candidacy.told, candidacy.told_at = State(one.outcome.value), at
    candidacy.answer_by = one.answer_by
    label = f"選考の結果を知らせる（{one.result}）"
    history.record(candidacy, "tell", label, by=act.sent_by, at=at, number=one.number)
