"""A 補欠 who wants no place leaves the line as one who stepped back, and not as 採択後に辞退."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.applications.entering.withdrawal import How, Told
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.selection import actions
from otameshi.selection.decision.actions import promoting
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE, Outcome, State
from otameshi.statistics.exports import tables
from otameshi.statistics.exports.tables import Name
from tests import make
from tests.selection.decision_world import AT, decided, tell

DAY = day_in_japan(AT)
LATER = AT + timedelta(days=3)


def told(days=2):
    return Told(How.TELEPHONE, DAY + timedelta(days=days), "就職が決まったため")


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def three(officer):
    """One chosen, two on the waiting list, and everybody told."""
    manager, call = make.person(Role.MANAGER), make.call()
    found = decided(call, manager, Outcome.SELECTED, Outcome.WAITLISTED, Outcome.WAITLISTED)
    tell(call, manager)
    return [call, manager, *found]


def test_who_steps_back_leaves_the_line_and_the_next_needs_no_reason(officer, three):
    call, manager, chosen, first, second = three
    actions.step_back(first, told(), officer, LATER, first.version)
    assert (first.state, first.told, first.told_at) == (State.STEPPED_BACK,) * 2 + (LATER,)
    assert first.state not in HOLDS_A_PLACE
    assert promoting.waiting(call) == [second]
    assert promoting.free(call) == 0
    actions.record_decline(chosen, officer, LATER, "電話")
    promoting.promote(second, manager, LATER)
    assert second.state is State.SELECTED
    db.session.commit()
    event = db.session.scalars(history.of(first)).unique().all()[-1]
    day = DAY + timedelta(days=2)
    words = f"{day.year}年{day.month}月{day.day}日に電話で申し出"
    assert event.label == f"補欠の辞退を記録する（{words}）"
    assert (event.person, event.note) == (officer, "就職が決まったため")


def test_who_steps_back_is_not_counted_as_selected(officer, three):
    actions.step_back(three[3], told(), officer, LATER)
    db.session.commit()
    keys = [one.key for one in tables.columns(Name.APPLICATIONS)]
    rows = [dict(zip(keys, row, strict=True)) for row in tables.rows(Name.APPLICATIONS, (), keys)]
    assert {one["selected"] for one in rows if one["dimension"] == "全体"} == {1}


def test_only_an_officer_records_it_of_the_waiting_list_once_and_with_a_reason(officer, three):
    _, manager, chosen, first, _ = three
    with pytest.raises(Refused):
        actions.step_back(first, told(), manager, LATER)
    with pytest.raises(Refused):
        actions.step_back(chosen, told(), officer, LATER)
    with pytest.raises(Refused, match="理由"):
        actions.step_back(first, Told(How.LETTER, DAY, " "), officer, LATER)
    for days in (-1, 4):
        with pytest.raises(Refused, match="申し出のあった日"):
            actions.step_back(first, told(days), officer, LATER)
    version = first.version
    actions.step_back(first, told(), officer, LATER, version)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.step_back(first, told(), officer, LATER, version)


def test_an_officer_records_it_from_the_waiting_list(officer, three, browse):
    call, manager, _, _, second = three
    db.session.commit()
    page = f"/desk/selection/candidates/{second.id}/step-back"
    browser = browse(officer)
    assert f'href="{page}"' in browser.read(f"/desk/selection/{call.id}/line")
    assert "補欠の順位" in browser.read(page)
    on = {"on-year": str(DAY.year), "on-month": str(DAY.month), "on-day": str(DAY.day)}
    said = browser.send(page, page, how="letter", note="就職のため", **on)
    assert "補欠の辞退を記録しました" in said
    assert page not in said
    assert browse(manager).get(page).status_code == 403
    state = select(Candidacy.state).where(Candidacy.id == second.id)
    assert db.session.scalar(state) is State.STEPPED_BACK
