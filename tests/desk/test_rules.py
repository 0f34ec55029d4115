"""Where an applicant stands and what comes next; what waits for whom at the office."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications.rules import State as Application
from otameshi.claims.rules import State as Claim
from otameshi.core.clock import japan
from otameshi.core.roles import STAFF, Role
from otameshi.core.yen import Yen
from otameshi.desk.facts import (
    SUBSIDY,
    ClaimFact,
    GrantFact,
    Need,
    PathFact,
    PlaceFact,
    Stage,
    Standing,
    SurveyFact,
    Task,
)
from otameshi.desk.rules import Path, path
from otameshi.desk.waiting import FOLLOWS, TABLES, Pile, Queue, Waiting, work
from otameshi.grants.rules import State as Grant
from otameshi.participation.rules import State as Place
from otameshi.programme.rules import Opening
from otameshi.programme.schedule import Expected, Precision
from otameshi.programme.schedule import Step as Planned
from otameshi.selection.rules import TOLD
from otameshi.selection.rules import State as Candidacy

CLOSES = japan(2026, 5, 18, 17)
NOW = japan(2026, 9, 10, 12)
SUBMITTED = PathFact(
    application=Application.SUBMITTED,
    opening=Opening.CLOSED,
    closes_at=CLOSES,
    submitted_on=date(2026, 5, 10),
)
SELECTED = replace(SUBMITTED, candidacy=Candidacy.SELECTED, decided_on=date(2026, 7, 1))
PLACE = PlaceFact(Place.ACTIVE, date(2026, 7, 5), date(2026, 8, 1), date(2027, 2, 28), True)  # noqa: FBT003  # wants_grant
TAKING_PART = replace(SELECTED, place=PLACE)
GRANTED = replace(
    TAKING_PART,
    grant=GrantFact(Grant.DECIDED, date(2026, 8, 1), Yen(130_000)),
    paid_by=date(2027, 3, 14),
)
ENDED = [
    Candidacy.REJECTED,
    Candidacy.INELIGIBLE,
    Candidacy.DECLINED,
    Candidacy.STEPPED_BACK,
]


def here(found: Path) -> tuple[Stage, Standing]:
    return found.here.stage, found.here.standing


def needs(fact: PathFact) -> list[Need]:
    return [task.need for task in path(fact, NOW).tasks]


def claimed(state: Claim, **facts) -> PathFact:
    return replace(GRANTED, claim=ClaimFact(state, **facts))


def test_a_draft_is_to_be_finished_by_the_deadline() -> None:
    draft = replace(SUBMITTED, application=Application.DRAFT, opening=Opening.OPEN)
    found = path(draft, japan(2026, 5, 1))
    assert found.tasks == (Task(Need.FINISH_APPLICATION, CLOSES),)
    assert [step.stage for step in found.steps] == list(Stage)


def test_a_draft_that_missed_the_deadline_ends_the_path() -> None:
    found = path(replace(SUBMITTED, application=Application.DRAFT), NOW)
    assert found.over
    assert not found.tasks
    assert len(found.steps) == 1


@pytest.mark.parametrize("state", [None, *(s for s in Candidacy if s is not Candidacy.SELECTED)])
def test_before_the_office_has_spoken_nobody_learns_how_the_selection_goes(state) -> None:
    found = path(replace(SUBMITTED, candidacy=state), NOW)
    told = {Candidacy.WAITLISTED, *ENDED}
    if state not in told:
        assert found == path(SUBMITTED, NOW)
    else:
        assert found != path(SUBMITTED, NOW)


@pytest.mark.parametrize(
    ("fact", "stage", "need"),
    [
        (SUBMITTED, Stage.SELECTION, []),
        (SELECTED, Stage.PARTICIPATION, [Need.ANSWER_OFFER]),
        (TAKING_PART, Stage.GRANT, [Need.APPLY_FOR_GRANT]),
        (replace(TAKING_PART, grant=GrantFact(Grant.DRAFT)), Stage.GRANT, [Need.FINISH_GRANT]),
        (replace(TAKING_PART, grant=GrantFact(Grant.APPLIED)), Stage.GRANT, []),
        (replace(TAKING_PART, grant=GrantFact(Grant.RETURNED)), Stage.GRANT, [Need.CORRECT_GRANT]),
        (replace(TAKING_PART, grant=GrantFact(Grant.CHECKED)), Stage.GRANT, []),
        (GRANTED, Stage.CLAIM, [Need.BEGIN_CLAIM]),
        (claimed(Claim.DRAFT), Stage.CLAIM, [Need.FINISH_CLAIM]),
        (claimed(Claim.SUBMITTED), Stage.CLAIM, []),
        (claimed(Claim.RETURNED), Stage.CLAIM, [Need.CORRECT_CLAIM]),
        (claimed(Claim.CHECKED), Stage.CLAIM, []),
        (claimed(Claim.SETTLED, settled=Yen(120_000)), Stage.CLAIM, [Need.INVOICE]),
        (claimed(Claim.INVOICED, settled=Yen(120_000)), Stage.PAYMENT, []),
    ],
)
def test_each_state_has_its_place_and_what_to_do_next(fact, stage, need) -> None:
    found = path(fact, NOW)
    assert here(found) == (stage, Standing.CURRENT)
    assert needs(fact) == need


def test_steps_that_are_done_carry_their_dates() -> None:
    paid = claimed(
        Claim.PAID,
        settled=Yen(120_000),
        invoiced_on=date(2027, 3, 20),
        paid=Yen(120_000),
        paid_on=date(2027, 4, 2),
    )
    fact = replace(paid, place=replace(PLACE, state=Place.ENDED))
    steps = {step.stage: step for step in path(fact, NOW).steps}
    assert {stage: step.on for stage, step in steps.items()} == {
        Stage.APPLICATION: date(2026, 5, 10),
        Stage.SELECTION: date(2026, 7, 1),
        Stage.PARTICIPATION: date(2026, 7, 5),
        Stage.GRANT: date(2026, 8, 1),
        Stage.CLAIM: date(2027, 3, 20),
        Stage.PAYMENT: date(2027, 4, 2),
        Stage.FOLLOWUP: None,
    }
    assert "120,000円" in steps[Stage.PAYMENT].note


def test_who_takes_part_without_a_grant_is_spared_its_steps() -> None:
    found = path(replace(SELECTED, place=replace(PLACE, wants_grant=False)), NOW)
    assert not {step.stage for step in found.steps} & SUBSIDY
    assert here(found) == (Stage.PARTICIPATION, Standing.CURRENT)


@pytest.mark.parametrize("state", [Grant.REFUSED, Grant.WITHDRAWN])
def test_without_a_grant_there_is_nothing_to_claim(state) -> None:
    found = path(replace(TAKING_PART, grant=GrantFact(state)), NOW)
    assert [step.stage for step in found.steps][-2:] == [Stage.GRANT, Stage.FOLLOWUP]


def test_who_left_early_still_claims_what_was_granted() -> None:
    left = replace(PLACE, state=Place.LEFT)
    assert needs(replace(GRANTED, place=left)) == [Need.BEGIN_CLAIM]
    assert needs(replace(TAKING_PART, place=left)) == []


@pytest.mark.parametrize("state", ENDED)
def test_a_path_that_ended_shows_nothing_behind_its_end(state) -> None:
    found = path(replace(SUBMITTED, candidacy=state), NOW)
    assert found.over
    assert found.steps[-1].stage is Stage.SELECTION


def test_the_survey_is_asked_beside_the_claim_and_keeps_its_own_deadline() -> None:
    fact = replace(claimed(Claim.DRAFT), surveys=(SurveyFact(date(2026, 9, 1), date(2026, 9, 30)),))
    assert path(fact, NOW).tasks == (
        Task(Need.FINISH_CLAIM),
        Task(Need.ANSWER_SURVEY, date(2026, 9, 30)),
    )


def test_a_survey_of_another_day_asks_nothing() -> None:
    for survey in (
        SurveyFact(date(2026, 8, 1), date(2026, 9, 9)),
        SurveyFact(date(2026, 9, 11), date(2026, 9, 30)),
        SurveyFact(date(2026, 9, 1), date(2026, 9, 30), answered_on=date(2026, 9, 2)),
    ):
        assert Need.ANSWER_SURVEY not in needs(replace(GRANTED, surveys=(survey,)))


dates = st.dates(date(2026, 4, 1), date(2027, 12, 31))
facts = st.builds(
    PathFact,
    application=st.sampled_from(Application),
    opening=st.sampled_from(Opening),
    closes_at=st.just(CLOSES),
    submitted_on=dates,
    candidacy=st.none() | st.sampled_from(Candidacy),
    decided_on=st.none() | dates,
    place=st.none()
    | st.builds(PlaceFact, st.sampled_from(Place), dates, dates, dates, st.booleans()),
    grant=st.none() | st.builds(GrantFact, st.sampled_from(Grant), dates, st.just(Yen(1_000))),
    claim=st.none() | st.builds(ClaimFact, st.sampled_from(Claim), settled=st.just(Yen(1_000))),
    paid_by=st.none() | dates,
    surveys=st.lists(st.builds(SurveyFact, dates, dates, st.none() | dates), max_size=2).map(tuple),
)


@given(facts)
def test_whatever_is_known_the_path_says_one_place_in_the_order_of_the_law(fact: PathFact) -> None:
    found = path(fact, NOW)
    stages = [step.stage for step in found.steps]
    assert stages == [stage for stage in Stage if stage in stages]
    assert sum(step.standing is Standing.CURRENT for step in found.steps) <= 1
    assert found.here.stage in stages
    if found.over:
        assert not found.tasks


GRANTS = [Pile(Queue.GRANTS, state, 3) for state in Grant]


def states(found: tuple[Waiting, ...]) -> list[str]:
    return [one.state for one in found]


def test_each_role_finds_what_its_moves_are_for() -> None:
    officer = work(GRANTS, {Role.OFFICER})
    assert states(officer.mine) == [Grant.APPLIED]
    assert states(officer.others) == [Grant.CHECKED]
    assert states(officer.applicants) == [Grant.DRAFT, Grant.RETURNED]
    assert officer.mine[0].steps == ("差し戻す", "確認して決裁に上げる")
    assert officer.total == 3


def test_who_holds_several_roles_finds_the_work_of_all() -> None:
    both = work(GRANTS, {Role.OFFICER, Role.MANAGER})
    assert states(both.mine) == [Grant.APPLIED, Grant.CHECKED]
    assert both.others == ()


def test_an_auditor_has_no_work_but_sees_that_of_the_others() -> None:
    found = work(GRANTS, {Role.AUDITOR})
    assert found.mine == ()
    assert states(found.others) == [Grant.APPLIED, Grant.CHECKED]


def test_what_may_be_done_at_any_time_waits_for_nobody() -> None:
    running = [Pile(Queue.PARTICIPATION, Place.ACTIVE, 16)]
    found = work(running, {Role.OFFICER})
    assert found.mine == ()
    assert states(found.at_will) == [Place.ACTIVE]


def test_an_empty_pile_is_not_work() -> None:
    found = work([Pile(Queue.GRANTS, Grant.APPLIED, 0)], STAFF)
    assert found.mine == found.others == ()


@pytest.mark.parametrize("queue", TABLES)
def test_every_move_of_a_table_is_found_by_who_may_take_it(queue: Queue) -> None:
    for move in (one for one in TABLES[queue].moves if (queue, one.name) not in FOLLOWS):
        for state in move.sources:
            found = work([Pile(queue, state, 1)], {move.by})
            waiting = (*found.mine, *found.at_will, *found.applicants)
            own = move.by in {Role.APPLICANT, Role.VISITOR}
            assert any(move.label in one.steps for one in waiting) or own


PLAN = (
    Expected(Planned.PAPERS, date(2026, 9, 5), Precision.THIRD),
    Expected(Planned.RESULT, date(2026, 9, 25), Precision.THIRD),
)


@pytest.mark.parametrize("state", [None, *(one for one in Candidacy if one not in TOLD)])
def test_an_applicant_is_told_when_to_expect_the_outcome_whatever_the_office_knows(state) -> None:
    fact = replace(SUBMITTED, candidacy=state, plan=PLAN)
    [step] = [one for one in path(fact, NOW).steps if one.stage is Stage.SELECTION]
    assert step.note.startswith("書類審査の結果は9月上旬、選考の結果は9月下旬の予定です。")


def test_once_the_outcome_is_told_no_date_is_promised() -> None:
    found = path(replace(SELECTED, plan=PLAN), NOW)
    assert not any("予定です" in step.note for step in found.steps)
