"""What is kept when a grant is changed, ended or begun early, on both databases."""

from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.grants import actions as grants
from otameshi.grants.actions.bonds import BONDS, FLOORS
from otameshi.grants.changes import actions
from otameshi.grants.changes.actions import Draft
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import Kind, State
from otameshi.grants.models import Grant
from otameshi.grants.rules import State as GrantState
from otameshi.people import Person
from tests import make
from tests.documents.test_paper import text_of

OCTOBER = japan(2026, 10, 1, 10)
SAID: dict[str, Any] = {
    "what": "移転費を増やし、オフィスを減らす",
    "why": "荷物が見込みより多いため",
    "considered": "荷物を減らして見積もり直したが足りない",
}
pytestmark = pytest.mark.usefixtures("app")


def officer() -> Person:
    return make.person(Role.OFFICER)


def manager() -> Person:
    return make.person(Role.MANAGER)


def plan(office: int, moving: int, **facts) -> Draft:
    """Make a draft of which the decided grant has 200,000 yen and 60,000 yen."""
    lines = {"office": (Yen(office), ""), "moving": (Yen(moving), "2往復")}
    return Draft(**{**SAID, "day": date(2027, 2, 28), "plan": lines, **facts})


def changed(grant: Grant, draft: Draft, kind: Kind = Kind.PLAN) -> GrantChange:
    """Hand in a request."""
    who = grant.grantee
    change = actions.save(actions.begin(grant, kind, who, OCTOBER), draft, who, OCTOBER)
    return actions.hand_in(change, who, OCTOBER)


def checked(grant: Grant, draft: Draft, kind: Kind = Kind.PLAN) -> GrantChange:
    return actions.take(changed(grant, draft, kind), "check", officer(), OCTOBER)


def approved(grant: Grant, draft: Draft, kind: Kind = Kind.PLAN) -> GrantChange:
    return actions.take(checked(grant, draft, kind), "approve", manager(), OCTOBER)


def texts(row: Any) -> dict[str, str]:
    papers = db.session.scalars(issue.about(row))
    return {one.kind: text_of(storage.content(one.attachment)) for one in papers}


def letters() -> list[str]:
    return [one.kind for one in db.session.scalars(select(Letter).order_by(Letter.id))]


def test_a_request_begins_with_the_terms_as_they_are_and_is_taken_up_again():
    grant = make.decided_grant()
    change = actions.begin(grant, Kind.PLAN, grant.grantee, OCTOBER)
    assert change.before is not None
    assert {key: yen for key, yen in change.before.plan.items() if yen} == {
        "office": 200_000,
        "moving": 60_000,
    }
    assert (change.before.amount, change.before.heads) == (260_000, 1)
    assert change.before == change.after
    assert actions.begin(grant, Kind.PLAN, grant.grantee, OCTOBER) is change


def test_a_change_above_the_percentage_is_approved_and_gives_the_grant_its_terms():
    grant = make.decided_grant()
    # 60,000 → 100,000 is 67% of the kind: an approval is needed. The amount does not rise unasked.
    change = changed(grant, plan(200_000, 100_000))
    assert change.state is State.ASKED
    assert "「引越し代」" in actions.why_approval(change)[0]
    actions.take(change, "check", officer(), OCTOBER)
    actions.take(change, "approve", manager(), OCTOBER)
    assert [(one.kind, one.amount) for one in grant.plan] == [
        ("office", 200_000),
        ("moving", 100_000),
    ]
    assert (grant.amount, grant.own_funds) == (260_000, 40_000)
    assert (change.document_number, change.decided_on) == ("8産立第1号", date(2026, 10, 1))
    assert letters() == ["change_asked", "change_approved"]
    db.session.commit()
    last = db.session.scalars(history.of(grant)).all()[-1]
    assert (last.act, last.facts) == ("change", {"before": 260_000, "after": 260_000})


def test_the_papers_show_before_and_after_and_the_reason():
    change = approved(make.decided_grant(), plan(200_000, 100_000, asked=Yen(300_000)))
    found = texts(change)
    for fact in (
        "補助事業変更承認申請書",
        "荷物が見込みより多いため",
        "荷物を減らして見積もり直したが足りない",
        "引越し代60,000円100,000円",
        "令和8年7月20日付け見本第",
    ):
        assert fact in found["change_request"]
    for fact in (
        "補助金変更交付決定通知書",
        "8産立第1号",
        "変更前の交付決定額金260,000円",
        "変更後の交付決定額金300,000円",
        "オフィス利用料200,000円200,000円",
        "合計260,000円300,000円",
        "公印省略",
    ):
        assert fact in found["change_approval"]


