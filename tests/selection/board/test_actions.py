"""Scenarios on both databases: what is kept, what is refused, what follows from taking one over."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.selection import actions as selection
from otameshi.selection.board import actions, reading, rules, taking
from otameshi.selection.board.models import Scenario
from otameshi.selection.board.rules import Choice
from otameshi.selection.board.weighing import weigh
from otameshi.selection.matching import Fixed
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.selection.board.make import scored

AT = japan(2026, 6, 1, 10)


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def call(app):
    del app
    return make.call()


def by_rank(call, officer, select: int = 1, wait: int = 1, name: str = "順位どおり") -> Scenario:
    scene = reading.scene_of(call)
    made = actions.begin(scene, name, officer, AT, actions.by_rank(scene, select, wait))
    db.session.commit()
    return made


def test_saving_a_page_keeps_the_other_rows_on_the_scores_they_were_chosen_on(
    call, officer
) -> None:
    high, low = scored(call, 5), scored(call, 3)
    scenario = by_rank(call, officer)
    before = reading.kept_of(scenario).choices
    assert [before[one.id].score for one in (high, low)] == ["5/1", "3/1"]
    rescored = before[high.id]._replace(score="4/1")
    assert rescored != before[high.id]
    actions.save(reading.scene_of(call), scenario, {low.id: Choice(Outcome.SELECTED)}, officer, AT)
    db.session.commit()
    after = reading.kept_of(scenario).choices
    assert after[high.id] == before[high.id]
    assert after[low.id].outcome is Outcome.SELECTED
    actions.save(reading.scene_of(call), scenario, {low.id: None}, officer, AT)
    assert low.id not in reading.kept_of(scenario).choices


def test_a_scenario_changed_meanwhile_is_refused_whole(call, officer) -> None:
    one = scored(call, 5)
    scenario = by_rank(call, officer)
    seen = scenario.version
    scene = reading.scene_of(call)
    actions.save(scene, scenario, {one.id: Choice(Outcome.REJECTED)}, officer, AT, seen)
    db.session.commit()
    for act in (
        lambda: actions.save(scene, scenario, {}, officer, AT, seen),
        lambda: actions.fill(scene, scenario, {}, officer, AT, seen),
        lambda: actions.remove(scenario, officer, AT, seen),
        lambda: taking.take(call, scenario, officer, AT, version=seen),
    ):
        with pytest.raises(Overtaken):
            act()


def test_a_number_on_the_waiting_list_is_given_once(call, officer) -> None:
    keys = [scored(call, points).id for points in (5, 4, 3)]
    scenario = by_rank(call, officer, 0, 0)
    scene = reading.scene_of(call)
    waits = {key: Choice(Outcome.WAITLISTED) for key in keys}
    actions.save(scene, scenario, waits, officer, AT)
    kept = reading.kept_of(scenario).choices
    assert [kept[key].rank for key in keys] == [1, 2, 3]
    twice = {key: Choice(Outcome.WAITLISTED, 1) for key in keys[:2]}
    with pytest.raises(Refused, match="重なって"):
        actions.save(scene, scenario, twice, officer, AT)


def test_only_officers_try_out_and_names_differ(call, officer) -> None:
    scored(call, 5)
    by_rank(call, officer)
    scene = reading.scene_of(call)
    with pytest.raises(Refused, match="権限"):
        actions.begin(scene, "別", make.person(Role.AUDITOR), AT)
    with pytest.raises(Refused, match="すでに"):
        actions.begin(scene, "順位どおり", officer, AT)
    for number in range(rules.MOST_SCENARIOS - 1):
        actions.begin(scene, f"案{number}", officer, AT)
    with pytest.raises(Refused, match="20件まで"):
        actions.begin(scene, "もう一つ", officer, AT)


def test_a_scenario_taken_over_is_the_proposal_with_its_place_told_in_the_notice(
    call, officer
) -> None:
    town = make.host(call.year, "塩尻市")
    one, other = scored(call, 5), scored(call, 3)
    scenario = by_rank(call, officer)
    where = Fixed(town.id, town.offices[0].id, "通学のため")
    actions.place(reading.scene_of(call), scenario, officer, AT, key=one.id, where=where)
    with pytest.raises(Refused, match="採択とした応募だけ"):
        actions.place(reading.scene_of(call), scenario, officer, AT, key=other.id, where=where)
    assert taking.take(call, scenario, officer, AT) == 2
    db.session.commit()
    assert (one.state, other.state) == (State.PROPOSED, State.PROPOSED)
    assert one.placement is not None
    assert (one.placement.place, one.placement.words) == (
        "塩尻市（塩尻市オフィス）", "通学のため"
    )  # fmt: skip
    assert [event.act for event in db.session.scalars(history.of(scenario))] == [
        "begin", "place", "take"
    ]  # fmt: skip
    pages = PdfReader(BytesIO(selection.preview(one, AT))).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert "塩尻市オフィス" in text
    with pytest.raises(Refused, match="削除できません"):
        actions.remove(scenario, officer, AT)


def test_a_group_of_another_call_of_the_year_takes_its_place_first(call, officer) -> None:
    town = make.host(call.year, places=1)
    earlier = make.call(call.year, title="前の募集")
    make.selected(make.application(to=earlier, people=2))
    mine = scored(call, 5)
    town = mine.application.wishes[0].host
    town.places = 1
    db.session.flush()
    scene = reading.scene_of(call)
    found = weigh(scene, actions.by_rank(scene, 1, 0))
    assert found.effect.heads == 3
    assert found.homeless == [mine.id]
    assert "受入可能数が1組のため" in found.placed.seats[mine.id].words


def test_what_was_sent_back_begins_a_new_scenario(call, officer) -> None:
    one = scored(call, 5)
    selection.propose(one, Outcome.WAITLISTED, officer, AT)
    selection.send_back(one, make.person(Role.MANAGER), AT, "点を確かめる")
    db.session.commit()
    scene = reading.scene_of(call)
    assert actions.sent_back(scene) == {one.id: Choice(Outcome.WAITLISTED, 1)}
    (known,) = db.session.scalars(select(Candidacy))
    assert reading.outcomes(scene, None) == {known.id: Outcome.WAITLISTED}
    assert reading.outcomes(scene, {}) == {}
