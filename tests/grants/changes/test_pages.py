"""The pages of a change, as a group and the office use them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import Kind, State
from otameshi.grants.models import Grant
from otameshi.grants.rules import State as GrantState
from tests import make
from tests.statements import statements

SAID = {"what": "移転費を増やす", "why": "荷物が多い", "considered": "荷物を減らしてみた"}


def kept() -> GrantChange:
    db.session.expire_all()
    return db.session.scalars(select(GrantChange).order_by(GrantChange.id.desc())).all()[0]


def the_grant() -> Grant:
    db.session.expire_all()
    return db.session.scalars(select(Grant)).one()


def typed(change: GrantChange, **after: str) -> dict[str, str]:
    """Fill in the page: what is kept, but for the kinds of cost that are named."""
    found = {**SAID, "day-year": "2027", "day-month": "2", "day-day": "28", "other_funds": ""}
    for number, line in enumerate(change.lines):
        found[f"lines-{number}-kind"] = line.kind
        found[f"lines-{number}-after"] = after.get(line.kind, str(line.after))
        found[f"lines-{number}-note"] = ""
    return found


def test_a_group_asks_for_a_change_and_the_office_approves_it(browse):
    grant = make.decided_grant()
    me = browse(grant.grantee)
    assert "変更などの手続き" in me.read(f"/grants/{grant.id}")
    listed = f"/grants/{grant.id}/changes"
    assert "20%以内" in me.read(listed)
    me.send(f"{listed}/plan", page=listed)
    change = kept()
    edit = f"/grants/changes/{change.id}/edit"
    assert "軽微な変更です" not in me.read(edit)  # nothing is changed yet
    page = me.send(edit, **typed(change, moving="１００，０００"))
    assert "承認が必要な変更です" in page
    assert "+66.7%" in page
    page = me.send(edit, **typed(change, moving="100000"), action="hand_in")
    assert "提出しました" in page
    assert "補助事業変更承認申請書" in page
    at = f"/desk/grants/changes/{change.id}"
    officer, manager = browse(make.person(Role.OFFICER)), browse(make.person(Role.MANAGER))
    assert grant.participation.title in officer.read("/desk/grants/changes/?state=asked")
    page = officer.read(at)
    assert "承認が必要な理由" in page
    assert "荷物を減らしてみた" in page
    officer.send(f"{at}/check", page=at)
    page = manager.send(f"{at}/approve", page=at)
    assert "補助金変更交付決定通知書" in page
    assert kept().state is State.APPROVED
    assert the_grant().expenditure == 300_000
    assert "承認されました" in me.read(listed)


def test_a_minor_change_is_recorded_at_once(browse):
    grant = make.decided_grant()
    me = browse(grant.grantee)
    listed = f"/grants/{grant.id}/changes"
    me.send(f"{listed}/plan", page=listed)
    edit = f"/grants/changes/{kept().id}/edit"
    assert "軽微な変更です" in me.send(edit, **typed(kept(), office="188,000", moving="72,000"))
    page = me.send(edit, **typed(kept()), action="hand_in")
    assert "承認は要りません" in page
    assert kept().state is State.RECORDED


def test_a_refusal_keeps_what_was_typed(browse):
    grant = make.decided_grant()
    me = browse(grant.grantee)
    me.send(f"/grants/{grant.id}/changes/plan", page=f"/grants/{grant.id}/changes")
    edit = f"/grants/changes/{kept().id}/edit"
    said = {**typed(kept(), moving="100,000"), "considered": ""}
    answer = me.post(edit, **said, action="hand_in")
    assert answer.status_code == 422
    assert "検討したこと" in answer.text
    assert "100,000" in answer.text
    assert kept().state is State.DRAFT


@pytest.mark.parametrize("kind", [Kind.ABOLISH, Kind.SUSPEND, Kind.ACCIDENT])
def test_every_other_kind_has_its_page(browse, kind):
    grant = make.decided_grant()
    me = browse(grant.grantee)
    me.send(f"/grants/{grant.id}/changes/{kind}", page=f"/grants/{grant.id}/changes")
    change = kept()
    day = {"day-year": "2026", "day-month": "8", "day-day": "20"}
    page = me.send(
        f"/grants/changes/{change.id}/edit", **{**typed(change), **day}, action="hand_in"
    )
    assert "提出しました" in page
    officer = browse(make.person(Role.OFFICER))
    at = f"/desk/grants/changes/{change.id}"
    assert kind.label in officer.read(at)
    if kind is Kind.ACCIDENT:
        officer.send(f"{at}/acknowledge", page=at, note="延長を申請してください。")
        assert "延長を申請してください。" in me.read(f"/grants/changes/{change.id}")


def test_an_early_start_is_offered_only_where_the_year_allows_it(browse):
    grant = make.grant(state=GrantState.APPLIED)
    me = browse(grant.grantee)
    assert "事前着手" not in me.read(f"/grants/{grant.id}")
    grant.participation.year.grant_plan.early_start = True
    db.session.commit()
    assert "事前着手の手続き" in me.read(f"/grants/{grant.id}")
    page = me.send(f"/grants/{grant.id}/changes/early_start", page=f"/grants/{grant.id}/changes")
    assert "交付決定を待てない理由" in page


def test_a_fresh_decision_can_be_taken_back_and_an_old_one_says_what_to_do(browse):
    grant = make.decided_grant(decided_on=today() - timedelta(days=10))
    me = browse(grant.grantee)
    assert "まで申請を取り下げられます" in me.read(f"/grants/{grant.id}")
    grant.decided_on = today() - timedelta(days=11)
    db.session.commit()
    assert "取り下げられます" not in me.read(f"/grants/{grant.id}")
    answer = me.post(f"/grants/{grant.id}/retract", page=f"/grants/{grant.id}", note="やめます")
    assert "中止または廃止の承認を申請" in answer.text
    grant.decided_on = today()
    db.session.commit()
    me.send(f"/grants/{grant.id}/retract", page=f"/grants/{grant.id}", note="条件に合わない")
    assert the_grant().state is GrantState.RETRACTED


def test_the_office_starts_the_change_that_follows_from_a_member_who_left(browse):
    grant = make.decided_grant(make.participation(make.selected(make.application(people=2))))
    officer = browse(make.person(Role.OFFICER))
    at = f"/desk/grants/{grant.id}"
    assert "計算し直して変更を始める" not in officer.read(at)
    grant.participation.people[1].left_on = grant.first_day
    db.session.commit()
    assert "計算し直して変更を始める" not in browse(make.person(Role.MANAGER)).read(at)
    page = officer.send(f"{at}/members", page=at)
    assert "人数 2名 → 1名" in page
    assert kept().state is State.ASKED


def test_the_deciders_page_shows_what_the_budget_bears(browse):
    make.year(budget=Yen(280_000))
    grant = make.grant(state=GrantState.CHECKED, checked_by=make.person(Role.OFFICER))
    page = browse(make.person(Role.MANAGER)).read(f"/desk/grants/{grant.id}")
    assert "10%を下回ります" in page
    grant.participation.year.budget = Yen(259_999)
    db.session.commit()
    page = browse(make.person(Role.MANAGER)).read(f"/desk/grants/{grant.id}")
    assert "予算の残りを超える" in page


def test_nobody_sees_the_request_of_another_group(browse):
    grant = make.decided_grant()
    me = browse(grant.grantee)
    me.send(f"/grants/{grant.id}/changes/plan", page=f"/grants/{grant.id}/changes")
    other = browse(make.person())
    for path in (f"{grant.id}/changes", f"changes/{kept().id}", f"changes/{kept().id}/edit"):
        assert other.get(f"/grants/{path}").status_code == 404
    at = f"/desk/grants/changes/{kept().id}"
    assert browse(make.person(Role.REVIEWER)).get(at).status_code == 403


def test_the_list_takes_a_constant_number_of_statements(browse):
    officer = browse(make.person(Role.OFFICER))

    def sent() -> int:
        db.session.commit()
        with statements() as found:
            officer.read("/desk/grants/changes/")
        return len(found)

    def another() -> None:
        make.keep(GrantChange(grant=make.decided_grant(), kind=Kind.ACCIDENT))

    another()
    officer.read("/desk/grants/changes/")
    few = sent()
    for _ in range(4):
        another()
    assert sent() == few
