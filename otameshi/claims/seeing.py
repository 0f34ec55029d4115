"""What people see of claims: whose rows, how they are judged, what repeats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi import history
from otameshi.claims import judging, rules, vocabulary
from otameshi.claims.judged import Expense, Judgement, Terms
from otameshi.claims.models import Claim, ClaimLine, Payment
from otameshi.claims.rules import State
from otameshi.claims.staying import stay_of
from otameshi.core.period import Period
from otameshi.core.roles import OFFICE
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants.changes import actions as changes
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear

WITH_GROUP = joinedload(Claim.grant).joinedload(Grant.participation)
WITH_LINES = selectinload(Claim.lines)


def visible_to(person: Person) -> Select[Claim]:
    """Select the claims of the person's own groups; for the office, all that were begun."""
    query = (
        select(Claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .options(
            WITH_GROUP.joinedload(Participation.year),
            WITH_GROUP.joinedload(Participation.representative),
            WITH_LINES,
        )
        .order_by(Claim.id.desc())
    )
    if person.has(*OFFICE):
        return query
    return query.where(Participation.representative_id == person.id)


def find(claim_id: int, person: Person) -> Claim | None:
    query = visible_to(person).where(Claim.id == claim_id)
    whole = query.options(WITH_LINES.selectinload(ClaimLine.receipts))
    return db.session.scalars(whole).unique().one_or_none()


def grants_of(person: Person) -> Sequence[Grant]:
    """Return the person's own decided grants, newest first."""
    query = (
        select(Grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id, Grant.state.in_(IN_FORCE))
        .options(joinedload(Grant.participation).joinedload(Participation.year))
        .order_by(Grant.id.desc())
    )
    return db.session.scalars(query).unique().all()


@dataclass(frozen=True, slots=True)
class Account:
    """One grant as a running account: what it may pay, what is fixed, what is left."""

    grant: Grant
    claims: tuple[Claim, ...]

    @property
    def used(self) -> Yen:
        return total(claim.settled or Yen(0) for claim in self.claims)

    @property
    def most(self) -> Yen:
        return Yen(min(self.grant.amount or 0, self.grant.cap or 0))

    @property
    def left(self) -> Yen:
        return Yen(max(self.most - self.used, 0))

    @property
    def open(self) -> Claim | None:
        return next((claim for claim in self.claims if claim.settled is None), None)


def accounts_of(person: Person) -> list[Account]:
    grants = grants_of(person)
    claims = db.session.scalars(
        select(Claim)
        .where(Claim.grant_id.in_([grant.id for grant in grants]))
        .options(WITH_LINES)
        .order_by(Claim.round)
    ).all()
    return [
        Account(grant, tuple(claim for claim in claims if claim.grant_id == grant.id))
        for grant in grants
    ]


def settled_before(grant_id: int, before: int | None = None) -> Yen:
    """Return what claims of this grant were settled at; only rounds before one, if given."""
    query = select(func.sum(Claim.settled)).where(Claim.grant_id == grant_id)
    if before is not None:
        query = query.where(Claim.round < before)
    return Yen(int(db.session.scalar(query) or 0))


def set_off_before(claim: Claim) -> Yen:
    """Return how much of the advances (概算払) the rounds before this one have used up."""
    query = select(func.sum(Claim.set_off)).where(
        Claim.grant_id == claim.grant_id, Claim.round < claim.round
    )
    return Yen(int(db.session.scalar(query) or 0))


def terms_of(grant: Grant, before: int | None = None) -> Terms:
    """Return the frozen terms of a decided grant, as a round of claiming meets them."""
    return frozen(grant, settled_before(grant.id, before))


def terms_met(claim: Claim) -> Terms:
    """Return the terms that a claim is judged by; once settled, those of that day."""
    terms = terms_of(claim.grant, claim.round)
    if claim.settled_on is None:
        return terms
    then = changes.terms_on(claim.grant, claim.settled_on)
    return replace(
        terms,
        amount=then.amount,
        cap=terms.cap if then.cap is None else then.cap,
        heads=then.heads,
        trial=Period(terms.trial.first, then.last_day),
    )


def frozen(grant: Grant, paid_before: Yen) -> Terms:
    """Return the frozen terms of a decided grant that has paid so much already."""
    if (
        grant.rulebook is None
        or grant.amount is None
        or grant.cap is None
        or grant.first_day is None
        or grant.last_day is None
        or grant.decided_on is None
        or grant.paid_by is None
    ):
        message = f"grant {grant.id} is not decided"
        raise ValueError(message)
    rulebook = programme.parsed(grant.rulebook.text)
    return Terms(
        rulebook=rulebook,
        amount=grant.amount,
        cap=grant.cap,
        heads=grant.heads or 0,
        cohort_heads=grant.cohort_heads or 0,
        trial=Period(grant.first_day, grant.last_day),
        decided_on=grant.decided_on,
        paid_by=grant.paid_by,
        settled_before=paid_before,
        early_from=grant.early_from,
        stay=stay_of(grant.participation, rulebook),
    )


def judgement_of(claim: Claim) -> Judgement:
    """Judge a claim by the rules that were frozen into its grant."""
    return _judged(claim, [line.expense for line in claim.lines])


def judgement_told(claim: Claim, terms: Terms | None = None) -> Judgement:
    """Judge a claim as its claimant may know it: without what an officer is still deciding."""
    told = judging.as_told(claim.state, [line.expense for line in claim.lines])
    return _judged(claim, told, terms)


def _judged(claim: Claim, expenses: list[Expense], terms: Terms | None = None) -> Judgement:
    if claim.editable:
        expenses = judging.as_reported(expenses)
    return judging.judge(terms or terms_met(claim), expenses)


def foreseen(claim: Claim, expense: Expense, terms: Terms | None = None) -> Judgement:
    """Judge the claim as it would be with this expense in it, new or in place of its line."""
    terms = terms or terms_of(claim.grant, claim.round)
    typed = expense.kind, expense.sub_kind, expense.contract
    sub_kind, contract = vocabulary.worded(terms.rulebook, *typed)
    named = replace(expense, sub_kind=sub_kind, contract=contract)
    others = [line.expense for line in claim.lines if str(line.id) != expense.key]
    return judging.judge(terms, judging.as_reported([*others, named]))


def last_note(claim: Claim) -> str:
    """Return what the office wrote about the whole when it returned the claim last."""
    found = history.of(claim).where(history.Event.act == "return")
    events = db.session.scalars(found).unique().all()
    return events[-1].note if events else ""


def sees_account(person: Person, claim: Claim) -> bool:
    """Say whether this person may read the bank account: its owner, or who works with it."""
    own = claim.grant.participation.representative_id == person.id
    return own or person.has(*rules.SEES_ACCOUNT)


def papers(claim: Claim, person: Person) -> Select[issue.IssuedPaper]:
    """Select the claim's papers; those with the bank account only for who may read it."""
    query = issue.about(claim)
    if not sees_account(person, claim):
        query = query.where(issue.IssuedPaper.kind != rules.BANK_PAPER)
    return query


def waiting_for_payment(*, every: bool = False) -> Select[Claim]:
    """Select what waits for its payment; with `every`, claims in any state."""
    query = (
        select(Claim)
        .options(
            WITH_GROUP.joinedload(Participation.year),
            WITH_GROUP.joinedload(Participation.representative),
        )
        .order_by(Claim.invoiced_on, Claim.id)
    )
    if every:
        return query
    return query.where(Claim.state == State.INVOICED, Claim.grant.has(Grant.state.in_(IN_FORCE)))


def paid(fiscal_year: int | None = None) -> Select[Payment]:
    """Select payments, latest first; of one 年度 if given."""
    whole = joinedload(Payment.claim).joinedload(Claim.grant).joinedload(Grant.participation)
    query = (
        select(Payment)
        .options(
            whole.joinedload(Participation.year),
            whole.joinedload(Participation.representative),
            joinedload(Payment.person),
        )
        .order_by(Payment.paid_on.desc(), Payment.id.desc())
    )
    if fiscal_year is None:
        return query
    return (
        query.join(Payment.claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .join(Participation.year)
        .where(ProgrammeYear.fiscal_year == fiscal_year)
    )


def paid_by_year() -> Sequence[tuple[int, int, int]]:
    """Return (年度, number of payments, 円) of what did not come back, the latest year first."""
    found = db.session.execute(
        select(ProgrammeYear.fiscal_year, func.count(Payment.id), func.sum(Payment.amount))
        .select_from(Payment)
        .join(Payment.claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .join(Participation.year)
        .where(Payment.returned_on.is_(None))
        .group_by(ProgrammeYear.fiscal_year)
        .order_by(ProgrammeYear.fiscal_year.desc())
    )
    return [(int(year), int(count), int(amount)) for year, count, amount in found]
