"""What the worker does over the whole life of a wave, on both databases."""

from datetime import date, timedelta
from fractions import Fraction
from threading import Barrier, Thread

import pytest

from otameshi import history
from otameshi.cli import operate
from otameshi.core.clock import day_in_japan, japan
from otameshi.core.questions import Answer as Said
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.asking import due, reading, sending, tasks
from otameshi.followup.asking.rules import Kind, Result, Standing, State
from otameshi.followup.contacts import actions as contacts
from otameshi.followup.contacts.rules import Address, How
from otameshi.followup.models import Invitation, Outcome, Wave
from otameshi.followup.rules import Addressee
from otameshi.participation.actions import changing
from otameshi.participation.rules import State as Place
from tests import make
from tests.followup.asking.make import (
    by_itself,
    failing,
    invitations,
    letters,
    live,
    morning,
    token,
    work,
)
from tests.followup.asking.make import tasks as opened
from tests.followup.make import groups, saying
from tests.statements import counted

# The stay ended on 28 February 2025: half a year later is Thursday 28 August, and one may answer
# until 27 September. 10 days on is Sunday 7 September: the reminder leaves on Monday 8, and the
# second, ten days after the first, on Thursday 18.
OPENS, CLOSES = date(2025, 8, 28), date(2025, 9, 27)
FIRST, SECOND = date(2025, 9, 8), date(2025, 9, 18)

pytestmark = pytest.mark.usefixtures("app")


def days(kind: str) -> list[date]:
    return [day_in_japan(one.written_at) for one in letters(kind)]


def answer(one: Invitation) -> dict[str, Said | None]:
    return saying(one.wave, counts=True)


def test_a_wave_lives_by_itself_from_the_invitation_to_the_task():
    groups(2)
    by_itself()
    live(OPENS - timedelta(days=1), OPENS)
    assert [(one.opens_on, one.closes_on) for one in invitations()] == [(OPENS, CLOSES)] * 2
    actions.reply(token(letters()[0]), answer(invitations()[0]), morning(OPENS))
    live(OPENS, CLOSES)
    assert days("followup_invitation") == [OPENS, OPENS]
    assert days("followup_thanks") == [OPENS]
    assert days("followup_reminder") == [FIRST]
    assert days("followup_last_reminder") == [SECOND]
    assert not opened()
    live(CLOSES, CLOSES + timedelta(days=3))
    (task,) = opened()
    assert (task.invitation, task.kind) == (invitations()[1], Kind.SILENT)
    assert len(letters()) == 5
    acts = [one.act for one in db.session.scalars(history.of(task.invitation)).unique()]
    assert sorted(acts) == [
        "followup_invitation",
        "followup_last_reminder",
        "followup_reminder",
        "task",
    ]


def test_a_group_that_gave_up_early_is_asked_from_the_day_it_left():
    (group,) = groups(1)
    officer = make.person(Role.OFFICER)
    changing.leave(group, officer, japan(2024, 11, 11, 10), date(2024, 11, 10), "転職のため")
    by_itself()
    live(date(2025, 5, 9), date(2025, 5, 10))
    assert [one.opens_on for one in invitations()] == [date(2025, 5, 10)]


def test_a_place_given_up_before_the_stay_is_never_asked():
    groups(1, state=Place.DECLINED, host=None)
    by_itself()
    assert work(morning(OPENS)) == 0


def test_a_wave_with_days_of_its_own_asks_all_at_once_and_one_by_hand_is_left_alone():
    groups(2)
    own = by_itself(asked_on=date(2025, 3, 1), closes_on=date(2025, 3, 31))
    by_hand = by_itself(name="3か月後", months=3)
    by_hand.by_itself = False
    db.session.commit()
    live(date(2025, 2, 28), date(2025, 6, 1))
    assert {one.wave_id for one in invitations()} == {own.id}
    assert days("followup_invitation") == [date(2025, 3, 1)] * 2


