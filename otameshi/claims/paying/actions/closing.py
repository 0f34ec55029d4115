"""The bank's answer is recorded: what arrived is paid, what did not goes back to its group."""

from collections.abc import Iterable
from datetime import datetime

from otameshi import history
from otameshi.claims.actions.paying import leave, taken_back
from otameshi.claims.models import Claim
from otameshi.claims.paying import rules, seeing
from otameshi.claims.paying.actions.moving import as_prepared, chosen
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import Answer, Failure, ItemState
from otameshi.core.states import Refused
from otameshi.core.yen import total
from otameshi.db import db
from otameshi.people import Person


def close(
    run: PaymentRun, answer: Answer, by: Person, at: datetime, version: int | None = None
) -> PaymentRun:
    """Record what became of every transfer, all in one transaction."""
    run, move = chosen(run, "close", by, "", version)
    rules.after_its_day(answer.paid_on, run.pay_on)
    items = seeing.items(run)
    claims = {one.id: one for one in seeing.locked([item.claim_id for item in items])}
    if set(answer.failed) - {one.id for one in items}:
        raise Refused("この振込にない行です。ページを開き直してください。")
    as_prepared(run)
    _by_another(claims.values(), by)
    for item in items:
        _settled(item, claims[item.claim_id], answer, by, at)
    run.paid_on, run.voucher = answer.paid_on, answer.voucher.strip()
    run.state = move.target
    paid = total(one.amount for one in items if one.state is ItemState.PAID)
    history.record(
        run,
        move.name,
        move.label,
        by=by,
        at=at,
        paid=paid,
        failed=len(answer.failed),
        voucher=run.voucher,
    )
    return run


def _by_another(claims: Iterable[Claim], by: Person) -> None:
    own = [one.title for one in claims if by.id in {one.checked_by_id, one.settled_by_id}]
    if own:
        raise Refused(
            f"確認または額の確定をした人は、支払を記録できません（{'、'.join(own)}）。"
            "別の会計担当が記録してください。"
        )


def _settled(item: PaymentRunItem, claim: Claim, answer: Answer, by: Person, at: datetime) -> None:
    fault = answer.failed.get(item.id)
    with db.session.no_autoflush:  # the state and its payment are saved together
        if fault is None:
            item.payment = leave(claim, answer.paid_on, answer.voucher, by, at)
            item.state = ItemState.PAID
        else:
            item.state, item.fault = ItemState.FAILED, fault
            taken_back(claim, Failure(fault), by, at)