def test_a_change_within_the_percentage_is_recorded_without_an_approval():
    grant = make.decided_grant()
    # 60,000 × 20% = 12,000 may move; of 200,000 it is 6%.
    change = changed(grant, plan(188_000, 72_000))
    assert change.state is State.RECORDED
    assert (grant.amount, change.amount_after) == (260_000, 260_000)
    assert [one.amount for one in grant.plan] == [200_000, 60_000]
    assert "補助事業軽微変更届" in texts(change)["change_request"]
    assert letters() == ["change_recorded"]


def test_small_steps_do_not_add_up_to_a_large_one():
    grant = make.decided_grant()
    changed(grant, plan(188_000, 72_000))
    # Of what was recorded, 72,000 → 74,000 is 3%; of what was decided, 60,000 → 74,000 is 23%.
    assert changed(grant, plan(186_000, 74_000)).state is State.ASKED


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"asked": Yen(300_000)}, "300,000円以下|260,000円以下"),
        ({"day": date(2027, 3, 1)}, "参加の期間"),
    ],
)
def test_what_the_rules_do_not_bear_is_refused_while_it_is_written(facts, told):
    grant = make.decided_grant()
    change = actions.begin(grant, Kind.PLAN, grant.grantee, OCTOBER)
    with pytest.raises(Refused, match=told):
        actions.save(change, plan(200_000, 60_000, **facts), grant.grantee, OCTOBER)


def test_a_request_that_changes_nothing_or_does_not_explain_itself_is_refused():
    grant = make.decided_grant()
    who = grant.grantee
    change = actions.begin(grant, Kind.PLAN, who, OCTOBER)
    actions.save(change, plan(200_000, 60_000), who, OCTOBER)
    with pytest.raises(Refused, match="変わるところがありません"):
        actions.hand_in(change, who, OCTOBER)
    actions.save(change, plan(200_000, 60_000, alters_content=True, considered=""), who, OCTOBER)
    with pytest.raises(Refused, match="検討したこと"):
        actions.hand_in(change, who, OCTOBER)
    actions.save(change, plan(200_000, 60_000, alters_content=True), who, OCTOBER)
    assert actions.hand_in(change, who, OCTOBER).state is State.ASKED


