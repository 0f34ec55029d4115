"""A session that ends while somebody types loses nothing, and shows it to nobody else."""

from datetime import timedelta

import pytest
from flask import Flask, render_template_string
from sqlalchemy import select
from wtforms import PasswordField, StringField

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, SIGNED_IN, Role
from otameshi.db import db, unchanged
from otameshi.people import Person, digest
from otameshi.web import kept, typed
from otameshi.web.access import needs
from otameshi.web.forms import PageForm, version_shown
from otameshi.web.kept import KeptPage
from otameshi.web.visit import SEEN
from tests import make
from tests.conftest import Browser

NAME = "/accounts/me/name"
HERE = {"Origin": "http://localhost"}


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """The pages of these tests are added to an application that is thrown away."""
    return own_app


@pytest.fixture
def typing(browse) -> tuple[Person, Browser, dict[str, str]]:
    """Somebody with a form open on the screen."""
    person = make.person(name="見本 花子")
    browser = browse(person)
    return person, browser, {**browser.hidden(NAME), "name": "髙﨑　𠮷花"}


def sleep_long(browser: Browser) -> None:
    with browser.client.session_transaction() as session:
        session[SEEN] = (now() - timedelta(hours=2)).timestamp()


def come_back(browser: Browser, person: Person) -> None:
    browser.sign_in(person)


def kept_pages() -> list[KeptPage]:
    return list(db.session.scalars(select(KeptPage)))


def send(browser: Browser, path: str, fields: dict[str, str], **headers: str):
    return browser.client.post(path, data=fields, headers=headers or HERE)


def test_what_was_typed_when_the_session_slept_is_shown_after_signing_in(typing) -> None:
    person, browser, form = typing
    sleep_long(browser)
    answer = send(browser, NAME, form)
    assert answer.status_code == 303
    assert answer.location == f"/accounts/sign-in?next={NAME}"
    assert "まだ送信していません" in browser.read(answer.location)
    assert person.name == "見本 花子"
    come_back(browser, person)
    page = browser.read(NAME)
    assert 'value="髙﨑　𠮷花"' in page
    assert "まだ送信していません" in page


def test_once_it_is_sent_it_is_forgotten(typing) -> None:
    person, browser, form = typing
    sleep_long(browser)
    send(browser, NAME, form)
    come_back(browser, person)
    browser.post(NAME, name="髙﨑　𠮷花")
    assert db.session.get_one(Person, person.id).name == "髙﨑　𠮷花"
    assert kept_pages() == []
    assert "もう一度表示しています" not in browser.read(NAME)


def test_a_form_of_an_older_session_of_the_same_person_is_shown_again_at_once(typing) -> None:
    person, browser, form = typing
    browser.client.delete_cookie("session")
    come_back(browser, person)
    answer = send(browser, NAME, form)
    assert answer.location == NAME
    assert "髙﨑　𠮷花" in browser.read(NAME)
    assert db.session.get_one(Person, person.id).name == "見本 花子"


def test_nobody_else_sees_it(typing) -> None:
    _, browser, form = typing
    browser.client.delete_cookie("session")
    send(browser, NAME, form)
    assert len(kept_pages()) == 1
    come_back(browser, make.person())
    assert "髙﨑" not in browser.read(NAME)


def test_a_form_made_for_somebody_else_is_kept_for_them_and_refused_here(typing) -> None:
    person, browser, form = typing
    browser.client.delete_cookie("session")
    other = make.person(name="別 人")
    come_back(browser, other)
    answer = send(browser, NAME, form)
    assert answer.location == "/"
    assert "受け付けていません" in browser.read("/")
    assert "髙﨑" not in browser.read(NAME)
    assert [row.person_id for row in kept_pages()] == [person.id]
    assert db.session.get_one(Person, other.id).name == "別 人"


def test_another_browser_does_not_see_it(typing, browse) -> None:
    person, browser, form = typing
    sleep_long(browser)
    send(browser, NAME, form)
    assert "髙﨑" not in browse(person).read(NAME)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Nothing": "said"},
    ],
)
def test_a_form_from_another_site_is_not_kept(typing, headers: dict[str, str]) -> None:
    _, browser, form = typing
    sleep_long(browser)
    answer = browser.client.post(NAME, data=form, headers=headers)
    assert answer.location == "/accounts/sign-in"
    assert kept_pages() == []


