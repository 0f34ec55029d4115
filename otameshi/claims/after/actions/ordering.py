"""返還命令: drafted from what was paid beyond what stands, and given by a manager."""

from collections.abc import Callable
from datetime import datetime

from otameshi import history
from otameshi.claims.after import documents, reading, rules
from otameshi.claims.after.interest import received_last
from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import REPAYMENT, WITH_OWN_PAGE, Cancelling, Cause, Repaying
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants.models import Grant
from otameshi.people import Person


def prepare_surplus(grant: Grant, by: Person, at: datetime) -> Repayment:
    """Draft the return of what 概算払 has paid beyond 額の確定."""
    grant = locked(Grant, grant.id)
    if not by.has(Role.OFFICER):
        raise Refused("返還命令の案は、担当者が作ってください。")
    return draft(grant, Cause.SURPLUS, reading.surplus(grant), by, by, at)


def prepare_order(  # what, of what, who drafted and who acts, when
    grant: Grant,
    cause: Cause,
    prepared_by: Person,
    by: Person,
    at: datetime,
    cancellation: Cancellation,
) -> Repayment:
    """Draft the return that follows from 取消; who drafted that has drafted this."""
    amount = reading.beyond(grant, cancellation.stands)
    return draft(grant, cause, amount, prepared_by, by, at, cancellation)


def prepare_again(one: Cancellation, by: Person, at: datetime) -> Repayment:
    """Draft the return after 取消 once more, when its first draft was given back or dropped."""
    grant = locked(Grant, one.grant_id)
    if not by.has(Role.OFFICER):
        raise Refused("返還命令の案は、担当者が作ってください。")
    if one.state is not Cancelling.DECIDED:
        raise Refused("取消が決まってから、返還命令の案を作ってください。")
    return prepare_order(grant, Cause.CANCELLED, by, by, at, one)


def draft(  # noqa: PLR0913, PLR0917  # as above
    grant: Grant,
    cause: Cause,
    amount: Yen,
    prepared_by: Person,
    by: Person,
    at: datetime,
    cancellation: Cancellation | None = None,
) -> Repayment:
    """Draft 返還命令 of a grant that the caller holds; the last payments are asked back first."""
    rules.must_be_something(amount)
    back = received_last(reading.paid_out(grant.id), amount, reading.ordered_back(grant.id))
    made = Repayment(
        grant=grant,
        cause=cause,
        cancellation=cancellation,
        amount=amount,
        received=[[one.on.isoformat(), one.amount] for one in back],
        surcharged=cancellation is not None and cancellation.reason.surcharged,
        rate_basis_points=grant.participation.year.grant_plan.fact.interest_basis_points,
        prepared_by=prepared_by,
        prepared_on=day_in_japan(at),
    )
    db.session.add(made)
    name, label = rules.PREPARE_ORDER
    history.record(made, name, label, by=by, at=at, amount=amount)
    return made


def take(
    one: Repayment, name: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Repayment:
    """Move a draft on by its table of moves: ordered, given back or dropped."""
    if name in WITH_OWN_PAGE:
        raise Refused("この手続きは、専用のページから行ってください。")
    one = locked(Repayment, one.id)
    unchanged(one, version)
    move = REPAYMENT.choose(name, by.roles, one.state, note)
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](one, by, at)
        one.state = move.target
    history.record(one, name, move.label, by=by, at=at, note=note, amount=one.amount)
    if one.state is Repaying.ORDERED:
        _announce(one, at)
    return one


def _order(one: Repayment, by: Person, at: datetime) -> None:
    another_person(one.prepared_by_id, by.id)
    year = one.grant.participation.year
    one.ordered_by, one.ordered_on = by, day_in_japan(at)
    one.due_on = rules.due_on(one.ordered_on, year.grant_plan.fact.repayment_days)
    one.document_number = issue.next_number(year.document_code, at)


def _announce(one: Repayment, at: datetime) -> None:
    grant = one.grant
    content = documents.order(one)
    number, title = one.document_number, "補助金返還命令書"
    issue.issue(one, "repayment_order", title, content, to=grant.grantee, at=at, number=number)
    year = grant.participation.year
    post.write("repayment_ordered", to=grant.grantee, at=at, repayment=one, year=year)


CHANGES: dict[str, Callable[[Repayment, Person, datetime], None]] = {"order": _order}
