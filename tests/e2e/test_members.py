"""A member answers the own part on a phone of 360 px without scripts, and without an account."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.e2e import applicant, world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e
MAIL = "member@example.com"


@pytest.fixture
def member(chromium: Browser, served: tuple[Flask, str]) -> Iterator[Visitor]:
    me = Visitor(chromium, served[1], PHONE, set())
    me.context.close()
    me.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a TypedDict of two ints
    me.page = me.context.new_page()
    yield me
    me.context.close()


def test_asked_answered_and_seen(
    visit: Callable[..., Visitor], member: Visitor, served: tuple[Flask, str]
) -> None:
    mail, key = applicant.prepare(served[0], people=2)
    me = visit(PHONE)
    applicant.sign_in(me, mail)
    me.open(f"/applications/{key}/members")
    me.page.get_by_role("link", name="本人に入力してもらう").first.click()
    me.check()
    me.fill(email=MAIL, email_again=MAIL)
    me.click("入力をお願いするメールを送る")
    me.reads("依頼中", "送信）")
    member.page.goto(world.link_in(world.newest_letter(served[0], MAIL)))
    member.reads("見本　太郎1様が、長野県の「おためしナガノ2.0」")
    member.fill(name="髙﨑　𠮷花", kana="", postal_code="498-0000", address="12")
    member.page.get_by_role("button", name="郵便番号から住所を入れる").click()
    member.page.get_by_label("愛知県弥富市").check()
    member.page.get_by_role("button", name="郵便番号から住所を入れる").click()
    member.reads("住所を入れました")
    member.page.get_by_role("button", name="入力して同意する", exact=True).last.click()
    member.reads("フリガナを入力してください", "チェックを付けてください")
    member.fill(kana="たかさき　きちか")
    member.tick("pledged")
    member.tick("consented")
    member.page.get_by_role("button", name="入力して同意する", exact=True).last.click()
    member.reads("入力と同意を受け付けました")
    assert "髙﨑　𠮷花 様" in world.newest_letter(served[0], mail).body
    me.seen.clear()
    me.open(f"/applications/{key}/members")
    me.reads("本人が入力し、同意済み", "髙﨑　𠮷花")
    me.open(f"/applications/{key}")
    me.reads("弥富市12", "メンバー2の本人の同意")


def test_the_members_page_is_accessible_empty_wrong_and_full(
    visit: Callable[..., Visitor], served: tuple[Flask, str]
) -> None:
    mail, key = applicant.prepare(served[0], people=2)
    me = visit(PHONE)
    applicant.sign_in(me, mail)
    me.page.goto(f"{me.site}/applications/{key}/members/3/ask")
    me.click("入力をお願いするメールを送る")
    me.fill(name="例示　三郎", email=MAIL, email_again=MAIL)
    me.click("入力をお願いするメールを送る")
    link = world.link_in(world.newest_letter(served[0], MAIL))
    guest = visit(PHONE)
    guest.open(link)
    guest.click("入力して同意する", nth=-1)
    guest.reads("住所（市区町村から）を入力してください")
    guest.open(f"{guest.site}/members/unknown")
    guest.reads("このリンクは使えません")
