"""The claims desk by keyboard alone: thirty lines judged, and two of them returned twice."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from otameshi.claims import actions
from otameshi.claims.checking.models import LineRuling
from otameshi.claims.models import Claim, Receipt
from otameshi.claims.proof import PaidWith
from otameshi.claims.rules import State, Verdict
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import storage
from tests import make
from tests.claims.test_pages import grant_of_last_year
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_correction import sit_down

pytestmark = pytest.mark.e2e
LINES, RETURNED, REDUCED = 30, (10, 20), 5
WHY = "abrjk の宛名がありません。"  # letters that are keys, typed into a field


def receipt(number: int) -> Receipt:
    """Return a picture for the first line; what the others hold is not drawn, which is quicker."""
    out = BytesIO()
    Image.new("RGB", (80, 40), "white").save(out, "PNG")
    picture = out.getvalue(), "領収書.png", "image/png"
    held = picture if number == 1 else (f"{number}".encode(), "領収書.csv", "text/csv")
    return Receipt(attachment=storage.keep(*held, None, now()), shows=["receipt", "contract"])


def reported() -> Claim:
    claim = make.claim(grant_of_last_year())
    for number in range(1, LINES + 1):
        make.claim_line(claim, 1_000 + number, paid_with=PaidWith.CASH, receipts=[receipt(number)])
    return actions.submit(claim, claim.claimant, now())


class Desk:
    """An officer at a desk who touches no mouse, and a participant on a phone."""

    def __init__(self, app: Flask, visit: Callable[..., Visitor]) -> None:
        self.officer, self.phone = visit(DESK), visit(PHONE)
        with app.app_context():
            claim = reported()
            self.id, self.lines = claim.id, [line.id for line in claim.lines]
            sit_down(app, self.officer, make.person(Role.OFFICER))
            sit_down(app, self.phone, claim.claimant)
        self.page = self.officer.page

    def at(self, number: int) -> None:
        expect(self.page).to_have_url(re.compile(rf"/lines/{self.lines[number - 1]}$"))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def say(self, words: str) -> None:
        """Leave the list of reasons, type, and record."""
        self.press("Tab")
        self.page.keyboard.type(words)
        self.press("Control+Enter")

    def look(self) -> None:
        image = self.page.locator("[data-receipt]")
        self.press("+", "o")
        expect(image).to_have_class("zoom-150")
        expect(image).to_have_attribute("src", re.compile(r"turn=90$"))
        self.press("-", "o", "o", "o")
        expect(image).to_have_class("zoom-100")
        self.press("j")
        self.at(2)
        self.press("k")
        self.at(1)

    def switch_off_and_on(self) -> None:
        """The letters can be switched off (WCAG 2.1.4), and do nothing then."""
        self.press("?", "Tab", "Space", "j")
        expect(self.page.locator("#keys-on")).not_to_be_checked()
        self.at(1)
        self.press("Space", "?")

    def judge_all(self) -> None:
        for number in range(1, LINES + 1):
            self.at(number)
            if number == REDUCED:
                self.press("r")
                self.page.keyboard.type("500")
                self.press("Tab")
                self.say(WHY)
            elif number in RETURNED:
                self.press("b")
                self.say(WHY)
            else:
                self.press("a")

    def send_back(self, words: str) -> None:
        """Type to the whole and press the button, both by keys."""
        self.done("すべての行を確認しました")
        self.page.locator("#note-return").focus()
        self.page.keyboard.type(words)
        self.press("Tab", "Enter")
        expect(self.page.locator("main")).to_contain_text("参加者が直しています")

    def done(self, *words: str) -> None:
        expect(self.page).to_have_url(re.compile(rf"/desk/claims/{self.id}$"))
        self.officer.reads(*words)

    def mend(self, words: str) -> None:
        me = self.phone
        me.open(f"/claims/{self.id}")
        mended = me.page.locator("main").get_by_role("link", name=re.compile("^直す"))
        expect(mended).to_have_count(len(RETURNED))
        for place in range(len(RETURNED)):
            mended.nth(place).click()
            me.fill(purpose=words)
            me.click("保存する")
        me.follow("内容を確かめて報告へ進む")
        me.fill(outcome="見本市の事業者とウェブサイトを作った。")
        me.click("実績を報告する")
        me.reads("県が確認中")

    def see_what_changed(self, number: int, before: str, after: str) -> None:
        self.page.goto(f"{self.officer.site}/desk/claims/{self.id}/lines/{self.lines[number - 1]}")
        self.officer.reads("直したところ", before, after, WHY)


def test_an_officer_judges_thirty_lines_by_keyboard_and_returns_two_of_them_twice(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    app, _ = served
    desk = Desk(app, visit)
    desk.officer.open(f"/desk/claims/{desk.id}/lines/{desk.lines[0]}")
    desk.look()
    desk.switch_off_and_on()
    desk.judge_all()
    desk.send_back("2件を直してください。")
    desk.mend("9月分")
    first, second = RETURNED
    desk.see_what_changed(first, "9月分の利用料", "9月分")
    for number in RETURNED:
        desk.at(number)
        desk.press("b")
        desk.say(WHY)
    desk.send_back("もう一度直してください。")
    desk.mend("9月分の席料")
    desk.see_what_changed(second, "9月分", "9月分の席料")
    desk.press("a")
    desk.at(first)
    desk.press("a")
    desk.done("これまでに2回差し戻しました", "すべての行を確認しました")
    with app.app_context():
        claim = db.session.scalars(select(Claim)).one()
        assert (claim.state, claim.rounds_returned) == (State.SUBMITTED, 2)
        verdicts = [line.verdict for line in claim.lines]
        assert verdicts.count(Verdict.ACCEPTED) == LINES - 1
        assert claim.lines[REDUCED - 1].reduced_to == 500
        assert claim.lines[REDUCED - 1].reason == WHY
        assert len(db.session.scalars(select(LineRuling)).all()) == LINES + 4
        db.session.remove()
