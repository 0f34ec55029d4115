"""Signing up, in and out, links, and one's own account, at a browser."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from otameshi.accounts import links, passwords
from otameshi.accounts.models import MailLink, SignInTry
from otameshi.accounts.rules import Purpose
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person, SignIn
from tests import make
from tests.accounts.letters import letters, path_in

GOOD, BETTER = "my cat hates mondays", "and loves the alps"
SIGN_IN, SIGN_UP, RESET, ME = (f"/accounts/{one}" for one in ("sign-in", "sign-up", "reset", "me"))
pytestmark = pytest.mark.usefixtures("app")


def member(*roles: Role, **facts) -> Person:
    return make.person(*roles, password_hash=passwords.hashed(GOOD), **facts)


def link_for(purpose: Purpose, person: Person | None = None, **facts) -> str:
    email = facts.pop("email", "new@example.jp")
    _, token = links.make(purpose, email, now(), person=person, **facts)
    db.session.commit()
    return f"/accounts/link/{token}"


def test_somebody_new_signs_up_by_mail_and_is_signed_in(browse) -> None:
    browser = browse()
    assert "メールを送りました" in browser.send(
        SIGN_UP, email=" New@Example.JP ", email_again="new@example.jp"
    )
    letter = letters("sign_up")[0]
    assert letter.to == "new@example.jp"
    path = path_in(letter)
    assert "氏名とパスワードを決めると" in browser.read(path)
    browser.send(path, name="見本 花子", password=GOOD, again=GOOD)
    assert "new@example.jp" in browser.read(ME)
    assert "このリンクは使えません" in browse().read(path)


@pytest.mark.parametrize("again", ["", "taro@exmaple.jp"])
def test_an_address_typed_twice_differently_is_told_before_a_letter_is_lost(browse, again) -> None:
    answer = browse().post(SIGN_UP, email="taro@example.jp", email_again=again)
    assert answer.status_code == 422
    assert 'href="#email_again"' in answer.text
    assert letters() == []


def test_opening_a_link_changes_nothing_because_mail_scanners_open_links(browse) -> None:
    browser, paths = browse(), [link_for(purpose, member()) for purpose in Purpose]
    written: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: written.append(args[2]))
    for path in paths:
        assert browser.get(path).status_code == 200
    assert [one for one in written if not one.startswith(("SELECT", "BEGIN"))] == []
    assert all(link.used_at is None for link in db.session.scalars(select(MailLink)))


def test_a_known_and_an_unknown_address_get_the_same_answer(browse) -> None:
    browser, known = browse(), member().email
    for page in (SIGN_UP, RESET):
        answers = [
            browser.post(page, email=email, email_again=email)
            for email in (known, "nobody@example.com")
        ]
        assert {one.status_code for one in answers} == {303}
        assert len({one.location for one in answers}) == 1
        assert answers[0].text == answers[1].text
    shown = [
        browser.post(SIGN_IN, email=email, password=BETTER).text.replace(email, "")
        for email in (known, "nobody@example.com")
    ]
    assert len(shown[0]) == len(shown[1])
    assert "メールアドレスまたはパスワードが違います" in shown[0]


@pytest.mark.parametrize(
    "typed", ["", "abc", "a@b", "a b@example.jp", "見本@example.jp", "a@x\0.jp"]
)
def test_what_is_no_address_is_told_and_kept(browse, typed: str) -> None:
    answer = browse().post(SIGN_UP, email=typed, email_again=typed)
    assert answer.status_code == 422
    assert "メールアドレス" in answer.text
    assert letters() == []


def test_a_weak_or_mistyped_password_is_told_and_the_link_stays_good(browse) -> None:
    browser, path = browse(), link_for(Purpose.SIGN_UP)
    weak = browser.post(path, name="見本 花子", password="short", again="short")
    assert weak.status_code == 422
    assert "15文字以上" in weak.text
    assert "見本 花子" in weak.text
    assert "上のパスワードと違います" in browser.send(path, name="花", password=GOOD, again=BETTER)
    assert GOOD not in browser.send(path, name="", password=GOOD, again=GOOD)
    browser.send(path, name="見本 花子", password=GOOD, again=GOOD)
    assert browser.get(ME).status_code == 200


def test_an_invited_reviewer_joins_with_the_name_given(browse) -> None:
    path = link_for(
        Purpose.INVITE, name="見本 先生", organisation="見本大学", roles=[Role.REVIEWER.value]
    )
    browser = browse()
    page = browser.read(path)
    assert "見本 先生" in page
    assert "見本大学" in page
    browser.send(path, name="見本 先生", password=GOOD, again=GOOD)
    assert "選考委員" in browser.read(ME)


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "あ"])
def test_a_forged_link_says_what_to_do(browse, token: str) -> None:
    answer = browse().get(f"/accounts/link/{token}")
    assert answer.status_code == 410
    assert "もう一度" in answer.text


def test_signing_in_leads_to_where_one_wanted_to_go(browse) -> None:
    person, browser = member(), browse()
    answer = browser.get(ME)
    assert answer.location == "/accounts/sign-in?next=/accounts/me"
    done = browser.post(answer.location, email=person.email.upper(), password=GOOD)
    assert done.location == ME
    assert person.email in browser.read(ME)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
        "https:evil.example", "http:/evil.example", "javascript:alert(1)", "data:text/html,x",
        "evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
        "/%0d%0aLocation:x\r\n", "///evil.example", "/\x00/evil.example", "", "@evil.example",
        "/..\\..//evil.example", "/\\/evil.example", "?next=//evil.example", " //evil.example",
        "./evil", "//evil.example/%2e%2e", "../evil", "https:///evil.example",
    ],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(browse, wanted: str) -> None:
    person, browser = member(), browse()
    answer = browser.client.post(
        SIGN_IN,
        query_string={"next": wanted},
        data={**browser.hidden(SIGN_IN), "email": person.email, "password": GOOD},
    )
    assert answer.status_code == 303
    assert "evil" not in answer.location
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))


def test_a_failed_try_is_counted_although_the_form_is_shown_again(browse) -> None:
    person, browser = member(), browse()
    answer = browser.post(SIGN_IN, email=person.email, password=BETTER)
    assert answer.status_code == 200
    assert "エラー" in answer.text
    assert person.email in answer.text
    assert BETTER not in answer.text
    assert [one.succeeded for one in db.session.scalars(select(SignInTry))] == [False]


def test_after_five_wrong_passwords_the_page_says_how_to_go_on(browse) -> None:
    person, browser = member(), browse()
    for _ in range(5):
        browser.post(SIGN_IN, email=person.email, password=BETTER)
    assert "メールで再設定" in browser.send(SIGN_IN, email=person.email, password="x" * 20)
    assert "メールで再設定" in browser.send(SIGN_IN, email=person.email, password=GOOD)


def test_a_forwarded_address_that_a_visitor_made_up_does_not_open_the_door(browse) -> None:
    browser = browse()
    hidden = browser.hidden(SIGN_IN)
    browser.client.post(
        SIGN_IN,
        headers={"X-Forwarded-For": "203.0.113.9"},
        data={**hidden, "email": "a@example.jp", "password": GOOD},
    )
    assert db.session.scalars(select(SignInTry.address)).one() == "127.0.0.1"


def test_signing_in_begins_a_new_session_and_ends_the_one_before(browse) -> None:
    person, browser = member(), browse()
    browser.post(SIGN_IN, email=person.email, password=GOOD)
    with browser.client.session_transaction() as session:
        first = dict(session)
    browser.post(SIGN_IN, email=person.email, password=GOOD)
    with browser.client.session_transaction() as session:
        assert session["_user_id"] != first["_user_id"]
        session.update(first)
    assert browser.get(ME).status_code == 303


def test_a_cookie_kept_after_signing_out_is_worth_nothing(browse) -> None:
    person = member()
    browser = browse(person)
    with browser.client.session_transaction() as session:
        kept = dict(session)
    answer = browser.post("/accounts/sign-out", page=ME)
    assert "storage" in answer.headers["Clear-Site-Data"]
    with browser.client.session_transaction() as session:
        session.update(kept)
    assert browser.get(ME).status_code == 303


@pytest.mark.parametrize(
    ("roles", "idle"), [((Role.OFFICER,), timedelta(minutes=31)), ((), timedelta(minutes=61))]
)
def test_a_session_that_slept_too_long_is_over(browse, roles, idle: timedelta) -> None:
    browser = browse(member(*roles))
    assert browser.get(ME).status_code == 200
    with browser.client.session_transaction() as session:
        session["seen"] = (now() - idle).timestamp()
    assert browser.get(ME).status_code == 303


def test_a_session_lasts_half_a_day_at_most(browse) -> None:
    browser = browse(member())
    db.session.scalars(select(SignIn)).one().at = now() - timedelta(hours=12, minutes=1)
    db.session.commit()
    assert browser.get(ME).status_code == 303


def test_closing_an_account_ends_its_session_at_once(browse) -> None:
    person = member()
    browser = browse(person)
    person.closed_at = now()
    db.session.commit()
    assert browser.get(ME).status_code == 303


def test_a_person_ends_a_session_of_another_device_but_of_nobody_else(browse) -> None:
    person = member()
    here, there, stranger = browse(person), browse(person), browse(member())
    ids = db.session.scalars(select(SignIn.id).order_by(SignIn.id)).all()
    assert here.read(ME).count("終わらせる<") == 1
    here.send(f"/accounts/me/sessions/{ids[2]}/end", page=ME)
    assert stranger.get(ME).status_code == 200
    here.send(f"/accounts/me/sessions/{ids[1]}/end", page=ME)
    assert there.get(ME).status_code == 303
    assert here.get(ME).status_code == 200


def test_a_name_is_changed_and_an_empty_one_refused(browse) -> None:
    browser = browse(member())
    assert "氏名を入力してください" in browser.send("/accounts/me/name", name=" ")
    assert "見本 新子" in browser.send("/accounts/me/name", name="見本 新子")


def test_a_password_is_changed_with_the_current_one_and_other_devices_go_out(browse) -> None:
    person = member()
    here, there = browse(person), browse(person)
    page = "/accounts/me/password"
    wrong = here.send(page, current=BETTER, password=BETTER, again=BETTER)
    assert "今のパスワードが違います" in wrong
    assert len(db.session.scalars(select(SignInTry)).all()) == 1
    assert "15文字以上" in here.send(page, current=GOOD, password="short", again="short")
    done = here.send(page, current=GOOD, password=BETTER, again=BETTER)
    assert "パスワードを変更しました" in done
    assert here.get(ME).status_code == 200
    assert there.get(ME).status_code == 303
    assert browse().post(SIGN_IN, email=person.email, password=BETTER).status_code == 303


def test_an_address_is_changed_by_the_link_sent_to_it(browse) -> None:
    person = member()
    browser = browse(person)
    page = "/accounts/me/address"
    twice = {"email": "o@example.jp", "email_again": "Ｏ@example.jp"}
    assert "今のパスワードが違います" in browser.send(page, **twice, current=BETTER)
    browser.send(page, **twice, current=GOOD)
    assert person.email in browser.read(ME)
    assert "o@example.jp" in browser.send(path_in(letters("new_address")[0]))
    assert "o@example.jp" in browser.read(ME)
    assert len(letters("address_changed")) == 1


def test_a_password_set_by_link_ends_other_sessions_and_signs_in(browse) -> None:
    person = member()
    other = browse(person)
    browser, path = browse(), link_for(Purpose.RESET, person, email=person.email)
    assert "パスワードを変更しました" in browser.send(path, password=BETTER, again=BETTER)
    assert browser.get(ME).status_code == 200
    assert other.get(ME).status_code == 303


def test_a_link_used_twice_at_once_makes_one_account(browse) -> None:
    path = link_for(Purpose.SIGN_UP)
    first, second = browse(), browse()
    hidden = [one.hidden(path) for one in (first, second)]
    fields = {"name": "見本 花子", "password": GOOD, "again": GOOD}
    assert first.client.post(path, data={**hidden[0], **fields}).status_code == 303
    assert second.client.post(path, data={**hidden[1], **fields}).status_code == 410
    assert len(db.session.scalars(select(Person)).unique().all()) == 1


def test_no_field_beyond_the_form_is_taken(browse) -> None:
    path = link_for(Purpose.SIGN_UP)
    extra = {"roles": "admin", "role": "admin", "email": "boss@example.jp", "verified_at": "x"}
    browse().post(path, name="見本 花子", password=GOOD, again=GOOD, **extra)
    person = db.session.scalars(select(Person)).unique().one()
    assert person.email == "new@example.jp"
    assert person.roles == {Role.APPLICANT}


def test_in_the_demonstration_one_is_led_to_where_its_letters_can_be_read(app, browse) -> None:
    assert "/outbox" not in browse().read("/accounts/sent")
    app.config["DEMONSTRATION"] = True
    assert 'href="/outbox"' in browse().read("/accounts/sent")
