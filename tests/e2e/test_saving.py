"""A draft at a real browser: saved while typing, offline, in two tabs, after a time-out."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from otameshi.accounts import passwords
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.people import SignIn
from otameshi.programme.models import Call
from otameshi.web import visit as sessions
from tests import make
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

MAIL = "hanako@example.com"
PASSWORD = "ながの で くらして みたい です"
STATE = ".save-state"


@pytest.fixture
def draft(served: tuple[Flask, str], tmp_path: Path) -> int:
    """Return the number of a draft of somebody who can sign in."""
    app, _ = served
    world.begin(app, tmp_path)
    with app.app_context():
        person = make.person(email=MAIL, password_hash=passwords.hashed(PASSWORD))
        call = db.session.scalars(db.select(Call)).first()
        made = make.application(person, call, State.DRAFT, business="", career="")
        made.members[0].kana = "ミホン　タロウ"
        db.session.commit()
        number = made.id
        db.session.remove()
    return number


@pytest.fixture
def seat(visit: Callable[..., Visitor], draft: int) -> Callable[[], Visitor]:
    """Seat the applicant at another device, signed in."""

    def come() -> Visitor:
        me = visit(PHONE)
        me.open("/accounts/sign-in")
        sign_in(me)
        return me

    return come


def sign_in(me: Visitor) -> None:
    me.fill(email=MAIL, password=PASSWORD)
    me.click("ログイン")


def stored(app: Flask, draft: int) -> Application:
    with app.app_context():
        found = db.session.get_one(Application, draft)
        db.session.expunge(found)
        db.session.remove()
        return found


def says(me: Visitor, words: str) -> None:
    expect(me.page.locator(STATE)).to_contain_text(words)


def test_what_is_typed_is_there_on_another_device(served, draft, seat) -> None:
    me, page = seat(), f"/applications/{draft}/business"
    me.open(page)
    says(me, "最後に保存：")
    me.fill(business="ウェブ制作 👩‍👩‍👧‍👦 葛󠄀")
    says(me, "保存しました")
    me.check()
    other = seat()
    other.open(page)
    assert other.page.input_value('[name="business"]') == "ウェブ制作 👩‍👩‍👧‍👦 葛󠄀"
    other.reads("入力の途中の内容を表示しています")  # the papers cannot show what was typed


def test_a_broken_line_a_reload_and_the_way_back_lose_nothing(served, draft, seat) -> None:
    app, _ = served
    me, page = seat(), f"/applications/{draft}/business"
    me.open(page)
    me.context.set_offline(True)
    me.fill(business="通信のない所で書いた")
    says(me, "保存できていません。通信が戻ると自動で保存します")
    me.check()
    assert stored(app, draft).business == ""
    me.fill(career="続きも書いた")
    me.context.set_offline(False)
    says(me, "保存しました")
    assert stored(app, draft).business == "通信のない所で書いた"
    assert stored(app, draft).career == "続きも書いた"
    me.context.set_offline(True)
    me.fill(career="もう一度切れた")
    says(me, "保存できていません")
    me.context.set_offline(False)
    me.page.reload()
    assert me.page.input_value('[name="career"]') == "もう一度切れた"
    me.page.wait_for_timeout(2_500)  # it may have been saved as the page was left
    assert stored(app, draft).career == "もう一度切れた"
    me.fill(career="すぐに移った")
    me.page.goto(me.site + f"/applications/{draft}")
    me.page.go_back()
    expect(me.page.locator('[name="career"]')).to_have_value("すぐに移った")
    me.page.wait_for_timeout(2_500)  # it may have been saved as the page was left
    assert stored(app, draft).career == "すぐに移った"


def test_a_page_saved_by_its_button_does_not_come_back_as_unsaved(served, draft, seat) -> None:
    me = seat()
    me.open(f"/applications/{draft}/members/1")
    me.fill(kana="みほん　はなこ")
    me.click("保存する")
    me.open(f"/applications/{draft}/business")
    me.fill(business="次のページ")
    me.click("保存して次へ")
    me.open(f"/applications/{draft}/members/1")
    assert me.page.input_value('[name="kana"]') == "ミホン　ハナコ"
    says(me, "最後に保存")


def test_a_stale_tab_stops_and_both_contents_are_shown_to_choose_from(served, draft, seat) -> None:
    app, _ = served
    me, page = seat(), f"/applications/{draft}/business"
    me.open(page)
    other = me.context.new_page()
    other.goto(me.site + page)
    other.fill('[name="business"]', "別のタブで書いた")
    expect(other.locator(STATE)).to_contain_text("保存しました")
    me.fill(business="このタブで書いた", career="同時に")
    says(me, "自動の保存を止めました")
    me.check()
    assert stored(app, draft).business == "別のタブで書いた"
    me.click("保存して次へ")
    me.reads("違っているところ", "別のタブで書いた", "このタブで書いた")
    me.click("この画面の内容で上書きする")
    assert stored(app, draft).business == "このタブで書いた"
    me.open(page)
    says(me, "最後に保存")
    assert me.page.input_value('[name="career"]') == "同時に"


def test_the_stored_content_can_be_taken_instead(served, draft, seat) -> None:
    me, page = seat(), f"/applications/{draft}/business"
    me.open(page)
    other = me.context.new_page()
    other.goto(me.site + page)
    other.fill('[name="business"]', "別のタブで書いた")
    expect(other.locator(STATE)).to_contain_text("保存しました")
    me.fill(business="このタブで書いた")
    says(me, "自動の保存を止めました")
    me.click("保存して次へ")
    me.follow("保存されている内容を残す（この画面の入力は消えます）")
    assert me.page.input_value('[name="business"]') == "別のタブで書いた"
    says(me, "最後に保存")


def end_the_session(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(SignIn).values(at=now() - timedelta(hours=13)))
        db.session.commit()
        db.session.remove()


def come_back_after_a_time_out(app: Flask, me: Visitor, draft: int, *, scripts: bool) -> None:
    """Type, find the session ended, sign in again, and send what is still there."""
    me.page.goto(f"{me.site}/applications/{draft}/business")
    end_the_session(app)
    me.fill(business="時間切れの前に書いた", career="経歴")
    if scripts:
        says(me, "自動の保存を止めました")
    press(me, "保存して次へ")
    me.reads("まだ送信していません", "ログイン")
    assert stored(app, draft).business == ""
    me.fill(email=MAIL, password=PASSWORD)
    press(me, "ログイン")
    assert me.page.url.endswith(f"/applications/{draft}/business")
    assert me.page.input_value('[name="business"]') == "時間切れの前に書いた"
    me.reads("もう一度表示しています")
    if scripts:
        me.check()
        says(me, "保存しました")
    press(me, "保存して次へ")
    assert stored(app, draft).business == "時間切れの前に書いた"


def press(me: Visitor, name: str) -> None:
    """Press a button where no script can run to check the page."""
    me.page.get_by_role("button", name=name, exact=True).click()


def test_a_time_out_in_the_middle_loses_nothing(served, draft, seat) -> None:
    come_back_after_a_time_out(served[0], seat(), draft, scripts=True)


def test_a_time_out_without_scripts_loses_nothing(served, draft, chromium, visit) -> None:
    me = visit(PHONE)
    me.page = chromium.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    me.page.goto(f"{me.site}/accounts/sign-in")
    me.fill(email=MAIL, password=PASSWORD)
    press(me, "ログイン")
    come_back_after_a_time_out(served[0], me, draft, scripts=False)
    me.page.context.close()


def test_before_a_session_ends_it_is_said_and_prolonged_by_a_button(
    draft, seat, monkeypatch
) -> None:
    me = seat()
    with monkeypatch.context() as short:
        short.setattr(sessions, "IDLE_APPLICANT", timedelta(minutes=4))
        me.open(f"/applications/{draft}/business")
        expect(me.page.locator("#session-end")).to_contain_text("あと4分ほど")
        me.check()
    me.click("ログインを続ける")
    expect(me.page.locator("#session-end")).to_contain_text("ログインを続けています")
    me.click("閉じる")
    expect(me.page.locator("#session-end")).to_be_empty()
