"""A change of plan from a phone: above the year's percentage to the notice, below it at once."""

from collections.abc import Callable

import pytest
from flask import Flask

from otameshi.accounts import passwords
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from tests import make
from tests.e2e import applicant
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e


def person(*roles: Role) -> Person:
    return make.person(*roles, password_hash=passwords.hashed(applicant.PASSWORD))


def prepare(app: Flask) -> tuple[str, int, str, str]:
    """Make a decided grant of office 200,000 yen and moving 60,000 yen, and its people."""
    with app.app_context():
        grant = make.decided_grant(make.participation(make.selected(make.application(person()))))
        officer, manager = person(Role.OFFICER), person(Role.MANAGER)
        found = grant.grantee.email, grant.id, officer.email, manager.email
        db.session.commit()
        db.session.remove()
    return found


def seat(visit: Callable[..., Visitor], mail: str, screen: dict[str, int] | None = None) -> Visitor:
    one = visit(screen)
    applicant.sign_in(one, mail)
    one.page.wait_for_load_state()
    return one


def amounts(me: Visitor, **named: int) -> None:
    """Type the amount of a kind of cost, found by the legend of its group."""
    for label, amount in named.items():
        group = me.page.get_by_role("group", name=label)
        group.get_by_label("変更後の額").fill(f"{amount:,}")


def changes_a_little(me: Visitor) -> None:
    me.click("変更承認申請を書く")
    me.fill(what="移転費を少し増やす", why="荷物が多い", considered="荷物を減らしてみた")
    amounts(me, オフィス利用料=188_000, 引越し代=72_000)
    me.click("保存して計算する")
    me.reads("軽微な変更です", "+20.0%")
    me.click("提出する")
    me.reads("承認は要りません", "補助事業軽微変更届")


def changes_much(me: Visitor) -> None:
    me.click("変更承認申請を書く")
    me.fill(what="移転費を増やす", why="大きな機材を運ぶ", considered="現地で借りる方法")
    amounts(me, 引越し代=100_000)
    me.click("保存して計算する")
    me.reads("承認が必要な変更です", "+66.7%")
    me.click("提出する")
    me.reads("県が確認中", "補助事業変更承認申請書")


def test_a_change_of_plan_from_the_phone_to_the_notice(
    visit: Callable[..., Visitor], served: tuple[Flask, str]
) -> None:
    mail, grant_id, officer_mail, manager_mail = prepare(served[0])
    me = seat(visit, mail, PHONE)
    me.open(f"/grants/{grant_id}")
    me.follow("変更などの手続き")
    changes_a_little(me)
    me.open(f"/grants/{grant_id}/changes")
    changes_much(me)
    officer = seat(visit, officer_mail)
    officer.open("/desk/grants/changes/?state=asked")
    officer.page.locator("tbody a").first.click()
    officer.check()
    officer.reads("承認が必要な理由", "現地で借りる方法")
    officer.click("確認して決裁に上げる")
    manager = seat(visit, manager_mail)
    manager.open(officer.page.url)
    manager.click("承認する")
    manager.reads("補助金変更交付決定通知書")
    me.page.reload()
    me.reads("承認されました")
    with me.page.expect_download() as paper:
        me.page.get_by_role("link", name="補助金変更交付決定通知書").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
