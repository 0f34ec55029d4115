"""A whole application with the keyboard alone: no click, and always a visible focus."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from otameshi.documents import paper
from tests.e2e import applicant, world
from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.e2e

MOST_STOPS = 150
FOCUS = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return [at.tagName, at.tagName === "BODY" || shown, at.outerHTML.slice(0, 160)];
}"""


class Keys:
    """Somebody who has no mouse. Each stop of the focus must be seen."""

    def __init__(self, me: Visitor) -> None:
        self.page = me.page
        self.stops = 0

    def tab_to(self, selector: str) -> None:
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            tag, shown, what = self.page.evaluate(FOCUS)
            assert shown, f"{self.page.url}: no outline on {what}"
            self.stops += tag != "BODY"
            if self.page.evaluate("one => document.activeElement.matches(one)", selector):
                return
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {selector}")

    def type(self, name: str, text: str) -> None:
        self.tab_to(f'[name="{name}"]')
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def date(self, name: str, *parts: str) -> None:
        for part, text in zip(("year", "month", "day"), parts, strict=True):
            self.type(f"{name}-{part}", text)

    def choose(self, name: str, value: str) -> None:
        """Move with the arrows in a select or a group of radio buttons to a value."""
        self.tab_to(f'[name="{name}"]')
        if self.page.evaluate("document.activeElement.type") == "radio":
            self.page.keyboard.press("Space")
        for _ in range(60):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows do not reach {value} of {name}")

    def tick(self, selector: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.press("Space")

    def press(self, words: str) -> None:
        """Tab to the button or link with these words and press Enter."""
        for _ in range(MOST_STOPS):
            self.tab_to("a, button")
            found = self.page.evaluate("document.activeElement.innerText.trim()")
            if found == words and not self.page.evaluate("document.activeElement.tabIndex < 0"):
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {words}")


def test_a_whole_application_without_a_mouse(
    visit: Callable[..., Visitor], served: tuple[Flask, str], tmp_path: Path
) -> None:
    mail, _ = applicant.prepare(served[0])
    photo = world.picture(tmp_path / "顔写真.png", "#b5cde0")
    me = visit()
    keys = Keys(me)
    me.page.goto(f"{me.site}/accounts/sign-in")
    keys.type("email", mail)
    keys.type("password", applicant.PASSWORD)
    with me.page.expect_navigation():
        me.page.keyboard.press("Enter")
    me.page.goto(f"{me.site}/applications/")
    keys.press("応募を始める")
    _kind(keys, me)
    _member(keys, me)
    keys.type("business", "ウェブサービスの企画と開発")
    keys.type("career", "制作会社に8年勤務の後、独立")
    keys.press("保存して次へ")
    _stay(keys, me)
    keys.press("保存して次へ")  # no costs
    me.page.set_input_files('[name="plan"]', _plan(tmp_path))
    me.page.set_input_files('[name="photo"]', photo)
    keys.press("保存して次へ")
    me.page.wait_for_url("**/confirm")
    for place in range(me.page.locator('[name="pledged"]').count()):
        keys.tick(f"#pledged-{place}")
    keys.tick("#consented")
    keys.press("提出する")
    me.reads("応募を受け付けました。受付番号はR8-")
    assert keys.stops > 100


def _kind(keys: Keys, me: Visitor) -> None:
    """Make a mistake first: its line in the summary leads to the field."""
    keys.choose("kind", "company")
    keys.type("company", "見本合同会社")
    keys.type("corporate_number", "123")
    keys.press("保存して次へ")
    me.reads("法人番号は13桁の数字です")
    keys.tab_to(".error-summary a")
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.name") == "corporate_number"
    assert me.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    me.page.keyboard.press("ControlOrMeta+a")
    me.page.keyboard.insert_text("７０００－０１２０－５０００２")
    keys.type("leader", "代表社員　見本　太郎")
    keys.press("保存して次へ")


def _member(keys: Keys, me: Visitor) -> None:
    keys.type("name", "髙﨑　𠮷花")
    keys.type("kana", "たかさき　きちか")
    keys.date("birth_date", "平成7", "4", "2")
    keys.choose("prefecture", "東京都")
    keys.type("address", "見本区1-2-3")
    keys.type("phone", "０３-００００-００００")
    keys.type("occupation", "デザイン")
    keys.press("保存する")
    me.reads("代表者を保存しました")
    keys.press("次へ")


def _stay(keys: Keys, me: Visitor) -> None:
    town = me.page.locator('[name="wish1"] option').nth(1).get_attribute("value")
    keys.choose("wish1", town or "")
    keys.date("stay_from", "2026", "8", "1")
    keys.date("stay_to", "2027", "1", "20")
    keys.type("nights_a_month", "８")
    keys.choose("housing_help", "no")
    keys.type("plan", "地域の事業者と仕事をする")
    keys.press("保存して次へ")


def _plan(folder: Path) -> Path:
    path = folder / "事業計画書.pdf"
    body = (paper.Prose("地域の事業者と組みます。"),)
    path.write_bytes(paper.sheet(paper.Paper(title="事業計画書", body=body)))
    return path


def test_only_the_fields_of_the_chosen_kind_are_shown(
    visit: Callable[..., Visitor], served: tuple[Flask, str]
) -> None:
    mail, key = applicant.prepare(served[0], people=1, **applicant.EMPTY)
    me = visit()
    applicant.sign_in(me, mail)
    me.page.goto(f"{me.site}/applications/{key}/kind")
    shown = {"company": "corporate_number", "sole": "shop", "employee": "employer_consent"}
    assert not any(me.page.locator(f'[name="{one}"]').is_visible() for one in shown.values())
    for kind, field in shown.items():
        me.choose("kind", kind)
        visible = [one for one in shown.values() if me.page.locator(f'[name="{one}"]').is_visible()]
        assert visible == [field]
    me.choose("kind", "individual")
    assert not any(me.page.locator(f'[name="{one}"]').is_visible() for one in shown.values())
