"""A claim moves by its table of moves, and an officer judges its lines."""

from collections.abc import Callable
from datetime import datetime

from otameshi.claims import judging, rules
from otameshi.claims.actions import unrecorded
from otameshi.claims.actions.holding import announced, chosen, fresh, noted
from otameshi.claims.checking import keeping
from otameshi.claims.checking.rules import not_the_judge
from otameshi.claims.doubts import seeing as doubts
from otameshi.claims.doubts.rules import must_be_explained
from otameshi.claims.invoicing import advances
from otameshi.claims.invoicing.rules import none_under_way, set_off
from otameshi.claims.models import Claim, ClaimLine, SettledShare
from otameshi.claims.rules import Ruling, Verdict
from otameshi.claims.seeing import judgement_of, set_off_before
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused, another_person
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue
from otameshi.files import storage
from otameshi.grants.models import Grant
from otameshi.people import Person


def judge_line(
    line: ClaimLine, ruling: Ruling, by: Person, at: datetime, version: int | None = None
) -> ClaimLine:
    """Accept, reduce or send back one line; the last two say why."""
    claim = locked(Claim, line.claim_id)
    unchanged(claim, version)
    if not by.has(Role.OFFICER):
        raise Refused("経費の確認は、担当者が行ってください。")
    rules.may_judge(claim.state)
    line = fresh(line)
    line.reduced_to = rules.reduction(line.amount, ruling)
    line.verdict, line.reason = ruling.verdict, ruling.reason.strip()
    keeping.ruled(line, by, at)
    noted(line, rules.RULED[ruling.verdict], by, at, line.reason)
    return line


def take(
    claim: Claim, name: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Claim:
    """Move the claim on by its table of moves, keep why, and write to the claimant."""
    if name in rules.WITH_OWN_PAGE:
        raise Refused("この手続きは、専用のページから行ってください。")
    claim, move = chosen(claim, name, by, note, version)
    before = claim.settled
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](claim, by, at, note)
        claim.state = move.target
    facts = {} if claim.settled == before else {"settled": claim.settled}
    if claim.set_off:
        facts["set_off"] = claim.set_off
    announced(claim, move, by, at, note, **facts)
    return close(claim, by, at) if name == "settle" and claim.payable <= 0 else claim


def close(claim: Claim, by: Person, at: datetime) -> Claim:
    """精算: end a claim that was paid in advance; its settled amount is asked for no more."""
    claim, move = chosen(claim, "close", by, "", None)
    rules.nothing_to_pay(claim.payable)
    claim.state = move.target
    return announced(claim, move, by, at, "")


def submit(
    claim: Claim, by: Person, at: datetime, version: int | None = None, note: str = ""
) -> Claim:
    """実績報告; `note` says why the group reports although nothing would be granted."""
    return take(claim, "submit", by, at, note, version)


def settle(claim: Claim, by: Person, at: datetime, version: int | None = None) -> Claim:
    """額の確定."""
    return take(claim, "settle", by, at, version=version)


def settle_at_nothing(
    claim: Claim, why: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Claim:
    """額の確定 at 0円: the group is told why, nothing is invoiced or paid, and the claim ends."""
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    rules.must_say_why_nothing(why)
    claim.settled_why = why.strip()
    db.session.flush()
    return take(claim, "settle", by, at, note)


def _submit(claim: Claim, _by: Person, at: datetime, note: str) -> None:
    unrecorded.nothing_left(claim)
    for line in claim.lines:
        for receipt in line.receipts:
            fault = storage.fault(receipt.attachment)
            if fault is not None:
                raise Refused(
                    f"「{receipt.attachment.name}」を確認できません。もう一度添付してください。"
                )
        if line.verdict is Verdict.RETURNED:
            line.verdict = Verdict.OPEN
    judging.ready_to_submit(judgement_of(claim), note)
    keeping.reported(claim, at)
    claim.submitted_at = at


def _return(claim: Claim, _by: Person, _at: datetime, note: str) -> None:
    rules.must_say_why(claim.verdicts, note)
    claim.rounds_returned += 1


def _check(claim: Claim, by: Person, _at: datetime, _note: str) -> None:
    rules.ready_to_check(claim.verdicts)
    claim.checked_by = by


def _send_back(claim: Claim, _by: Person, _at: datetime, _note: str) -> None:
    claim.checked_by = None


def _settle(claim: Claim, by: Person, at: datetime, note: str) -> None:
    another_person(claim.checked_by_id, by.id)
    not_the_judge(keeping.judges(claim), by.id)
    must_be_explained(doubts.open_of(claim), note)
    # Whoever settles holds the grant: two claims never share out the same last yen.
    grant = locked(Grant, claim.grant_id)
    none_under_way(advances.under_way(grant.id))
    judgement = judgement_of(claim)
    claim.settled = judging.ready_to_settle(judgement, claim.settled_why)
    parts = judging.divided(judgement, claim.settled)
    claim.shares = [SettledShare(kind=kind, amount=part) for kind, part in parts.items()]
    claim.set_off = set_off(claim.settled, advances.paid(grant.id), set_off_before(claim))
    claim.settled_by, claim.settled_on = by, day_in_japan(at)
    claim.document_number = issue.next_number(grant.participation.year.document_code, at)


CHANGES: dict[str, Callable[[Claim, Person, datetime, str], None]] = {
    "submit": _submit,
    "return": _return,
    "check": _check,
    "send_back": _send_back,
    "settle": _settle,
}
