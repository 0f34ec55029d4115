"""Of whom a report is asked: every group that was paid, where the year asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi.claims.after.reading import ordered_back, paid_by_grant, paid_out
from otameshi.claims.taxes.models import TaxReport
from otameshi.claims.taxes.rules import State, overdue
from otameshi.core.roles import OFFICE
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.granting import GrantPlan
from otameshi.programme.models import ProgrammeYear


@dataclass(frozen=True, slots=True)
class Asked:
    """One paid grant with its report, if there is one yet."""

    grant: Grant
    report: TaxReport | None

    @property
    def state(self) -> State:
        return State.NONE if self.report is None else self.report.state

    @property
    def due_on(self) -> date | None:
        return self.grant.participation.year.grant_plan.tax_report_by

    def late(self, today: date) -> bool:
        return overdue(self.due_on, self.state, today)


def asked(person: Person) -> Select[Grant]:
    """Select the grants of which a report is asked: for the office all, for a group its own."""
    paid = paid_by_grant()
    query = (
        select(Grant)
        .join(Grant.participation)
        .join(Participation.year)
        .join(GrantPlan, GrantPlan.year_id == ProgrammeYear.id)
        .join(paid, paid.c.grant_id == Grant.id)
        .where(GrantPlan.tax_report, Grant.state.in_(IN_FORCE))
        .options(
            joinedload(Grant.participation)
            .joinedload(Participation.year)
            .joinedload(ProgrammeYear.grant_plan),
            joinedload(Grant.participation).joinedload(Participation.representative),
        )
        .order_by(ProgrammeYear.fiscal_year.desc(), Grant.id)
    )
    if person.has(*OFFICE):
        return query
    return query.where(Participation.representative_id == person.id)


def of_year(person: Person, fiscal_year: int) -> Select[Grant]:
    return asked(person).where(ProgrammeYear.fiscal_year == fiscal_year)


def beside(grants: Iterable[Grant]) -> list[Asked]:
    """Lay each grant beside its report, in one read."""
    rows = list(grants)
    found = select(TaxReport).where(TaxReport.grant_id.in_([one.id for one in rows]))
    reports = {one.grant_id: one for one in db.session.scalars(found)}
    return [Asked(one, reports.get(one.id)) for one in rows]


def find(grant_id: int, person: Person) -> Asked | None:
    grant = db.session.scalars(asked(person).where(Grant.id == grant_id)).unique().one_or_none()
    return None if grant is None else beside([grant])[0]


def years() -> Sequence[ProgrammeYear]:
    """Return the years that ask for reports, latest first."""
    return (
        db.session.scalars(
            select(ProgrammeYear)
            .join(GrantPlan, GrantPlan.year_id == ProgrammeYear.id)
            .where(GrantPlan.tax_report)
            .order_by(ProgrammeYear.fiscal_year.desc())
        )
        .unique()
        .all()
    )


def most(grant: Grant) -> Yen:
    """Return what the group has of the grant, and is not asked to return."""
    return Yen(max(total(one.amount for one in paid_out(grant.id)) - ordered_back(grant.id), 0))
