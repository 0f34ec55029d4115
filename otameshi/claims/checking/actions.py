"""What an officer does at the desk beside judging one line: accept many at once, record a visit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from otameshi import history
from otameshi.claims import rules as claim_rules
from otameshi.claims.actions.holding import fresh, touched
from otameshi.claims.checking import keeping, reading, rules
from otameshi.claims.checking.models import OnSiteCheck
from otameshi.claims.checking.rules import Outcome
from otameshi.claims.models import Claim
from otameshi.claims.rules import Change, Verdict
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen, total
from otameshi.db import db, locked, unchanged
from otameshi.files import gate
from otameshi.files.kinds import RECEIPTS
from otameshi.participation.models import Participation
from otameshi.people import Person


def accept_together(
    claim: Claim, chosen: Collection[int], by: Person, at: datetime, version: int | None = None
) -> Yen:
    """Accept these lines at once, and return their sum; each must ask nobody to look twice."""
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    if not by.has(Role.OFFICER):
        raise Refused("経費の確認は、担当者が行ってください。")
    claim_rules.may_judge(claim.state)
    found = [fresh(line) for line in reading.undoubted(claim)]
    rules.still_undoubted(chosen, [line.id for line in found])
    taken = [line for line in found if line.id in chosen]
    for line in taken:
        line.verdict, line.reason = Verdict.ACCEPTED, ""
        keeping.ruled(line, by, at)
    touched(claim, at)
    amount = total(line.amount for line in taken)
    act = Change.ACCEPT_TOGETHER
    note = f"{len(taken)}行、合計{amount:,}円"
    facts = {"lines": [line.id for line in taken], "amount": amount}
    history.record(claim, act.value, act.label, by=by, at=at, note=note, **facts)
    return amount


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page of a 現地確認 holds; the file is a photograph or a written record."""

    checked_on: date
    who: str
    place: str
    seen: str
    outcome: Outcome
    file: tuple[str, bytes] | None = None


def record_visit(group: Participation, visit: Visit, by: Person, at: datetime) -> OnSiteCheck:
    """Record a 現地確認 of a group."""
    made = OnSiteCheck(participation=group, recorded_by=by, recorded_at=at)
    _write(made, visit, by, at)
    db.session.add(made)
    act = "on_site_check", "現地確認を記録する"
    note = f"{visit.place}（{visit.outcome.label}）"
    history.record(group, *act, by=by, at=at, note=note, on=visit.checked_on)
    return made


def correct_visit(
    made: OnSiteCheck, visit: Visit, by: Person, at: datetime, version: int | None = None
) -> OnSiteCheck:
    """Correct what was recorded; the history keeps what it was."""
    made = locked(OnSiteCheck, made.id)
    unchanged(made, version)
    was = {
        name: str(getattr(made, name)) for name in ("checked_on", "who", "place", "seen", "outcome")
    }
    _write(made, visit, by, at)
    made.recorded_by, made.recorded_at = by, at
    act = "correct_on_site_check", "現地確認の記録を直す"
    history.record(made.participation, *act, by=by, at=at, note=visit.place, was=was)
    return made


def _write(made: OnSiteCheck, visit: Visit, by: Person, at: datetime) -> None:
    if not by.has(Role.OFFICER):
        raise Refused("現地確認の記録は、担当者が行ってください。")
    rules.checked_already(visit.checked_on, day_in_japan(at))
    made.checked_on, made.outcome = visit.checked_on, visit.outcome
    made.who, made.place, made.seen = visit.who, visit.place, visit.seen
    if visit.file is not None:
        name, content = visit.file
        made.attachment = gate.receive(name, content, by, at, RECEIPTS)
