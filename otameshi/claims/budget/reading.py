"""Reads how the budget stands: one statement for the grants, whatever their number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from otameshi.claims.after.reading import paid_by_grant, repaid_by_grant, sum_of
from otameshi.claims.budget.rules import KindRow, Row, Sums, standing, sums
from otameshi.claims.models import Claim, ClaimLine
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participation
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear


@dataclass(frozen=True, slots=True)
class YearBudget:
    year: ProgrammeYear
    sums: Sums


def rows(fiscal_year: int | None = None) -> list[Row]:
    """Return every grant that was decided once; of one 年度 if given."""
    settled = sum_of(Claim.grant_id, Claim.settled)
    paid, repaid = paid_by_grant(), repaid_by_grant()
    query = (
        select(
            Grant.id,
            Participation.title,
            ProgrammeYear.fiscal_year,
            Grant.state,
            Grant.amount,
            settled.c.amount.label("settled"),
            paid.c.amount.label("paid"),
            repaid.c.amount.label("repaid"),
        )
        .join(Grant.participation)
        .join(Participation.year)
        .outerjoin(settled, settled.c.grant_id == Grant.id)
        .outerjoin(paid, paid.c.grant_id == Grant.id)
        .outerjoin(repaid, repaid.c.grant_id == Grant.id)
        .where(Grant.amount.is_not(None))
        .order_by(ProgrammeYear.fiscal_year.desc(), Grant.id)
    )
    if fiscal_year is not None:
        query = query.where(ProgrammeYear.fiscal_year == fiscal_year)
    return [_row(found) for found in db.session.execute(query)]


def _row(found: Any) -> Row:
    decided = Yen(found.amount if found.state in IN_FORCE else 0)
    return Row(
        grant_id=found.id,
        title=found.title,
        fiscal_year=found.fiscal_year,
        decided=decided,
        settled=standing(decided, Yen(int(found.settled or 0))),
        paid=Yen(int(found.paid or 0)),
        repaid=Yen(int(found.repaid or 0)),
    )


def of_year(year: ProgrammeYear) -> YearBudget:
    return YearBudget(year, sums(year.budget, rows(year.fiscal_year)))


def by_year() -> list[YearBudget]:
    """Return every year's budget, latest first."""
    found = rows()
    return [
        YearBudget(year, sums(year.budget, [one for one in found if _of(year, one)]))
        for year in programme.years()
    ]


def _of(year: ProgrammeYear, row: Row) -> bool:
    return row.fiscal_year == year.fiscal_year


def kinds(year: ProgrammeYear) -> list[KindRow]:
    """Return the year's costs by kind, in the order of its rules; others under their own key."""
    planned = _by_kind(
        select(GrantPlanLine.kind, func.sum(GrantPlanLine.amount))
        .join(GrantPlanLine.grant)
        .join(Grant.participation)
        .where(Participation.year_id == year.id, Grant.state.in_(IN_FORCE))
        .group_by(GrantPlanLine.kind)
    )
    accepted = func.coalesce(ClaimLine.reduced_to, ClaimLine.amount)
    lines = db.session.execute(
        select(ClaimLine.kind, func.sum(ClaimLine.amount), func.sum(accepted))
        .join(ClaimLine.claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .where(Participation.year_id == year.id, Claim.settled.is_not(None))
        .group_by(ClaimLine.kind)
    )
    reported = {kind: (Yen(int(one)), Yen(int(two))) for kind, one, two in lines}
    rules = programme.rules_of(year)
    labels = {one.key: one.label for one in rules.kinds} if rules else {}
    return _in_order(labels, planned, reported)


def _by_kind(query: Any) -> dict[str, Yen]:
    return {kind: Yen(int(amount)) for kind, amount in db.session.execute(query)}


def _in_order(
    labels: Mapping[str, str],
    planned: Mapping[str, Yen],
    reported: Mapping[str, Sequence[Yen]],
) -> list[KindRow]:
    nothing = (Yen(0), Yen(0))
    known = [*labels, *sorted({*planned, *reported} - set(labels))]
    return [
        KindRow(labels.get(key, key), planned.get(key, Yen(0)), *reported.get(key, nothing))
        for key in known
        if key in planned or key in reported
    ]
