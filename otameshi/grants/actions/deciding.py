"""A grant moves on by its table of moves: checked, decided, refused, announced."""

from collections.abc import Callable
from datetime import datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants import documents, reckoning
from otameshi.grants.actions.applying import MAY_RECEIVE, hand_in, must_be_own
from otameshi.grants.actions.bonds import must_be_free
from otameshi.grants.actions.reading import (
    current_rulebook,
    decided_sum,
    last_day_to_retract,
    prospect_of,
)
from otameshi.grants.models import Grant
from otameshi.grants.rules import BY_CHANGE, GRANT, must_be_in_time
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


def take(
    grant: Grant, name: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Grant:
    """Move the grant on by its table of moves, keep why, and write to the grantee."""
    grant = locked(Grant, grant.id)
    unchanged(grant, version)
    if name in BY_CHANGE:
        raise Refused("変更・中止・廃止は承認の申請を、取消はその案を決裁すると行われます。")
    move = GRANT.choose(name, by.roles, grant.state, note)
    if move.by is Role.APPLICANT:
        must_be_own(grant, by)
    must_be_free(grant, name)
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](grant, by, at)
        grant.state = move.target
    facts = {"amount": grant.amount} if grant.amount is not None else {}
    history.record(grant, name, move.label, by=by, at=at, note=note, **facts)
    if name in PAPERS:
        PAPERS[name](grant, at, note)
    if name in LETTERS:
        year = grant.participation.year
        post.write(LETTERS[name], to=grant.grantee, at=at, grant=grant, note=note, year=year)
    return grant


def apply(grant: Grant, by: Person, at: datetime, version: int | None = None) -> Grant:
    """Hand in the 交付申請."""
    return take(grant, "apply", by, at, version=version)


def withdraw(
    grant: Grant, by: Person, at: datetime, note: str, version: int | None = None
) -> Grant:
    return take(grant, "withdraw", by, at, note, version)


def decide(grant: Grant, by: Person, at: datetime, version: int | None = None) -> Grant:
    """交付決定: freeze the amount and the rules it is judged by."""
    return take(grant, "decide", by, at, version=version)


def _check(grant: Grant, by: Person, _at: datetime) -> None:
    grant.checked_by = by


def _send_back(grant: Grant, _by: Person, _at: datetime) -> None:
    grant.checked_by = None


def _decide(grant: Grant, by: Person, at: datetime) -> None:
    another_person(grant.checked_by_id, by.id)
    group = grant.participation
    if group.state not in MAY_RECEIVE:
        raise Refused("参加を辞退した組には、交付を決定できません。")
    # Whoever decides holds the year: two managers never share out the same last yen.
    year = locked(ProgrammeYear, group.year_id)
    grant.rulebook = current_rulebook(year)
    found = prospect_of(grant)
    amount = reckoning.amount(grant.asked or Yen(0), found)
    reckoning.within_budget(year.budget, decided_sum(year), amount)
    grant.amount, grant.cap = amount, amount if found.cap is None else found.cap
    grant.heads, grant.cohort_heads = found.heads, found.cohort_heads
    grant.first_day, grant.last_day, grant.paid_by = group.first_day, group.last_day, year.paid_by
    _sign(grant, by, at)


def _retract(grant: Grant, _by: Person, at: datetime) -> None:
    """交付決定のあとの取下げ: what was decided is kept, and its amount is free again."""
    must_be_in_time(last_day_to_retract(grant), day_in_japan(at))


def _refuse(grant: Grant, by: Person, at: datetime) -> None:
    another_person(grant.checked_by_id, by.id)
    _sign(grant, by, at)


def _sign(grant: Grant, by: Person, at: datetime) -> None:
    grant.decided_by, grant.decided_on = by, day_in_japan(at)
    grant.document_number = issue.next_number(grant.participation.year.document_code, at)


def _issue(grant: Grant, kind: str, title: str, content: bytes, at: datetime) -> None:
    number = grant.document_number
    issue.issue(grant, kind, title, content, to=grant.grantee, at=at, number=number)


def _application_paper(grant: Grant, at: datetime, _note: str) -> None:
    content = documents.application(grant, prospect_of(grant), day_in_japan(at))
    _issue(grant, "grant_application", "補助金交付申請書", content, at)


def _decision_paper(grant: Grant, at: datetime, _note: str) -> None:
    content = documents.decision(grant, prospect_of(grant))
    _issue(grant, "grant_decision", "補助金交付決定通知書", content, at)


def _refusal_paper(grant: Grant, at: datetime, note: str) -> None:
    content = documents.refusal(grant, note)
    _issue(grant, "grant_refusal", "補助金不交付決定通知書", content, at)


CHANGES: dict[str, Callable[[Grant, Person, datetime], None]] = {
    "apply": hand_in,
    "check": _check,
    "send_back": _send_back,
    "decide": _decide,
    "refuse": _refuse,
    "retract": _retract,
}
PAPERS: dict[str, Callable[[Grant, datetime, str], None]] = {
    "apply": _application_paper,
    "decide": _decision_paper,
    "refuse": _refusal_paper,
}
LETTERS = {
    "apply": "grant_applied",
    "withdraw": "grant_withdrawn",
    "retract": "grant_retracted",
    "return": "grant_returned",
    "decide": "grant_decided",
    "refuse": "grant_refused",
}
