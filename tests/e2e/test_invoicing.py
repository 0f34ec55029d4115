"""A group asks for its settled money on a phone, without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from otameshi.accounts import passwords
from otameshi.db import db
from tests import make
from tests.claims.invoicing import lists
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.world import picture

pytestmark = pytest.mark.e2e

PASSWORD = "せいきゅうしょを だす ひとです"


class Plain(Visitor):
    """A browser without scripts, in which axe cannot run."""

    def check(self) -> None:
        self.page.wait_for_load_state()


def sign_in(me: Visitor, email: str) -> None:
    me.page.goto(f"{me.site}/accounts/sign-in")
    me.fill(email=email, password=PASSWORD)
    me.page.get_by_role("button", name="ログイン", exact=True).last.click()
    me.page.wait_for_load_state()


def settled(app: Flask) -> tuple[str, int]:
    """Make a settled claim of somebody with a password; return the address and the claim."""
    with app.app_context():
        lists.bring_in()
        claim = make.settled_claim(amount=70_000)
        claim.claimant.password_hash = passwords.hashed(PASSWORD)
        found = claim.claimant.email, claim.id
        db.session.commit()
        db.session.remove()
    return found


def entered(me: Visitor, folder: Path) -> None:
    """Type the account and show its passbook."""
    me.choose("kind", "1")
    me.fill(number="１２３４５６")
    me.page.locator('[name="cover"]').set_input_files(picture(folder / "表紙.png", "#b5cde0"))
    me.page.locator('[name="spread"]').set_input_files(picture(folder / "見開き.png", "#fffdf0"))
    me.click("請求書を確かめる")


def test_a_settled_claim_becomes_an_invoice_by_search_and_passbook(
    served: tuple[Flask, str], visit: Callable[..., Visitor], chromium: Browser, tmp_path: Path
) -> None:
    email, number = settled(served[0])
    me = Plain(chromium, served[1], PHONE, set())
    me.context.close()
    me.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a TypedDict of two ints
    me.page = me.context.new_page()
    sign_in(me, email)
    me.open(f"/claims/{number}")
    me.follow("請求する")
    me.reads("請求額", "70,000円")
    me.fill(q="八十二")
    me.click("探す")
    me.click("この金融機関を選ぶ")  # the only one found is chosen already
    me.fill(q="まつもと")
    me.click("探す")
    me.click("この支店を選ぶ")
    me.reads("八十二長野銀行（0143）", "松本（402）")
    entered(me, tmp_path)
    me.reads("補助金請求書", "金70,000円", "0123456", "ミホン　タロウ", "まだ請求していません")
    looked = visit(PHONE)  # where axe can look at the pages
    sign_in(looked, email)
    for path in (
        "?q=信",
        "/branch?bank=0143",
        "/account?bank=0143&branch=402",
        "/account?bank=9900",
    ):
        looked.open(f"/claims/{number}/invoice{path}")
    looked.open(me.page.url)
    me.click("この内容で請求する")
    me.reads("請求を受け付けました", "支払の手続き中", "補助金請求書")
    me.context.close()