def test_nobody_else_writes_and_an_overtaken_page_is_refused():
    grant = make.decided_grant()
    with pytest.raises(Refused, match="代表者"):
        actions.begin(grant, Kind.PLAN, make.person(), OCTOBER)
    change = actions.begin(grant, Kind.PLAN, grant.grantee, OCTOBER)
    shown = change.version
    actions.save(change, plan(180_000, 60_000), grant.grantee, OCTOBER, shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.save(change, plan(170_000, 60_000), grant.grantee, OCTOBER, shown)
    with pytest.raises(Refused, match="代表者"):
        actions.save(change, plan(170_000, 60_000), make.person(), OCTOBER)


def test_who_checked_may_not_approve():
    both = make.person(Role.OFFICER, Role.MANAGER)
    change = changed(make.decided_grant(), plan(200_000, 100_000))
    actions.take(change, "check", both, OCTOBER)
    for move in ("approve", "refuse"):
        with pytest.raises(Refused, match="同じ人"):
            actions.take(change, move, both, OCTOBER, "理由")


def test_two_requests_never_change_the_same_terms():
    grant = make.decided_grant()
    changed(grant, plan(200_000, 100_000))
    with pytest.raises(Refused, match="手続き中の変更"):
        actions.begin(grant, Kind.ABOLISH, grant.grantee, OCTOBER)
    actions.begin(grant, Kind.ACCIDENT, grant.grantee, OCTOBER)
    db.session.add(GrantChange(grant=grant, kind=Kind.ABOLISH))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_return_says_why_and_the_request_comes_again():
    change = changed(make.decided_grant(), plan(200_000, 100_000))
    actions.take(change, "return", officer(), OCTOBER, "見積書の額を書いてください。")
    db.session.commit()
    assert actions.last_note(change) == "見積書の額を書いてください。"
    actions.hand_in(change, change.grant.grantee, OCTOBER)
    assert actions.take(change, "check", officer(), OCTOBER).state is State.CHECKED


def test_a_request_can_be_taken_back_until_it_is_checked():
    change = changed(make.decided_grant(), plan(200_000, 100_000))
    actions.take(change, "withdraw", change.grant.grantee, OCTOBER)
    assert change.state is State.WITHDRAWN
    late = checked(make.decided_grant(), plan(200_000, 100_000))
    with pytest.raises(Refused, match="今の状態"):
        actions.take(late, "withdraw", late.grant.grantee, OCTOBER)


def test_a_refusal_leaves_the_grant_as_it_is():
    grant = make.decided_grant()
    change = checked(grant, plan(100_000, 160_000))
    actions.take(change, "refuse", manager(), OCTOBER, "必要性を確かめられません。")
    assert (grant.state, grant.amount) == (GrantState.DECIDED, 260_000)
    assert "必要性を確かめられません。" in texts(change)["change_refusal"]
    assert letters()[-1] == "change_refused"


def test_a_member_who_leaves_lowers_the_cap_by_the_engine():
    group = make.participation(make.selected(make.application(people=2)))
    # Two people: 2 × 300,000. One is left: 300,000, although 400,000 was planned and granted.
    grant = make.decided_grant(group, amount=Yen(400_000), cap=Yen(600_000), asked=Yen(400_000))
    grant.plan[0].amount = Yen(400_000)
    grant.plan.pop()
    assert not actions.differs(grant)
    with pytest.raises(Refused, match="変わっていません"):
        actions.start_for_members(grant, officer(), OCTOBER)
    group.people[1].left_on = date(2026, 9, 30)
    by = officer()
    change = actions.start_for_members(grant, by, OCTOBER)
    assert (change.heads_before, change.heads_after) == (2, 1)
    assert (change.cap_before, change.cap_after) == (600_000, 300_000)
    assert "2026年9月30日まで" in change.why
    actions.take(change, "check", by, OCTOBER)
    actions.take(change, "approve", manager(), OCTOBER)
    assert (grant.heads, grant.cap, grant.amount) == (1, 300_000, 300_000)
    assert grant.own_funds == 100_000
    assert letters() == ["change_started", "change_approved"]


def test_the_office_closes_what_its_group_leaves_lying_and_goes_on():
    group = make.participation(make.selected(make.application(people=2)))
    grant = make.decided_grant(group)
    forgotten = actions.begin(grant, Kind.PLAN, grant.grantee, OCTOBER)
    group.people[1].left_on = date(2026, 9, 30)
    by = officer()
    with pytest.raises(Refused, match="手続き中の変更"):
        actions.start_for_members(grant, by, OCTOBER)
    actions.take(forgotten, "close", by, OCTOBER, "メンバーの離脱に合わせて計算し直すため")
    assert actions.start_for_members(grant, by, OCTOBER).heads_after == 1
    assert letters() == ["change_closed", "change_started"]


def test_what_changed_after_the_check_is_not_approved_unseen():
    group = make.participation(make.selected(make.application(people=2)))
    change = checked(make.decided_grant(group), plan(200_000, 100_000))
    group.people[1].left_on = date(2026, 9, 30)
    with pytest.raises(Refused, match="計算し直して"):
        actions.take(change, "approve", manager(), OCTOBER)


def test_the_amount_never_falls_below_what_is_settled():
    grant = make.decided_grant()
    change = checked(grant, plan(100_000, 0))
    FLOORS.append(lambda _: Yen(150_000))
    try:
        with pytest.raises(Refused, match="150,000円より少なくはできません"):
            actions.take(change, "approve", manager(), OCTOBER)
    finally:
        FLOORS.pop()


def test_giving_up_ends_the_grant_and_frees_the_budget():
    grant = make.decided_grant()
    year = grant.participation.year
    spent = plan(80_000, 60_000, day=date(2026, 10, 15))
    change = approved(grant, spent, Kind.ABOLISH)
    assert (grant.state, grant.amount) == (GrantState.ABOLISHED, 140_000)
    assert grant.last_day == date(2026, 10, 15)
    assert grants.decided_sum(year) == 140_000
    assert "補助事業廃止承認通知書" in texts(change)["change_approval"]


def test_who_spent_nothing_ends_with_nothing():
    grant = make.decided_grant()
    approved(grant, plan(0, 0, day=date(2026, 8, 1)), Kind.SUSPEND)
    assert (grant.state, grant.amount) == (GrantState.ABOLISHED, 0)


def test_an_accident_is_acknowledged_with_instructions():
    grant = make.decided_grant()
    said = Draft(**{**SAID, "day": date(2026, 9, 30)})
    change = changed(grant, said, Kind.ACCIDENT)
    with pytest.raises(Refused, match="理由"):
        actions.take(change, "acknowledge", officer(), OCTOBER)
    actions.take(change, "acknowledge", officer(), OCTOBER, "見積りを取り直してください。")
    assert change.state is State.ACKNOWLEDGED
    assert grant.state is GrantState.DECIDED
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    assert "見積りを取り直してください。" in letter.body


def early(grant: Grant, day: int = 5) -> GrantChange:
    grant.participation.year.grant_plan.early_start = True
    return changed(grant, Draft(**{**SAID, "day": date(2026, 10, day)}), Kind.EARLY)


def test_an_early_start_is_approved_before_the_decision():
    grant = make.grant(state=GrantState.CHECKED, checked_by=officer())
    change = early(grant)
    with pytest.raises(Refused, match="事前着手届の手続きの途中"):
        grants.decide(grant, manager(), OCTOBER)
    actions.take(change, "check", officer(), OCTOBER)
    actions.take(change, "approve", manager(), OCTOBER)
    assert grant.early_from == date(2026, 10, 5)
    assert "令和8年10月5日" in texts(change)["change_approval"]
    grants.decide(grant, manager(), japan(2026, 10, 20, 9))
    assert "事前着手を承認した令和8年10月5日より前" in texts(grant)["grant_decision"]
    with pytest.raises(Refused, match="提出できません"):
        actions.begin(grant, Kind.EARLY, grant.grantee, OCTOBER)


def test_an_early_start_after_the_decision_says_nothing_on_the_notice():
    grant = make.grant(state=GrantState.CHECKED, checked_by=officer(), early_from=date(2026, 10, 2))
    grants.decide(grant, manager(), OCTOBER)
    assert "事前着手" not in texts(grant)["grant_decision"]


def test_a_year_without_early_starts_takes_none():
    grant = make.grant(state=GrantState.APPLIED)
    with pytest.raises(Refused, match="認められません"):
        actions.begin(grant, Kind.EARLY, grant.grantee, OCTOBER)


def test_a_grant_is_taken_back_within_the_days_of_the_year():
    grant = make.decided_grant()  # decided on 20 July; 10 days
    year = grant.participation.year
    with pytest.raises(Refused, match=r"7月30日）を過ぎています。.*中止または廃止"):
        grants.take(grant, "retract", grant.grantee, japan(2026, 7, 31, 9), "条件に合わないため")
    grants.take(grant, "retract", grant.grantee, japan(2026, 7, 30, 23), "条件に合わないため")
    assert grant.state is GrantState.RETRACTED
    assert grants.decided_sum(year) == 0
    assert letters() == ["grant_retracted"]


def test_a_grant_with_a_request_under_way_or_a_bond_is_not_taken_back():
    grant = make.decided_grant()
    july = japan(2026, 7, 25, 9)
    change = actions.begin(grant, Kind.PLAN, grant.grantee, july)
    with pytest.raises(Refused, match="手続きの途中"):
        grants.take(grant, "retract", grant.grantee, july, "条件に合わないため")
    actions.take(change, "withdraw", grant.grantee, july)
    BONDS.append(lambda _grant, move: "額の確定が済んでいます。" if move == "retract" else "")
    try:
        with pytest.raises(Refused, match="額の確定"):
            grants.take(grant, "retract", grant.grantee, july, "条件に合わないため")
    finally:
        BONDS.pop()


def test_a_change_is_not_a_button_of_the_grant():
    grant = make.decided_grant()
    with pytest.raises(Refused, match="承認の申請"):
        grants.take(grant, "abolish", manager(), OCTOBER)


def test_a_rise_beyond_the_budget_is_refused():
    make.year(budget=Yen(290_000))
    change = checked(make.decided_grant(), plan(200_000, 100_000, asked=Yen(300_000)))
    with pytest.raises(Refused, match="予算の残りは290,000円"):
        actions.take(change, "approve", manager(), OCTOBER)


def test_two_managers_cannot_both_raise_into_the_last_yen(app: Flask):
    make.year(budget=Yen(570_000))  # two grants of 260,000: 50,000 are left, each asks for 40,000
    pairs = []
    for _ in range(2):
        change = checked(make.decided_grant(), plan(200_000, 100_000, asked=Yen(300_000)))
        pairs.append((change.id, manager().id))
    db.session.commit()
    ready, told = Barrier(2), []

    def approve(change_id: int, manager_id: int) -> None:
        with app.app_context():
            ready.wait()
            change = db.session.get_one(GrantChange, change_id)
            try:
                actions.take(change, "approve", db.session.get_one(Person, manager_id), OCTOBER)
                db.session.commit()
                told.append("approved")
            except Refused as refused:
                db.session.rollback()
                told.append(str(refused))

    threads = [Thread(target=approve, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert min(told) == "approved"
    assert "予算を超える" in max(told)
    db.session.expire_all()
    assert grants.decided_sum(make.year()) == 560_000
