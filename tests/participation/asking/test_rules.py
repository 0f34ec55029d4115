"""What a group may ask for."""

from datetime import date

import pytest

from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.participation.asking.rules import (
    REQUEST,
    Kind,
    Member,
    Proposal,
    State,
    must_be_possible,
    must_be_the_only,
    must_take_part,
)
from otameshi.participation.rules import State as GroupState
from tests.selection.test_rules import TERMS

STAY = Period(date(2026, 8, 1), date(2027, 1, 31))
STAYS = Member(date(2026, 8, 1), left=False, others_stay=True)


def asked(kind: Kind, last: date | None, first: date | None = None) -> Proposal:
    return Proposal(kind=kind, first_day=first, last_day=last)


@pytest.mark.parametrize(
    ("proposal", "member"),
    [
        (asked(Kind.PERIOD, date(2027, 2, 28), date(2026, 8, 15)), None),
        (asked(Kind.EARLY_END, date(2026, 11, 30)), None),
        (asked(Kind.WITHDRAWAL, date(2026, 9, 1)), None),
        (asked(Kind.MEMBER_LEAVING, date(2026, 9, 1)), STAYS),
        (Proposal(kind=Kind.BASE, host_id=1), None),
    ],
)
def test_what_the_office_could_do_may_be_asked_for(proposal, member) -> None:
    must_be_possible(proposal, STAY, TERMS, "仕事のため", member)


@pytest.mark.parametrize(
    ("proposal", "member", "words"),
    [
        (asked(Kind.PERIOD, STAY.last, STAY.first), None, "今の期間と同じ"),
        (asked(Kind.PERIOD, date(2027, 3, 1), STAY.first), None, "2027年2月28日まで"),
        (asked(Kind.PERIOD, STAY.last), None, "日付を入力"),
        (asked(Kind.EARLY_END, STAY.last), None, "今の終了日（2027年1月31日）より前"),
        (asked(Kind.EARLY_END, date(2026, 7, 31)), None, "2026年8月1日以後"),
        (asked(Kind.EARLY_END, None), None, "日付を入力"),
        (asked(Kind.WITHDRAWAL, date(2027, 2, 1)), None, "までの間の日"),
        (asked(Kind.MEMBER_LEAVING, date(2026, 9, 1)), None, "参加しているメンバー"),
        (
            asked(Kind.MEMBER_LEAVING, date(2026, 9, 1)),
            Member(STAY.first, left=True, others_stay=True),
            "参加しているメンバー",
        ),
        (
            asked(Kind.MEMBER_LEAVING, date(2026, 9, 1)),
            Member(STAY.first, left=False, others_stay=False),
            "最後の1名",
        ),
        (
            asked(Kind.MEMBER_LEAVING, date(2026, 9, 1)),
            Member(date(2026, 10, 1), left=False, others_stay=True),
            "2026年10月1日から",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_it_is_sent(proposal, member, words) -> None:
    with pytest.raises(Refused, match=words):
        must_be_possible(proposal, STAY, TERMS, "仕事のため", member)


def test_a_kind_is_asked_for_once_at_a_time_and_only_while_one_takes_part() -> None:
    must_be_the_only(Kind.BASE, {Kind.PERIOD})
    with pytest.raises(Refused, match="すでに申し出て"):
        must_be_the_only(Kind.BASE, {Kind.BASE})
    must_take_part(GroupState.ACTIVE)
    for over in (GroupState.ENDED, GroupState.LEFT, GroupState.DECLINED):
        with pytest.raises(Refused, match="終わっている"):
            must_take_part(over)


def test_an_answer_is_given_once_and_a_decline_says_why() -> None:
    assert REQUEST.choose("accept", {Role.OFFICER}, State.ASKED).target is State.ACCEPTED
    with pytest.raises(Refused, match="理由"):
        REQUEST.choose("decline", {Role.OFFICER}, State.ASKED)
    for role in (Role.APPLICANT, Role.MANAGER, Role.AUDITOR):
        with pytest.raises(Refused, match="権限"):
            REQUEST.choose("accept", {role}, State.ASKED)
    for state in (State.ACCEPTED, State.DECLINED, State.TAKEN_BACK):
        assert REQUEST.open_to(set(Role), state) == []
