"""補正依頼 at real browsers: submitted, asked, answered on a phone without scripts, accepted."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from otameshi.applications import actions, answering
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person, SignIn, digest, new_token
from otameshi.web.visit import SEEN
from tests import make
from tests.applications.conftest import pdf, png
from tests.e2e.conftest import PHONE, Visitor

DAY = timedelta(days=1)


def sit_down(app: Flask, visitor: Visitor, person: Person) -> None:
    """Give a browser the session of somebody who has signed in."""
    token, client = new_token(), app.test_client()
    db.session.add(SignIn(token_hash=digest(token), person=person, at=now()))
    db.session.commit()
    with client.session_transaction() as session:
        session.update({"_user_id": token, "_fresh": True, SEEN: now().timestamp()})
    cookie = client.get_cookie("session")
    assert cookie is not None
    visitor.context.add_cookies([{"name": "session", "value": cookie.value, "url": visitor.site}])


def submitted() -> Application:
    """Make an application that was submitted to a call closed since."""
    call = make.call(opens_at=now() - 9 * DAY, closes_at=now() - DAY)
    one = make.application(to=call, state=State.DRAFT)
    one.members[0].phone, one.members[0].kana = "026-000-0000", "ミホン　タロウ"
    at = now() - 2 * DAY
    for key, name, content in (("plan", "計画.pdf", pdf()), ("photo", "写真.png", png())):
        answering.attach(one, {key: [(name, content)]}, one.applicant, at)
    actions.submit(one, one.applicant, at, pledged=True, consented=True)
    return one


def test_a_correction_is_asked_answered_without_scripts_and_accepted(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    app, _ = served
    with app.app_context():
        one, officer = submitted(), make.person(Role.OFFICER)
        db.session.commit()
        key, number = one.id, one.number or ""
        desk, phone = visit(), visit(PHONE)
        phone.page.route("**/*.js*", lambda route: route.abort())
        sit_down(app, desk, officer)
        sit_down(app, phone, one.applicant)
    ask(desk, key)
    answer(phone)
    compare_and_accept(desk, number)
    phone.open(f"/applications/{key}/versions")
    phone.reads("第1版から第2版で、1項目が変わりました", "補正")


def ask(desk: Visitor, key: int) -> None:
    day = (in_japan(now()) + 7 * DAY).date()
    desk.open(f"/desk/applications/{key}")
    desk.follow("補正を依頼する")
    desk.date("due_on", day)
    desk.pick("rows-0-section", "代表者とメンバー：代表者の住所")
    desk.fill(**{"rows-0-comment": "建物の名前と部屋の番号まで書いてください。"})
    desk.click("補正を依頼する")
    desk.reads("補正を依頼し、応募者にお知らせしました", "回答待ち", "代表者の住所")


def answer(phone: Visitor) -> None:
    phone.open("/my/")
    phone.follow("補正して回答する")
    phone.reads("建物の名前と部屋の番号まで書いてください。", "まだ変更していません")
    phone.page.locator("a.button", has_text="変更する").click()
    phone.check()
    phone.reads("補正のお願い：建物の名前", "変更できません")
    phone.fill(address="見本区1-2-3 見本荘4号")
    phone.click("修正を保存する")
    phone.reads("変更しました")
    phone.fill(note="見本荘です。")
    phone.click("補正の回答を送る")
    phone.reads("補正の回答を送りました")


def compare_and_accept(desk: Visitor, number: str) -> None:
    desk.open("/desk/")
    desk.reads("補正：回答あり（確認待ち）")
    desk.open("/desk/corrections/?state=answered")
    desk.page.locator("tbody a", has_text=number).click()
    desk.check()
    desk.reads("補正の前と後", "見本区1-2-3 見本荘4号", "変更", "見本荘です。")
    desk.click("補正を受理する")
    desk.reads("受理にし、応募者にお知らせしました")
