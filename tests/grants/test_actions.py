"""What is kept when a grant is applied for and decided, on both databases."""

from datetime import date
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi import history
from otameshi.applications.models import PlannedCost
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.grants import actions
from otameshi.grants.actions import Draft, PlanLine
from otameshi.grants.models import Grant
from otameshi.grants.rules import State
from otameshi.participation.rules import State as Part
from otameshi.people import Person
from tests import make
from tests.documents.test_paper import text_of

JULY = japan(2026, 7, 15, 10)
pytestmark = pytest.mark.usefixtures("app")


def draft(**facts) -> Draft:
    standard = {
        "purpose": "塩尻で試す",
        "plan": (PlanLine("office", Yen(200_000)), PlanLine("travel", Yen(150_000), "新幹線")),
        "other_support": "",
        "other_funds": Yen(0),
        "asked": None,
        "pledged": True,
    }
    return Draft(**{**standard, **facts})


def begun() -> tuple[Grant, Person]:
    group = make.participation()
    make.rulebook(group.year)
    return actions.begin(group, group.representative, JULY), group.representative


def checked(**facts) -> Grant:
    return make.grant(state=State.CHECKED, checked_by=make.person(Role.OFFICER), **facts)


def manager() -> Person:
    return make.person(Role.MANAGER)


def texts(grant: Grant) -> dict[str, str]:
    papers = db.session.scalars(issue.about(grant))
    return {one.kind: text_of(storage.content(one.attachment)) for one in papers}


def test_a_grant_begins_with_what_the_application_said():
    application = make.application(
        plan="林業の現場で試作する",
        costs=[
            PlannedCost(kind="office", amount=Yen(90_000), note="月15,000円"),
            PlannedCost(kind="camera", amount=Yen(90_000)),
        ],
    )
    group = make.participation(make.selected(application))
    make.rulebook(group.year)
    grant = actions.begin(group, group.representative, JULY)
    assert grant.purpose == "林業の現場で試作する"
    assert [(one.kind, one.amount) for one in grant.plan] == [("office", 90_000)]
    assert actions.begin(group, group.representative, JULY) is grant


def test_only_the_representative_of_a_group_that_wishes_for_a_grant_begins_one():
    group = make.participation(wants_grant=False)
    make.rulebook(group.year)
    with pytest.raises(Refused, match="代表者"):
        actions.begin(group, make.person(), JULY)
    with pytest.raises(Refused, match="申請できません"):
        actions.begin(group, group.representative, JULY)


def test_a_year_without_rules_says_so():
    group = make.participation()
    with pytest.raises(Refused, match="規則がまだ登録されていません"):
        actions.begin(group, group.representative, JULY)


def test_saving_balances_the_budget():
    grant, who = begun()
    actions.save(grant, draft(other_funds=Yen(20_000)), who, JULY)
    assert grant.own_funds == 350_000 - 300_000 - 20_000
    assert len(grant.plan) == 2


def test_a_draft_shows_a_budget_that_balances_before_anything_is_asked_for():
    budget = actions.budget_of(make.grant())
    assert (budget.asked, budget.income, budget.expenditure) == (260_000, 260_000, 260_000)


def test_applying_fixes_the_amount_asked_writes_a_letter_and_keeps_the_paper():
    grant, who = begun()
    actions.save(grant, draft(), who, JULY)
    actions.apply(grant, who, JULY)
    assert (grant.state, grant.asked, grant.applied_on) == (
        State.APPLIED,
        300_000,
        date(2026, 7, 15),
    )
    assert grant.budget.income == grant.budget.expenditure == 350_000
    paper = texts(grant)["grant_application"]
    for fact in ("交付申請額金300,000円", "自己資金50,000円", "合計350,000円", "令和8年7月15日"):
        assert fact in paper
    letter = db.session.scalars(select(Letter)).one()
    assert letter.to == who.email
    assert "300,000円" in letter.body


def test_an_incomplete_application_is_refused():
    grant, who = begun()
    actions.save(grant, draft(pledged=False), who, JULY)
    with pytest.raises(Refused, match="誓約"):
        actions.apply(grant, who, JULY)


def test_a_kind_of_cost_outside_the_rules_is_refused():
    grant, who = begun()
    with pytest.raises(Refused, match="対象経費の区分にない"):
        actions.save(grant, draft(plan=(PlanLine("camera", Yen(1)),)), who, JULY)


def test_nobody_else_saves_or_hands_in_a_groups_application():
    grant, who = begun()
    stranger = make.person(Role.APPLICANT, Role.OFFICER)
    with pytest.raises(Refused, match="代表者"):
        actions.save(grant, draft(), stranger, JULY)
    with pytest.raises(Refused, match="代表者"):
        actions.apply(grant, stranger, JULY)
    actions.save(grant, draft(), who, JULY)
    actions.apply(grant, who, JULY)
    with pytest.raises(Refused, match="変更できません"):
        actions.save(grant, draft(), who, JULY)


