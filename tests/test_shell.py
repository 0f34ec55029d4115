"""The shell around every page."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from otameshi.app import create_app
from otameshi.core.clock import day_in_japan, japan
from otameshi.core.period import fiscal_year
from otameshi.core.roles import ANYONE, Role
from otameshi.core.states import Move, Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.people import Person
from otameshi.programme.rules import Opening, opening
from otameshi.web.access import needed, needs
from otameshi.web.filters import moment
from otameshi.web.forms import PageForm
from otameshi.web.forms import text as text_field
from otameshi.web.log import safe_path
from otameshi.web.own_path import own_path
from tests import make
from tests.conftest import Browser, settings

FRAME = """
{% from "components/form.html" import error_summary, field, form_end, form_start %}
{{ error_summary(form) }}{{ form_start(form) }}{{ field(form.word) }}{{ form_end("送る") }}
"""
SECURE = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


class WordForm(PageForm):
    word = text_field("言葉")


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """The pages of these tests are added to an application that is thrown away."""
    return own_app


def page(app: Flask, path: str, act) -> None:
    """Add a page of one field, which does `act` with what was typed."""

    @needs(ANYONE)
    def view() -> str:
        form = WordForm()
        if form.sent():
            act(form.word.data)
            return "saved"
        return render_template_string(FRAME, form=form)

    app.add_url_rule(path, path, view, methods=["GET", "POST"])


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    assert [e for e in app.view_functions if e != "static" and not needed(e)] == []


def test_an_undeclared_page_is_closed_even_to_an_administrator(app: Flask, browse) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "secret")
    assert "secret" not in browse(make.person(Role.ADMIN)).read("/forgotten")


def test_the_makers_make_a_group_that_takes_part(app: Flask) -> None:
    assert make.participation().people[0].name == "見本　太郎1"


def test_a_visitor_is_asked_to_sign_in_and_led_back(browse) -> None:
    answer = browse().get("/desk/people/?group=closed")
    assert answer.status_code == 303
    assert answer.location == "/accounts/sign-in?next=/desk/people/?group%3Dclosed"


def test_a_refusal_keeps_what_was_typed_and_saves_nothing(app: Flask, browse) -> None:
    def act(word: str) -> None:
        make.person(name=word)
        raise Refused("この言葉は使えません。")

    page(app, "/words", act)
    answer = browse().post("/words", word="見本 言葉")
    assert answer.status_code == 422
    assert "この言葉は使えません。" in answer.text
    assert 'value="見本 言葉"' in answer.text
    assert db.session.scalar(db.select(Person)) is None


def test_a_wrong_field_is_told_and_keeps_what_was_typed(app: Flask, browse) -> None:
    page(app, "/words", lambda _: None)
    answer = browse().post("/words", word="x" * 300)
    assert answer.status_code == 422
    assert "200文字以内" in answer.text
    assert "x" * 300 in answer.text


def test_a_refused_button_keeps_the_reason_typed_at_it(app: Flask, browse) -> None:
    """However long it is; and the page's own form is left as it stood."""
    form = "{% from 'components/form.html' import move_buttons %}{{ move_buttons(moves, 'take') }}"
    moves = [
        Move(name, name, frozenset(), Opening.OPEN, Role.OFFICER, needs_note=True) for name in "ab"
    ]

    @needs(ANYONE)
    def shown() -> str:
        word = WordForm(word="前からの言葉")
        assert not word.sent()
        flashed = "{{ get_flashed_messages() }}" + FRAME + form
        return render_template_string(flashed, form=word, moves=moves)

    @needs(ANYONE)
    def take(move: str) -> str:
        raise Refused(f"{move}は行えません。")

    app.add_url_rule("/words", "words", shown, methods=["GET", "POST"])
    app.add_url_rule("/words/<move>", "take", take, methods=["POST"])
    answer = browse().post("/words/b", page="/words", note="長い理由" * 400)
    assert answer.status_code == 422
    assert "bは行えません。" in answer.text
    assert answer.text.count("長い理由" * 400) == 1
    assert answer.text.index('action="/words/b"') < answer.text.index("長い理由")
    assert 'value="前からの言葉"' in answer.text
    assert "bは行えません。" not in browse().read("/words")
    assert browse().post("/words/b", page="/words", note=" ").location == "/words"


