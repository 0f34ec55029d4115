"""A group writes a request under its grant, and hands it in or takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.grants.actions.applying import must_be_own
from otameshi.grants.changes import checks, rules
from otameshi.grants.changes.actions.issuing import issue_request
from otameshi.grants.changes.actions.reading import altered, open_under, why_approval
from otameshi.grants.changes.actions.reckoning import may_start_early, reckon, span, terms_of
from otameshi.grants.changes.minor import Terms
from otameshi.grants.changes.models import GrantChange, GrantChangeLine
from otameshi.grants.changes.rules import ALTERING, ENDING, Kind, State
from otameshi.grants.models import Grant
from otameshi.people import Person

NOTHING = Yen(0)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page of a request holds; `plan` gives each kind of cost (amount, note)."""

    what: str
    why: str
    considered: str
    day: date | None = None
    plan: Mapping[str, tuple[Yen, str]] = field(default_factory=dict)
    other_funds: Yen = NOTHING
    asked: Yen | None = None
    alters_content: bool = False


def begin(grant: Grant, kind: Kind, by: Person, at: datetime) -> GrantChange:
    """Start a request; one of the kind that is still being written is taken up again."""
    grant = locked(Grant, grant.id)
    must_be_own(grant, by)
    checks.must_be_open(kind, grant.state, early_start=may_start_early(grant))
    if kind is Kind.EARLY and grant.early_from is not None:
        raise Refused("事前着手はすでに承認されています。")
    unsent = [one for one in open_under(grant, {kind}) if one.editable]
    if unsent:
        return unsent[0]
    checks.must_be_alone([one.kind for one in open_under(grant, ALTERING)], kind)
    change = fresh(grant, kind)
    history.record(change, "begin", f"{kind.label}の作成を始める", by=by, at=at)
    return change


def fresh(grant: Grant, kind: Kind) -> GrantChange:
    """Make a request that begins with the terms as they are."""
    change = GrantChange(grant=grant, kind=kind, other_funds_after=grant.other_funds)
    change.other_funds_before = grant.other_funds
    if kind in ALTERING:
        _start_from(change, terms_of(grant))
    db.session.add(change)
    db.session.flush()
    return change


def _start_from(change: GrantChange, before: Terms) -> None:
    change.amount_before, change.cap_before = before.amount, before.cap
    change.heads_before, change.last_day_before = before.heads, before.last_day
    change.lines = [
        GrantChangeLine(kind=key, before=amount, after=amount)
        for key, amount in before.plan.items()
    ]
    if change.kind is Kind.PLAN:
        change.day = min(before.last_day, change.grant.participation.last_day)
    reckon(change)


def save(
    change: GrantChange, draft: Draft, by: Person, at: datetime, version: int | None = None
) -> GrantChange:
    """Keep what was typed, and work out what it leads to."""
    change = locked(GrantChange, change.id)
    unchanged(change, version)
    must_be_own(change.grant, by)
    if not change.editable:
        raise Refused("提出したものは変更できません。")
    change.what, change.why, change.considered = draft.what, draft.why, draft.considered
    change.day, change.alters_content = draft.day, draft.alters_content
    if change.kind in ALTERING:
        _plan(change, draft)
    history.record(change, "save", f"{change.kind.label}を保存する", by=by, at=at)
    return change


def _plan(change: GrantChange, draft: Draft) -> None:
    if draft.day is not None:
        checks.must_fit(change.kind, draft.day, draft.day, span(change.grant))
    for line in change.lines:
        line.after, line.note = draft.plan.get(line.kind, (line.after, line.note))
    change.other_funds_after = draft.other_funds
    change.asked = None if change.kind in ENDING else draft.asked
    reckon(change)


def hand_in(
    change: GrantChange, by: Person, at: datetime, version: int | None = None
) -> GrantChange:
    """Send the request; a 軽微な変更 is recorded at once, for nobody has to approve it."""
    change = locked(GrantChange, change.id)
    unchanged(change, version)
    grant = locked(Grant, change.grant_id)
    must_be_own(grant, by)
    checks.must_be_open(change.kind, grant.state, early_start=may_start_early(grant))
    checks.must_explain(change.kind, change.what, change.why, change.considered)
    checks.must_fit(change.kind, change.day, day_in_japan(at), span(grant))
    if change.kind in ALTERING:
        reckon(change)
    return _send(change, "record" if _is_minor(change) else "ask", by, at)


def _is_minor(change: GrantChange) -> bool:
    """Say whether nobody has to approve it; refuse a change that changes nothing."""
    if change.kind is not Kind.PLAN:
        return False
    if not altered(change):
        raise Refused("いまの交付決定から変わるところがありません。変更後の額を確かめてください。")
    return not why_approval(change)


def _send(change: GrantChange, name: str, by: Person, at: datetime) -> GrantChange:
    move = rules.MACHINES[change.kind].choose(name, by.roles, change.state)
    change.state = move.target
    change.asked_on, change.asked_by = day_in_japan(at), by
    if move.target is State.RECORDED:
        # 交付決定額 is the ceiling that it was: nothing of the grant is altered.
        change.amount_after, change.cap_after = change.amount_before, change.cap_before
    history.record(change, name, move.label, by=by, at=at)
    year = change.grant.participation.year
    issue_request(change, at)
    kind = "change_recorded" if move.target is State.RECORDED else "change_asked"
    post.write(kind, to=change.grant.grantee, at=at, change=change, year=year)
    return change
