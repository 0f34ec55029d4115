"""What a version of a survey must hold: the rules alone."""

import pytest

from otameshi.core.questions import Condition, Kind, Question, Questionnaire, faults
from otameshi.core.states import Refused
from otameshi.followup.asked import standard
from otameshi.followup.sections import PAGES
from otameshi.followup.writing.rules import check_meaning, check_standing

STAYS = (Condition("q1", ("はい",)),)


def asked(*options, key="q1"):
    return Questionnaire((Question(key, Kind.CHOICE, "質問", "base", options=options),))


def test_a_version_must_tell_who_keeps_a_base():
    check_meaning(asked("はい", "いいえ"), STAYS)
    for whole in (asked("いる", "いない"), asked("はい", "いいえ", key="q2")):
        with pytest.raises(Refused, match="拠点維持の数え方"):
            check_meaning(whole, STAYS)
    with pytest.raises(Refused, match="1つもありません"):
        check_meaning(Questionnaire(), STAYS)


def test_one_of_the_years_conditions_is_enough():
    check_meaning(asked("はい", "いいえ"), (Condition("q9", ("はい",)), *STAYS))


def test_nothing_is_copied_from_a_wave_that_asks_nothing():
    check_standing(asked("はい", "いいえ"))
    with pytest.raises(Refused, match="別の調査回"):
        check_standing(Questionnaire())


def test_the_standard_survey_is_sound_short_and_counted():
    found = standard()
    assert faults(found.whole, PAGES) == []
    assert len(found.whole.questions) == 8
    check_meaning(found.whole, found.keeps)
    # Who does not stay is asked six questions, of which one must be answered.
    away = found.whole.shown({"q1": "維持しない"})
    assert [one.key for one in away] == ["q1", "q5", "q6", "q7", "q8", "q2"]
    assert [one.key for one in found.whole.questions if one.required] == ["q1"]