def test_a_page_that_somebody_has_overtaken_is_refused():
    grant, who = begun()
    shown = grant.version
    actions.save(grant, draft(), who, JULY, shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.save(grant, draft(), who, JULY, shown)


def test_a_returned_application_says_why_and_is_handed_in_again():
    grant = make.grant(state=State.APPLIED)
    officer = make.person(Role.OFFICER)
    with pytest.raises(Refused, match="理由"):
        actions.take(grant, "return", officer, JULY)
    actions.take(grant, "return", officer, JULY, "交通費の内訳を書いてください。")
    assert "交通費の内訳を書いてください。" in db.session.scalars(select(Letter)).one().body
    actions.apply(grant, grant.grantee, JULY)
    assert grant.state is State.APPLIED


def test_a_withdrawn_application_can_be_begun_again():
    grant = make.grant(state=State.APPLIED)
    actions.withdraw(grant, grant.grantee, JULY, "計画を見直すため")
    actions.take(grant, "reopen", grant.grantee, JULY)
    assert grant.state is State.DRAFT


def test_a_decision_freezes_amount_rules_and_heads_and_is_announced():
    grant = checked()
    year = grant.participation.year
    decider = manager()
    actions.decide(grant, decider, JULY)
    assert (grant.amount, grant.cap) == (260_000, 300_000)
    assert (grant.heads, grant.cohort_heads) == (1, 1)
    assert grant.rulebook is not None
    assert (grant.paid_by, grant.decided_on) == (year.paid_by, date(2026, 7, 15))
    paper = texts(grant)["grant_decision"]
    for fact in (
        "補助金交付決定通知書",
        str(grant.document_number),
        "令和8年7月10日付けで申請のあった",
        "補助事業に要する経費金260,000円",
        "補助対象経費金260,000円",
        "補助金の額金260,000円",
        "完了の期限令和9年2月28日",
        "オフィス利用料200,000円200,000円",
        "公印省略",
        "支払の期限令和9年3月14日",
        "あらかじめ承認を受けること",
    ):
        assert fact in paper
    letter = db.session.scalars(select(Letter)).one()
    assert "交付を決定しました" in letter.subject
    db.session.commit()
    last = db.session.scalars(history.of(grant)).all()[-1]
    assert (last.act, last.person, last.facts) == ("decide", decider, {"amount": 260_000})


def test_the_notice_carries_the_conditions_of_its_year():
    grant = checked()
    grant.participation.year.grant_plan.conditions = ["成果の発表会に出ること。"]
    actions.decide(grant, manager(), JULY)
    paper = texts(grant)["grant_decision"]
    assert "成果の発表会に出ること。" in paper
    assert "あらかじめ承認" not in paper


def test_whoever_checked_may_not_decide():
    both = make.person(Role.OFFICER, Role.MANAGER)
    grant = make.grant(state=State.APPLIED)
    actions.take(grant, "check", both, JULY)
    with pytest.raises(Refused, match="同じ人"):
        actions.decide(grant, both, JULY)
    with pytest.raises(Refused, match="同じ人"):
        actions.take(grant, "refuse", both, JULY, "対象外")


def test_a_larger_year_lowers_the_cap_at_the_decision():
    grant = checked()
    for _ in range(8):
        make.participation(make.selected(make.application(people=3)))
    actions.decide(grant, manager(), JULY)
    assert (grant.cohort_heads, grant.amount) == (25, 240_000)


def test_a_refusal_gives_its_reason_on_paper_and_in_the_letter():
    grant = checked()
    actions.take(grant, "refuse", manager(), JULY, "要件を満たしません。")
    paper = texts(grant)["grant_refusal"]
    assert "補助金不交付決定通知書" in paper
    assert "要件を満たしません。" in paper
    assert "要件を満たしません。" in db.session.scalars(select(Letter)).one().body
    assert grant.amount is None


def test_a_group_that_has_left_gets_no_decision():
    grant = checked()
    grant.participation.state = Part.LEFT
    with pytest.raises(Refused, match="参加を辞退した組"):
        actions.decide(grant, manager(), JULY)


def test_a_decision_beyond_the_budget_is_refused():
    make.year(budget=Yen(500_000))
    first, second = checked(), checked()
    actions.decide(first, manager(), JULY)
    with pytest.raises(Refused, match="予算の残りは240,000円"):
        actions.decide(second, manager(), JULY)


def test_two_managers_cannot_both_take_the_last_yen(app: Flask):
    make.year(budget=Yen(500_000))
    pairs = [(checked().id, manager().id) for _ in range(2)]
    db.session.commit()
    ready, told = Barrier(2), []

    def decide(grant_id: int, manager_id: int) -> None:
        with app.app_context():
            ready.wait()
            grant = db.session.get_one(Grant, grant_id)
            try:
                actions.decide(grant, db.session.get_one(Person, manager_id), JULY)
                db.session.commit()
                told.append("decided")
            except Refused as refused:
                db.session.rollback()
                told.append(str(refused))

    threads = [Thread(target=decide, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert min(told) == "decided"
    assert "予算を超える" in max(told)
    db.session.expire_all()
    assert actions.decided_sum(make.year()) == 260_000
