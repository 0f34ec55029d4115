"""A new expense that begins as a copy: of the same again, or of the way back."""

from datetime import date
from typing import Any

from otameshi.claims.entering.rules import next_month, papers_shown, whole_month
from otameshi.claims.models import Claim, ClaimLine
from otameshi.core.yen import Yen
from otameshi.subsidy import Rulebook

AGAIN, BACK = "again", "back"
SAME = (
    "contract",
    "payee",
    "registration_number",
    "purpose",
    "amount",
    "paid_with",
    "traveller",
    "origin",
    "destination",
    "round_trip",
    "route",
    "distance_m",
    "toll",
    "usual_fare",
    "visit",
    "nights",
    "supported",
    "business_percent",
)
BEGUN = {"business_percent": 100, "supported": 0}


def fresh(claim: Claim, book: Rulebook, cost: str) -> dict[str, Any]:
    """Begin a new expense with what most likely is as it was: who travels, how one pays."""
    people = claim.grant.participation.people
    last = claim.lines[-1] if claim.lines else None
    return {
        **BEGUN,
        "cost": cost,
        "paid_with": last.paid_with if last else None,
        "traveller": people[0].name if len(people) == 1 else "",
        "shows": first_paper(book, cost),
    }


def first_paper(book: Rulebook, cost: str) -> tuple[str, ...]:
    """Return what the first photograph of an expense most likely shows."""
    kind, _, sub_kind = cost.partition(":")
    return papers_shown(book, (kind, sub_kind), Yen(1), frozenset())


def stored(line: ClaimLine) -> dict[str, Any]:
    """Return an expense as it stands, for its page."""
    used, month = line.used, whole_month(line.used)
    return {
        **{name: getattr(line, name) for name in SAME},
        "cost": f"{line.kind}:{line.sub_kind}",
        "incurred_on": line.incurred_on,
        "paid_on": line.paid_on,
        "month": month,
        "used_from": used.first if used and not month else None,
        "used_to": used.last if used and not month else None,
    }


def copied(line: ClaimLine, book: Rulebook, way: str) -> dict[str, Any]:
    """Begin a new expense as a copy: the next month's fee, the same ride, or the ride back."""
    copy = {**stored(line), "incurred_on": None, "paid_on": None}
    if way == BACK:
        copy |= {"origin": line.destination, "destination": line.origin}
    month: date | None = copy["month"]
    if month:
        copy["month"] = next_month(month)
    return {**copy, "shows": first_paper(book, copy["cost"])}


def begun_day(line: ClaimLine) -> date:
    """Return a day whose year and month the copy's date begins with; the day itself is typed."""
    month = whole_month(line.used)
    return next_month(line.incurred_on.replace(day=1)) if month else line.incurred_on
