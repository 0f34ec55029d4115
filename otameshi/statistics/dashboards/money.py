"""The sums of money behind the charts, in 円: by 年度, and of one 年度 by 費目."""

from typing import Any

from sqlalchemy import Select, case, func, select

from otameshi.claims.invoicing.models import Advance
from otameshi.claims.models import Claim, ClaimLine, Payment, SettledShare
from otameshi.claims.rules import Verdict
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.dashboards.counting import by_year


def _of_grants(amount: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(Participation.year_id, func.sum(amount).label("amount"))
        .select_from(Grant)
        .join(Participation, Participation.id == Grant.participation_id)
        .group_by(Participation.year_id)
    )


def _of_claims(amount: Any) -> Select[*tuple[Any, ...]]:
    return _of_grants(amount).join(Claim, Claim.grant_id == Grant.id)


def _by_year(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    summed = query.subquery()
    return select(ProgrammeYear.fiscal_year, summed.c.amount).join(
        summed, summed.c.year_id == ProgrammeYear.id
    )


# Put together once: the page of money asks them every time.
GRANTED = _by_year(_of_grants(Grant.amount).where(Grant.state.in_(IN_FORCE)))
SETTLED = _by_year(_of_claims(Claim.settled).where(Claim.settled.is_not(None)))
PAID_AFTER = _by_year(
    _of_claims(Payment.amount)
    .join(Payment, Payment.claim_id == Claim.id)
    .where(Payment.returned_on.is_(None))
)
PAID_BEFORE = _by_year(
    _of_grants(Advance.amount)
    .join(Advance, Advance.grant_id == Grant.id)
    .where(Advance.paid_on.is_not(None))
)


def granted() -> dict[int, int]:
    """Return 交付決定額 in force, by 年度."""
    return by_year(GRANTED)


def settled() -> dict[int, int]:
    """Return 確定額, by 年度."""
    return by_year(SETTLED)


def paid() -> dict[int, Yen]:
    """Return what was transferred and did not come back, 概算払 too, by 年度."""
    parts = by_year(PAID_AFTER), by_year(PAID_BEFORE)
    return {year: Yen(sum(part.get(year, 0) for part in parts)) for year in {*parts[0], *parts[1]}}


def _year_id(fiscal_year: int) -> Any:
    """Name a year by its key, so that its 組 are looked for first and not all grants."""
    of = select(ProgrammeYear.id).where(ProgrammeYear.fiscal_year == fiscal_year)
    return of.scalar_subquery()


def planned_by_kind(fiscal_year: int) -> dict[str, int]:
    """Return what grants in force were planned for, by 費目."""
    query = (
        select(GrantPlanLine.kind, func.sum(GrantPlanLine.amount))
        .select_from(GrantPlanLine)
        .join(Grant, Grant.id == GrantPlanLine.grant_id)
        .join(Participation, Participation.id == Grant.participation_id)
        .where(Participation.year_id == _year_id(fiscal_year), Grant.state.in_(IN_FORCE))
        .group_by(GrantPlanLine.kind)
    )
    return {kind: int(amount) for kind, amount in db.session.execute(query)}


def settled_by_kind(fiscal_year: int) -> dict[str, int]:
    """Return 確定額 as it was divided when it was fixed, by 費目."""
    query = (
        select(SettledShare.kind, func.sum(SettledShare.amount))
        .select_from(SettledShare)
        .join(Claim, Claim.id == SettledShare.claim_id)
        .join(Grant, Grant.id == Claim.grant_id)
        .join(Participation, Participation.id == Grant.participation_id)
        .join(ProgrammeYear, ProgrammeYear.id == Participation.year_id)
        .where(ProgrammeYear.fiscal_year == fiscal_year)
        .group_by(SettledShare.kind)
    )
    return {kind: int(amount) for kind, amount in db.session.execute(query)}


def accepted_by_kind(fiscal_year: int) -> dict[str, int]:
    """Return what was accepted of the lines of settled claims, by 費目."""
    amount = case(
        (ClaimLine.verdict == Verdict.REDUCED, ClaimLine.reduced_to), else_=ClaimLine.amount
    )
    query = (
        select(ClaimLine.kind, func.sum(amount))
        .select_from(ClaimLine)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .join(Grant, Grant.id == Claim.grant_id)
        .join(Participation, Participation.id == Grant.participation_id)
        .join(ProgrammeYear, ProgrammeYear.id == Participation.year_id)
        .where(
            ProgrammeYear.fiscal_year == fiscal_year,
            Claim.settled.is_not(None),
            ClaimLine.verdict.in_((Verdict.ACCEPTED, Verdict.REDUCED)),
        )
        .group_by(ClaimLine.kind)
    )
    return {kind: int(amount) for kind, amount in db.session.execute(query)}