@pytest.mark.parametrize("typist", ["", "forged", "MQ.aaaa.bbbb"])
def test_a_form_that_this_site_has_not_made_is_not_kept(typing, typist: str) -> None:
    _, browser, form = typing
    sleep_long(browser)
    send(browser, NAME, {**form, "typist": typist})
    assert kept_pages() == []


def test_after_a_day_it_is_gone(typing) -> None:
    person, browser, form = typing
    sleep_long(browser)
    send(browser, NAME, form)
    kept_pages()[0].expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    come_back(browser, person)
    assert "髙﨑" not in browser.read(NAME)
    kept.sweep(now())
    assert kept_pages() == []


def test_a_browser_has_room_for_a_few_pages_and_no_more(typing) -> None:
    _, browser, form = typing
    for n in range(1, kept.MOST_A_BROWSER + 4):
        sleep_long(browser)
        send(browser, f"/accounts/me/sessions/{n}/end", {**form, "note": "理由"})
    assert len(kept_pages()) == kept.MOST_A_BROWSER
    send(browser, NAME, {**form, "name": "x" * (typed.MOST_CHARACTERS + 1)})
    assert all(row.path_hash != digest(NAME) for row in kept_pages())


def test_no_password_is_ever_kept() -> None:
    forms, names = [PageForm], set()
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        fields = (getattr(form, name) for name in dir(form) if not name.startswith("_"))
        for one in fields:
            if getattr(one, "field_class", None) is PasswordField:
                names |= {name for name in dir(form) if getattr(form, name) is one}
    assert names
    assert names <= typed.SECRET


def test_the_reason_typed_at_a_button_is_kept_as_well(app: Flask, browse) -> None:
    button = "{{ typed_reason('/words/b') }}|{{ hidden_fields() }}|{{ kept_notice() }}"
    app.add_url_rule("/words", "w", needs(SIGNED_IN)(lambda: render_template_string(button)))
    app.add_url_rule("/words/b", "b", needs(SIGNED_IN)(lambda: ""), methods=["POST"])
    person = make.person()
    browser = browse(person)
    form = browser.hidden("/words")
    sleep_long(browser)
    answer = send(browser, "/words/b", {**form, "note": "長い理由"})
    assert answer.location == "/accounts/sign-in?next=/words"
    come_back(browser, person)
    assert browser.read("/words").startswith("長い理由|")


def test_what_was_typed_on_an_older_version_does_not_overtake_a_newer_one(
    app: Flask, browse
) -> None:
    """The page shown again says on which version it was typed."""
    person = make.person()
    shown = (
        "{{ form.word() }}<input type='hidden' name='version' value='{{ v }}'>{{ hidden_fields() }}"
    )

    class OneForm(PageForm):
        word = StringField("言葉")

    @needs({Role.APPLICANT})
    def view() -> str:
        form = OneForm()
        row = db.session.get_one(Person, person.id)
        if form.sent():
            unchanged(row, version_shown())
            row.name = form.word.data or ""
            return "saved"
        return render_template_string(shown, form=form, v=row.version)

    app.add_url_rule("/words", "w", view, methods=["GET", "POST"])
    browser = browse(person)
    form = browser.hidden("/words")
    sleep_long(browser)
    send(browser, "/words", {**form, "version": str(person.version), "word": "前"})
    person.organisation = "ほかの変更"
    db.session.commit()
    come_back(browser, person)
    answer = browser.post("/words", word="前", version=str(person.version))
    assert answer.status_code == 409


def test_the_key_of_a_personal_link_is_not_written_down(app: Flask, browse) -> None:
    shown = "{{ form.word() }}{{ hidden_fields() }}"
    token = "a-key-that-opens-somebodys-page"

    class OneForm(PageForm):
        word = StringField("言葉")

    @needs(ANYONE)
    def view(token: str) -> str:
        del token
        return render_template_string(shown, form=OneForm())

    app.add_url_rule("/members/<token>/words", "w", view, methods=["GET", "POST"])
    browser, link = browse(), f"/members/{token}/words"
    form = browser.hidden(link)
    browser.client.delete_cookie("session")
    assert send(browser, link, {**form, "word": "髙"}).location == link
    assert 'value="髙"' in browser.read(link)
    [row] = kept_pages()
    assert token not in str([getattr(row, one.key) for one in KeptPage.__mapper__.column_attrs])


def test_a_kept_page_that_is_refused_stays_kept(typing) -> None:
    person, browser, form = typing
    sleep_long(browser)
    send(browser, NAME, form)
    come_back(browser, person)
    assert browser.post(NAME, name="x" * 300).status_code == 422
    assert len(kept_pages()) == 1
