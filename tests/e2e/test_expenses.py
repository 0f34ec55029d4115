"""Expenses on a phone: recorded without scripts, kept through a broken line with them."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, expect

from otameshi.accounts import passwords
from otameshi.db import db
from tests import make
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

PASSWORD = "りょうしゅうしょを うつす ひとです"


@pytest.fixture
def claimant(served: tuple[Flask, str]) -> str:
    """Return the mailbox of somebody with an open claim of a year that is over."""
    with served[0].app_context():
        group = make.participation(make.selected(make.application(to=make.call(make.year(2025)))))
        claim = make.claim(make.decided_grant(group))
        claim.claimant.password_hash = passwords.hashed(PASSWORD)
        mailbox = claim.claimant.email
        db.session.commit()
        db.session.remove()
    return mailbox


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    made = []
    for name, colour in (("1枚目.png", "white"), ("2枚目.png", "ivory")):
        picture = BytesIO()
        Image.new("RGB", (60, 80), colour).save(picture, "PNG")
        made.append(tmp_path / name)
        made[-1].write_bytes(picture.getvalue())
    return made


def press(me: Visitor, name: str) -> None:
    """Press a button where no script can run to check the page."""
    me.page.get_by_role("button", name=name, exact=True).click()


def go(me: Visitor, name: str) -> None:
    me.page.get_by_role("link", name=name).first.click()


def sign_in(me: Visitor, mailbox: str) -> None:
    me.page.goto(f"{me.site}/accounts/sign-in")
    me.fill(email=mailbox, password=PASSWORD)
    press(me, "ログイン")
    me.page.goto(f"{me.site}/claims/1")


def test_a_fee_and_a_ride_are_recorded_without_scripts(
    chromium: Browser, visit: Callable[..., Visitor], claimant: str, photographs: list[Path]
) -> None:
    me = visit(PHONE)
    me.page = chromium.new_context(viewport=PHONE, java_script_enabled=False).new_page()  # type: ignore[arg-type]  # a TypedDict of two ints
    sign_in(me, claimant)
    go(me, "経費を追加する")
    go(me, "オフィス利用料")
    me.fill(amount="１２，０００円", payee="見本コワーキング", purpose="9月分")
    me.date("incurred_on", "2025-09-01")
    me.choose("paid_with", "card")
    me.choose("month", "2025-09")
    press(me, "判定を見る（まだ記録しません）")
    me.reads("対象 12,000円", "この経費を入れたときの全体")
    me.page.set_input_files('[name="files"]', photographs[0])
    press(me, "記録する")
    me.reads("経費を記録しました")
    go(me, "続けて記録する")
    go(me, "オフィス利用料")
    me.choose("cost", "travel:train")
    press(me, "次へ（選んだ費目の項目を出す）")
    me.fill(amount="4070", payee="見本鉄道", purpose="打合せ", origin="茅野", destination="新宿")
    me.date("incurred_on", "2025-09-10")
    me.choose("round_trip", "one")
    me.page.set_input_files('[name="files"]', photographs)
    press(me, "記録する")
    me.reads("対象 4,070円", "茅野～新宿　片道", "2枚目：領収書")
    go(me, "帰りの移動を記録する")
    me.fill(**{"incurred_on-day": "12"})
    press(me, "記録する")
    me.reads("新宿～茅野", "領収書がありません")
    me.page.context.close()


def test_a_broken_line_loses_nothing_that_was_typed(
    visit: Callable[..., Visitor], claimant: str
) -> None:
    me = visit(PHONE)
    sign_in(me, claimant)
    me.check()
    me.follow("経費を追加する")
    go(me, "鉄道（新幹線を除く）")
    me.check()
    me.choose("cost", "office:")  # the fields change at once
    expect(me.page.locator('[name="month"]')).to_be_visible()
    me.choose("cost", "travel:train")
    expect(me.page.locator('[name="origin"]')).to_be_visible()
    me.context.set_offline(True)
    me.fill(amount="4,070", payee="電波の届かない駅", origin="茅野")
    expect(me.page.locator(".save-state")).to_contain_text("通信できません")
    me.context.set_offline(False)
    me.page.reload()
    expect(me.page.locator('[name="payee"]')).to_have_value("電波の届かない駅")
    expect(me.page.locator('[name="origin"]')).to_have_value("茅野")
    # It was kept before the page was made anew, while it was made, or after.
    kept = re.compile("入力を控えました|に控えた入力です")
    expect(me.page.locator(".save-state")).to_contain_text(kept)
    me.open("/claims/1")
    me.reads("まだ記録していない入力があります", "電波の届かない駅")
    go(me, "続ける")
    me.check()
    expect(me.page.locator('[name="payee"]')).to_have_value("電波の届かない駅")