def test_the_worker_looks_at_the_surveys():
    assert due.due in operate.DUE


def test_letters_leave_by_day_alone():
    groups(1)
    by_itself()
    for hour in (0, 8, 18, 23):
        assert not due.due(japan(2025, 8, 28, hour))
    assert len(due.due(japan(2025, 8, 28, 9))) == 1


def test_a_worker_that_was_away_asks_late_with_the_whole_time_and_never_long_after():
    groups(1)
    by_itself()
    late = OPENS + timedelta(days=20)
    work(morning(late))
    assert [one.closes_on for one in invitations()] == [late + timedelta(days=30)]
    groups(1)
    assert not due.due(morning(CLOSES + timedelta(days=1)))


def test_what_is_done_is_not_done_again_by_a_list_that_is_old():
    """A worker that was killed and another that goes on read the same list."""
    groups(2)
    by_itself()
    waiting = due.due(morning(OPENS))
    for _ in range(2):
        for task, key in waiting:
            task(key, morning(OPENS))
            db.session.commit()
    assert len(letters()) == 2
    reminding = due.due(morning(FIRST))
    for _ in range(2):
        for task, key in reminding:
            task(key, morning(FIRST))
            db.session.commit()
    assert len(letters("followup_reminder")) == 2


def test_two_workers_at_once_ask_and_call_each_group_once(app):
    groups(3)
    by_itself()
    for at in (morning(OPENS), morning(CLOSES + timedelta(days=1))):
        _at_once(app, at)
    assert len(letters("followup_invitation")) == 3
    assert len(opened()) == len(invitations()) == 3