def test_what_somebody_else_changed_first_is_answered_with_409(app: Flask, browse) -> None:
    def act(_: str) -> None:
        raise Overtaken

    page(app, "/words", act)
    answer = browse().post("/words", word="見本")
    assert answer.status_code == 409
    assert "ほかの人が先に手続きしました" in answer.text
    assert 'value="見本"' in answer.text


def test_a_change_that_comes_too_late_by_an_instant_is_answered_with_409(
    app: Flask, browse
) -> None:
    """The row changes between reading and saving, without anybody asking for a lock."""
    number = make.person().id

    def act(word: str) -> None:
        person = db.session.get_one(Person, number)
        db.session.execute(text("UPDATE people SET version = version + 1"))
        person.name = word

    page(app, "/words", act)
    answer = browse().post("/words", word="見本")
    assert answer.status_code == 409
    assert 'value="見本"' in answer.text
    assert SECURE in answer.headers["Content-Security-Policy"]


def test_what_the_database_cannot_hold_twice_is_answered_with_409(app: Flask, browse) -> None:
    make.person(email="taken@example.jp")
    page(app, "/words", lambda word: make.person(email=word))
    answer = browse().post("/words", word="taken@example.jp")
    assert answer.status_code == 409
    assert "IntegrityError" not in answer.text


def test_a_row_that_can_only_be_once_is_found_even_at_the_very_end(app: Flask, browse) -> None:
    make.person(email="taken@example.jp")

    def act(word: str) -> None:
        db.session.add(Person(name="見本", email=word))

    page(app, "/words", act)
    answer = browse().post("/words", word="taken@example.jp")
    assert answer.status_code == 409
    assert SECURE in answer.headers["Content-Security-Policy"]


def test_a_database_that_is_away_is_answered_with_503(app: Flask, browse) -> None:
    def act(_: str) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    page(app, "/words", act)
    answer = browse().post("/words", word="見本")
    assert answer.status_code == 503
    assert "保存されていません" in answer.text
    assert "locked" not in answer.text


def test_a_page_that_may_not_be_read_now_leads_one_page_up(app: Flask, browse) -> None:
    @needs(ANYONE)
    def closed() -> str:
        raise Refused("まだ見られません。")

    app.add_url_rule("/accounts/sign-up/closed", "closed", closed, methods=["GET", "POST"])
    browser = browse()
    assert browser.get("/accounts/sign-up/closed").location == "/accounts/sign-up"
    assert "まだ見られません。" in browser.read("/accounts/sign-up")
    answer = browser.post("/accounts/sign-up/closed", page="/accounts/sign-up")
    assert answer.location == "/accounts/sign-up"


def test_a_letter_of_a_refused_post_is_never_sent(app: Flask, browse) -> None:
    browse().post("/accounts/sign-up", email="no address")
    assert db.session.scalars(db.select(Letter)).all() == []


