"""What the figure was on any past day, read from both databases."""

from datetime import date

import pytest

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions as followup
from otameshi.followup.answering import actions as answering
from otameshi.followup.retention import knowing, past, reading
from otameshi.followup.retention.rules import Counts, Figure
from otameshi.followup.rules import Answer, Retention
from tests import make
from tests.followup.make import groups, saying, wave

STAYED, LEFT, SILENT, REFUSED = Answer
OPENS, ENDS = date(2025, 4, 1), date(2025, 6, 30)
APRIL, MAY, JUNE = (japan(2025, month, 1, 10) for month in (4, 5, 6))


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def asked_of(number, officer):
    groups(number)
    made = wave(officer, asked_on=OPENS, closes_on=ENDS)
    return made, followup.invite(made, officer, APRIL)


def live(made) -> Counts:
    db.session.flush()
    found = reading.of_year(made.year)
    assert found is not None
    return found.counts


def told(made, day: date | None = None) -> Counts:
    db.session.flush()
    counting = knowing_by(made)
    said = knowing.said_in(made, counting)
    return past.counts_on(knowing.asked(made), said, counting.members, day)


def knowing_by(made):
    found = reading.of_year(made.year)
    assert found is not None
    return found.counting


def words(made, day: date) -> str:
    counting = knowing_by(made)
    return Figure(told(made, day).of(counting), counting).words


def test_a_refusal_that_was_taken_back_stands_on_the_days_before(officer):
    """20組: 14 say on 4/1 that they keep a base, 3 that they do not; of the other 3 one refuses
    on 5/1, and answers on 6/1 that it keeps one."""
    made, invited = asked_of(20, officer)
    for n, one in enumerate(invited[:17]):
        followup.reply(one.token, saying(made, counts=n < 14), APRIL)
    answering.decline(invited[17].token, MAY)
    assert live(made).groups == Retention(14, 3, 2, 1)
    followup.reply(invited[17].token, saying(made, counts=True), JUNE)
    days = {
        date(2025, 4, 30): (Retention(14, 3, 3, 0), "14/20 = 70.0"),
        date(2025, 5, 15): (Retention(14, 3, 2, 1), "14/20 = 70.0"),
        date(2025, 6, 15): (Retention(15, 3, 2, 0), "15/20 = 75.0"),
    }
    for day, (counts, figure) in days.items():
        assert told(made, day).groups == counts, day
        assert words(made, day) == figure
    assert told(made) == live(made)


def test_a_refusal_after_an_answer_and_one_taken_back_at_once_are_told_in_their_order(officer):
    made, (first, second) = asked_of(2, officer)
    followup.reply(first.token, saying(made, counts=True), APRIL)
    answering.record_refusal(first.invitation, officer, MAY, "取り消したいとの電話")
    answering.decline(second.token, MAY)
    followup.reply(second.token, saying(made, counts=False), MAY)
    assert told(made, date(2025, 4, 30)).groups == Retention(1, 0, 1)
    assert told(made, date(2025, 5, 1)).groups == Retention(0, 1, 0, 1)
    assert told(made) == live(made)
    facts = {"by": officer, "at": JUNE, "note": "また電話があった"}
    followup.record(first.invitation, saying(made, counts=True), **facts)
    answering.record_refusal(first.invitation, officer, JUNE, "やはり答えない")
    assert told(made) == live(made) == told(made, date(2025, 6, 1))
    assert live(made).groups == Retention(0, 1, 0, 1)
