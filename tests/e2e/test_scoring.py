"""Scoring at real browsers: on a phone without scripts, and saved while one scores; 形式審査."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from otameshi.applications.models import ApplicationPaper
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import paper
from otameshi.files import storage
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import SheetState, State
from tests import make
from tests.e2e import world
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_correction import sit_down

pytestmark = pytest.mark.e2e
STATE = ".save-state"


def two_sheets(person) -> list[int]:
    """Give a reviewer two applications of a closed call, each with a plan as PDF."""
    call = make.call(closes_at=now() - timedelta(days=5))
    found = []
    for _ in range(2):
        one = make.application(to=call, people=2, plan="見本　太郎1が始める計画")
        content = paper.sheet(paper.Paper(title="計画", body=[paper.Prose("事業の計画")]))
        kept = storage.keep(content, "見本太郎の計画.pdf", "application/pdf", None, now())
        one.papers.append(ApplicationPaper(kind="plan", attachment=kept))
        found.append(make.sheet(make.candidacy(one), person))
    db.session.commit()
    return [one.id for one in found]


def state_of(app: Flask, sheet_id: int) -> SheetState:
    with app.app_context():
        state = db.session.get_one(Sheet, sheet_id).state
        db.session.remove()
    return state


def test_on_a_phone_without_scripts(
    served: tuple[Flask, str], visit: Callable[..., Visitor], chromium: Browser
) -> None:
    app, site = served
    me = visit(PHONE)
    me.context.close()
    me.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a TypedDict of two ints
    me.page = me.context.new_page()
    me.check = lambda: None  # type: ignore[method-assign]  # axe is a script; the other tests hold it
    with app.app_context():
        person = make.person(Role.REVIEWER)
        first, second = two_sheets(person)
        sit_down(app, me, person)
    read_and_finish(me, first)
    assert me.page.url == f"{site}/review/{second}"
    me.page.get_by_text("判断できないとき").click()
    me.page.locator("#note-abstain").fill("専門の外のため")
    me.click("判断できないとする")
    me.reads("担当者にお知らせしました")
    me.open(f"/review/{first}")
    me.click("採点を直す")
    me.reads("採点を直せます")
    assert state_of(app, first) is SheetState.DRAFT
    assert state_of(app, second) is SheetState.ABSTAINED


def read_and_finish(me: Visitor, first: int) -> None:
    me.open("/review/")
    me.page.get_by_role("link", name="から採点する").click()
    me.reads("伏せています", "■■が始める計画")
    assert "太郎" not in me.page.content()
    assert me.page.locator("iframe").is_hidden()
    me.page.get_by_label("4点").first.check()
    me.click("途中で保存する")
    me.reads("途中で保存しました")
    me.open(f"/review/{first}")
    me.page.get_by_label("5点").nth(1).check()
    me.click("採点を確定する")
    me.reads("採点を確定しました")


def test_saved_while_one_scores_and_finished_by_keys(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    app, site = served
    me = visit(DESK)
    with app.app_context():
        person = make.person(Role.REVIEWER)
        first, second = two_sheets(person)
        sit_down(app, me, person)
    me.open("/review/")
    me.open(f"/review/{first}")
    line = me.page.locator(STATE)
    groups = me.page.locator("[data-criterion]")
    groups.nth(0).get_by_role("radio").first.focus()
    me.page.keyboard.press("4")
    expect(line).to_contain_text("保存しました")
    me.page.reload()
    expect(groups.nth(0).get_by_label("4点")).to_be_checked()
    me.context.set_offline(True)
    me.fill(comment="通信の切れた間の総評")
    expect(line).to_contain_text("保存できていません")
    me.context.set_offline(False)
    expect(line).to_contain_text("保存しました", timeout=8_000)
    groups.nth(1).get_by_role("radio").first.focus()
    me.page.keyboard.press("5")
    me.page.keyboard.press("Control+Enter")
    expect(me.page).to_have_url(f"{site}/review/{second}")
    me.reads("採点を確定しました")
    assert state_of(app, first) is SheetState.FINAL
    me.page.go_back()
    expect(me.page.get_by_text("通信の切れた間の総評").first).to_be_visible()


def test_an_officer_screens_the_pile(
    served: tuple[Flask, str],
    visit: Callable[..., Visitor],
) -> None:
    app, site = served
    officer, manager = visit(DESK), visit(PHONE)
    with app.app_context():
        call = make.call(closes_at=now() - timedelta(days=5))
        call.year.papers = []
        pile = [
            make.candidacy(
                make.application(to=call, nights_a_month=5, stay_to=date(2026, 12, 31)),
                State.SCREENING,
            )
            for _ in range(2)
        ]
        first, second = (one.id for one in pile)
        mail = pile[1].application.applicant.email
        sit_down(app, officer, make.person(Role.OFFICER))
        sit_down(app, manager, make.person(Role.MANAGER))
    here = f"/desk/selection/candidates/{first}"
    officer.open(here)
    officer.page.get_by_text("この判定を確かめる").click()
    box = officer.page.locator("details[open]")
    box.locator("textarea").fill("電話で確かめた")
    box.get_by_role("button", name="満たすに変える").click()
    officer.reads("担当者が変えました", "電話で確かめた")
    officer.click("要件を満たすとする")
    assert officer.page.url == f"{site}/desk/selection/candidates/{second}"
    exclude(officer)
    assert "・月の泊数が要件に足りない。" in world.newest_letter(app, mail).body
    take_back(manager, second)
    assert "取り違えたため" in world.newest_letter(app, mail).body
    with app.app_context():
        states = [db.session.get_one(Candidacy, key).state for key in (first, second)]
        db.session.remove()
    assert states == [State.REVIEWING, State.SCREENING]


def exclude(officer: Visitor) -> None:
    officer.follow("要件を満たさないとする（通知を確かめる）")
    officer.fill(note="月の泊数が要件に足りない。")
    officer.click("メールの文面を確かめる")
    officer.reads("選考の対象としないこととしました", "・月の泊数が要件に足りない。")
    officer.click("要件を満たさないとし、通知を送る")
    officer.reads("通知を送りました", "応募要件を満たさない")


def take_back(manager: Visitor, number: int) -> None:
    manager.open(f"/desk/selection/candidates/{number}")
    manager.page.locator("#note-restore").fill("泊数を取り違えたため")
    manager.click("決定を取り消し、通知を送る")
    manager.reads("応募者に通知しました", "形式審査待ち")
