"""The pages of the grant, as a group and the office use them."""

import pytest
from sqlalchemy import select

from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.grants.rules import State
from tests import make
from tests.statements import counted

PLAN = {
    "purpose": "塩尻で試す",
    "plan-0-kind": "office",
    "plan-0-amount": "２００，０００円",
    "plan-0-note": "月額",
    "plan-1-kind": "moving",
    "plan-1-amount": "60,000",
    "plan-1-note": "",
    "plan-2-kind": "",
    "plan-2-amount": "",
    "plan-2-note": "",
    "other_support": "",
    "other_funds": "",
    "asked": "",
    "pledged": "y",
}


def kept() -> Grant:
    db.session.expire_all()
    return db.session.scalars(select(Grant)).one()


def test_a_group_applies_for_its_grant(browse):
    group = make.participation()
    make.rulebook(group.year)
    me = browse(group.representative)
    assert "まだ申請していません" in me.read("/grants/")
    page = me.send(f"/grants/begin/{group.id}", page="/grants/")
    assert "交付申請書" in page
    edit = f"/grants/{kept().id}/edit"
    page = me.send(edit, **PLAN)
    assert "保存しました" in page
    assert "申請できる最大の額" in page
    assert "260,000円" in page
    page = me.send(edit, **PLAN, action="apply")
    assert "交付申請を提出しました" in page
    assert "補助金交付申請書" in page
    assert kept().state is State.APPLIED
    assert kept().asked == 260_000


def test_what_the_rules_refuse_is_told_and_what_was_typed_is_kept(browse):
    grant = make.grant()
    me = browse(grant.grantee)
    answer = me.post(f"/grants/{grant.id}/edit", **{**PLAN, "asked": "999,999"})
    assert answer.status_code == 422
    assert "260,000円以下" in answer.text
    assert "塩尻で試す" in answer.text
    assert "999,999" in answer.text
    assert kept().purpose != "塩尻で試す"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"plan-0-kind": ""}, "費目を選んでください。"),
        ({"plan-0-amount": ""}, "金額を入力してください。"),
        ({"plan-0-amount": "いくらか"}, "整数を数字で入力してください。"),
        ({"plan-0-amount": "-5"}, "0円から1億円まで"),
        ({"plan-0-kind": "camera"}, "費目を選んでください。"),
        ({"purpose": "あ" * 5000}, "4,000文字以内"),
    ],
)
def test_wrong_input_is_told_at_its_place(browse, typed, told):
    grant = make.grant()
    answer = browse(grant.grantee).post(f"/grants/{grant.id}/edit", **{**PLAN, **typed})
    assert answer.status_code == 422
    assert told in answer.text


def test_an_incomplete_application_says_what_is_missing(browse):
    grant = make.grant()
    typed = {key: value for key, value in PLAN.items() if key != "pledged"}
    answer = browse(grant.grantee).post(f"/grants/{grant.id}/edit", **typed, action="apply")
    assert answer.status_code == 422
    assert "誓約を確かめ" in answer.text


def test_an_application_sent_twice_is_handed_in_once(browse):
    grant = make.grant()
    me = browse(grant.grantee)
    path = f"/grants/{grant.id}/edit"
    hidden = me.hidden(path)
    sent = {**hidden, **PLAN, "action": "apply"}
    first, second = (
        me.client.post(path, data=sent, content_type="multipart/form-data") for _ in range(2)
    )
    assert first.location == second.location
    papers = me.read(f"/grants/{grant.id}").count("補助金交付申請書（")
    assert papers == 1


def test_nobody_sees_the_grant_of_another_group(browse):
    grant = make.grant()
    other = browse(make.person())
    for path in ("", "/edit", "/papers/1"):
        assert other.get(f"/grants/{grant.id}{path}").status_code == 404
    assert browse(make.person(Role.REVIEWER)).get(f"/desk/grants/{grant.id}").status_code == 403


def test_a_group_without_the_wish_for_a_grant_is_told_how_to_get_one(browse):
    group = make.participation(wants_grant=False)
    assert "申請できる参加がありません" in browse(group.representative).read("/grants/")


def test_the_office_checks_and_decides(browse):
    grant = make.grant(state=State.APPLIED)
    page = f"/desk/grants/{grant.id}"
    officer = browse(make.person(Role.OFFICER))
    seen = officer.read(page)
    assert "応募時の計画との比較" in seen
    assert "交付を決定する" not in seen
    assert "決裁待ち" in officer.send(f"{page}/check", page=page)
    manager = browse(make.person(Role.MANAGER))
    seen = manager.send(f"{page}/decide", page=page)
    assert "交付決定通知書" in seen
    assert kept().amount == 260_000
    mine = browse(grant.grantee)
    seen = mine.read(f"/grants/{grant.id}")
    assert "260,000円" in seen
    paper = next(part for part in seen.split('"') if "/papers/" in part)
    answer = mine.get(paper)
    assert answer.data.startswith(b"%PDF")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_returning_needs_a_reason_and_shows_it_to_the_group(browse):
    grant = make.grant(state=State.APPLIED)
    page = f"/desk/grants/{grant.id}"
    officer = browse(make.person(Role.OFFICER))
    assert "理由を記入してください。" in officer.send(f"{page}/return", page=page)
    officer.send(f"{page}/return", page=page, note="内訳を書いてください。")
    assert "内訳を書いてください。" in browse(grant.grantee).read(f"/grants/{grant.id}/edit")


def test_an_officer_cannot_decide_even_by_a_forged_form(browse):
    grant = make.grant(state=State.CHECKED, checked_by=make.person(Role.OFFICER))
    page = f"/desk/grants/{grant.id}"
    seen = browse(make.person(Role.OFFICER)).send(f"{page}/decide", page=page)
    assert "今の状態または権限では行えません" in seen
    assert kept().state is State.CHECKED


def test_the_auditor_reads_and_changes_nothing(browse):
    grant = make.grant(state=State.APPLIED)
    page = f"/desk/grants/{grant.id}"
    auditor = browse(make.person(Role.AUDITOR))
    assert auditor.get(page).status_code == 200
    assert auditor.post(f"{page}/check", page=page).status_code == 403


def test_the_list_filters_by_state_and_year(browse):
    here = make.grant(state=State.APPLIED)
    there = make.grant(make.participation(title="隣の組"))
    officer = browse(make.person(Role.OFFICER))
    seen = officer.read("/desk/grants/?state=applied&year=2026")
    assert here.participation.title in seen
    assert there.participation.title not in seen
    assert "条件に合う交付申請はありません" in officer.read("/desk/grants/?year=2020")
    assert officer.get("/desk/grants/?state=%27&year=x&page=x").status_code == 200


def test_a_list_asks_the_database_as_often_for_thirty_rows_as_for_three(browse):
    person = make.person()
    officer = make.person(Role.OFFICER)
    call = make.call()

    def more(number: int):
        for _ in range(number):
            one = make.participation(
                make.selected(make.application(make.person(), call)), representative=person
            )
            make.grant(one, State.APPLIED, asked=Yen(1))

    more(3)
    mine, office = browse(person), browse(officer)

    def asked() -> tuple[int, int]:
        return (
            counted(lambda: mine.read("/grants/")),
            counted(lambda: office.read("/desk/grants/")),
        )

    few = asked()
    more(27)
    assert asked() == few
