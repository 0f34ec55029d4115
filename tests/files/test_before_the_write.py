"""While a file is looked into, or a form is on a slow line, nobody else waits for the database."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files.examiner import OWN, Done
from otameshi.web import files_first
from tests import make
from tests.files import corpus


@pytest.fixture
def draft(app: Flask) -> Application:
    return make.application(to=make.open_call(now()), state=State.DRAFT)


@pytest.fixture
def order(monkeypatch) -> Iterator[list[str]]:
    """What happens in a request, in its order: what is begun, what is looked into."""
    happened: list[str] = []
    ask = OWN.ask

    def noted(task: str, content: bytes, patience: float) -> Done | None:
        happened.append(task)
        return ask(task, content, patience)

    def note(_c: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("BEGIN"):
            happened.append(statement)

    monkeypatch.setattr(OWN, "ask", noted)
    event.listen(Engine, "before_cursor_execute", note)
    yield happened
    event.remove(Engine, "before_cursor_execute", note)


def test_a_file_is_looked_into_once_and_before_the_writing_begins(browse, draft, order):
    browser = browse(draft.applicant)
    where = f"/applications/{draft.id}/files"
    hidden = browser.hidden(where)
    order.clear()
    sent = {**hidden, "plan": (BytesIO(corpus.pdf()), "計画.pdf")}
    assert browser.client.post(where, data=sent).status_code == 303
    assert order == ["BEGIN", "look", "BEGIN IMMEDIATE"]
    assert db.session.scalars(db.select(ApplicationPaper)).one().kind == "plan"


def test_a_stranger_makes_nothing_be_looked_into(browse, draft, order):
    stranger = browse()
    where = f"/applications/{draft.id}/files"
    forged = {"plan": (BytesIO(corpus.pdf()), "計画.pdf")}
    assert stranger.client.post(where, data=forged).status_code == 400
    signed = {**stranger.hidden("/accounts/sign-in"), "plan": (BytesIO(corpus.pdf()), "計画.pdf")}
    answer = stranger.client.post(where, data=signed)
    assert answer.location is not None
    assert "/accounts/sign-in" in answer.location
    assert "look" not in order


def test_only_so_many_files_are_looked_into_before_they_are_counted(browse, draft, order):
    browser = browse(draft.applicant)
    where = f"/applications/{draft.id}/files"
    many = [(BytesIO(b"nothing"), f"{n}.pdf") for n in range(40)]
    answer = browser.client.post(where, data={**browser.hidden(where), "plan": many})
    assert answer.status_code == 422
    assert "3個まで" in answer.text
    assert order.count("look") == files_first.MOST_LOOKED_AT


def test_what_is_typed_is_read_before_the_writing_begins(browse, draft, order, monkeypatch):
    browser = browse(draft.applicant)
    where = f"/applications/{draft.id}/business"
    hidden = browser.hidden(where)

    class SlowLine(BytesIO):
        def readinto(self, into: Any) -> int:
            order.append("read")
            return super().readinto(into)

    body = "&".join(f"{name}={value}" for name, value in {**hidden, "business": "x"}.items())
    order.clear()
    browser.client.post(
        where,
        input_stream=SlowLine(body.encode()),
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
    )
    assert order.index("BEGIN IMMEDIATE") > max(n for n, one in enumerate(order) if one == "read")
