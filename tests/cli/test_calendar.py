"""The worker does what a date brings, each thing once; a database that is away does not end it."""

import signal
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from otameshi.applications.correction import actions as correction
from otameshi.applications.correction.actions import Asked
from otameshi.applications.correction.rules import State
from otameshi.applications.correction.sections import Section
from otameshi.applications.rules import PageName
from otameshi.cli import operate
from otameshi.cli.operate import Calendar
from otameshi.core.clock import day_in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import delivery
from otameshi.documents.post import Letter
from tests import make

DAY = timedelta(days=1)


def test_a_request_that_was_not_answered_is_closed_with_its_letters_once(app: Flask) -> None:
    asked_at = now() - 9 * DAY
    asked = [Asked(Section(PageName.BUSINESS), "直してください")]
    due_on, officer = day_in_japan(asked_at) + 2 * DAY, make.person(Role.OFFICER)
    request = correction.ask(make.application(), asked, due_on, officer, asked_at)
    db.session.commit()
    calendar = Calendar()
    assert [calendar.done(), calendar.done(), Calendar().done()] == [1, 0, 0]
    db.session.expire_all()
    assert request.state is State.LAPSED
    kinds = db.session.scalars(select(Letter.kind).order_by(Letter.id)).all()
    assert kinds == ["correction_asked", "correction_lapsed", "correction_lapsed_office"]


class Database:
    """Does not answer the first look; at the second the office tells the worker to stop."""

    looks = 0

    def looked(self) -> int:
        self.looks += 1
        if self.looks == 1:
            raise OperationalError("SELECT 1", {}, Exception("database is locked"))
        signal.raise_signal(signal.SIGTERM)
        return 0


@pytest.fixture
def database_away(monkeypatch: pytest.MonkeyPatch) -> Database:
    away = Database()
    monkeypatch.setattr(delivery, "run_once", away.looked)
    monkeypatch.setattr(operate, "PAUSE", 0.0)
    return away


def test_the_worker_outlives_a_database_that_does_not_answer(
    app: Flask, database_away: Database
) -> None:
    assert app.test_cli_runner().invoke(args=["worker"]).exit_code == 0
    assert database_away.looks == 2


def test_a_worker_for_one_look_says_that_the_database_did_not_answer(
    app: Flask, database_away: Database
) -> None:
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code != 0
    assert database_away.looks == 1
