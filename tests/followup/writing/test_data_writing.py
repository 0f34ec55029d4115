"""A wave's questions: written, published, copied, on both databases."""

from dataclasses import replace

import pytest

from otameshi import history
from otameshi.core.questions import Kind, Question, Questionnaire
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.asked import standard
from otameshi.followup.writing import actions as writing
from otameshi.followup.writing.actions import PEN, SHELF
from tests import make
from tests.followup.make import IN_MARCH, groups, saying, wave

MORE = Question("", Kind.TEXT, "お勧めしたい相手", "other")


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def first(officer):
    made = wave(officer)
    db.session.commit()
    return made


def test_a_question_more_is_asked_only_once_it_is_published(first, officer):
    PEN.add(first, MORE, officer, IN_MARCH)
    assert "お勧めしたい相手" not in [one.label for one in first.whole.questions]
    made = SHELF.publish(first, officer, IN_MARCH)
    assert made.number == 2
    assert first.whole.questions[-1].key == "q9"
    assert SHELF.draft_of(first) is None
    with pytest.raises(Refused, match="公開する下書きがありません"):
        SHELF.publish(first, officer, IN_MARCH)
    db.session.commit()
    events = db.session.scalars(history.of(first)).unique().all()
    assert events[-1].label == "調査の質問の第2版を公開"


def test_a_key_means_one_question_in_all_waves_of_a_year(first, officer):
    other = wave(officer, name="1年後", decisive=False, months=12)
    PEN.add(first, MORE, officer, IN_MARCH)
    PEN.add(other, Question("", Kind.TEXT, "別の質問", "other"), officer, IN_MARCH)
    keys = [PEN.being_written(one).questions[-1].key for one in (first, other)]
    assert keys == ["q9", "q10"]


def test_a_version_that_nobody_could_be_counted_by_is_not_published(first, officer):
    for key in ("q3", "q4", "q1"):
        PEN.remove(first, key, officer, IN_MARCH)
    with pytest.raises(Refused, match="拠点維持の数え方"):
        SHELF.publish(first, officer, IN_MARCH)
    assert len(first.questions) == 1


def test_a_question_on_which_another_leans_is_not_taken_out(first, officer):
    with pytest.raises(Refused, match="条件にできるのは"):
        PEN.remove(first, "q1", officer, IN_MARCH)


def test_of_two_officers_the_second_is_told(first, officer):
    PEN.add(first, MORE, officer, IN_MARCH, 0)
    with pytest.raises(Overtaken):
        PEN.move(first, "q3", 1, officer, IN_MARCH, 0)


def test_questions_are_copied_from_another_wave_or_anew_from_the_standard(first, officer):
    PEN.add(first, MORE, officer, IN_MARCH)
    SHELF.publish(first, officer, IN_MARCH)
    other = wave(officer, name="1年後", decisive=False, months=12, whole=standard().whole)
    writing.copy(other, first, officer, IN_MARCH)
    assert PEN.being_written(other) == first.whole
    assert writing.sources(other) == [first]
    writing.copy(other, None, officer, IN_MARCH)
    assert PEN.being_written(other) == standard().whole
    with pytest.raises(Refused, match="同じ内容"):
        SHELF.publish(other, officer, IN_MARCH)


def test_who_has_answered_stays_with_the_version_answered_under(first, officer):
    groups(2)
    one, two = actions.invite(first, officer, IN_MARCH)
    actions.reply(one.token, saying(first, counts=True, comment="前の質問"), IN_MARCH)
    assert writing.answered(first) == 1
    PEN.remove(first, "q2", officer, IN_MARCH)
    SHELF.publish(first, officer, IN_MARCH)
    actions.reply(two.token, saying(first, counts=True, comment="捨てられる"), IN_MARCH)
    (old,), (new,) = one.invitation.replies, two.invitation.replies
    assert (old.questions.number, old.given["q2"]) == (1, "前の質問")
    assert (new.questions.number, "q2" in new.given) == (2, False)


def test_a_published_version_is_never_changed(first):
    first.questions[0].text = "{}"
    with pytest.raises(ValueError, match="never changed"):
        db.session.flush()
    db.session.rollback()


def test_old_waves_whose_questions_stand_nowhere_can_be_written_on(first, officer):
    bare = Questionnaire(tuple(replace(one, page="") for one in standard().whole.questions))
    old = wave(officer, name="以前の調査", decisive=False, months=6, whole=bare)
    PEN.add(old, MORE, officer, IN_MARCH)
    SHELF.publish(old, officer, IN_MARCH)
    assert {one.page for one in old.whole.questions} == {"base", "other"}
