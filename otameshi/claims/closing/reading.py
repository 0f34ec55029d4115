"""Counts what is still open in a year: one statement for each kind of thing."""

from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select

from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.reading import surpluses
from otameshi.claims.after.rules import Cancelling, Repaying
from otameshi.claims.closing import rules
from otameshi.claims.closing.rules import Item, State
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import UNDER_WAY, AdvanceState
from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.rules import State as Run
from otameshi.claims.rules import BEING_WEIGHED, EDITABLE
from otameshi.claims.rules import State as ClaimState
from otameshi.claims.taxes import reading as taxes
from otameshi.claims.taxes.models import TaxReport
from otameshi.claims.taxes.rules import State as TaxState
from otameshi.db import db
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ASKED as CHANGE_ASKED
from otameshi.grants.changes.rules import CHECKED as CHANGE_CHECKED
from otameshi.grants.models import Grant
from otameshi.grants.rules import APPLIED, CHECKED, IN_FORCE
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.closing import YearClosing, closed
from otameshi.programme.models import ProgrammeYear

RUNNING = frozenset({Run.PREPARED, Run.APPROVED, Run.SENT})
BACK = exists().where(Payment.claim_id == Claim.id, Payment.returned_on.is_not(None))


def state_of(year: ProgrammeYear) -> State:
    return State.CLOSED if closed(year.id) else State.OPEN


def closings(year: ProgrammeYear) -> Select[YearClosing]:
    return select(YearClosing).where(YearClosing.year_id == year.id).order_by(YearClosing.id.desc())


def counts(year: ProgrammeYear, by: Person, today: date) -> dict[Item, int]:
    """Return how many of each are open in a year."""
    found = {item: _number(query) for item, query in _queries(year).items()}
    found[Item.TAXES] = _number(_taxes(year, by))
    found[Item.REPAYMENTS] += _not_ordered(year)
    found[Item.EARLY] = rules.early(year.fiscal_year, today)
    return {item: found[item] for item in Item}


def _queries(year: ProgrammeYear) -> dict[Item, Select[Any]]:
    claims = _of(year, select(Claim.id).join(Claim.grant)).where(Grant.state.in_(IN_FORCE))
    grants = _of(year, select(Grant.id))
    settled = claims.where(Claim.state == ClaimState.SETTLED)
    changes = _of(year, select(GrantChange.id).join(GrantChange.grant))
    return {
        Item.GRANTS: grants.where(Grant.state.in_(APPLIED | CHECKED)),
        Item.CHANGES: changes.where(GrantChange.state.in_(CHANGE_ASKED | CHANGE_CHECKED)),
        Item.WEIGHED: claims.where(Claim.state.in_(BEING_WEIGHED)),
        Item.INVOICED: claims.where(Claim.state == ClaimState.INVOICED),
        Item.RUNS: select(PaymentRun.id).where(
            PaymentRun.year_id == year.id, PaymentRun.state.in_(RUNNING)
        ),
        Item.ADVANCES: _advances(year).where(Advance.state.in_(UNDER_WAY)),
        Item.FAILED: settled.where(BACK),
        Item.UNINVOICED: settled.where(~BACK),
        Item.UNREPORTED: claims.where(Claim.state.in_(EDITABLE), Claim.lines.any()),
        Item.UNSETTLED: _unsettled(year),
        Item.CANCELLATIONS: _of(year, select(Cancellation.id).join(Cancellation.grant)).where(
            Cancellation.state == Cancelling.PREPARED
        ),
        Item.REPAYMENTS: _of(year, select(Repayment.id).join(Repayment.grant)).where(
            Repayment.state.in_((Repaying.PREPARED, Repaying.ORDERED))
        ),
    }


def _of(year: ProgrammeYear, query: Select[Any]) -> Select[Any]:
    return query.join(Grant.participation).where(Participation.year_id == year.id)


def _advances(year: ProgrammeYear) -> Select[Any]:
    return _of(year, select(Advance.id).join(Advance.grant))


def _unsettled(year: ProgrammeYear) -> Select[Any]:
    """Select advances that were paid under a grant of which nothing is settled yet."""
    settled = select(Claim.grant_id).where(Claim.settled.is_not(None))
    return _advances(year).where(
        Advance.state == AdvanceState.PAID,
        Advance.grant_id.not_in(settled),
        Grant.state.in_(IN_FORCE),
    )


def _not_ordered(year: ProgrammeYear) -> int:
    """Count the grants of which 概算払 paid too much, and nobody has ordered it back yet."""
    return sum(one.grant.participation.year_id == year.id for one in surpluses())


def _taxes(year: ProgrammeYear, by: Person) -> Select[Any]:
    done = select(TaxReport.grant_id).where(TaxReport.state == TaxState.ACKNOWLEDGED)
    asked = taxes.of_year(by, year.fiscal_year).where(Grant.id.not_in(done))
    return asked.with_only_columns(Grant.id).order_by(None)


def _number(query: Select[Any]) -> int:
    found = select(func.count()).select_from(query.order_by(None).subquery())
    return db.session.scalar(found) or 0
