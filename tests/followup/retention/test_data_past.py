"""What the figure was on any past day, read from both databases."""

from datetime import date
from fractions import Fraction

import pytest

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions as followup
from otameshi.followup import figures, outcomes
from otameshi.followup.answering import actions as answering
from otameshi.followup.retention import knowing, reading
from otameshi.followup.retention.rules import Counts, Figure, YearFigure
from otameshi.followup.retention.words import told as of_day
from otameshi.followup.rules import Retention
from otameshi.grants.rules import State as GrantState
from otameshi.participation.actions import Joining, member_joined
from otameshi.participation.rules import State
from tests import make
from tests.followup.make import groups, saying, wave

OPENS, ENDS = date(2025, 4, 1), date(2025, 6, 30)
APRIL, MAY, JUNE = (japan(2025, month, 1, 10) for month in (4, 5, 6))


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def asked_of(number, officer):
    groups(number)
    made = wave(officer, asked_on=OPENS, closes_on=ENDS)
    return made, followup.invite(made, officer, APRIL)


def year_of(made) -> YearFigure:
    db.session.commit()
    found = reading.of_year(made.year)
    assert found is not None
    return found


def live(made) -> Counts:
    return year_of(made).counts


def told(made, day: date | None = None) -> Counts:
    return knowing.of(made, year_of(made).counting).on(day)


def words(made, day: date) -> str:
    counting = year_of(made).counting
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


def test_a_place_given_up_and_a_grant_taken_back_count_until_their_day(officer):
    """20組, all of them with a grant; on 4/1 15 answer that they keep a base, 3 that they do not.
    One of the 3 has its grant cancelled on 5/1; one of the 15 gives its place up on 6/1."""
    made, invited = asked_of(20, officer)
    grants = [make.decided_grant(one.invitation.participation) for one in invited]
    for n, one in enumerate(invited[:18]):
        followup.reply(one.token, saying(made, counts=n < 15), APRIL)
    cancelled, given_up = grants[17], invited[0].invitation.participation
    cancelled.state = GrantState.CANCELLED
    history.record(cancelled, "cancel", "取消", by=officer, at=MAY)
    given_up.state = State.DECLINED
    history.record(given_up, "cancel", "開始前の辞退", by=officer, at=JUNE)
    days = {
        date(2025, 4, 30): (Retention(15, 3, 2), Retention(15, 3, 2), "15/20 = 75.0"),
        date(2025, 5, 31): (Retention(15, 3, 2), Retention(15, 2, 2), "15/20 = 75.0"),
        date(2025, 6, 1): (Retention(14, 3, 2), Retention(14, 2, 2), "14/19 = 73.7"),
    }
    for day, (every, subsidised, figure) in days.items():
        found = told(made, day)
        assert (found.groups, found.subsidised_groups) == (every, subsidised), day
        assert words(made, day) == figure
    assert told(made) == live(made)
    # Before anybody was asked and before the grants were decided, but after the acceptance:
    assert told(made, date(2024, 7, 1)).groups == Retention(0, 0, 20)
    assert told(made, date(2024, 7, 1)).subsidised_groups == Retention(0, 0, 0)
    assert told(made, date(2024, 5, 10)).groups == Retention(0, 0, 0)
    course = knowing.of(made, year_of(made).counting).course()
    assert [one.on.isoformat() for one in course] == ["2025-04-01", "2025-05-01", "2025-06-01"]
    assert [of_day(one) for one in course[1:]] == [
        "交付決定を受けた組 20組 → 19組",
        "参加した組 20組 → 19組、参加した人 20名 → 19名、交付決定を受けた組 19組 → 18組",
    ]
    assert all(told(made, one.on) == one.counts for one in course)


def test_a_member_who_joins_later_counts_from_that_day_and_with_the_answer_of_the_group(officer):
    made, (asked,) = asked_of(1, officer)
    group = asked.invitation.participation
    followup.reply(asked.token, saying(made, counts=True), APRIL)
    joining = Joining("途中　花子", "トチュウ　ハナコ", None, "東京都", "", group.first_day)
    member_joined(group, joining, officer, MAY, "仲間が加わった")
    assert told(made, date(2025, 4, 30)).people == Retention(1, 0, 0)
    assert told(made, date(2025, 5, 1)).people == Retention(2, 0, 0)
    assert told(made) == live(made)
    assert all(one.groups == Retention(1, 0, 0) for one in (told(made), live(made)))


def test_what_has_no_day_is_said_and_counted_as_it_is_now(officer):
    made, invited = asked_of(3, officer)
    first, second = (one.invitation.participation for one in invited[:2])
    first.state = State.DECLINED
    make.decided_grant(second).state = GrantState.CANCELLED
    counting = year_of(made).counting
    found = knowing.of(made, counting)
    assert found.on(date(2025, 4, 1)) == found.on() == live(made)
    assert [one.split("。")[0] for one in found.undated] == [
        "参加を辞退した日の記録がない組が1組あります",
        "交付の決定や取消などの日の記録がない組が1組あります",
    ]


def test_who_has_not_decided_is_kept_apart_until_it_decides(officer):
    """20組: on 4/1 14 say that they keep a base, 3 that they do not and 1 「まだ決めていない」,
    which decides on 6/1 to keep one. 14/20 within 14/20 and 17/20, then 15/20."""
    made, invited = asked_of(20, officer)
    for n, one in enumerate(invited[:17]):
        followup.reply(one.token, saying(made, counts=n < 14), APRIL)
    last, open_ = invited[17], {"q1": "まだ決めていない"}
    followup.reply(last.token, open_, APRIL)
    found = year_of(made)
    assert found.counts.groups == found.counts.people == Retention(14, 3, 2, 0, 1)
    assert (found.figure.words, found.figure.highest) == ("14/20 = 70.0", Fraction(17, 20))
    assert told(made) == found.counts
    assert outcomes.settle_year(made.year, MAY) == 0  # what is read anew is what was kept
    followup.reply(last.token, saying(made, counts=True), JUNE)
    assert words(made, date(2025, 5, 15)) == "14/20 = 70.0"
    assert words(made, date(2025, 6, 15)) == "15/20 = 75.0"
    assert told(made) == live(made)
    (tally,) = figures.tallies().values()
    assert (tally.answered, tally.retention) == (18, Retention(15, 3, 2))
