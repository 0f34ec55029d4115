"""選考の方法: a year's own, copied with it, changed with a reason once scores are given."""

import pytest

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.programme import copying, rubrics, weighing
from otameshi.programme.method import Averaging, Method, TieRule
from tests import make


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def test_a_year_begins_with_the_usual_method(app) -> None:
    year = make.year()
    db.session.expire(year)
    assert year.selection_plan.fact == Method()


def test_a_change_is_kept_with_what_stood_before(app, officer) -> None:
    year = make.year()
    wanted = Method(averaging=Averaging.MEDIAN, interview_share=30, blind=False)
    weighing.set_method(year, wanted, officer, make.NOON, version=year.selection_plan.version)
    assert year.selection_plan.fact == wanted
    db.session.commit()
    event = db.session.scalars(history.of(year)).unique().all()[-1]
    assert event.facts["changes"] == {
        "委員の点のまとめ方": ["平均", "中央値"],
        "点に占める面談の割合（％）": ["0", "30"],
        "氏名などを選考委員に伏せる": ["はい", "いいえ"],
    }


def test_once_scores_are_given_a_change_needs_a_reason(app, officer) -> None:
    year = make.year()
    rubrics.begin(year, make.NOON)
    wanted = Method(tie_rule=TieRule.LOT)
    with pytest.raises(Refused, match="理由"):
        weighing.set_method(year, wanted, officer, make.NOON, "　")
    weighing.set_method(year, Method(), officer, make.NOON)  # nothing changes
    weighing.set_method(year, wanted, officer, make.NOON, "選考会議で決めた。")
    assert year.selection_plan.fact == wanted


def test_the_second_of_two_officers_is_told(app, officer) -> None:
    year = make.year()
    seen = year.selection_plan.version
    weighing.set_method(year, Method(answer_days=7), officer, make.NOON, version=seen)
    db.session.flush()
    with pytest.raises(Overtaken):
        weighing.set_method(year, Method(answer_days=9), officer, make.NOON, version=seen)


@pytest.mark.parametrize(
    "wrong", [{"interview_share": 101}, {"recall_minutes": -1}, {"answer_days": 0}]
)
def test_figures_that_no_selection_can_follow_are_refused(app, officer, wrong) -> None:
    with pytest.raises(Refused):
        weighing.set_method(make.year(), Method(**wrong), officer, make.NOON)


def test_the_next_year_begins_with_this_years_method(app, officer) -> None:
    year = make.year(2026)
    weighing.set_method(year, Method(interview_share=40), officer, make.NOON)
    following = copying.create_year(year, 2027, officer, make.NOON)
    db.session.flush()
    assert following.selection_plan.fact == Method(interview_share=40)
    assert following.selection_plan is not year.selection_plan
