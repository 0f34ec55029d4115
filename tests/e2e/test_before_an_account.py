"""A whole application begun before having an account, on a phone of 360 px without scripts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.e2e import world
from tests.e2e.conftest import PATIENCE, PHONE, Visitor, tick_all

pytestmark = pytest.mark.e2e

MAIL = "hanako@example.com"
PASSWORD = "ながの で くらして みたい です"


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A phone on which no script runs."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="ja-JP")  # type: ignore[arg-type]  # a TypedDict of two ints
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f'[name="{name}"]').first.fill(value)


def day(page: Page, name: str, value: object) -> None:
    year, month, rest = str(value).split("-")
    parts = {"year": year, "month": month, "day": rest}
    fill(page, **{f"{name}-{part}": text for part, text in parts.items()})


def reads(page: Page, *texts: str) -> None:
    page.wait_for_load_state()
    body = page.locator("body").inner_text()
    for text in texts:
        assert text in body, f"{page.url} does not say {text!r}:\n{body}"


def fill_in(page: Page, known: world.World) -> None:
    """Fill the pages up to the files."""
    page.locator('[name="kind"][value="sole"]').check()
    fill(page, shop="見本デザイン室")
    press(page, "保存して次へ")
    fill(page, name="髙﨑　𠮷花", kana="たかさき　きちか", address="見本区1-2-3")
    day(page, "birth_date", "1994-04-02")
    page.locator('select[name="prefecture"]').select_option("東京都")
    fill(page, phone="０３-００００-００００", occupation="デザイン")
    page.get_by_role("button", name="保存する", exact=True).last.click()
    page.get_by_role("link", name="次へ", exact=True).click()
    page.locator('[name="work"][value="デザイン・ウェブ制作"]').check()
    fill(page, business="ウェブサービスの企画と開発", career="制作会社に8年勤務の後、独立")
    press(page, "保存して次へ")
    page.locator('select[name="wish1"]').select_option(label="富士見町（南信）")
    day(page, "stay_from", known.today - timedelta(days=2))
    day(page, "stay_to", known.today + timedelta(days=170))
    fill(page, nights_a_month="８", plan="森のオフィスで地域の事業者と仕事をする")
    press(page, "保存して次へ")
    press(page, "保存して次へ")
    page.set_input_files('[name="plan"]', known.plan)
    page.set_input_files('[name="photo"]', known.photo)
    press(page, "保存して次へ")


def sign_up(page: Page, app: Flask, site: str) -> None:
    page.get_by_role("link", name="メールアドレスを登録する", exact=True).click()
    fill(page, email=MAIL, email_again=MAIL)
    press(page, "登録のメールを受け取る")
    page.goto(world.link_in(world.newest_letter(app, MAIL)))
    fill(page, name="髙﨑　𠮷花", password=PASSWORD, again=PASSWORD)
    press(page, "登録する")
    reads(page, "登録前に入力した応募を、あなたの応募として保存しました")
    assert page.url.startswith(f"{site}/applications/")


def test_a_whole_application_begun_before_the_account_without_scripts(
    served: tuple[Flask, str], plain: Page, tmp_path: Path
) -> None:
    app, site = served
    known = world.begin(app, tmp_path)
    plain.goto(site)
    plain.get_by_role("link", name="応募を始める", exact=True).click()
    press(plain, "応募を始める")
    reads(plain, "まだメールアドレスが登録されていません", "最後に保存：")
    fill_in(plain, known)
    reads(plain, "メールアドレスを登録して、応募を続ける")
    sign_up(plain, app, site)
    plain.get_by_role("link", name="確認して提出する", exact=True).click()
    tick_all(plain, "pledged")
    plain.locator('[name="consented"]').check()
    press(plain, "提出する")
    reads(plain, "応募を受け付けました", "事業計画書.pdf")


def test_the_number_takes_a_draft_to_another_device(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    app, _ = served
    world.begin(app, tmp_path)
    first, second = visit(PHONE), visit(PHONE)
    first.open("/applications/")
    first.click("応募を始める")
    first.choose("kind", "sole")
    first.fill(shop="見本デザイン室")
    first.click("保存して次へ")
    first.follow("メールアドレスを登録してください")
    first.click("引継ぎ番号を出す")
    number = first.page.locator("#handover .reference").inner_text()
    second.open("/accounts/sign-up")
    second.fill(email=MAIL, email_again=MAIL)
    second.click("登録のメールを受け取る")
    second.open(world.link_in(world.newest_letter(app, MAIL)))
    second.fill(name="髙﨑　𠮷花", password=PASSWORD, again=PASSWORD)
    second.click("登録する")
    second.open("/applications/")
    second.reads("まだ応募がありません")
    second.follow("引継ぎ番号を入力する")
    second.fill(number=number)
    second.click("応募を引き継ぐ")
    second.reads("あなたの応募として保存しました", "見本デザイン室")
