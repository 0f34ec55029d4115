"""A decision is never changed: an officer proposes another one, and another person decides it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, select

from otameshi import history
from otameshi.applications.models import Application
from otameshi.core.roles import Role
from otameshi.core.states import Refused, another_person
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision.models import Decision, Revision
from otameshi.selection.decision.rules import (
    CHANGE_OF,
    RevisionState,
    Way,
    must_differ,
)
from otameshi.selection.decision.settling import Ruling, settle, undisturbed
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import (
    CANDIDACY,
    DECIDED,
    Outcome,
    State,
    must_be_explained,
    waiting_order,
)

# Later stages say why a place can no longer be taken away by the selection.
Bond = Callable[[Candidacy], str]
BONDS: list[Bond] = []


def open_of(call: Call) -> Select[Revision]:
    return (
        select(Revision)
        .join(Revision.candidacy)
        .join(Candidacy.application)
        .where(Application.call_id == call.id, Revision.state == RevisionState.OPEN)
        .order_by(Revision.id)
    )


def of_candidate(candidacy: Candidacy) -> Select[Revision]:
    return (
        select(Revision).where(Revision.candidacy_id == candidacy.id).order_by(Revision.id.desc())
    )


def propose_change(  # noqa: PLR0913  # whom, to what, why for both sides, who, when
    candidacy: Candidacy,
    outcome: Outcome,
    by: Person,
    at: datetime,
    *,
    note: str,
    reason: str,
    waitlist_rank: int | None = None,
    version: int | None = None,
) -> Revision:
    """Ask for another decision. `note` is for the office, `reason` is what the applicant reads."""
    candidacy = undisturbed(candidacy, version)
    if not by.has(Role.OFFICER):
        raise Refused("決定の変更の案は、担当者が作ります。")
    if candidacy.state not in DECIDED:
        raise Refused("決定した応募だけが、変更の対象です。")
    rank = waitlist_rank if outcome is Outcome.WAITLISTED else None
    must_differ(outcome, rank, candidacy.state, candidacy.waitlist_rank)
    _must_be_possible(candidacy, outcome, rank)
    must_be_explained(["決定を変更します。"], note)
    must_be_explained(["応募者に知らせる理由がありません。"], reason)
    if db.session.scalar(of_candidate(candidacy).where(Revision.state == RevisionState.OPEN)):
        raise Refused("この応募には、決裁を待つ変更の案があります。")
    revision = Revision(
        candidacy=candidacy,
        outcome=outcome,
        waitlist_rank=rank,
        note=note,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
        state=RevisionState.OPEN,
    )
    db.session.add(revision)
    label = f"決定の変更の案を上げる（{outcome.label}）"
    history.record(candidacy, "propose_change", label, by=by, at=at, note=note, reason=reason)
    return revision


def _must_be_possible(candidacy: Candidacy, outcome: Outcome, rank: int | None) -> None:
    if outcome is Outcome.SELECTED and candidacy.state is State.WAITLISTED:
        raise Refused("補欠を採択にするときは、「補欠の繰上げ」で手続きしてください。")
    if outcome is Outcome.WAITLISTED:
        waiting_order([(candidacy.id, rank)], _ranks_of_others(candidacy))
    if outcome is not Outcome.SELECTED:
        for bond in BONDS:
            why = bond(candidacy)
            if why:
                raise Refused(why)


def _ranks_of_others(candidacy: Candidacy) -> list[int]:
    query = (
        select(Candidacy.waitlist_rank)
        .join(Candidacy.application)
        .where(
            Application.call_id == candidacy.application.call_id,
            Candidacy.id != candidacy.id,
            Candidacy.waitlist_rank.is_not(None),
        )
    )
    return [rank for rank in db.session.scalars(query) if rank is not None]


def approve(revision: Revision, by: Person, at: datetime, version: int | None = None) -> Decision:
    """Decide the change: a new decision with its own number and letter; the old one stays."""
    revision, candidacy = _open(revision, version)
    another_person(revision.proposed_by_id, by.id)
    if candidacy.state not in DECIDED:
        raise Refused("案が作られた後に、応募の状態が変わりました。案を差し戻してください。")
    move = CANDIDACY.choose(CHANGE_OF[revision.outcome], by.roles, candidacy.state, revision.note)
    _must_be_possible(candidacy, revision.outcome, revision.waitlist_rank)
    _close(revision, RevisionState.APPROVED, by, at)
    ruling = Ruling(
        way=Way.CHANGED,
        note=revision.note,
        reason=revision.reason,
        waitlist_rank=revision.waitlist_rank,
        proposed_by=revision.proposed_by,
    )
    return settle(candidacy, move, ruling, by, at)


def refuse(
    revision: Revision, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Give the proposal of a change back with the reason; who proposed it is told."""
    revision, candidacy = _open(revision, version)
    if not by.has(Role.MANAGER):
        raise Refused("変更の案の差戻しは、決裁者が行います。")
    another_person(revision.proposed_by_id, by.id)
    must_be_explained(["変更の案を差し戻します。"], note)
    revision.answer = note
    _close(revision, RevisionState.REFUSED, by, at)
    label = "決定の変更の案を差し戻す"
    history.record(candidacy, "refuse_change", label, by=by, at=at, note=note)
    call = candidacy.application.call
    post.write(
        "selection_sent_back",
        revision.proposed_by,
        at,
        person=revision.proposed_by,
        call=call,
        year=call.year,
        numbers=[candidacy.application.number],
        by=by,
        note=note,
    )


def withdraw(revision: Revision, by: Person, at: datetime, version: int | None = None) -> None:
    """Take the own proposal of a change back."""
    revision, candidacy = _open(revision, version)
    if revision.proposed_by_id != by.id:
        raise Refused("案を取り下げられるのは、案を作った人だけです。")
    _close(revision, RevisionState.WITHDRAWN, by, at)
    label = "決定の変更の案を取り下げる"
    history.record(candidacy, "withdraw_change", label, by=by, at=at)


def _open(revision: Revision, version: int | None) -> tuple[Revision, Candidacy]:
    candidacy = undisturbed(revision.candidacy)
    revision = locked(Revision, revision.id)
    unchanged(revision, version)
    if revision.state is not RevisionState.OPEN:
        raise Refused("この変更の案は、すでに決裁されたか、取り下げられています。")
    return revision, candidacy


def _close(revision: Revision, state: RevisionState, by: Person, at: datetime) -> None:
    revision.state, revision.settled_by, revision.settled_at = state, by, at
