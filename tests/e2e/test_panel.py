"""A reviewer from the letter to the last sheet: joins, declares, drops out; others take over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from otameshi.accounts import passwords
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call
from tests import make
from tests.e2e import applicant, world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e
MAIL, NAME = "iin3@univ.example", "委員　三子"


def prepare(app: Flask) -> tuple[str, int]:
    """Make two candidates of a closed call, two seated reviewers and an officer."""
    with app.app_context():
        officer = make.person(Role.OFFICER, password_hash=passwords.hashed(applicant.PASSWORD))
        at = now()
        call = make.call(opens_at=at - timedelta(days=30), closes_at=at - timedelta(days=3))
        call.year.reviewers_each = 3
        make.secrecy(call.year)
        for name in ("仮名物産", "見本工房"):
            make.candidacy(make.application(to=call, trade_name=name))
        for name in ("審査　一郎", "審査　二郎"):
            make.seat(call, make.person(Role.REVIEWER, name=name))
        found = officer.email, call.id
        db.session.commit()
        db.session.remove()
    return found


def invite(officer: Visitor, call_id: int) -> None:
    officer.open(f"/desk/selection/{call_id}/panel")
    officer.follow("選考委員を招待する")
    officer.fill(name=NAME, email=MAIL, capacity="10")
    officer.click("委嘱のお願いを送る")
    officer.reads("招待中", "10枚まで")


def join(one: Visitor, link: str) -> None:
    """Forget the consent first; then accept, and declare a company."""
    one.open(link)
    one.reads("話しません。", "10枚まで")
    one.fill(companies="仮名物産株式会社", password=applicant.PASSWORD, again=applicant.PASSWORD)
    one.click("承諾する")
    one.reads("守秘義務の文を読み、同意するときにチェックを付けてください")
    one.tick("consented")
    one.fill(password=applicant.PASSWORD, again=applicant.PASSWORD)
    one.click("承諾する")
    one.reads("委嘱を承諾しました", "承諾済み")


def drop_out(one: Visitor) -> None:
    one.open("/review/panel/")
    one.follow("令和8年度 第1回募集")
    one.fill(note="体調のため")
    one.click("退任を申し出る")
    one.reads("退任の申出を受け付け")


def another_joins(app: Flask, call_id: int) -> None:
    with app.app_context():
        fourth = make.person(Role.REVIEWER, name="審査　四郎")
        make.seat(db.session.get_one(Call, call_id), fourth)
        db.session.commit()
        db.session.remove()


def test_invited_seated_near_to_one_and_gone(
    visit: Callable[..., Visitor], served: tuple[Flask, str]
) -> None:
    mail, call_id = prepare(served[0])
    officer, one = visit(), visit(PHONE)
    applicant.sign_in(officer, mail)
    invite(officer, call_id)
    join(one, world.link_in(world.newest_letter(served[0], MAIL)))
    officer.open(f"/desk/selection/{call_id}/assignment")
    officer.click("足りない分を均等に割り当てる")
    near = f"{NAME}委員は会社・団体「仮名物産株式会社」"
    officer.reads("採点票を5枚割り当て", "3名のうち2名だけ", near)
    officer.open(f"/desk/selection/{call_id}/loads")
    officer.reads("×", "未")
    officer.page.get_by_role("link", name="利害関係").first.click()
    officer.check()
    officer.reads("本人の申告", "除く")
    drop_out(one)
    another_joins(served[0], call_id)
    officer.open(f"/desk/selection/{call_id}/panel")
    officer.follow(NAME)
    officer.follow("ほかの委員に割り当て直す")
    officer.click("採点票を割り当て直す")
    officer.reads("1枚、取り消しました", "採点票を1枚割り当て")
