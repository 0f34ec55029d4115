"""From the decision to the letter: one act sends, nothing is told before, all can be taken back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi.applications.rules import State as ApplicationState
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.desk import actions as desk
from otameshi.desk import own_paper
from otameshi.desk.paths import journeys
from otameshi.documents import issue, post
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Fate, Letter
from otameshi.participation import actions as participation
from otameshi.selection import actions
from otameshi.selection.decision.actions import promoting, revising, sending, wording
from otameshi.selection.decision.models import Decision, Dispatch
from otameshi.selection.decision.rules import Notice
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.selection.decision_world import (
    AT,
    decided,
    decisions,
    letters,
    paper_of,
    proposed,
    read,
    send,
    tell,
)

LATER = AT + timedelta(hours=3)


@pytest.fixture
def manager(app: Flask):
    return make.person(Role.MANAGER)


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def knows(one) -> str:
    """Return all that the applicant can read of the own candidacy anywhere."""
    person = one.application.applicant
    db.session.flush()
    journey = journeys(person, LATER)[0]
    offers = participation.waiting_for_acceptance(person)
    seen = db.session.scalars(actions.visible_to(person)).all()
    mail = [letter.subject for letter in db.session.scalars(desk.letters_to(person))]
    papers = db.session.scalars(issue.sent_to(person)).all()
    everything = own_paper.as_text(person, LATER)
    return f"{journey.path} {offers} {[x.state for x in seen]} {mail} {papers} {everything}"


def test_nothing_is_told_before_the_hold_is_over(manager) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    number = str(one.document_number)
    assert "採択" not in knows(one)
    assert number not in knows(one)
    act = send(call, manager)
    assert "採択" not in knows(one)
    assert number not in knows(one)
    assert decisions(one)[0].notice is Notice.HELD
    assert [letter.fate for letter in letters("selection_selected")] == [Fate.HELD]
    assert post.lease(LATER) == []
    assert sending.due(AT) == []
    ((release, key),) = sending.due(act.hold_until)
    release(key, act.hold_until)
    assert "採択されました" in knows(one)
    assert number in knows(one)
    assert one.told is State.SELECTED
    assert sending.due(LATER) == []
    assert len(post.lease(LATER)) == 1


def test_an_answer_is_taken_only_once_the_place_is_offered(manager) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    with pytest.raises(Refused, match="採択されていません"):
        participation.decline(one, one.application.applicant, LATER)
    tell(call, manager)
    participation.decline(one, one.application.applicant, LATER)
    assert one.told is State.DECLINED


def test_the_letter_says_until_when_to_answer_and_the_paper_too(manager) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    tell(call, manager)
    (letter,) = letters("selection_selected")
    assert "令和8年6月15日" in letter.body
    assert "令和8年6月15日" in read(decisions(one)[0])
    assert f"{one.answer_by:%Y-%m-%d}" == "2026-06-15"


def test_what_is_taken_back_never_leaves_and_can_be_sent_again(manager) -> None:
    call = make.call()
    one, other = decided(call, manager, Outcome.SELECTED, Outcome.REJECTED)
    act = send(call, manager)
    assert sending.recall(act, manager, AT) == 2
    assert {letter.fate for letter in db.session.scalars(select(Letter))} == {Fate.RECALLED}
    assert not desk.may_resend(manager, letters("selection_selected")[0])
    sending.release(act.id, LATER)
    assert (one.told, other.told) == (None, None)
    assert db.session.scalars(select(IssuedPaper)).all() == []
    with pytest.raises(Refused, match="取り戻されています"):
        sending.recall(act, manager, AT)
    tell(call, manager)
    assert (one.told, other.told) == (State.SELECTED, State.REJECTED)
    with pytest.raises(Refused, match="すでに送られた"):
        sending.recall(db.session.scalars(select(Dispatch).offset(1)).one(), manager, LATER)


def test_an_empty_choice_sends_nothing_and_a_second_click_finds_nothing(manager) -> None:
    call = make.call()
    decided(call, manager, Outcome.SELECTED)
    with pytest.raises(Refused, match="何も送っていません"):
        sending.send(call, [], manager, AT)
    send(call, manager)
    with pytest.raises(Refused, match="送る通知はありません"):
        sending.send(call, ["selection_selected"], manager, AT)
    assert len(db.session.scalars(select(Letter)).all()) == 1
    with pytest.raises(Refused, match="担当者または決裁者"):
        sending.send(call, ["selection_selected"], make.person(Role.AUDITOR), AT)


def test_only_the_chosen_kinds_leave(manager) -> None:
    call = make.call()
    one, other = decided(call, manager, Outcome.SELECTED, Outcome.REJECTED)
    sending.send(call, ["selection_rejected"], manager, AT)
    assert [decisions(each)[0].notice for each in (one, other)] == [Notice.READY, Notice.HELD]


def test_a_list_that_is_not_the_one_shown_is_not_sent(manager) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.REJECTED)
    seen = sending.seen_of(sending.ready(call), AT)
    one.application.call.year.phone = "026-000-1111"
    db.session.flush()
    with pytest.raises(Overtaken):
        sending.send(call, ["selection_rejected"], manager, AT, seen)


def test_an_unsent_notice_is_made_again_when_what_it_says_changes(manager) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.REJECTED)
    made = decisions(one)[0].made
    one.application.trade_name = "改名スタジオ"
    db.session.flush()
    tell(call, manager)
    assert "改名スタジオ" in letters("selection_rejected")[0].body
    assert decisions(one)[0].made != made


def test_a_withdrawn_application_is_told_nothing(manager) -> None:
    call = make.call()
    one, other = decided(call, manager, Outcome.SELECTED, Outcome.REJECTED)
    act = send(call, manager)
    one.application.state = ApplicationState.WITHDRAWN
    db.session.flush()
    sending.release(act.id, LATER)
    assert (one.told, decisions(one)[0].notice) == (None, Notice.DROPPED)
    assert letters("selection_selected")[0].fate is Fate.RECALLED
    assert other.told is State.REJECTED


def test_without_a_hold_notices_leave_at_once(manager) -> None:
    call = make.call()
    call.year.selection_plan.recall_minutes = 0
    (one,) = decided(call, manager, Outcome.WAITLISTED)
    assert send(call, manager).released_at == AT
    assert one.told is State.WAITLISTED
    assert "順位1番" in letters("selection_waitlisted")[0].body


def test_reasons_are_common_or_for_one_alone(manager, officer) -> None:
    call = make.call()
    one, other = decided(call, manager, Outcome.REJECTED, Outcome.REJECTED)
    assert wording.word_all(call, "応募多数のため。", officer, AT) == 2
    wording.word(decisions(other)[0], "計画の期間が足りないため。", officer, AT)
    assert wording.word_all(call, "応募が多かったため。", officer, AT) == 1
    tell(call, manager)
    first, second = (read(decisions(each)[0]) for each in (one, other))
    assert "応募が多かったため。" in first
    assert "計画の期間が足りないため。" in second
    assert "応募が多かった" not in second
    assert other.title not in first
    with pytest.raises(Refused, match="変えられません"):
        wording.word(decisions(one)[0], "別の理由", officer, AT)


def test_a_notice_that_cannot_be_printed_lets_nothing_be_decided(manager) -> None:
    call = make.call()
    one = proposed(of=make.application(to=call))
    proposed(of=make.application(to=call, trade_name="絵文字😀工房"))
    db.session.commit()
    with pytest.raises(Refused, match="😀"):
        actions.decide_all(call, manager, AT)
    db.session.rollback()
    assert one.state is State.PROPOSED
    assert db.session.scalars(select(Decision)).all() == []


def test_a_letter_that_cannot_be_written_lets_nothing_be_decided(manager, monkeypatch) -> None:
    one = proposed()
    db.session.commit()

    def broken(*_args: object, **_facts: object) -> tuple[str, str]:
        raise OSError("template")

    monkeypatch.setattr(post, "rendered", broken)
    with pytest.raises(OSError, match="template"):
        actions.decide_all(one.application.call, manager, AT)
    db.session.rollback()
    assert (one.state, one.document_number) == (State.PROPOSED, None)
    assert db.session.scalars(select(Decision)).all() == []


# --- the waiting list ---


def test_the_next_in_line_moves_up_and_passing_over_needs_a_reason(manager) -> None:
    call = make.call()
    gone, first, second = decided(
        call, manager, Outcome.SELECTED, Outcome.WAITLISTED, Outcome.WAITLISTED
    )
    tell(call, manager)
    assert [one.id for one in promoting.waiting(call)] == [first.id, second.id]
    with pytest.raises(Refused, match="空きはありません"):
        promoting.promote(first, manager, AT)
    actions.record_decline(gone, make.person(Role.OFFICER), AT, "電話")
    assert promoting.free(call) == 1
    with pytest.raises(Refused, match=f"順位1番の{first.title}"):
        promoting.promote(second, manager, AT)
    promoting.promote(first, manager, AT)
    assert promoting.free(call) == 0
    assert str(first.document_number) not in knows(first)
    assert first.told is State.WAITLISTED
    tell(call, manager)
    assert "繰り上げ" in letters("selection_promoted")[0].subject
    assert "補欠から繰り上げ" in read(decisions(first)[1])
    assert paper_of(decisions(first)[0]).replaced_by == decisions(first)[1].number


def test_who_put_somebody_on_the_list_does_not_promote_alone(app: Flask) -> None:
    both = make.person(Role.OFFICER, Role.MANAGER)
    one = make.candidacy(state=State.WAITLISTED, waitlist_rank=1, proposed_by=both,
                         decided_by=make.person(Role.MANAGER))  # fmt: skip
    with pytest.raises(Refused, match="準備した人"):
        promoting.promote(one, both, AT, "理由")


# --- changes ---


def test_a_change_is_a_new_decision_of_two_people_and_the_old_paper_stays(manager, officer) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    tell(call, manager)
    both = make.person(Role.OFFICER, Role.MANAGER)
    asked = revising.propose_change(
        one, Outcome.REJECTED, both, AT, note="申込みに誤り", reason="要件を満たさないため。"
    )
    with pytest.raises(Refused, match="準備した人"):
        revising.approve(asked, both, AT)
    with pytest.raises(Refused, match="決裁を待つ変更の案"):
        revising.propose_change(one, Outcome.REJECTED, officer, AT, note="x", reason="y")
    revising.approve(asked, manager, AT)
    assert one.state is State.REJECTED
    assert one.told is State.SELECTED
    tell(call, manager)
    first, second = decisions(one)
    assert "参加者採択取消通知書" in read(second)
    assert first.number in read(second)
    assert "要件を満たさないため。" in letters("selection_changed")[0].body
    assert "申込みに誤り" not in letters("selection_changed")[0].body
    assert paper_of(first).replaced_by == second.number
    assert [paper.id for paper in db.session.scalars(issue.about(one))] == [
        first.paper_id,
        second.paper_id,
    ]


def test_a_change_given_back_changes_nothing(manager, officer) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.REJECTED)
    tell(call, manager)
    with pytest.raises(Refused, match="今の決定と同じ"):
        revising.propose_change(one, Outcome.REJECTED, officer, AT, note="x", reason="y")
    asked = revising.propose_change(one, Outcome.SELECTED, officer, AT, note="x", reason="y")
    with pytest.raises(Refused, match="理由"):
        revising.refuse(asked, manager, AT, "")
    revising.refuse(asked, manager, AT, "予算がない")
    assert one.state is State.REJECTED
    assert "予算がない" in letters("selection_sent_back")[0].body
    with pytest.raises(Refused, match="すでに決裁"):
        revising.approve(asked, manager, AT)


def test_a_place_that_was_accepted_is_not_taken_away_here(manager, officer) -> None:
    one = make.selected()
    make.participation(one)
    with pytest.raises(Refused, match="参加のページ"):
        revising.propose_change(one, Outcome.REJECTED, officer, AT, note="x", reason="y")


def test_a_held_notice_must_be_taken_back_before_another_decision(manager, officer) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    send(call, manager)
    with pytest.raises(Refused, match="送信待ち"):
        actions.record_decline(one, officer, AT, "電話")
