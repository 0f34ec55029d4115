"""A month is saved, corrected, and read by the engine, on the database."""

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
from otameshi.participation.models import Participation
from otameshi.participation.rules import State
from otameshi.participation.stay import actions, reading
from otameshi.participation.stay.models import StayDay, StaySheet
from otameshi.participation.stay.rules import Entry
from otameshi.participation.stay.standing import Outlook
from otameshi.subsidy import Day
from tests import make

AT = japan(2026, 9, 20, 10)
MONTH = date(2026, 9, 1)
FULL = Entry(present=True, night=True, work_hours=8)
AWAY = Entry()


@pytest.fixture
def group(app: Flask) -> Participation:
    return make.participation(make.selected(make.application(people=2)))


def on(day: int) -> date:
    return date(2026, 9, day)


def keep(group: Participation, who: int = 0, by=None, at=AT, month=MONTH, **entries) -> None:
    days = {on(int(name[1:])): entry for name, entry in entries.items()}
    actions.save(group.people[who], month, days, by or group.representative, at)


def events():
    db.session.commit()
    query = select(history.Event).where(history.Event.subject == "stay_sheets")
    return db.session.scalars(query.order_by(history.Event.id)).unique().all()


def test_a_month_is_kept_with_one_row_of_history(group) -> None:
    keep(group, d1=FULL, d2=Entry(night=True), d3=AWAY)
    kept = reading.log(group)[group.people[0]]
    assert kept == {on(1): FULL, on(2): Entry(present=True, night=True), on(3): AWAY}
    keep(group, d2=FULL, d3=AWAY)
    first, second = events()
    assert first.facts["changed"] == {
        "2026-09-01": ["", "泊・仕事8時間"],
        "2026-09-02": ["", "泊"],
        "2026-09-03": ["", "県内にいない"],
    }
    assert second.facts["changed"] == {"2026-09-02": ["泊", "泊・仕事8時間"]}
    assert second.label == "見本　太郎1の2026年9月の滞在を記録"


def test_days_outside_the_membership_the_period_or_the_past_are_refused(group) -> None:
    group.people[1].left_on = on(10)
    keep(group, who=1, d10=FULL)
    with pytest.raises(Refused, match="2026年9月1日から2026年9月10日まで"):
        keep(group, who=1, d11=FULL)
    with pytest.raises(Refused, match="9月20日まで"):
        keep(group, d21=FULL)
    with pytest.raises(Refused, match="まだありません"):
        keep(group, month=date(2026, 7, 1), d1=FULL)
    with pytest.raises(Refused, match="2026年8月1日から2026年8月31日まで"):
        keep(group, month=date(2026, 8, 1), d1=FULL)


def test_the_representative_writes_and_an_officer_corrects_with_a_reason(group) -> None:
    officer = make.person(Role.OFFICER)
    with pytest.raises(Refused, match="代表者"):
        keep(group, by=make.person(), d1=FULL)
    with pytest.raises(Refused, match="代表者"):
        keep(group, by=make.person(Role.AUDITOR), d1=FULL)
    with pytest.raises(Refused, match="訂正の理由"):
        keep(group, by=officer, d1=FULL)
    actions.save(group.people[0], MONTH, {on(1): FULL}, officer, AT, note="宿の記録による")
    (event,) = events()
    assert (event.act, event.note) == ("correct", "宿の記録による")


def test_the_second_of_two_who_save_a_month_is_told(group) -> None:
    who, by = group.people[0], group.representative
    actions.save(who, MONTH, {on(1): FULL}, by, AT, version=0)
    with pytest.raises(Overtaken):
        actions.save(who, MONTH, {on(1): AWAY}, by, AT, version=0)
    actions.save(who, MONTH, {on(1): FULL}, by, AT, version=1)  # as it stood: still a saving
    with pytest.raises(Overtaken):
        actions.save(who, MONTH, {on(1): AWAY}, by, AT, version=1)


def test_a_group_that_declined_has_no_log(group) -> None:
    group.state = State.DECLINED
    with pytest.raises(Refused, match="辞退"):
        keep(group, d1=FULL)


@pytest.mark.parametrize(
    "facts",
    [
        {"work_hours": 25},
        {"work_hours": -1},
        {"present": False, "night": True},
        {"present": False, "work_hours": 1},
    ],
)
def test_what_can_never_be_is_refused_by_the_database(group, facts) -> None:
    standard = {"present": True, "night": False, "work_hours": 0, "on": on(1)}
    with pytest.raises(IntegrityError):
        make.keep(StayDay(participant=group.people[0], **{**standard, **facts}))


def test_a_person_has_one_row_for_a_day_and_one_for_a_month(group) -> None:
    keep(group, d1=FULL)
    who = group.people[0]
    again = StayDay(participant=who, on=on(1), present=True, night=True, work_hours=0)
    for row in (again, StaySheet(participant=who, month=MONTH, saved_at=AT)):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            make.keep(row)


def test_the_engine_gets_every_day_with_the_number_of_the_groups_visit(group) -> None:
    keep(group, d1=FULL, d2=AWAY, d5=FULL)
    keep(group, who=1, d2=Entry(present=True), d6=FULL)
    one, two = (person.name for person in group.people)
    assert reading.facts(group) == (
        Day(on=on(1), person=one, work_hours=8, visit=1),
        Day(on=on(2), person=one, present=False, night=False),
        Day(on=on(5), person=one, work_hours=8, visit=2),
        Day(on=on(2), person=two, night=False, visit=1),
        Day(on=on(6), person=two, work_hours=8, visit=2),
    )
    assert reading.places(group)[(one, on(2))] == AWAY


def test_days_after_leaving_count_no_more(group) -> None:
    keep(group, who=1, d1=FULL, d8=FULL)
    group.people[1].left_on = on(5)
    assert [day.on for day in reading.facts(group)] == [on(1)]


def test_a_book_says_what_each_month_comes_to_and_what_is_missing(group) -> None:
    keep(group, d1=FULL, d2=AWAY)
    book = reading.book(group, on(20))
    assert book.months == (date(2026, 8, 1), MONTH)
    (_, first), (_, second) = book.rows
    assert (first[MONTH].nights, first[MONTH].logged, first[MONTH].missing) == (1, 2, 18)
    assert second[MONTH].missing == 20
    assert book.missing == 31 + 18 + 31 + 20


def test_what_is_needed_follows_the_rules_frozen_into_the_grant(group) -> None:
    """The year asks for 6 nights a month over 7 months, the grant's rules for 2 nights in all."""
    (need,) = reading.still_needed(group, on(20))
    assert need.still.startswith("2月28日までの残り162日で、42泊以上が必要です（6泊×7か月＝42泊")
    own = '\n[[rules]]\nrule = "presence"\nid = "stay"\narticle = "第8条"\n'
    text = make.EXAMPLE_RULEBOOK.replace('  "granted",\n]', '  "granted",\n  "stay",\n]', 1)
    book = make.rulebook(group.year, f'{text}{own}count = "nights"\nhow = "total"\nleast = 2\n')
    make.decided_grant(group, rulebook=book)
    keep(group, d1=FULL, d2=FULL)
    (need,) = reading.still_needed(group, on(20))
    assert (need.article, need.outlook, need.so_far) == (
        "第8条",
        Outlook.MET,
        "いまは合計2泊です。",
    )
