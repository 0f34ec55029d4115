"""A call's plan is set, kept with what stood before, and copied with the year."""

from datetime import date

import pytest
from flask import Flask

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken
from otameshi.db import db
from otameshi.programme import copying, planning
from otameshi.programme.schedule import Expected, Precision, Step
from tests import make

RESULT = Expected(Step.RESULT, date(2026, 7, 3), Precision.THIRD)
LATER = Expected(Step.RESULT, date(2026, 7, 23), Precision.THIRD)


def test_a_plan_replaces_the_one_before_and_the_history_tells_both(app: Flask) -> None:
    call, officer = make.call(), make.person(Role.OFFICER)
    planning.set_plan(call, [RESULT], officer, make.NOON)
    db.session.commit()
    planning.set_plan(call, [LATER], officer, make.NOON)
    db.session.commit()
    assert call.expected == [LATER]
    latest = db.session.scalars(history.of(call.year)).all()[-1]
    assert latest.facts["changes"] == {"選考の結果": ["2026年7月上旬", "2026年7月下旬"]}


def test_a_plan_changed_by_a_colleague_meanwhile_is_not_overwritten(app: Flask) -> None:
    call, officer = make.call(), make.person(Role.OFFICER)
    shown = call.version
    planning.set_plan(call, [RESULT], officer, make.NOON, shown)
    db.session.commit()
    with pytest.raises(Overtaken):
        planning.set_plan(call, [LATER], officer, make.NOON, shown)


def test_the_plan_goes_with_the_year_a_year_on(app: Flask) -> None:
    call, officer = make.call(), make.person(Role.OFFICER)
    planning.set_plan(call, [RESULT], officer, make.NOON)
    year = copying.create_year(call.year, 2027, officer, make.NOON)
    db.session.commit()
    [copied] = year.calls
    assert copied.expected == [Expected(Step.RESULT, date(2027, 7, 3), Precision.THIRD)]
