"""Two candidates press for the same time in the same instant, on SQLite and on PostgreSQL."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection.interviews.models import Interview, InterviewSlot
from otameshi.selection.interviews.rules import State
from tests import make
from tests.conftest import Browser
from tests.selection.interviews.make import DAY, held, invited


def token(one: Interview) -> str:
    to = one.candidacy.application.applicant.email
    return db.session.scalars(select(Letter.body).where(Letter.to == to)).one().split(
        "/interview/"
    )[1].split()[0]  # fmt: skip


def pressed_at_once(
    clients: list[tuple[str, FlaskClient, dict[str, str]]],
) -> list[tuple[int, str]]:
    begin = threading.Barrier(len(clients))
    answers: list[tuple[int, str]] = []

    def press(path: str, client: FlaskClient, sent: dict[str, str]) -> None:
        begin.wait()
        answer = client.post(path, data=sent)
        answers.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=press, args=one) for one in clients]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.parametrize("attempt", range(2))
def test_one_gets_the_time_and_the_other_reads_which_are_left(app: Flask, attempt: int) -> None:
    at = now()
    found, slots = held(first=at + 10 * DAY, choose_until=at + 5 * DAY, at=at)
    candidates = [make.candidacy(make.application(to=found.call)) for _ in range(2)]
    paths = [f"/interview/{token(one)}" for one in invited(found, *candidates)]
    wanted, left = slots[0].id, slots[1].id
    db.session.commit()
    clients: list[tuple[str, FlaskClient, dict[str, str]]] = []
    for path in paths:
        browser = Browser(app)
        sent = {**browser.hidden(path), "action": "choose", "slot": str(wanted)}
        clients.append((path, browser.client, sent))
    db.session.remove()
    (won, _), (lost, page) = sorted(pressed_at_once(clients))
    assert (won, lost) == (303, 422)
    assert "ほかの方が先に選びました" in page
    assert f'value="{left}"' in page
    assert f'value="{wanted}"' not in page
    db.session.expire_all()
    states = sorted(db.session.scalars(select(Interview.state)))
    assert states == [State.BOOKED, State.INVITED]
    holders = select(func.count()).select_from(Interview).where(Interview.slot_id == wanted)
    assert db.session.scalar(holders) == 1
    assert db.session.scalar(select(func.count()).select_from(InterviewSlot)) == 3
    kinds = db.session.scalars(select(Letter.kind)).all()
    assert sorted(kinds) == ["interview_booked", *["interview_invited"] * 2, "interview_panel_on"]
