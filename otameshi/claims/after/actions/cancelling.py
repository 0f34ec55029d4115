"""An officer drafts 取消 of a decision; a manager decides it, and the grant is less or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.claims.after import documents, reading, rules
from otameshi.claims.after.actions.ordering import prepare_order
from otameshi.claims.after.models import Cancellation
from otameshi.claims.after.rules import CANCELLATION, Cancelling, Cause, Reason
from otameshi.claims.invoicing import advances
from otameshi.claims.paying import holding as runs
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused, another_person
from otameshi.core.yen import Yen, total
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants.models import Grant
from otameshi.grants.rules import GRANT, IN_FORCE
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Draft:
    """Why a decision is taken back, and what of 交付決定額 remains."""

    reason: Reason
    words: str
    stands: Yen


def prepare(
    grant: Grant, draft: Draft, by: Person, at: datetime, version: int | None = None
) -> Cancellation:
    """Draft 取消 of a decision, also after 額の確定; a second draft is not made beside it."""
    grant = locked(Grant, grant.id)
    unchanged(grant, version)
    if not by.has(Role.OFFICER):
        raise Refused("交付決定の取消の案は、担当者が作ってください。")
    if grant.state not in IN_FORCE:
        raise Refused("取り消せる交付決定がありません。")
    if db.session.scalar(_drafts(grant)) is not None:
        raise Refused("決裁待ちの取消の案があります。その結果を待つか、取りやめてください。")
    rules.must_be_explained(draft.words)
    amount = reading.decided(grant)
    rules.must_leave_less(draft.stands, amount)
    made = Cancellation(
        grant=grant,
        reason=draft.reason,
        words=draft.words.strip(),
        amount_before=amount,
        stands=draft.stands,
        prepared_by=by,
        prepared_on=day_in_japan(at),
    )
    db.session.add(made)
    name, label = rules.PREPARE
    history.record(made, name, label, by=by, at=at, note=made.words, stands=made.stands)
    return made


def _drafts(grant: Grant) -> "select[tuple[int]]":  # type: ignore[valid-type]
    return select(Cancellation.id).where(
        Cancellation.grant_id == grant.id, Cancellation.state == Cancelling.PREPARED
    )


def cancel(
    one: Cancellation,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Cancellation:
    """Move a draft on by its table of moves: decided, given back or dropped."""
    one = locked(Cancellation, one.id)
    unchanged(one, version)
    move = CANCELLATION.choose(name, by.roles, one.state, note)
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](one, by, at)
        one.state = move.target
    history.record(one, name, move.label, by=by, at=at, note=note, stands=one.stands)
    if one.state is Cancelling.DECIDED:
        _take_back(one, by, at)
        _announce(one, by, at)
    return one


def _decide(one: Cancellation, by: Person, at: datetime) -> None:
    another_person(one.prepared_by_id, by.id)
    reading.hold_claims(one.grant_id)  # before the grant, as whoever settles does
    grant = locked(Grant, one.grant_id)
    if grant.state not in IN_FORCE or reading.decided(grant) != one.amount_before:
        raise Overtaken
    _must_be_quiet(grant, one.stands)
    one.decided_by, one.decided_on = by, day_in_japan(at)
    one.document_number = issue.next_number(grant.participation.year.document_code, at)


def _take_back(one: Cancellation, by: Person, at: datetime) -> None:
    """Let the grant be less, or nothing."""
    grant = one.grant
    if one.whole:
        move = GRANT.choose("cancel", by.roles, grant.state, one.words)
        grant.state = move.target
        history.record(grant, move.name, move.label, by=by, at=at, note=one.words)
        return
    grant.amount = one.stands
    label = "交付決定の一部を取り消す"
    history.record(grant, "cut", label, by=by, at=at, note=one.words, amount=one.stands)


def _must_be_quiet(grant: Grant, stands: Yen) -> None:
    """Refuse while money may leave at this moment: what is to come back would be wrong."""
    if advances.under_way(grant.id):
        raise Refused("概算払の手続きの途中です。支払うか、認めないとしてから取り消してください。")
    claims = reading.claims_of(grant.id)
    if runs.under_way([claim.id for claim in claims]):
        raise Refused("振込の手続き中の請求があります。結果を記録してから、取り消してください。")
    settled = total(claim.settled or Yen(0) for claim in claims)
    paid = total(one.amount for one in reading.paid_out(grant.id))
    rules.must_be_paid_out(Yen(max(settled - paid, 0)), stands, settled)


def _announce(one: Cancellation, by: Person, at: datetime) -> None:
    grant = one.grant
    title = "補助金交付決定取消通知書"
    content = documents.cancellation(one)
    number = one.document_number
    issue.issue(one, "grant_cancellation", title, content, to=grant.grantee, at=at, number=number)
    year = grant.participation.year
    post.write("grant_cancelled", to=grant.grantee, at=at, cancellation=one, year=year)
    if reading.beyond(grant, one.stands):
        prepare_order(grant, Cause.CANCELLED, one.prepared_by, by, at, one)


CHANGES: dict[str, Callable[[Cancellation, Person, datetime], None]] = {"decide": _decide}
