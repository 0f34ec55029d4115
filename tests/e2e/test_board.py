"""Two scenarios on the ranking board: the step of the cap, a tie at the border, one taken over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from otameshi.accounts import passwords
from otameshi.cli.demo import cast
from otameshi.core.clock import now
from otameshi.db import db
from tests import make
from tests.e2e.conftest import PHONE, Visitor
from tests.selection.board.make import scored

pytestmark = pytest.mark.e2e
LIVE = "#live"


@pytest.fixture
def board(served: tuple[Flask, str]) -> str:
    """A call with nine groups of three, the last two of them with the same score."""
    app, _ = served
    with app.app_context():
        cast.enter(now() - timedelta(days=30), passwords.hashed(cast.PASSWORD))
        call = make.call(quota=8)
        make.rulebook(call.year)
        for points in (5, 5, 5, 5, 5, 5, 5, 4, 4):
            scored(call, points, people=3)
        db.session.commit()
        return f"/desk/selection/{call.id}/board"


def sit_down(visit: Callable[..., Visitor]) -> Visitor:
    person = visit(PHONE)
    person.open("/accounts/sign-in")
    person.fill(email=f"tantou@{cast.DOMAIN}", password=cast.PASSWORD)
    person.click("ログイン")
    return person


def test_scenarios_are_tried_out_compared_and_one_is_taken_over(
    visit: Callable[..., Visitor], board: str
) -> None:
    me = sit_down(visit)
    me.open(board)
    me.follow("案を作る")
    me.fill(name="8組", select="8", wait="1")
    me.click("案を作る")
    me.reads("300,000", "あと1名増えると", "同点が採択の境にあります")
    me.open(f"{board}/scenarios")
    me.page.get_by_text("「8組」を写す").click()
    me.page.locator('details input[name="name"]').fill("9組")
    me.click("写す")
    last = me.page.locator("tbody tr").last
    last.get_by_role("radio", name="採択", exact=True).check()
    # The script asks at once what that would do; nothing is kept yet.
    expect(me.page.locator(LIVE)).to_contain_text("240,000")
    expect(me.page.locator(LIVE)).to_contain_text("参加者が3名減ると")
    expect(me.page.locator(LIVE)).not_to_contain_text("同点")
    me.click("案を保存する")
    me.reads("「9組」を保存しました", "240,000")
    me.open(f"{board}/scenarios")
    me.click("選んだ案を並べて比べる")
    me.reads("300,000円", "240,000円", "補欠（1番）", "採択の境にある同点")
    me.follow("8組")
    me.follow("市町村とオフィスの割り当てを見る")
    me.reads("第1希望")
    me.page.go_back()
    me.follow("この案を決裁に上げる")
    me.click("9件を決裁に上げる")
    me.reads("採択とする応募を選んだ理由")
    me.fill(note="地域の事業者との計画がより具体的なため")
    me.click("9件を決裁に上げる")
    me.reads("「8組」の9件を決裁に上げました")