@pytest.fixture
def failing(app: Flask) -> Iterator[Browser]:
    """A visitor to a page that breaks, as in production: the error is caught by the shell."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @needs(ANYONE)
    def broken() -> str:
        make.person()
        raise ZeroDivisionError("password=hunter2 /srv/secret.py")

    app.add_url_rule("/broken", "broken", broken, methods=["GET", "POST"])
    yield Browser(app)
    db.session.rollback()


def test_a_fault_is_answered_in_japanese_with_a_number_and_no_inside(failing: Browser) -> None:
    answer = failing.get("/broken")
    assert answer.status_code == 500
    assert "システムで問題が起きました" in answer.text
    assert re.search(r'class="reference">[0-9a-f]{8}<', answer.text)
    for inside in ("Traceback", "ZeroDivision", "hunter2", ".py"):
        assert inside not in answer.text
    assert SECURE in answer.headers["Content-Security-Policy"]


def test_the_number_of_a_fault_is_found_in_the_log(failing: Browser, caplog) -> None:
    shown = re.search(r"[0-9a-f]{8}(?=<)", failing.get("/broken").text)
    assert shown is not None
    assert shown[0] in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_fault_in_a_post_saves_nothing(failing: Browser) -> None:
    answer = failing.post("/broken", page="/accounts/sign-up")
    assert answer.status_code == 500
    assert db.session.scalar(db.select(Person)) is None


@pytest.mark.parametrize(
    ("path", "method", "status", "words"),
    [
        ("/nowhere", "GET", 404, "ページが見つかりません"),
        ("/desk/people/", "GET", 403, "権限がありません"),
        ("/accounts/sign-up", "DELETE", 405, "この操作はできません"),
        ("/accounts/sign-up", "POST", 400, "送信内容を確認できませんでした"),
        ("/static/nothing.css", "GET", 404, "ページが見つかりません"),
    ],
)
def test_every_error_says_in_japanese_what_to_do(browse, path, method, status, words) -> None:
    answer = browse(make.person()).client.open(path, method=method)
    assert answer.status_code == status
    assert words in answer.text
    assert "トップページへ" in answer.text
    assert SECURE in answer.headers["Content-Security-Policy"]


def test_what_is_too_large_is_told_so(app: Flask, browse) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    answer = browse().client.post("/accounts/sign-up", data={"email": "x" * 2_000})
    assert answer.status_code == 413
    assert "大きさを超えています" in answer.text


def test_a_thousand_fields_too_many_are_refused(browse) -> None:
    answer = browse().client.post(
        "/accounts/sign-up",
        data={f"field-{n}": "x" for n in range(1_100)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/accounts/sign-in", "/static/css/base.css", "/healthz"])
def test_trace_is_refused(browse, path: str) -> None:
    assert browse().client.open(path, method="TRACE").status_code == 405


def test_over_https_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay(
    database: str, tmp_path: Path
) -> None:
    config = replace(settings(database, tmp_path), SITE_URL="https://otameshi.example.jp")
    app = create_app(config)
    with app.app_context():
        answer = app.test_client().get("/accounts/sign-in", base_url="https://localhost")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert part in cookie
        assert "Domain" not in cookie
        assert "max-age=31536000; includeSubDomains" in answer.headers["Strict-Transport-Security"]
        db.session.remove()
        db.engine.dispose()


def test_static_files_are_kept_for_long_only_under_the_address_of_their_content(browse) -> None:
    browser = browse()
    (sheet,) = set(re.findall(r"/static/css/base\.css\?v=\w+", browser.read("/accounts/sign-in")))
    with browser.get(sheet) as named, browser.get("/static/css/base.css") as bare:
        assert "immutable" in named.headers["Cache-Control"]
        assert bare.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/accounts/link/secret", "/accounts/link/…"),
        ("/survey/secret/done", "/survey/…/done"),
        ("/interview/secret/calendar.ics", "/interview/…/calendar.ics"),
        ("/accounts/sign-in", "/accounts/sign-in"),
    ],
)
def test_a_secret_of_an_address_never_reaches_the_log(path: str, logged: str) -> None:
    assert safe_path(path) == logged


@pytest.mark.parametrize("wanted", ["/", "/desk/people/?page=2", "/あ", "/a//b"])
def test_a_path_of_this_site_is_its_own(wanted: str) -> None:
    assert own_path(wanted) == wanted


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone that the machine is set to, which must not matter."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_the_call_closes_at_five_by_the_clock_in_japan() -> None:
    opens, closes = japan(2026, 4, 25, 9), japan(2026, 5, 18, 17)
    at_five = datetime(2026, 5, 18, 8, 0, tzinfo=UTC)
    assert opening(opens, closes, at_five - timedelta(microseconds=1)) is Opening.OPEN
    assert opening(opens, closes, at_five) is Opening.CLOSED


@pytest.mark.usefixtures("zone")
def test_the_fiscal_year_begins_at_midnight_in_japan() -> None:
    midnight = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    assert fiscal_year(day_in_japan(midnight - timedelta(seconds=1))) == 2025
    assert fiscal_year(day_in_japan(midnight)) == 2026
    assert day_in_japan(midnight) == date(2026, 4, 1)


@pytest.mark.usefixtures("zone")
def test_a_moment_comes_back_from_the_database_as_it_went_in(app: Flask) -> None:
    call = make.call()
    db.session.commit()
    db.session.expire_all()
    assert call.closes_at == japan(2026, 5, 18, 17)
    assert moment(call.closes_at) == "2026年5月18日（月） 17:00"


def test_a_moment_without_a_time_zone_never_reaches_the_database(app: Flask) -> None:
    with pytest.raises(Exception, match="time zone"):
        make.call(opens_at=datetime(2026, 4, 25, 9))  # noqa: DTZ001  # that is what is refused
    db.session.rollback()
