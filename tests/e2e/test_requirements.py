"""An applicant on a phone who does not quite, or not at all, meet the year's conditions."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from otameshi.accounts import passwords
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from tests import make
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

PASSWORD = "ようけんを たしかめる ひとです"


@pytest.fixture
def mine(served: tuple[Flask, str], visit: Callable[..., Visitor]) -> tuple[Visitor, str]:
    """Return somebody signed in on a phone, and the address of a draft that lacks a plan."""
    with served[0].app_context():
        by = make.person(password_hash=passwords.hashed(PASSWORD))
        year = make.year(
            works=["デザイン・ウェブ制作"], pledges=["事実です。", "滞納はありません。"]
        )
        make.rulebook(year)
        draft = make.application(by, make.open_call(now(), year), State.DRAFT, work="その他")
        mail, where = by.email, f"/applications/{draft.id}"
        db.session.commit()
        db.session.remove()
    me = visit(PHONE)
    me.page.goto(f"{me.site}/accounts/sign-in")
    me.fill(email=mail, password=PASSWORD)
    me.page.get_by_role("button", name="ログイン", exact=True).last.click()
    return me, where


def test_a_soft_condition_is_explained_where_it_is_told(mine: tuple[Visitor, str]) -> None:
    me, where = mine
    me.open(f"{where}/members/1")
    me.date("birth_date", "1975-04-02")
    me.fill(kana="みほん")
    me.click("保存する", nth=-1)
    me.reads("説明が必要です", "概ね45歳まで", "フリガナは「ミホン」")
    me.fill(age_explanation="経験を生かして教える")
    me.click("保存する", nth=-1)
    me.open(where)
    me.reads("説明があります", "経験を生かして教える")
    me.page.get_by_role("link", name="説明を書く").first.click()  # only the work is still open
    expect(me.page.locator("#work_explanation")).to_be_in_viewport()


def test_a_hard_condition_is_told_at_once_and_stops_the_submission(
    mine: tuple[Visitor, str],
) -> None:
    me, where = mine
    me.open(f"{where}/members/1")
    me.fill(kana="みほん")
    me.choose("prefecture", "長野県")
    me.click("保存する", nth=-1)
    me.reads("対象外です", "県外に住む方が対象です")
    me.open(f"{where}/confirm")
    me.tick("pledged")
    me.tick("consented")
    me.click("提出する")
    me.reads("受け付けできません", "今の住所が長野県内です")


def test_the_subsidy_to_expect_follows_what_is_typed(mine: tuple[Visitor, str]) -> None:
    me, where = mine
    me.open(f"{where}/costs")
    me.pick("lines-0-what", "オフィス利用料")
    me.fill(**{"lines-0-amount": "９０，０００"})
    live = me.page.locator("#live")
    expect(live).to_contain_text("90,000円")
    me.check()
    expect(live).to_contain_text("240,000円 ～ 300,000円")  # the cap, while the cohort is open
