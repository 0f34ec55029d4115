"""What the claims desk has done with a report: a line sent back and mended, a visit."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime

from otameshi.claims import actions as claims
from otameshi.claims.checking import actions as checking
from otameshi.claims.checking.rules import Outcome
from otameshi.claims.models import Claim
from otameshi.claims.rules import Ruling, Verdict
from otameshi.people import Person

MENDED = "東京の取引先（見本商事）との打合せ"


def sent_back(claim: Claim, officer: Person, at: Callable[[int], datetime]) -> None:
    """Send the last line back, and let its group report it anew the day after."""
    line, by = claim.lines[-1], claim.claimant
    reason = claim.grant.participation.year.grant_plan.fact.return_reasons[4]
    claims.judge_line(line, Ruling(Verdict.RETURNED, reason=reason), officer, at(-3))
    claims.take(claim, "return", officer, at(-3))
    kept = {
        one.name: getattr(line, one.name)
        for one in fields(claims.Entry)
        if one.name not in {"files", "shows"}
    }
    claims.change_line(line, claims.Entry(**{**kept, "purpose": MENDED}), by, at(-2))
    claims.submit(claim, by, at(-2))


def visited(claim: Claim, officer: Person, on: date, at: datetime) -> None:
    group = claim.grant.participation
    visit = checking.Visit(
        checked_on=on,
        who=officer.name,
        place=group.base_address,
        seen="契約どおりの席を使っていました。オフィスの入退室の記録も、滞在の記録と合っています。",
        outcome=Outcome.FINE,
    )
    checking.record_visit(group, visit, officer, at)