def _at_once(app, at):
    start, wrong = Barrier(2), []

    def one():
        with app.app_context():
            try:
                waiting = due.due(at)
                db.session.rollback()
                start.wait(10)
                for task, key in waiting:
                    task(key, at)
                    db.session.commit()
            except Exception as fault:  # noqa: BLE001  # told in the test's own thread
                wrong.append(fault)
            finally:
                db.session.remove()

    workers = [Thread(target=one) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    db.session.rollback()
    assert not wrong


def test_mail_that_does_not_arrive_opens_a_task_at_once_and_once():
    groups(1)
    by_itself()
    work(morning(OPENS))
    failing(letters()[0])
    live(OPENS, CLOSES + timedelta(days=2))
    (task,) = opened()
    assert (task.kind, day_in_japan(task.opened_at)) == (Kind.UNDELIVERABLE, OPENS)
    assert not letters("followup_reminder")


def test_after_a_new_address_the_next_letter_goes_there_and_its_failure_is_another_task():
    (group,) = groups(1)
    by_itself()
    officer = make.person(Role.OFFICER)
    work(morning(OPENS))
    failing(letters()[0])
    work(morning(OPENS))
    (task,) = opened()
    (one,) = invitations()
    new = Address(email="atarashii@example.jp")
    contacts.change(group.people[0], new, How.TELEPHONE, officer, morning(OPENS))
    actions.reissue(one, officer, morning(OPENS))
    tasks.finish(task, Result.ADDRESS, "新しいアドレスを聞いた", officer, morning(OPENS))
    db.session.commit()
    assert letters()[-1].to == "atarashii@example.jp"
    assert work(morning(OPENS)) == 0
    failing(letters()[-1])
    work(morning(OPENS))
    assert [task.state for task in opened()] == [State.DONE, State.OPEN]


def test_a_task_ends_by_itself_when_the_answer_comes_after_all():
    groups(1)
    by_itself()
    work(morning(OPENS))
    after = morning(CLOSES + timedelta(days=1))
    work(after)
    (task,) = opened()
    officer = make.person(Role.OFFICER)
    actions.record(task.invitation, answer(task.invitation), by=officer, at=after, note="電話")
    work(after)
    assert (task.state, task.result, task.person) == (State.DONE, Result.HEARD, None)
    with pytest.raises(Refused):
        tasks.finish(task, Result.REACHED, "話せた", officer, after)


def test_a_task_is_finished_once_with_a_note():
    groups(1)
    by_itself()
    live(OPENS, OPENS)
    after = morning(CLOSES + timedelta(days=1))
    work(after)
    (task,) = opened()
    officer = make.person(Role.OFFICER)
    with pytest.raises(Refused, match="理由"):
        tasks.finish(task, Result.NO_CONTACT, " ", officer, after)
    with pytest.raises(Overtaken):
        tasks.finish(task, Result.NO_CONTACT, "3回かけた", officer, after, version=0)
    with pytest.raises(Refused, match="選んで"):
        tasks.finish(task, Result.HEARD, "聞いた", officer, after)
    tasks.finish(task, Result.NO_CONTACT, "3回かけた", officer, after)
    assert work(morning(CLOSES + timedelta(days=9))) == 0


def test_each_member_is_asked_and_who_has_no_address_gets_a_task():
    year = make.year(2024)
    group = make.participation(make.selected(make.application(to=make.call(year), people=3)))
    by_itself(addressee=Addressee.MEMBER)
    officer = make.person(Role.OFFICER)
    second = Address(email="futari@example.jp")
    contacts.change(group.people[1], second, How.PAPER, officer, morning(OPENS))
    live(OPENS, OPENS)
    assert [one.participant for one in invitations()] == group.people
    assert [one.to for one in letters()] == [group.representative.email, "futari@example.jp"]
    assert f"{group.people[1].name} 様" in letters()[1].body
    work(morning(OPENS))
    (task,) = opened()
    assert (task.invitation.participant, task.kind) == (group.people[2], Kind.NO_ADDRESS)
    outcome = db.session.scalar(db.select(Outcome))
    assert outcome.silent == 3
    with pytest.raises(Refused, match="連絡先を登録"):
        actions.reissue(task.invitation, officer, morning(OPENS))


def test_nobody_is_reminded_while_they_answer():
    groups(1)
    by_itself()
    live(OPENS, OPENS)
    (one,) = invitations()
    one.draft_at = morning(FIRST) - timedelta(minutes=5)
    db.session.commit()
    assert work(morning(FIRST)) == 0
    assert work(morning(FIRST) + timedelta(hours=2)) == 1


def test_who_was_asked_is_counted_by_standing_and_by_day_in_as_many_reads_as_ever():
    groups(4)
    made = by_itself()
    work(morning(OPENS))
    first, *_ = sent = letters()
    actions.reply(token(first), answer(invitations()[0]), japan(2025, 8, 29, 0, 30))
    failing(sent[1])
    invitations()[2].refused_at = morning(OPENS)
    db.session.commit()
    counts = reading.progress([made])[made.id]
    assert counted(lambda: reading.progress(db.session.scalars(db.select(Wave)).all())) == 2
    assert {which: counts.count(which) for which in Standing} == {
        Standing.ANSWERED: 1,
        Standing.REFUSED: 1,
        Standing.UNDELIVERABLE: 1,
        Standing.SILENT: 1,
    }
    assert (counts.asked, counts.answered, counts.rate) == (4, 1, Fraction(1, 4))
    for which in Standing:
        (one,) = db.session.scalars(reading.asked_in(made, which)).unique()
        assert reading.standing_of(one) is which
    assert [(one.on, one.asked, one.answered_until) for one in reading.by_day(made)] == [
        (OPENS, 4, 0),
        (OPENS + timedelta(days=1), 0, 1),
    ]


def test_an_officer_may_ask_whom_the_calendar_has_missed():
    groups(1)
    made = by_itself()
    long_after = morning(CLOSES + timedelta(days=90))
    assert not due.due(long_after)
    (asked,) = sending.invite(made, make.person(Role.OFFICER), long_after)
    assert asked.invitation.closes_on == day_in_japan(long_after) + timedelta(days=30)
