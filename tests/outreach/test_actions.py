"""Gatherings are planned, changed, cancelled and counted, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.outreach import actions
from otameshi.outreach.actions import Plan
from otameshi.outreach.rules import GatheringKind, Held
from tests import make

APRIL = japan(2026, 4, 1)
EVENING = Plan(GatheringKind.SESSION, "第1回募集説明会", japan(2026, 5, 1, 19), "オンライン")


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def planned(officer, plan: Plan = EVENING):
    return actions.plan(make.year(), plan, officer, APRIL)


def test_a_gathering_is_announced_until_it_begins_and_then_past(officer):
    gathering = planned(officer)
    before, after = EVENING.held_at - timedelta(minutes=1), EVENING.held_at
    assert db.session.scalars(actions.coming(before)).all() == [gathering]
    assert db.session.scalars(actions.past(after)).all() == [gathering]
    assert db.session.scalars(actions.coming(after)).all() == []


def test_the_next_session_is_the_soonest_that_takes_place(officer):
    planned(officer, replace(EVENING, held_at=japan(2026, 5, 9, 19)))
    soon = planned(officer)
    planned(officer, replace(EVENING, kind=GatheringKind.LARGE, held_at=japan(2026, 4, 2)))
    assert actions.next_session(APRIL) is soon
    cancelled = db.session.scalars(actions.coming(APRIL)).all()[1]
    actions.cancel(cancelled, officer, APRIL, "講師の都合")
    later = actions.next_session(APRIL)
    assert later is not None
    assert later.held_at == japan(2026, 5, 9, 19)
    assert soon in db.session.scalars(actions.coming(APRIL)).all()


def test_only_what_was_held_and_not_cancelled_is_counted_in_its_year(officer):
    first = planned(officer)
    actions.cancel(planned(officer), officer, APRIL, "会場の都合")
    planned(officer, replace(EVENING, held_at=japan(2026, 12, 1, 14)))
    actions.plan(make.year(2025), replace(EVENING, held_at=japan(2025, 5, 1)), officer, APRIL)
    at = EVENING.held_at + timedelta(days=1)
    actions.attend(first, 12, officer, at)
    found = actions.counts(2026, at)
    assert found[GatheringKind.SESSION] == Held(1, 12)
    assert found[GatheringKind.LARGE] == Held()
    assert actions.counts(2026, japan(2027, 4, 1))[GatheringKind.SESSION] == Held(2, 12, 1)


def test_attendance_waits_for_the_gathering(officer):
    gathering = planned(officer)
    with pytest.raises(Refused, match="開催した後"):
        actions.attend(gathering, 5, officer, APRIL)
    assert gathering.attendance is None


def test_a_change_seen_on_an_old_page_is_refused(officer):
    gathering = planned(officer)
    db.session.flush()
    shown = gathering.version
    actions.change(gathering, replace(EVENING, place="長野市"), officer, APRIL, shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.change(gathering, replace(EVENING, place="松本市"), officer, APRIL, shown)
    assert gathering.place == "長野市"


def test_every_act_stands_in_the_history(officer):
    gathering = planned(officer)
    actions.change(gathering, EVENING, officer, APRIL)
    actions.cancel(gathering, officer, APRIL, "大雪")
    with pytest.raises(Refused, match="変更できません"):
        actions.change(gathering, EVENING, officer, APRIL)
    db.session.commit()
    events = db.session.scalars(history.of(gathering)).unique().all()
    assert [event.act for event in events] == ["plan", "change", "cancel"]
    assert [event.note for event in events] == ["", "", "大雪"]
    assert events[0].facts["announced"]["title"] == EVENING.title
