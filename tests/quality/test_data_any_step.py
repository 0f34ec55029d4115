"""Whatever step of an act fails, all of it or nothing is kept, and it can be done again."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from otameshi import history
from otameshi.db import db
from otameshi.files import storage
from otameshi.files.models import Attachment
from tests.conftest import Browser
from tests.quality.acts import ACTS, Act
from tests.quality.faults import Fault, failing

FOUND = 303
# What a step that fails may be told as: overtaken, a fault, or to try again.
TOLD = {409: "", 500: "入力は保存されていません", 503: "今の操作は保存されていません"}
GONE = 6  # what comes after a step that fails for good is the error page, whichever step it was
# On PostgreSQL some steps only: there is one code, and its steps are nearly the same.
STRIDE = {"sqlite": 1, "postgresql": 20}


@pytest.fixture
def moved(app: Flask) -> Iterator[Callable[[], object]]:
    """Return what changes whenever anything was committed."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite":
        yield written
        return
    watching = sqlite3.connect(str(url.database))
    yield lambda: watching.execute("PRAGMA data_version").fetchone()
    watching.close()


def written() -> list[object]:
    """Return every row of every table of PostgreSQL, as one number for each table."""
    db.session.rollback()
    sums = "SELECT sum(hashtextextended(t::text, 0)) FROM"
    kept = [db.session.scalar(text(f'{sums} "{table}" t')) for table in db.metadata.tables]
    db.session.rollback()
    return kept


@pytest.fixture
def faults(app: Flask) -> Callable[[int], Iterator[Fault]]:
    """Return how a step may fail: for a moment, because of a row that is there, or for good."""
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in production: a fault is a page

    def at(step: int) -> Iterator[Fault]:
        once = Fault(step)
        yield once
        if once.wrote:
            yield Fault(step, "IntegrityError")
        if step % GONE == 0:
            yield Fault(step, gone=True)

    return at


def send(browser: Browser, act: Act, form: dict[str, str], fault: Fault) -> TestResponse:
    db.session.remove()
    with failing(fault):
        return browser.client.post(act.path, data=form, content_type="multipart/form-data")


def wrong(answer: TestResponse, fault: Fault) -> bool:
    """Return whether a fault is told in other words than those that help."""
    if answer.status_code == FOUND:  # a button that was overtaken leads back to its page
        return fault.kind != "IntegrityError"
    page = answer.text
    return (
        answer.status_code not in TOLD
        or 'lang="ja"' not in page
        or TOLD[answer.status_code] not in page
        or "Error" in page
        or "disk is full" in page
    )


@pytest.mark.parametrize("ready", ACTS, ids=lambda ready: ready.__name__)
def test_an_act_is_done_whole_or_not_at_all_whatever_fails(
    app: Flask,
    ready: Callable[[], Act],
    moved: Callable[[], object],
    faults: Callable[[int], Iterator[Fault]],
) -> None:
    act = ready()
    db.session.commit()
    browser = Browser(app, act.person)
    form, last, before = act.form(browser), last_event(), moved()
    step, badly, done = 0, [], None
    while done is None:
        for fault in faults(step):
            answer = send(browser, act, form, fault)
            if not fault.struck:
                done = answer
                break
            if wrong(answer, fault) or moved() != before:
                badly.append((step, fault.failed[:90], fault.kind, answer.status_code))
        step += STRIDE[db.engine.dialect.name]
    assert badly == []
    assert done.status_code == FOUND, done.text
    assert step > 10
    done_once(browser, act, form, done, last)


def last_event() -> int:
    return db.session.scalar(select(func.max(history.Event.id))) or 0


def done_once(
    browser: Browser, act: Act, form: dict[str, str], answer: TestResponse, last: int
) -> None:
    after = last_event()
    again = browser.client.post(act.path, data=form, content_type="multipart/form-data")
    assert (again.status_code, again.location) == (FOUND, answer.location)
    db.session.remove()
    assert last_event() == after
    new = db.session.scalars(select(history.Event).where(history.Event.id > last)).all()
    told = Counter((one.subject, one.subject_id, one.act) for one in new)
    assert set(told.values()) == {1}, told
    assert list(history.faults()) == []
    kept = db.session.scalars(select(Attachment)).all()
    assert [one.id for one in kept if storage.fault(one)] == []
