"""A place is taken, given up, and changed, on the database."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.participation import actions
from otameshi.participation.models import Participation
from otameshi.participation.rules import State
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as CandidacyState
from tests import make

AT = japan(2026, 7, 1, 10)
FIRST, LAST = date(2026, 8, 1), date(2027, 1, 31)


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def accept(of: Candidacy, by=None, **facts) -> Participation:
    standard = {
        "host_id": of.application.wishes[0].host_id,
        "office_id": None,
        "base_address": "見本市1-1",
        "first_day": FIRST,
        "last_day": LAST,
        "wants_grant": True,
        "pledged": True,
    }
    return actions.accept(of, by or of.application.applicant, AT, **{**standard, **facts})


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


def events(row):
    db.session.commit()
    return db.session.scalars(history.of(row)).unique().all()


def test_the_members_of_the_application_become_participants(app: Flask) -> None:
    one = make.selected(make.application(people=2))
    applicant = one.application.applicant
    assert list(actions.waiting_for_acceptance(applicant)) == [one]
    office = one.application.wishes[0].host.offices[0]
    group = accept(one, office_id=office.id)
    assert group.state is State.ACTIVE
    assert [p.name for p in group.people] == ["見本　太郎1", "見本　太郎2"]
    assert {p.joined_on for p in group.people} == {FIRST}
    assert (group.host, group.office) == (one.application.wishes[0].host, office)
    assert list(actions.waiting_for_acceptance(applicant)) == []
    assert [event.act for event in events(group)] == ["accept"]
    (letter,) = letters("participation_accepted")
    assert letter.to == applicant.email
    assert "2026年8月1日から2027年1月31日まで" in letter.body
    assert "見本　太郎1、見本　太郎2" in letter.body
    (told,) = letters("participation_accepted_office")
    assert told.to == group.year.email


def test_a_group_may_take_part_without_a_grant(app: Flask) -> None:
    group = accept(make.selected(), wants_grant=False)
    assert not group.wants_grant
    assert "補助金は申請しない" in letters("participation_accepted")[0].body


def test_a_place_is_answered_once_and_by_its_own_group(app: Flask) -> None:
    one = make.selected()
    with pytest.raises(Refused, match="代表者だけ"):
        accept(one, make.person())
    accept(one)
    with pytest.raises(Refused, match="済んでいるか"):
        accept(one)
    with pytest.raises(Refused, match="済んでいるか"):
        actions.decline(one, one.application.applicant, AT)
    with pytest.raises(Refused, match="採択されていません"):
        accept(make.candidacy(make.application()))


def test_what_does_not_fit_the_year_is_refused(app: Flask) -> None:
    one = make.selected()
    elsewhere = make.host(make.year(2025), "別年市")
    with pytest.raises(Refused, match="この年度に受け入れている市町村"):
        accept(one, host_id=elsewhere.id)
    with pytest.raises(Refused, match="連携オフィスを選んで"):
        accept(one, office_id=elsewhere.offices[0].id)
    with pytest.raises(Refused, match="誓約"):
        accept(one, pledged=False)
    with pytest.raises(Refused, match="の間にしてください"):
        accept(one, last_day=date(2027, 3, 1))
    with pytest.raises(Refused, match="短くする理由"):
        accept(one, last_day=date(2026, 9, 30))
    group = accept(one, last_day=date(2026, 9, 30), note="転勤のため")
    assert events(group)[0].note == "転勤のため"


def test_a_declined_place_goes_back_to_the_selection(app: Flask) -> None:
    one = make.selected()
    group = actions.decline(one, one.application.applicant, AT, "転職のため")
    assert (group.state, group.host, group.people) == (State.DECLINED, None, [])
    assert one.state is CandidacyState.DECLINED
    assert [event.note for event in events(group)] == ["転職のため"]
    assert "転職のため" in letters("participation_declined_office")[0].body


def test_the_cohort_is_everybody_who_holds_a_place_in_the_year(app: Flask) -> None:
    year = make.year()
    call, second = make.call(year), make.call(year, title="第2回募集")

    def chosen(people, to=call):
        return make.selected(make.application(to=to, people=people))

    accept(chosen(3))  # 3
    chosen(2, second)  # not answered yet: 2, whichever call
    gone = chosen(3)
    actions.decline(gone, gone.application.applicant, AT)  # 0
    make.candidacy(make.application(to=call, people=3), CandidacyState.REVIEWING)  # 0
    left = accept(chosen(1))  # took part: 1, though it left
    actions.leave(left, make.person(Role.OFFICER), AT, date(2026, 9, 1), "病気")
    make.selected(make.application(to=make.call(make.year(2025)), people=3))  # another year
    assert actions.cohort_heads(year) == 6


def test_a_member_leaves_with_a_day_and_a_reason(officer) -> None:
    group = accept(make.selected(make.application(people=2)))
    first, second = group.people
    with pytest.raises(Refused, match="理由"):
        actions.member_left(first, officer, AT, date(2026, 9, 30), "")
    actions.member_left(first, officer, AT, date(2026, 9, 30), "就職のため")
    assert first.left_on == date(2026, 9, 30)
    with pytest.raises(Refused, match="すでに記録"):
        actions.member_left(first, officer, AT, date(2026, 9, 30), "就職のため")
    with pytest.raises(Refused, match="最後の1名"):
        actions.member_left(second, officer, AT, date(2026, 9, 30), "就職のため")
    assert group.state is State.ACTIVE
    with pytest.raises(Refused, match="権限"):
        actions.member_left(second, group.representative, AT, date(2026, 9, 30), "x")


def test_days_and_base_change_with_a_reason_and_a_history(officer) -> None:
    group = accept(make.selected(make.application(people=2)))
    new = make.host(group.year, "移転市")
    with pytest.raises(Refused, match="理由"):
        actions.redate(group, officer, AT, Period(date(2026, 9, 1), LAST), "")
    actions.redate(group, officer, AT, Period(date(2026, 9, 1), LAST), "引越しの遅れ")
    assert {p.joined_on for p in group.people} == {date(2026, 9, 1)}
    actions.rebase(
        group,
        officer,
        AT,
        host_id=new.id,
        office_id=new.offices[0].id,
        base_address="移転市2",
        note="貸主の都合",
    )
    assert (group.host, group.office, group.base_address) == (new, new.offices[0], "移転市2")
    found = events(group)
    assert [event.act for event in found] == ["accept", "redate", "rebase"]
    assert found[1].facts["before"] == ["2026-08-01", "2027-01-31"]
    assert found[2].facts["after"] == ["移転市", "移転市2"]


def test_days_cannot_pass_over_a_member_who_left(officer) -> None:
    group = accept(make.selected(make.application(people=2)))
    actions.member_left(group.people[0], officer, AT, date(2026, 8, 20), "就職")
    with pytest.raises(Refused, match="離脱日"):
        actions.redate(group, officer, AT, Period(date(2026, 9, 1), LAST), "遅れ")


def test_a_stay_ends_or_is_given_up_once(officer) -> None:
    group = accept(make.selected())
    actions.finish(group, officer, AT)
    assert group.state is State.ENDED
    with pytest.raises(Refused, match="今の状態"):
        actions.leave(group, officer, AT, date(2026, 9, 1), "病気")


def test_when_a_group_gives_up_its_stay_and_its_members_end_that_day(officer) -> None:
    group = accept(make.selected(make.application(people=2)))
    with pytest.raises(Refused, match="離脱した日は"):
        actions.leave(group, officer, AT, date(2027, 2, 1), "病気")
    actions.leave(group, officer, AT, date(2026, 12, 24), "病気")
    assert (group.state, group.last_day) == (State.LEFT, date(2026, 12, 24))
    assert {p.left_on for p in group.people} == {date(2026, 12, 24)}


def test_the_second_of_two_officers_is_told(officer) -> None:
    group = accept(make.selected())
    db.session.flush()
    shown = group.version
    actions.redate(group, officer, AT, Period(date(2026, 9, 1), LAST), "遅れ", shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.finish(group, make.person(Role.OFFICER), AT, shown)


def test_everybody_sees_the_own_groups_and_the_office_all(officer) -> None:
    group = accept(make.selected())
    seen = {
        who: list(db.session.scalars(actions.visible_to(who)))
        for who in (group.representative, officer, make.person(), make.person(Role.REVIEWER))
    }
    assert list(seen.values()) == [[group], [group], [], []]
