"""The year's figure is fixed by two people, and stays while answers still come."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.questions import Condition
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.followup import actions as followup
from otameshi.followup import asked, waves
from otameshi.followup.locking import actions
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.rules import State
from otameshi.followup.locking.standing import lock_of, locks
from otameshi.followup.retention import actions as retention
from otameshi.followup.retention import knowing, reading
from otameshi.followup.retention.meaning import Denominator, Members, Rounding, Unit
from otameshi.followup.retention.rules import Counting, YearFigure
from otameshi.followup.rules import Answer
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from tests import make
from tests.followup.make import IN_MARCH, LAST, answered, groups, saying, wave

AFTER = japan(2025, 4, 10, 10)
OFFICE = "オフィスや作業場所を置く"
ONLY_OFFICE = Counting(keeps=(Condition("q3", (OFFICE,)),))


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


@pytest.fixture
def manager(app):
    return make.person(Role.MANAGER)


def year_of_r6(officer):
    """15 of 19 keep a base, 2 do not, 2 say nothing."""
    groups(19)
    made = wave(officer)
    return made, answered(made, stayed=15, left=2)


def figure_of(made) -> YearFigure:
    found = reading.of_year(made.year)
    assert found is not None
    return found


def test_a_figure_is_fixed_by_two_people_and_stays(officer, manager):
    made, invited = year_of_r6(officer)
    lock = actions.prepare(made.year, officer, AFTER)
    assert (lock.part, lock.whole, lock.tenths, lock.state) == (15, 19, 789, State.PREPARED)
    actions.take(lock, "approve", manager, AFTER)
    assert locks()[2024] is lock
    assert lock.facts["counts"]["groups"] == {"stayed": 15, "left": 2, "silent": 2, "refused": 0}
    silent = invited[17]
    late = saying(made, counts=True)
    followup.record(silent.invitation, late, by=officer, at=AFTER, note="遅れて届いた")
    now = figure_of(made)
    assert (now.figure.part, lock.part, lock.tenths) == (16, 15, 789)
    db.session.commit()
    acts = [one.act for one in db.session.scalars(history.of(lock)).unique()]
    assert acts == ["prepare", "approve"]


def test_who_prepared_does_not_approve(officer):
    made, _ = year_of_r6(officer)
    both = make.person(Role.OFFICER, Role.MANAGER)
    lock = actions.prepare(made.year, both, AFTER)
    with pytest.raises(Refused, match="同じ人"):
        actions.take(lock, "approve", both, AFTER)
    with pytest.raises(Refused, match="権限"):
        actions.take(lock, "approve", officer, AFTER)


def test_nothing_is_fixed_while_answers_may_come_or_nobody_was_asked(officer):
    made, _ = year_of_r6(officer)
    with pytest.raises(Refused, match="受付中"):
        actions.prepare(made.year, officer, IN_MARCH)
    groups(1, 2022)
    with pytest.raises(Refused, match="調査回"):
        actions.prepare(make.year(2022), officer, AFTER)
    with pytest.raises(Refused, match="参加した組"):
        actions.prepare(make.year(2021), officer, AFTER)


def test_a_figure_that_moved_meanwhile_is_not_approved(officer, manager):
    made, invited = year_of_r6(officer)
    lock = actions.prepare(made.year, officer, AFTER)
    facts = {"by": officer, "at": AFTER, "note": "遅れて届いた"}
    followup.record(invited[18].invitation, saying(made, counts=False), **facts)
    with pytest.raises(Refused, match="変わりました"):
        actions.take(lock, "approve", manager, AFTER)
    actions.take(lock, "return", manager, AFTER, "回答が届いたため")
    assert lock_of(made.year_id) is None
    again = actions.prepare(made.year, officer, AFTER)
    actions.take(again, "approve", manager, AFTER)
    assert again.facts["counts"]["groups"]["left"] == 3


def test_a_fixed_year_is_counted_in_no_other_way_until_it_is_freed(officer, manager):
    made, _ = year_of_r6(officer)
    later = wave(officer, name="1年後", months=12, decisive=False)
    lock = actions.prepare(made.year, officer, AFTER)
    actions.take(lock, "approve", manager, AFTER)
    with pytest.raises(Refused, match="先に確定を取り消す"):
        retention.recount(made.year, ONLY_OFFICE, "見直し", by=officer, at=AFTER)
    facts = {"name": "1年後", "closes_on": LAST, "decisive": True, "by": officer, "at": AFTER}
    with pytest.raises(Refused, match="先に確定を取り消す"):
        waves.revise(later, note="替える", **facts)
    with pytest.raises(Refused, match="すでに確定"):
        actions.prepare(made.year, officer, AFTER)
    with pytest.raises(Refused, match="理由"):
        actions.take(lock, "release", manager, AFTER)
    actions.take(lock, "release", manager, AFTER, "集計の誤り")
    waves.revise(later, note="替える", **facts)


def test_a_lock_seen_on_an_old_page_is_not_decided(officer, manager):
    made, _ = year_of_r6(officer)
    lock = actions.prepare(made.year, officer, AFTER)
    db.session.flush()
    shown = lock.version
    actions.take(lock, "return", manager, AFTER, "確認のため", shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.take(lock, "approve", make.person(Role.MANAGER), AFTER, "", shown)


def test_two_officers_prepare_one_lock(app, officer):
    made, _ = year_of_r6(officer)
    key, year_id = officer.id, made.year_id
    db.session.commit()
    start, outcomes = threading.Barrier(2), []

    def prepare() -> None:
        with app.app_context():
            year = db.session.get_one(ProgrammeYear, year_id)
            by = db.session.get_one(Person, key)
            db.session.rollback()
            start.wait()
            try:
                actions.prepare(year, by, AFTER)
                db.session.commit()
                outcomes.append("done")
            except Refused:
                db.session.rollback()
                outcomes.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=prepare) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert len(db.session.scalars(select(RetentionLock)).all()) == 1


# --- the year's way of counting ---


def test_another_way_of_counting_reads_every_answer_anew(officer):
    made, invited = year_of_r6(officer)
    office = {**saying(made, counts=True), "q3": (OFFICE,)}
    followup.reply(invited[0].token, office, IN_MARCH + timedelta(days=2))
    seen = retention.preview(made.year, ONLY_OFFICE)
    assert seen is not None
    assert seen.words == "1/19 = 5.3"  # 5.263…: the other 14 did not say what base they keep
    assert figure_of(made).figure.words == "15/19 = 78.9"
    with pytest.raises(Refused, match="理由"):
        retention.recount(made.year, ONLY_OFFICE, " ", by=officer, at=AFTER)
    plan = retention.recount(made.year, ONLY_OFFICE, "要綱の改正", by=officer, at=AFTER)
    found = figure_of(made)
    assert (found.figure.words, found.retention.left) == ("1/19 = 5.3", 16)
    db.session.commit()
    (event,) = db.session.scalars(history.of(plan)).unique()
    assert (event.note, event.facts["moved"]) == ("要綱の改正", 14)


def test_the_year_may_count_only_those_who_answered_and_round_up(officer):
    made, _ = year_of_r6(officer)
    keeps = asked.standard().keeps
    other = Counting(keeps, Members.ANY, denominator=Denominator.ANSWERED, rounding=Rounding.UP)
    retention.recount(made.year, other, "要綱の改正", by=officer, at=AFTER)
    assert figure_of(made).figure.words == "15/17 = 88.3"  # 88.235… up


def test_a_way_by_which_nobody_leaves_or_unknown_answers_are_refused(officer):
    made, _ = year_of_r6(officer)
    every = Counting(keeps=(Condition("q1", made.whole.questions[0].options),))
    for wrong, why in ((every, "数えない回答"), (Counting(), "1つ以上"),
                       (Counting(keeps=(Condition("q9", ("x",)),)), "調査票にない")):  # fmt: skip
        with pytest.raises(Refused, match=why):
            retention.recount(made.year, wrong, "理由", by=officer, at=AFTER)


def test_what_is_summed_and_what_is_read_day_by_day_agree(officer):
    made, invited = year_of_r6(officer)
    followup.reply(invited[0].token, saying(made, counts=False), IN_MARCH + timedelta(days=5))
    year = figure_of(made)
    known = knowing.of(made, year.counting)
    assert known.on() == year.counts
    days = known.course()
    assert [one.on.isoformat() for one in days] == ["2025-03-11", "2025-03-15"]
    assert days[-1].counts == year.counts
    assert days[-1].moved == ((Answer.STAYED, Answer.LEFT, 1),)
    before = known.on(days[0].on)
    assert (before.groups.stayed, year.retention.stayed) == (15, 14)


def test_a_new_year_counts_as_the_last_one_did(officer):
    made, _ = year_of_r6(officer)
    by_heads = replace(asked_counting(), unit=Unit.PERSON, rounding=Rounding.DOWN)
    retention.recount(made.year, by_heads, "人数で数える", by=officer, at=AFTER)
    later = wave(officer, 2025, name="終了時")
    plan = asked.plan_of(later.year)
    assert plan is not None
    assert plan.counting == by_heads


def asked_counting() -> Counting:
    return Counting(keeps=asked.standard().keeps)
