"""A run is approved by a second person, made into a file, or given up."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update

from otameshi import history
from otameshi.claims.models import Claim
from otameshi.claims.paying import due, rules, seeing, zengin
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import RUN, ItemState, State
from otameshi.claims.paying.zengin import Account, Payer
from otameshi.claims.rules import State as ClaimState
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Move, Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.people import Person


def chosen(
    run: PaymentRun, name: str, by: Person, note: str, version: int | None
) -> tuple[PaymentRun, Move[State]]:
    run = locked(PaymentRun, run.id)
    unchanged(run, version)
    return run, RUN.choose(name, by.roles, run.state, note)


def approve(
    run: PaymentRun,
    counted: tuple[int, Yen],
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> PaymentRun:
    """Let a run leave: `counted` is what the approver took from the papers, by hand."""
    run, move = chosen(run, "approve", by, note, version)
    another_person(run.prepared_by_id, by.id)
    rules.still_ahead(run.pay_on, day_in_japan(at))
    as_prepared(run)
    found = rules.sums(one.amount for one in seeing.items(run))
    rules.counted_by_hand(counted, found)
    rules.warned(due.remarks(seeing.paying(run)), note)
    run.count, run.total = found
    run.approved_by, run.approved_at = by, at
    run.state = move.target
    history.record(run, move.name, move.label, by=by, at=at, note=note, **_sum(run))
    return run


def take(
    run: PaymentRun,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> PaymentRun:
    """Make the file of an approved run, or give a run up."""
    if name in rules.WITH_OWN_PAGE:
        raise Refused("この手続きは、専用のページから行ってください。")
    run, move = chosen(run, name, by, note, version)
    CHANGES[move.target](run, at)
    run.state = move.target
    history.record(run, move.name, move.label, by=by, at=at, note=note, **_sum(run))
    return run


def content(run: PaymentRun) -> bytes:
    """Return the file of a run: the very bytes that it had when it was made first."""
    facts = run.payer
    payer = Payer(facts["code"], facts["name"], Account(**facts["account"]))
    made = zengin.written(payer, run.pay_on, [one.transfer for one in seeing.items(run)])
    if run.sha256 is not None and hashlib.sha256(made).hexdigest() != run.sha256:
        raise Refused(
            "振込データが、作成したときと同じになりません。銀行に渡さず、取りやめてください。"
        )
    return made


def as_prepared(run: PaymentRun) -> None:
    """Refuse when a claim is no longer what the run was prepared to pay."""
    changed = db.session.scalars(
        select(Claim)
        .join(PaymentRunItem, PaymentRunItem.claim_id == Claim.id)
        .where(
            PaymentRunItem.run_id == run.id,
            (Claim.state != ClaimState.INVOICED)
            | (Claim.settled - Claim.set_off != PaymentRunItem.amount)
            | (Claim.account_number != PaymentRunItem.account_number),
        )
    ).all()
    if changed:
        raise Refused(
            f"準備のあとで請求が変わりました：{'、'.join(one.title for one in changed)}。"
            "この振込を取りやめ、新しく準備してください。"
        )


def _make_file(run: PaymentRun, at: datetime) -> None:
    rules.still_ahead(run.pay_on, day_in_japan(at))
    as_prepared(run)
    run.sha256, run.sent_at = hashlib.sha256(content(run)).hexdigest(), at


def _release(run: PaymentRun, _at: datetime) -> None:
    mine = update(PaymentRunItem).where(PaymentRunItem.run_id == run.id)
    db.session.execute(mine.values(state=ItemState.RELEASED))


def _sum(run: PaymentRun) -> dict[str, object]:
    facts = {"count": run.count, "total": run.total, "sha256": run.sha256}
    return {name: fact for name, fact in facts.items() if fact is not None}


CHANGES: dict[State, Callable[[PaymentRun, datetime], None]] = {
    State.SENT: _make_file,
    State.CANCELLED: _release,
}
