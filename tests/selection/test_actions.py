"""The selection from the closed call to the letters, on the database."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from otameshi import history
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import actions
from otameshi.selection.actions.proposing import Choice
from otameshi.selection.actions.scoring import Written
from otameshi.selection.board.reading import scene_of
from otameshi.selection.board.weighing import weigh
from otameshi.selection.decision.actions import promoting, sending
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel import actions as panel
from otameshi.selection.rules import Outcome, SheetState, State
from tests import make

AT = japan(2026, 6, 1, 10)  # after the close of 18 May


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


@pytest.fixture
def manager(app: Flask):
    return make.person(Role.MANAGER)


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def acts(row) -> list[str]:
    db.session.commit()
    return [event.act for event in db.session.scalars(history.of(row))]


def notice_text(one: Candidacy) -> str:
    (*_, paper) = db.session.scalars(issue.about(one))
    pdf = PdfReader(BytesIO(storage.content(paper.attachment)))
    return "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")


def scored(one: Candidacy, *points: int) -> Candidacy:
    """Give a candidate one finished sheet for each of `points`, the same on every criterion."""
    criteria = one.application.call.year.criteria
    for each in points:
        reviewer = make.person(Role.REVIEWER)
        sheet = make.keep(Sheet(candidacy=one, reviewer=reviewer))
        actions.finish(sheet, Written({c.id: each for c in criteria}), reviewer, AT)
    return one


def proposed(outcome: Outcome = Outcome.SELECTED, of=None, rank=None, by=None) -> Candidacy:
    one = scored(make.candidacy(of), 4)
    actions.propose(one, outcome, by or make.person(Role.OFFICER), AT, rank, "点が高い")
    return one


def tell(call: Call, by: Person) -> None:
    """Send every notice that waits, and let the hold pass."""
    kinds = {one.kind for one in sending.ready(call)}
    sending.release(sending.send(call, kinds, by, AT).id, AT)


# --- the pile ---


def test_the_pile_holds_each_submitted_application_once(officer) -> None:
    call = make.call()
    one = make.application(to=call)
    make.application(to=call, state=ApplicationState.DRAFT)
    (opened,) = actions.open_pile(call, officer, AT)
    assert opened.application is one
    assert opened.state is State.SCREENING
    assert acts(opened) == ["open"]
    with pytest.raises(Refused, match="選考に加える応募はありません"):
        actions.open_pile(call, officer, AT)


def test_the_selection_does_not_begin_before_the_close(officer) -> None:
    call = make.call()
    make.application(to=call)
    with pytest.raises(Refused, match="締切前"):
        actions.open_pile(call, officer, call.closes_at - timedelta(microseconds=1))
    assert len(actions.open_pile(call, officer, call.closes_at)) == 1


def test_passing_over_what_was_found_needs_a_reason_and_keeps_the_findings(officer) -> None:
    one = make.candidacy(make.application(nights_a_month=5), State.SCREENING)
    with pytest.raises(Refused, match="月に5泊"):
        actions.judge(one, "pass", officer, AT)
    actions.judge(one, "pass", officer, AT, "週末に通う計画が確かなため")
    assert one.state is State.REVIEWING
    kept = {(each["key"], each["severity"]) for each in one.findings or []}
    assert ("nights", "remark") in kept
    assert acts(one) == ["pass"]


def test_who_does_not_meet_the_conditions_is_told_why_with_a_numbered_notice(officer) -> None:
    one = make.candidacy(state=State.SCREENING)
    with pytest.raises(Refused, match="理由"):
        actions.judge(one, "fail", officer, AT)
    actions.judge(one, "fail", officer, AT, "県内に本社があるため。")
    assert one.state is State.INELIGIBLE
    assert one.document_number == "8産立第1号"
    (letter,) = letters("selection_ineligible")
    assert "県内に本社があるため。" in letter.body
    text = notice_text(one)
    assert "県内に本社があるため。" in text
    assert "要件を満たさない旨の通知" in text
    assert "不採択" not in text
    assert "8産立第1号" in text


def test_only_candidates_without_findings_pass_together(officer) -> None:
    call = make.call()
    make.candidacy(make.application(to=call, stay_to=None), State.SCREENING)
    with pytest.raises(Refused, match="1件ずつ"):
        actions.judge_all(call, officer, AT)


def test_a_withdrawn_application_leaves_the_selection(officer) -> None:
    one = make.candidacy(state=State.SCREENING)
    one.application.state = ApplicationState.WITHDRAWN
    db.session.flush()
    with pytest.raises(Refused, match="取り下げられた"):
        actions.judge(one, "pass", officer, AT, "理由")
    assert scene_of(one.application.call).lines == {}


def test_the_second_of_two_officers_is_told(officer) -> None:
    one = make.candidacy(state=State.SCREENING)
    shown = one.version
    actions.judge(one, "pass", officer, AT, "確認した", shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.judge(one, "fail", make.person(Role.OFFICER), AT, "だめ", shown)


# --- assignment ---


def seated(call, **facts):
    seat = make.seat(call, make.person(Role.REVIEWER, **facts))
    assert seat.person is not None
    return seat.person


def test_reviewers_are_named_evenly_conflicts_left_out_and_told(officer) -> None:
    call = make.call()
    near = seated(call, organisation="株式会社見本")
    others = [seated(call) for _ in range(2)]
    own = make.candidacy(make.application(to=call, trade_name="見本（株）"))
    free = [make.candidacy(make.application(to=call)) for _ in range(2)]
    given = panel.assign_all(call, officer, AT)
    assert (given.count, list(given.gaps)) == (6, [])
    db.session.expire_all()
    assert {sheet.reviewer for sheet in own.sheets} == set(others)
    load = [sum(s.reviewer is who for one in free for s in one.sheets) for who in (near, *others)]
    assert sorted(load) == [1, 1, 2]
    assert {letter.to for letter in letters("selection_assigned")} == {
        one.email for one in (near, *others)
    }
    assert panel.assign_all(call, officer, AT).count == 0


def test_where_assignment_is_impossible_it_says_so_and_why(officer) -> None:
    call = make.call()
    with pytest.raises(Refused, match="選考委員がいません"):
        panel.assign_all(call, officer, AT)
    seated(call, name="近い委員", organisation="見本社")
    seated(call)
    make.candidacy(make.application(to=call, trade_name="見本社"))
    given = panel.assign_all(call, officer, AT)
    assert given.count == 1
    assert "2名のうち1名だけ" in given.gaps[0]
    assert "近い委員委員は応募者と同じ所属" in given.gaps[0]


def test_a_reviewer_with_a_conflict_cannot_be_named_by_hand(officer) -> None:
    one = make.candidacy(make.application(trade_name="見本社"))
    call = one.application.call
    near, far = seated(call, organisation="見本社"), seated(call)
    with pytest.raises(Refused, match="同じ所属"):
        panel.assign(one, near, officer, AT)
    with pytest.raises(Refused, match="選考委員ではありません"):
        panel.assign(one, make.person(Role.REVIEWER), officer, AT)
    panel.assign(one, far, officer, AT)
    with pytest.raises(Refused, match="すでに割り当て"):
        panel.assign(one, far, officer, AT)


def test_who_recuses_is_replaced_and_the_office_is_told(officer) -> None:
    call = make.call()
    first, second, third = (seated(call) for _ in range(3))
    one = make.candidacy(make.application(to=call))
    for reviewer in (first, second):
        panel.assign(one, reviewer, officer, AT)
    sheet = one.sheets[0]
    with pytest.raises(Refused, match="理由"):
        actions.recuse(sheet, first, AT, "")
    actions.recuse(sheet, first, AT, "取引がある")
    assert "取引がある" in letters("selection_recused")[0].body
    db.session.expire_all()
    assert panel.assign_all(call, officer, AT).count == 1
    assert {s.reviewer for s in one.sheets} == {first, second, third}


def test_an_unfinished_sheet_is_taken_back_with_a_reason(officer) -> None:
    sheet = make.sheet()
    one = sheet.candidacy
    with pytest.raises(Refused, match="理由"):
        panel.release(sheet, officer, AT, "")
    panel.release(sheet, officer, AT, "入院のため")
    db.session.flush()
    assert one.sheets == []
    with pytest.raises(Refused, match="取り消せません"):
        panel.release(scored(one, 3).sheets[0], officer, AT, "理由")


# --- scoring ---


def test_a_sheet_is_kept_half_done_and_finished_only_when_whole(officer) -> None:
    one = make.candidacy()
    reviewer = make.person(Role.REVIEWER)
    sheet = make.sheet(one, reviewer)
    first, second = one.application.call.year.criteria
    actions.save(sheet, Written({first.id: 3}, {first.id: "よい"}, "途中"), reviewer, AT)
    assert sheet.state is SheetState.DRAFT
    assert [(s.points, s.comment) for s in sheet.scores] == [(3, "よい")]
    with pytest.raises(Refused, match=second.name):
        actions.finish(sheet, Written({first.id: 3}), reviewer, AT)
    db.session.rollback()


def test_points_off_the_scale_and_other_peoples_sheets_are_refused(officer) -> None:
    one = make.candidacy()
    reviewer = make.person(Role.REVIEWER)
    sheet = make.sheet(one, reviewer)
    first, _ = one.application.call.year.criteria
    for points in (0, 6):
        with pytest.raises(Refused, match="1から5"):
            actions.save(sheet, Written({first.id: points}), reviewer, AT)
    with pytest.raises(Refused, match="ほかの選考委員"):
        actions.save(sheet, Written({}), make.person(Role.REVIEWER), AT)


def test_a_finished_sheet_is_never_changed(officer) -> None:
    one = scored(make.candidacy(), 4)
    (sheet,) = one.sheets
    with pytest.raises(Refused, match="今の状態"):
        actions.save(sheet, Written({}), sheet.reviewer, AT)


def test_a_score_that_arrives_after_the_proposal_is_refused(officer) -> None:
    one = scored(make.candidacy(), 4)
    late = make.person(Role.REVIEWER)
    sheet = make.sheet(one, late)
    actions.propose(one, Outcome.SELECTED, officer, AT, note="期限を過ぎたため")
    with pytest.raises(Refused, match="書類審査中の応募ではない"):
        actions.save(sheet, Written({}), late, AT)


# --- proposal and decision ---


def test_proposing_without_finished_scores_or_below_a_floor_needs_a_reason(officer) -> None:
    low = scored(make.candidacy(), 1)
    with pytest.raises(Refused, match="基準点に届いていません"):
        actions.propose(low, Outcome.SELECTED, officer, AT)
    db.session.rollback()
    bare = make.candidacy()
    with pytest.raises(Refused, match="採点がまだありません"):
        actions.propose(bare, Outcome.REJECTED, make.person(Role.OFFICER), AT)


def test_many_are_proposed_at_once_and_the_waiting_list_is_numbered_by_rank(officer) -> None:
    call = make.call()
    low, high, third = (
        scored(make.candidacy(make.application(to=call)), points) for points in (3, 5, 4)
    )
    waiting = Choice(Outcome.WAITLISTED)
    choices = {low.id: waiting, third.id: waiting, high.id: Choice(Outcome.SELECTED)}
    in_order = {key: choices[key] for key in scene_of(call).open}
    assert actions.propose_all(call, in_order, officer, AT) == 3
    assert (high.proposal, third.waitlist_rank, low.waitlist_rank) == (Outcome.SELECTED, 1, 2)
    with pytest.raises(Refused, match="選んでください"):
        actions.propose_all(call, {}, officer, AT)


def test_a_board_that_another_officer_has_changed_is_refused(officer) -> None:
    call = make.call()
    one = scored(make.candidacy(make.application(to=call)), 4)
    seen = {one.id: one.version}
    actions.propose(one, Outcome.REJECTED, officer, AT)
    actions.send_back(one, make.person(Role.MANAGER), AT, "点を確かめる")
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.propose_all(call, {one.id: Choice(Outcome.SELECTED)}, officer, AT, "", seen)


def test_everything_proposed_is_decided_as_proposed_with_letter_and_notice(manager) -> None:
    call = make.call()
    outcomes = [Outcome.SELECTED, Outcome.WAITLISTED, Outcome.REJECTED]
    for outcome in outcomes:
        proposed(outcome, make.application(to=call), 1 if outcome is Outcome.WAITLISTED else None)
    decided = actions.decide_all(call, manager, AT)
    tell(call, manager)
    assert [one.state.value for one in decided] == [one.value for one in outcomes]
    assert [one.document_number for one in decided] == [f"8産立第{n}号" for n in (1, 2, 3)]
    for one, word in zip(decided, ("採択通知書", "補欠通知書", "不採択通知書"), strict=True):
        assert f"参加者{word}" in notice_text(one)
        (letter,) = letters(f"selection_{one.state}")
        assert letter.to == one.application.applicant.email
    assert "補助金の交付を決定するものではありません" in notice_text(decided[0])
    assert "補欠（順位1番）" in notice_text(decided[1])
    with pytest.raises(Refused, match="決裁を待つ案はありません"):
        actions.decide_all(call, manager, AT)


def test_who_proposed_does_not_decide(app: Flask) -> None:
    both = make.person(Role.OFFICER, Role.MANAGER)
    one = proposed(by=both)
    with pytest.raises(Refused, match="準備した人"):
        actions.decide(one, "select", both, AT)
    with pytest.raises(Refused, match="権限"):
        actions.decide(one, "select", make.person(Role.OFFICER), AT)


def test_deciding_otherwise_than_proposed_needs_a_reason(manager) -> None:
    one = proposed()
    with pytest.raises(Refused, match="不採択と決定します"):
        actions.decide(one, "reject", manager, AT)
    actions.decide(one, "reject", manager, AT, "予算のため")
    assert one.state is State.REJECTED


def test_a_list_that_grew_after_the_manager_read_it_is_not_decided(manager) -> None:
    call = make.call()
    one = proposed(of=make.application(to=call))
    seen = {one.id: one.version}
    proposed(of=make.application(to=call))
    with pytest.raises(Overtaken):
        actions.decide_all(call, manager, AT, seen)


def test_a_proposal_is_sent_back_with_a_reason_and_kept_as_a_choice(manager) -> None:
    one = proposed()
    with pytest.raises(Refused, match="理由"):
        actions.send_back(one, manager, AT, "")
    actions.send_back(one, manager, AT, "再検討")
    assert (one.state, one.proposal) == (State.REVIEWING, Outcome.SELECTED)


def test_when_a_place_is_given_up_the_next_in_line_moves_up(manager) -> None:
    call = make.call()
    gone = proposed(of=make.application(to=call, people=2))
    waits = proposed(Outcome.WAITLISTED, make.application(to=call), 1)
    actions.decide_all(call, manager, AT)
    tell(call, manager)
    actions.decline(gone, gone.application.applicant, AT, "転職のため")
    assert gone.state is State.DECLINED
    assert weigh(scene_of(call), None).effect.heads == 0
    promoting.promote(waits, manager, AT)
    assert waits.state is State.SELECTED
    assert weigh(scene_of(call), None).effect.heads == 1
    tell(call, manager)
    (letter,) = letters("selection_promoted")
    assert "繰り上げ" in letter.subject
    assert waits.document_number == "8産立第3号"


def test_an_applicant_sees_the_own_outcome_only_once_it_is_told(manager) -> None:
    one = proposed()
    applicant = one.application.applicant
    assert db.session.scalars(actions.visible_to(applicant)).all() == []
    actions.decide(one, "select", manager, AT)
    assert db.session.scalars(actions.visible_to(applicant)).all() == []
    tell(one.application.call, manager)
    assert db.session.scalars(actions.visible_to(applicant)).all() == [one]
    assert db.session.scalars(actions.visible_to(make.person())).all() == []
    assert db.session.scalars(actions.visible_to(make.person(Role.REVIEWER))).all() == []
    assert db.session.scalars(actions.visible_to(manager)).all() == [one]


def test_other_calls_of_the_year_count_for_the_cohort(app: Flask) -> None:
    year = make.year()
    make.selected(make.application(to=make.call(year), people=3))
    call = make.call(year, title="第2回募集")
    make.candidacy(make.application(to=call, people=2), proposal=Outcome.SELECTED)
    found = weigh(scene_of(call), None).effect
    assert (found.chosen, found.heads) == (1, 5)


def test_what_was_found_stays_as_it_stood_when_the_officer_decided(officer) -> None:
    one = make.candidacy(make.application(nights_a_month=5), State.SCREENING)
    before = one.found
    actions.judge(one, "pass", officer, AT, "確認した")
    one.application.call.year.nights_a_month = 3
    db.session.flush()
    db.session.expire(one)
    assert [found.kept() for found in one.found] == [found.kept() for found in before]


def test_the_first_score_keeps_the_rubric_as_its_first_version(officer) -> None:
    one = make.candidacy()
    year = one.application.call.year
    assert not year.scored
    scored(one, 4, 5)
    (first,) = year.rubrics
    assert (first.number, first.at) == (1, AT)
    assert [line["name"] for line in first.content] == ["事業の内容", "地域とのつながり"]
