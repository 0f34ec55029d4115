"""What is accepted happens in the same transaction; what is declined changes nothing."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.participation import actions as participation
from otameshi.participation.asking import actions
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.asking.reading import differences, visible_to
from otameshi.participation.asking.rules import Kind, Proposal, State
from otameshi.participation.models import Participation
from otameshi.participation.rules import State as GroupState
from tests import make

AT = japan(2026, 9, 1, 10)
BEFORE = japan(2026, 7, 20, 10)
END = date(2026, 12, 31)


@pytest.fixture
def group(app: Flask) -> Participation:
    return make.participation(make.selected(make.application(people=2)))


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def ask(group: Participation, kind: Kind = Kind.EARLY_END, at=AT, **facts) -> ParticipationRequest:
    facts = {"last_day": END, **facts}
    return actions.ask(group, Proposal(kind=kind, **facts), group.representative, at, "仕事のため")


def letters() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Letter).order_by(Letter.id))
    return [(one.kind, one.to) for one in rows]


def acts(row) -> list[str]:
    db.session.commit()
    return [one.act for one in db.session.scalars(history.of(row)).unique()]


def test_an_accepted_end_shortens_the_stay_and_both_are_told(group, officer) -> None:
    row = ask(group)
    assert group.last_day != END
    actions.accept(row, officer, AT)
    assert (row.state, group.last_day, group.state) == (State.ACCEPTED, END, GroupState.ACTIVE)
    assert (acts(row), acts(group)) == (["ask", "accept"], ["redate"])
    assert letters() == [
        ("participation_request_office", group.year.email),
        ("participation_request_accepted", group.representative.email),
    ]


def test_each_kind_does_what_was_asked_for(group, officer) -> None:
    town = make.host(group.year, "移転市")
    who = group.people[1]
    actions.accept(ask(group, Kind.PERIOD, first_day=date(2026, 8, 10)), officer, AT)
    assert (group.first_day, group.last_day) == (date(2026, 8, 10), END)
    base = ask(group, Kind.BASE, last_day=None, host_id=town.id, base_address="移転市2")
    assert next((one.label, one.after) for one in differences(base)) == ("市町村", "移転市")
    actions.accept(base, officer, AT)
    assert (group.host, group.base_address) == (town, "移転市2")
    leaving = ask(group, Kind.MEMBER_LEAVING, last_day=date(2026, 10, 1), participant_id=who.id)
    actions.accept(leaving, officer, AT)
    assert who.left_on == date(2026, 10, 1)
    actions.accept(ask(group, Kind.WITHDRAWAL, last_day=date(2026, 11, 1)), officer, AT)
    assert (group.state, group.last_day) == (GroupState.LEFT, date(2026, 11, 1))
    assert acts(group) == ["redate", "rebase", "member_left", "leave"]


def test_who_withdraws_before_the_stay_never_took_part(group, officer) -> None:
    row = ask(group, Kind.WITHDRAWAL, at=BEFORE)
    actions.accept(row, officer, BEFORE)
    assert group.state is GroupState.DECLINED
    assert [kind for kind, _ in letters()][1:] == ["participation_declined"]


def test_a_declined_request_says_why_and_changes_nothing(group, officer) -> None:
    last = group.last_day
    row = ask(group)
    with pytest.raises(Refused, match="理由"):
        actions.decline(row, officer, AT, " ")
    actions.decline(row, officer, AT, "要綱の期間に足りません。")
    assert (row.state, group.last_day) == (State.DECLINED, last)
    assert letters()[-1][0] == "participation_request_declined"
    with pytest.raises(Refused):
        actions.accept(row, officer, AT)


def test_what_became_impossible_cannot_be_accepted(group, officer) -> None:
    row = ask(group)
    participation.leave(group, officer, AT, date(2026, 10, 1), "病気")
    with pytest.raises(Refused, match="今の終了日"):
        actions.accept(row, officer, AT)


def test_a_request_is_taken_back_by_its_own_group_and_asked_again(group, officer) -> None:
    row = ask(group)
    with pytest.raises(Refused, match="すでに申し出て"):
        ask(group)
    with pytest.raises(Refused, match="代表者"):
        actions.take_back(row, make.person(), AT)
    actions.take_back(row, group.representative, AT)
    assert row.state is State.TAKEN_BACK
    assert ask(group).id != row.id


def test_only_the_representative_asks_and_only_for_what_there_is(group) -> None:
    elsewhere = make.host(make.year(2025), "別年市")
    stranger = make.person()
    with pytest.raises(Refused, match="代表者"):
        actions.ask(group, Proposal(kind=Kind.EARLY_END, last_day=END), stranger, AT, "x")
    with pytest.raises(Refused, match="受け入れている市町村"):
        ask(group, Kind.BASE, last_day=None, host_id=elsewhere.id)
    with pytest.raises(Refused, match="参加しているメンバー"):
        ask(group, Kind.MEMBER_LEAVING, participant_id=999_999)
    assert list(db.session.scalars(visible_to(stranger)).unique()) == []


def test_the_second_of_two_officers_is_told(group, officer) -> None:
    row = ask(group)
    db.session.flush()
    shown = row.version
    actions.decline(row, officer, AT, "期間が短いため", shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.accept(row, make.person(Role.OFFICER), AT, version=shown)


@pytest.mark.parametrize(
    "facts",
    [
        {"last_day": None},
        {"note": ""},
        {"state": State.ACCEPTED},
        {"kind": Kind.BASE},
        {"kind": Kind.MEMBER_LEAVING},
        {"kind": Kind.PERIOD},
    ],
)
def test_what_can_never_be_is_refused_by_the_database(group, facts) -> None:
    standard = {"kind": Kind.EARLY_END, "last_day": END, "note": "仕事", "asked_at": AT}
    with pytest.raises(IntegrityError):
        make.keep(ParticipationRequest(group=group, **{**standard, **facts}))


def test_two_open_requests_of_a_kind_cannot_be_kept(group) -> None:
    ask(group)
    twin = ParticipationRequest(
        group=group, kind=Kind.EARLY_END, last_day=END, note="仕事", asked_at=AT
    )
    with pytest.raises(IntegrityError):
        make.keep(twin)
