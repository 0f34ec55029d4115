"""Somebody begins an application before having an account."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from otameshi.accounts import passwords
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Guest, Person
from otameshi.web import guests
from tests import make
from tests.accounts.letters import letters, path_in
from tests.conftest import Browser

PASSWORD = "ながの で くらして みたい です"


@pytest.fixture
def call(app):
    del app
    found = make.open_call(now())
    make.host(found.year, "塩尻市")
    make.rulebook(found.year)
    return found


@pytest.fixture
def guest(browse, call) -> Browser:
    """A browser in which somebody has begun an application."""
    browser: Browser = browse()
    browser.post(f"/applications/calls/{call.id}/begin", "/applications/")
    return browser


def draft() -> Application:
    db.session.expire_all()
    return db.session.scalars(select(Application).order_by(Application.id.desc())).all()[0]


def here(page: str = "") -> str:
    return f"/applications/{draft().id}{page}"


def member() -> Person:
    person = make.person(password_hash=passwords.hashed(PASSWORD))
    db.session.commit()
    return person


def sign_in(browser: Browser, person: Person):
    return browser.post("/accounts/sign-in", email=person.email, password=PASSWORD)


def test_the_draft_is_there_from_the_first_field(guest):
    page = guest.send(here("/business"), business="ウェブ制作", career="五年")
    assert "「事業と経歴」を保存しました" in page
    assert "まだメールアドレスが登録されていません" in page
    assert draft().business == "ウェブ制作"
    assert "ウェブ制作" in guest.read(here())
    assert draft().call.title in guest.read("/applications/")


def test_beginning_again_leads_to_the_same_draft(guest, call):
    answer = guest.post(f"/applications/calls/{call.id}/begin", here("/prove"))
    assert answer.location == here("/kind")
    assert len(db.session.scalars(select(Application)).all()) == 1


def test_the_cookie_is_out_of_reach_of_scripts_and_holds_no_number(guest):
    cookie = guest.client.get_cookie("guest")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert len(cookie.value) > 40
    assert db.session.scalar(select(Guest.token_hash)) != cookie.value
    assert guest.get(here()).headers["Cache-Control"] == "no-store"


PAGES = ("", "/kind", "/members", "/members/1", "/business", "/files", "/confirm", "/prove")


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_without_the_cookie_learns_nothing_and_is_asked_to_sign_in(guest, browse, page):
    guest.send(here("/business"), business="秘密の事業", career="五年")
    where = here(page)
    for visitor in (browse(), forged(browse())):
        answer = visitor.get(where)
        assert answer.status_code == 303
        assert answer.location.startswith("/accounts/sign-in")
        nowhere = where.replace(str(draft().id), "999")
        assert visitor.get(nowhere).status_code == answer.status_code


def forged(browser: Browser) -> Browser:
    browser.client.set_cookie("guest", "x" * 43)
    return browser


@pytest.mark.parametrize("page", PAGES[:-1])
def test_another_account_never_obtains_it(guest, browse, page):
    other = browse(make.person())
    assert other.get(here(page)).status_code == 404
    officer = browse(make.person(Role.OFFICER, Role.APPLICANT))
    assert officer.get(here(page)).status_code == 404


def test_another_guest_does_not_obtain_it_either(guest, browse, call):
    first = here()
    other = browse()
    other.post(f"/applications/calls/{call.id}/begin", "/applications/")
    assert other.get(first).status_code == 303
    form = {**other.hidden(here("/business")), "business": "盗む", "career": "x"}
    assert other.client.post(f"{first}/business", data=form).status_code == 303
    assert all(one.business != "盗む" for one in db.session.scalars(select(Application)))


def test_a_guest_is_led_from_the_last_page_to_the_address(guest):
    answer = guest.get(here("/confirm"))
    assert answer.location == here("/prove")
    assert "メールアドレスを登録する" in guest.read(here("/prove"))


def test_after_signing_up_in_the_same_browser_the_draft_is_ones_own(guest):
    guest.send(here("/business"), business="ウェブ制作", career="五年")
    guest.post("/accounts/sign-up", email="new@example.jp", email_again="new@example.jp")
    link = path_in(letters("sign_up")[-1])
    facts = {"name": "見本 花子", "password": PASSWORD, "again": PASSWORD}
    answer = guest.post(link, **facts)
    assert answer.location == here()
    assert "あなたの応募として保存しました" in guest.read(answer.location)
    assert draft().applicant.email == "new@example.jp"
    assert guest.client.get_cookie("guest") is None
    assert "まだメールアドレスが登録されていません" not in guest.read(here("/kind"))


def test_after_signing_in_to_an_account_the_draft_is_ones_own(guest):
    person = member()
    assert sign_in(guest, person).location == here()
    assert draft().applicant.id == person.id


def test_a_link_opened_on_another_device_attaches_nothing(guest, browse):
    guest.post("/accounts/sign-up", email="new@example.jp", email_again="new@example.jp")
    elsewhere = browse()
    facts = {"name": "見本 花子", "password": PASSWORD, "again": PASSWORD}
    elsewhere.post(path_in(letters("sign_up")[-1]), **facts)
    assert draft().applicant.is_guest
    assert guest.get(here()).status_code == 200


def test_the_number_shown_here_brings_it_to_another_device(guest, browse):
    guest.send(here("/business"), business="ウェブ制作", career="五年")
    guest.post(here("/handover-number"), here("/prove"))
    with guest.client.session_transaction() as session:
        number = session["handover_shown"][0]
    assert f"{number[:4]}-{number[4:]}" in guest.read(here("/prove"))
    elsewhere = browse(member())
    assert "この番号は使えません" in elsewhere.post("/applications/handover", number="0").text
    answer = elsewhere.post("/applications/handover", number=f"{number[:4]} {number[4:]}")
    assert answer.location == here()
    assert "ウェブ制作" in elsewhere.read(here())
    assert guest.get(here()).status_code == 303


def test_a_wrong_number_is_counted_even_though_its_page_is_shown_again(browse, call):
    elsewhere = browse(member())
    for _ in range(5):
        elsewhere.post("/applications/handover", number="12345678")
    answer = elsewhere.post("/applications/handover", number="12345678")
    assert "15分ほど" in answer.text


def test_of_two_drafts_one_chooses(guest, call):
    guest.send(here("/business"), business="登録前の事業", career="五年")
    person = member()
    before = draft().id
    own = make.application(person, call, State.DRAFT, business="登録後の事業")
    db.session.commit()
    assert sign_in(guest, person).location == "/applications/two-drafts"
    page = guest.read("/applications/two-drafts")
    assert "登録前の事業" in page
    assert "登録後の事業" in page
    assert "応募が2つあります" in guest.read("/applications/")
    guest.post("/applications/two-drafts", keep="guest")
    db.session.expire_all()
    assert db.session.get_one(Application, before).applicant_id == person.id
    assert own.state is State.WITHDRAWN
    assert guest.client.get_cookie("guest") is None


def test_staff_who_sign_in_in_that_browser_take_nothing(guest):
    person = make.person(Role.OFFICER, password_hash=passwords.hashed(PASSWORD))
    sign_in(guest, person)
    assert draft().applicant.is_guest


def test_on_a_shared_computer_everything_can_be_removed(guest):
    guest.send(here("/members/1"), name="見本　花子")
    guest.post(here("/discard"), here("/prove"))
    assert db.session.scalars(select(Application)).all() == []
    assert guest.client.get_cookie("guest") is None


def test_when_its_time_is_over_the_cookie_opens_nothing(guest):
    db.session.execute(update(Guest).values(expires_at=now() - timedelta(seconds=1)))
    db.session.commit()
    assert guest.get(here()).status_code == 303


def test_one_address_does_not_begin_without_end(app: Flask, browse, call, monkeypatch):
    monkeypatch.setattr(guests, "MOST_BEGUN", 2)
    answers = [
        browse().send(f"/applications/calls/{call.id}/begin", "/applications/") for _ in range(4)
    ]
    assert ["しばらく受け付けられません" in page for page in answers] == [False, False, True, True]
    assert len(db.session.scalars(select(Guest)).all()) == 2


def test_a_guest_is_in_no_list_of_people(guest, browse):
    page = browse(make.person(Role.ADMIN)).read("/desk/people/?group=applicants")
    assert "guest.invalid" not in page


def test_an_applicant_whose_session_ended_is_asked_to_sign_in_and_keeps_what_was_typed(
    browse, call
):
    person = member()
    make.application(person, call, State.DRAFT)
    browser = browse(person)
    form = {**browser.hidden(here("/business")), "business": "途中", "career": "五年"}
    browser.client.delete_cookie("session")
    answer = browser.client.post(
        here("/business"), data=form, headers={"Origin": "http://localhost"}
    )
    assert answer.location == f"/accounts/sign-in?next={here('/business')}"
    sign_in(browser, person)
    assert "途中" in browser.read(here("/business"))


def test_expired_drafts_are_removed_by_the_command(app, guest):
    db.session.execute(update(Guest).values(expires_at=now() - timedelta(seconds=1)))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["drafts", "sweep"])
    assert result.exit_code == 0, result.output
    assert "消しました" in result.output
    assert db.session.scalars(select(Application)).all() == []
