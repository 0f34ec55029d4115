"""A treasurer puts together what is to be transferred on one day."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import func, insert, select

from otameshi import history
from otameshi.claims.account import AccountKind
from otameshi.claims.paying import due, holding, rules, seeing
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import ItemState
from otameshi.claims.paying.zengin import Transfer
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.closing import must_be_open
from otameshi.programme.models import ProgrammeYear


def prepare(
    year: ProgrammeYear, claims: Collection[int], pay_on: date, by: Person, at: datetime
) -> PaymentRun:
    """Make a run of these claims, with their accounts as they are now.

    Whoever holds the claims first has them: a second treasurer waits here, and is refused.
    """
    if not by.has(Role.TREASURER):
        raise Refused("振込の準備は、会計が行ってください。")
    rules.payable_day(pay_on, day_in_japan(at))
    year = locked(ProgrammeYear, year.id)  # its runs are numbered one after the other
    must_be_open(year)
    payer = due.payer(year.grant_plan.fact)
    transfers = _held(year, claims, by)
    run = PaymentRun(
        year=year,
        number=_next_number(year),
        pay_on=pay_on,
        payer=asdict(payer),
        prepared_by=by,
        prepared_at=at,
    )
    db.session.add(run)
    db.session.flush()
    db.session.execute(insert(PaymentRunItem), [_item(run, one) for one in transfers])
    count, total = rules.sums(one.amount for one in transfers)
    history.record(run, *rules.PREPARE, by=by, at=at, pay_on=pay_on, count=count, total=total)
    return run


def _held(year: ProgrammeYear, keys: Collection[int], by: Person) -> Sequence[Transfer]:
    found = seeing.locked(keys)
    if len(found) != len(set(keys)):
        raise Overtaken
    runs = holding.under_way(keys)
    dues = [seeing.due(claim, runs.get(claim.id)) for claim in found]
    return due.ready_to_prepare(dues, year.id, by.id)


def _next_number(year: ProgrammeYear) -> int:
    last = select(func.max(PaymentRun.number)).where(PaymentRun.year_id == year.id)
    return (db.session.scalar(last) or 0) + 1


def _item(run: PaymentRun, one: Transfer) -> dict[str, object]:
    account = one.account
    return {
        "run_id": run.id,
        "claim_id": one.reference,
        "amount": one.amount,
        "bank_code": account.bank_code,
        "bank_kana": account.bank_kana,
        "branch_code": account.branch_code,
        "branch_kana": account.branch_kana,
        "account_kind": AccountKind(account.kind),
        "account_number": account.number,
        "holder": one.holder,
        "state": ItemState.PENDING,
    }
