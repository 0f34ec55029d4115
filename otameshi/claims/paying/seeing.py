"""What the office sees of payment runs: the runs, what waits for one, what to look at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.claims import seeing as claims
from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying.due import Due, Paying, hindrances
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import ItemState, State
from otameshi.claims.paying.zengin import Account, Transfer
from otameshi.claims.rules import State as ClaimState
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

WITH_GROUP = (
    joinedload(PaymentRunItem.claim).joinedload(Claim.grant).joinedload(Grant.participation)
)


def visible_to(person: Person) -> Select[PaymentRun]:
    """Select the runs, latest first: for the office, and for nobody else."""
    query = (
        select(PaymentRun)
        .options(
            joinedload(PaymentRun.year),
            joinedload(PaymentRun.prepared_by),
            joinedload(PaymentRun.approved_by),
        )
        .order_by(PaymentRun.id.desc())
    )
    return query if person.has(*OFFICE) else query.where(false())


def items(run: PaymentRun) -> Sequence[PaymentRunItem]:
    """Return what a run pays and to which groups, in one statement."""
    mine = select(PaymentRunItem).where(PaymentRunItem.run_id == run.id)
    return db.session.scalars(mine.options(WITH_GROUP).order_by(PaymentRunItem.id)).all()


def listed(person: Person, state: State | None) -> Select[PaymentRun]:
    query = visible_to(person)
    return query if state is None else query.where(PaymentRun.state == state)


def find(run_id: int, person: Person) -> PaymentRun | None:
    """Return a run with what it pays and to whom."""
    items = selectinload(PaymentRun.items)
    whole = visible_to(person).options(
        items.joinedload(PaymentRunItem.payment),
        items.joinedload(PaymentRunItem.claim)
        .joinedload(Claim.grant)
        .joinedload(Grant.participation),
    )
    return db.session.scalars(whole.where(PaymentRun.id == run_id)).unique().one_or_none()


def waiting(year: ProgrammeYear) -> Select[Claim]:
    """Select what a run of this year may pay now: invoiced, and held by no other run."""
    held = select(PaymentRunItem.claim_id).where(PaymentRunItem.state == ItemState.PENDING)
    return claims.waiting_for_payment().where(
        Claim.id.not_in(held), Claim.grant.has(Grant.participation.has(year_id=year.id))
    )


def locked(keys: Collection[int]) -> Sequence[Claim]:
    """Load claims for a change of all of them, in one statement and always in one order."""
    return (
        db.session.scalars(
            claims.waiting_for_payment(every=True)
            .where(Claim.id.in_(keys))
            .order_by(None)
            .order_by(Claim.id)
            .with_for_update(of=Claim)
            .execution_options(populate_existing=True)
        )
        .unique()
        .all()
    )


def due(claim: Claim, held_by: PaymentRunItem | None) -> Due:
    return Due(
        transfer=Transfer(
            claim.title,
            account(claim),
            claim.account_holder or "",
            claim.payable,
            claim.id,
        ),
        year_id=claim.grant.participation.year_id,
        ready=claim.state is ClaimState.INVOICED and claim.grant.state in IN_FORCE,
        run=held_by.run.title if held_by else "",
        seen_by=frozenset({claim.checked_by_id, claim.settled_by_id}),
    )


def account(claim: Claim) -> Account:
    kind = claim.account_kind
    return Account(
        claim.bank_code or "",
        claim.bank_kana or "",
        claim.branch_code or "",
        claim.branch_kana or "",
        kind.value if kind else "",
        claim.account_number or "",
    )


def paying(run: PaymentRun) -> list[Paying]:
    """Return each transfer of a run beside what was paid, or failed, to the same group before."""
    mine = items(run)
    earlier = _earlier(run, {one.claim.grant.participation_id for one in mine})
    before = {
        one.claim.grant.participation_id: one.account
        for one in earlier
        if one.state is ItemState.PAID
    }
    failed = {one.claim_id: one.account for one in earlier if one.state is ItemState.FAILED}
    return [
        Paying(
            transfer=one.transfer,
            group=one.claim.grant.participation_id,
            holder_remark=one.claim.holder_remark,
            before=before.get(one.claim.grant.participation_id),
            failed=failed.get(one.claim_id),
        )
        for one in mine
    ]


def _earlier(run: PaymentRun, groups: Collection[int]) -> Sequence[PaymentRunItem]:
    """Return what other runs did for these groups, the latest last."""
    return db.session.scalars(
        select(PaymentRunItem)
        .join(PaymentRunItem.claim)
        .join(Claim.grant)
        .where(
            Grant.participation_id.in_(groups),
            PaymentRunItem.run_id != run.id,
            PaymentRunItem.state.in_((ItemState.PAID, ItemState.FAILED)),
        )
        .options(WITH_GROUP)
        .order_by(PaymentRunItem.id)
    ).all()


def open_runs() -> Sequence[PaymentRun]:
    """Return the runs that somebody still has something to do with, the earliest day first."""
    done = (State.DONE, State.CANCELLED)
    query = select(PaymentRun).where(PaymentRun.state.not_in(done))
    return db.session.scalars(query.order_by(PaymentRun.pay_on, PaymentRun.id)).all()


def numbers(payments: Iterable[Payment]) -> dict[int, str]:
    """Return, by payment, the run that made it."""
    keys = [one.id for one in payments]
    items = (
        select(PaymentRunItem)
        .where(PaymentRunItem.payment_id.in_(keys))
        .options(joinedload(PaymentRunItem.run))
    )
    return {one.payment_id or 0: one.run.title for one in db.session.scalars(items)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that waits for its payment, and why it cannot be in a run that this person makes."""

    claim: Claim
    why: tuple[str, ...]


def candidates(year: ProgrammeYear, by: Person) -> list[Candidate]:
    found = db.session.scalars(waiting(year)).unique().all()
    return [Candidate(one, tuple(hindrances(due(one, None), year.id, by.id))) for one in found]
