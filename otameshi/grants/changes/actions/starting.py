"""The office begins the change that follows from the group: a member who left, a shorter stay."""

from datetime import date, datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.db import locked
from otameshi.documents import post
from otameshi.grants.changes import checks
from otameshi.grants.changes.actions.asking import fresh
from otameshi.grants.changes.actions.reading import open_under
from otameshi.grants.changes.actions.reckoning import staying
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ALTERING, Kind, State
from otameshi.grants.models import Grant
from otameshi.people import Person


def start_for_members(grant: Grant, by: Person, at: datetime) -> GrantChange:
    """Begin, for the office, the change that follows from a member who left or a shorter stay."""
    grant = locked(Grant, grant.id)
    checks.must_be_open(Kind.PLAN, grant.state, early_start=False)
    checks.must_be_alone([one.kind for one in open_under(grant, ALTERING)], Kind.PLAN)
    if not differs(grant):
        raise Refused("人数も期間も、交付決定のときから変わっていません。")
    change = fresh(grant, Kind.PLAN)
    change.what, change.why, change.considered = _words(grant, change)
    change.state, change.asked_by, change.asked_on = State.ASKED, by, day_in_japan(at)
    history.record(change, "start", "人数・期間に合わせた変更を始める", by=by, at=at)
    year = grant.participation.year
    post.write("change_started", to=grant.grantee, at=at, change=change, year=year)
    return change


def differs(grant: Grant) -> bool:
    """Say whether the group is no longer the one that was decided: its heads, or a shorter stay."""
    if grant.heads is None or grant.last_day is None:
        return False
    return staying(grant) != grant.heads or grant.participation.last_day < grant.last_day


def _words(grant: Grant, change: GrantChange) -> tuple[str, str, str]:
    left = [one for one in grant.participation.people if one.left_on is not None]
    gone = "、".join(f"{one.name}（{_day(one.left_on)}まで）" for one in left if one.left_on)
    heads = f"人数 {change.heads_before}名 → {change.heads_after}名"
    days = f"末日 {_day(change.last_day_before)} → {_day(change.last_day_after)}"
    return (
        f"{heads}、{days}",
        f"参加の記録が変わったため。{f'離脱：{gone}' if gone else ''}",
        "経費の配分は変えず、上限額を計算し直しました。配分も変えるときは、差戻しを受けて直してください。",
    )


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"
