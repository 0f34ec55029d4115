"""From a 郵便番号 to an address on a phone, with scripts and without."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from otameshi.accounts import passwords
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from tests import make
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

PASSWORD = "じゅうしょを いれて みる ひとです"


@pytest.fixture
def member_page(served: tuple[Flask, str]) -> dict[str, str]:
    """Return the applicant's mail address and the page of a member without an address."""
    with served[0].app_context():
        by = make.person(password_hash=passwords.hashed(PASSWORD))
        draft = make.application(by, make.open_call(now()), State.DRAFT, people=0)
        known = {"mail": by.email, "page": f"/applications/{draft.id}/members/1"}
        db.session.commit()
        db.session.remove()
    return known


@pytest.fixture
def without_scripts(chromium: Browser, served: tuple[Flask, str]) -> Iterator[Visitor]:
    me = Visitor(chromium, served[1], PHONE, set())
    me.context.close()
    me.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a TypedDict of two ints
    me.page = me.context.new_page()
    yield me
    me.context.close()


def sign_in(me: Visitor, known: dict[str, str]) -> None:
    me.page.goto(f"{me.site}/accounts/sign-in")
    me.fill(email=known["mail"], password=PASSWORD)
    me.page.get_by_role("button", name="ログイン", exact=True).last.click()
    me.page.goto(me.site + known["page"])


def test_the_address_comes_as_the_code_is_typed(
    visit: Callable[..., Visitor], member_page: dict[str, str]
) -> None:
    me = visit(PHONE)
    sign_in(me, member_page)
    me.check()
    code, address = me.page.locator("#postal_code"), me.page.locator("#address")
    code.press_sequentially("100-0001")
    expect(address).to_have_value("千代田区千代田")
    expect(me.page.locator("#prefecture")).to_have_value("東京都")
    address.fill("千代田区千代田1-1")
    code.fill("４９８００００")
    me.page.get_by_label("三重県桑名郡木曽岬町").check()
    expect(address).to_have_value("桑名郡木曽岬町1-1")
    me.check()
    address.fill("自分で書いた住所")
    code.fill("3890207")
    expect(me.page.locator("#postcode-told")).to_contain_text("入力されているまま")
    expect(address).to_have_value("自分で書いた住所")


def test_the_button_fills_it_without_scripts(
    without_scripts: Visitor, member_page: dict[str, str]
) -> None:
    me = without_scripts
    sign_in(me, member_page)
    me.fill(name="髙﨑　𠮷花", postal_code="498-0000", address="12")
    me.page.get_by_role("button", name="郵便番号から住所を入れる").click()
    me.page.get_by_label("愛知県弥富市").check()
    me.page.get_by_role("button", name="郵便番号から住所を入れる").click()
    expect(me.page.locator("#address")).to_have_value("弥富市12")
    expect(me.page.locator("#name")).to_have_value("髙﨑　𠮷花")
    me.page.locator("#name").press("Enter")  # saves: the first button of the form
    me.reads("代表者を保存しました")
