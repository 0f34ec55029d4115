"""The office checks a request, decides it, and gives the grant its new terms."""

from collections.abc import Callable
from datetime import datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants import reckoning
from otameshi.grants.actions.applying import must_be_own
from otameshi.grants.actions.bonds import floor_of, must_be_free
from otameshi.grants.actions.reading import decided_sum
from otameshi.grants.changes import checks, rules
from otameshi.grants.changes.actions.issuing import issue_approval, issue_refusal
from otameshi.grants.changes.actions.reckoning import may_start_early, reckon, span, terms_of
from otameshi.grants.changes.minor import alters
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ALTERING, ENDING, Kind, State
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import GRANT
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


def take(
    change: GrantChange,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> GrantChange:
    """Move the request on by its kind's table of moves, keep why, and write to the grantee."""
    change = locked(GrantChange, change.id)
    unchanged(change, version)
    move = rules.MACHINES[change.kind].choose(name, by.roles, change.state, note)
    if name in rules.WITH_OWN_PAGE:
        raise Refused("申請書のページから提出してください。")
    if move.by is Role.APPLICANT:
        must_be_own(change.grant, by)
    if name in CHANGES:
        CHANGES[name](change, by, at)
    change.state = move.target
    history.record(change, name, move.label, by=by, at=at, note=note, **_facts(change))
    if name in PAPERS:
        PAPERS[name](change, at, note)
    if name in LETTERS:
        year = change.grant.participation.year
        grantee = change.grant.grantee
        post.write(LETTERS[name], to=grantee, at=at, change=change, note=note, year=year)
    return change


def _facts(change: GrantChange) -> dict[str, object]:
    if change.amount_after is None or change.state is not State.APPROVED:
        return {}
    return {"before": change.amount_before, "after": change.amount_after}


def _check(change: GrantChange, by: Person, _at: datetime) -> None:
    if change.kind in ALTERING:
        reckon(change)
    change.checked_by = by


def _acknowledge(change: GrantChange, by: Person, _at: datetime) -> None:
    change.checked_by = by


def _send_back(change: GrantChange, _by: Person, _at: datetime) -> None:
    change.checked_by = None


def _approve(change: GrantChange, by: Person, at: datetime) -> None:
    _must_be_others(change, by)
    grant = locked(Grant, change.grant_id)
    if change.kind is Kind.EARLY:
        _start_early(change, grant, by, at)
    else:
        _alter(change, grant, by, at)
    _sign(change, by, at)


def _refuse(change: GrantChange, by: Person, at: datetime) -> None:
    _must_be_others(change, by)
    _sign(change, by, at)


def _must_be_others(change: GrantChange, by: Person) -> None:
    another_person(change.checked_by_id, by.id)
    another_person(change.asked_by_id, by.id)


def _start_early(change: GrantChange, grant: Grant, by: Person, at: datetime) -> None:
    checks.must_be_open(change.kind, grant.state, early_start=may_start_early(grant))
    grant.early_from = change.day
    history.record(grant, "early_start", "事前着手を承認する", by=by, at=at, day=change.day)


def _alter(change: GrantChange, grant: Grant, by: Person, at: datetime) -> None:
    """Write the new terms to the grant, within the budget and above what is already settled."""
    move = GRANT.choose("abolish" if change.kind in ENDING else "change", by.roles, grant.state)
    must_be_free(grant, move.name)
    # Whoever decides holds the year: two managers never share out the same last yen.
    year = locked(ProgrammeYear, grant.participation.year_id)
    after = _as_checked(change, grant)
    checks.must_fit(change.kind, change.day, day_in_japan(at), span(grant))
    reckoning.must_not_undercut(after, floor_of(grant))
    before = grant.amount or Yen(0)
    if after > before:
        reckoning.within_budget(year.budget, Yen(decided_sum(year) - before), after)
    _write(change, grant)
    grant.state = move.target
    history.record(grant, move.name, move.label, by=by, at=at, before=before, after=after)


def _as_checked(change: GrantChange, grant: Grant) -> Yen:
    """Return the new amount, or refuse where it is no longer what the officer checked."""
    shown, before = change.after, change.before
    reckon(change)
    stale = before is None or alters(before, terms_of(grant)) or change.after != shown
    if stale or change.amount_after is None:
        raise Refused(
            "確認のあとに人数または交付決定の内容が変わりました。担当者に戻し、計算し直してください。"
        )
    return change.amount_after


def _write(change: GrantChange, grant: Grant) -> None:
    spent = Yen(sum(line.after for line in change.lines))
    amount = change.amount_after or Yen(0)
    grant.plan = [
        GrantPlanLine(kind=line.kind, amount=line.after, note=line.note)
        for line in change.lines
        if line.after
    ]
    grant.other_funds, grant.asked = change.other_funds_after, amount
    grant.own_funds = Yen(max(spent - amount - change.other_funds_after, 0))
    grant.amount, grant.cap = amount, change.cap_after
    grant.heads, grant.last_day = change.heads_after, change.last_day_after


def _sign(change: GrantChange, by: Person, at: datetime) -> None:
    number = issue.next_number(change.grant.participation.year.document_code, at)
    change.document_number, change.decided_by, change.decided_on = number, by, day_in_japan(at)


CHANGES: dict[str, Callable[[GrantChange, Person, datetime], None]] = {
    "check": _check,
    "acknowledge": _acknowledge,
    "send_back": _send_back,
    "approve": _approve,
    "refuse": _refuse,
}
PAPERS: dict[str, Callable[[GrantChange, datetime, str], None]] = {
    "approve": issue_approval,
    "refuse": issue_refusal,
}
LETTERS = {
    "return": "change_returned",
    "close": "change_closed",
    "approve": "change_approved",
    "refuse": "change_refused",
    "acknowledge": "change_acknowledged",
}
