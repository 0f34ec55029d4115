"""The worker does what a date brings, now and then, and each thing once."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from otameshi.applications.correction import actions as correction
from otameshi.applications.correction.actions import Asked
from otameshi.applications.correction.rules import State
from otameshi.applications.correction.sections import Section
from otameshi.applications.rules import PageName
from otameshi.cli.operate import Calendar
from otameshi.core.clock import day_in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
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
