"""The demonstration programme with its people at their desks; a copy of it for each test."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import make_url

from otameshi.app import create_app
from otameshi.cli.demo import load
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.people import Person, SignIn, digest
from tests.conftest import Browser, forget_the_last_request, put_demonstration, settings
from tests.quality.crawl import Form, Walk

MAILBOXES = ("", "oubo", "sanka", "senkou", "tantou", "kessai", "kaikei", "kansa", "kanri")
# Pages that a link in a letter opens to whoever has it.
BY_LINK = ("survey", "contacts", "visit", "members", "interview", "panel")
SHORTEST_TOKEN = 30


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody signed in: the cookie, and the pages and forms reached from the first page."""

    cookie: str
    token: str
    pages: list[str]
    forms: dict[str, Form]


@dataclass(frozen=True, slots=True)
class Demonstration:
    folder: Path
    seats: dict[str, Seat]
    links: list[str]

    @property
    def forms(self) -> list[tuple[str, Form]]:
        """Return each form once, with who was seen to use it."""
        found: dict[str, tuple[str, Form]] = {}
        for mailbox, seat in self.seats.items():
            for form in seat.forms.values():
                found.setdefault(form.endpoint, (mailbox, form))
        return list(found.values())

    def by(self, own: list[str], form: Form) -> Form:
        """Return a form as it stands on the database of the test, whose links are its own."""
        action = form.action
        for kept, here in zip(self.links, own, strict=True):
            action = action.replace(kept, here)
        return replace(form, action=action)


def _person(mailbox: str) -> Person:
    return db.session.scalars(select(Person).filter_by(email=f"{mailbox}@example.jp")).one()


def links() -> list[str]:
    """Return one personal link of each kind, from the letter that was written last."""
    return [_link(f"/{room}/") for room in BY_LINK]


def _link(room: str) -> str:
    letters = select(Letter.body).where(Letter.body.contains(room)).order_by(Letter.id.desc())
    words = (word for body in db.session.scalars(letters) for word in body.split())
    known = (word.removeprefix("http://localhost") for word in words if room in word)
    return next(path for path in known if len(path.removeprefix(room)) >= SHORTEST_TOKEN)


def _seat(app: Flask, mailbox: str) -> Seat:
    browser = Browser(app, _person(mailbox) if mailbox else None)
    walk = Walk(browser, 1, *([] if mailbox else links()))
    with browser.client.session_transaction() as session:
        token = session.get("_user_id", "")
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return Seat(cookie.value, token, list(walk.pages), walk.forms)


@pytest.fixture(scope="session")
def demonstration(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Walk the demonstration as everybody, once."""
    folder = tmp_path_factory.mktemp("programme")
    app = create_app(settings(f"sqlite:///{folder / 'test.db'}", folder / "files"))
    app.before_request_funcs[None].insert(0, forget_the_last_request)
    with app.app_context():
        put_demonstration(loaded, app)
        seats = {mailbox: _seat(app, mailbox) for mailbox in MAILBOXES}
        kept = links()
        db.session.remove()
        db.engine.dispose()
    return Demonstration(folder, seats, kept)


@pytest.fixture
def begin_anew(app: Flask, demonstration: Demonstration, tmp_path: Path) -> Callable[[], None]:
    """Put the database back to the demonstration as it was loaded."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    shutil.copytree(demonstration.folder / "files", tmp_path / "files", dirs_exist_ok=True)

    def put_back() -> None:
        db.session.remove()
        db.engine.dispose()
        assert url.database is not None
        shutil.copy(demonstration.folder / "test.db", url.database)

    def load_again() -> None:
        assert load()
        for mailbox, seat in demonstration.seats.items():
            if mailbox:
                kept = digest(seat.token)
                db.session.add(SignIn(token_hash=kept, person=_person(mailbox), at=now()))
        db.session.commit()

    return put_back if url.get_backend_name() == "sqlite" else load_again


@pytest.fixture
def programme(app: Flask, begin_anew: Callable[[], None]) -> Flask:
    """The application with the demonstration in it, on the database that the test runs on."""
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in production: a fault is a page
    begin_anew()
    return app


@pytest.fixture
def at_desk(programme: Flask, demonstration: Demonstration) -> Callable[[str], Browser]:
    """Return to the browser of one of the demonstration's people."""

    def seat(mailbox: str) -> Browser:
        browser = Browser(programme)
        browser.client.set_cookie("session", demonstration.seats[mailbox].cookie)
        return browser

    return seat
