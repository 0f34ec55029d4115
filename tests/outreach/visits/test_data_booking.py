"""Bookings, sign-ups and ticks, on both databases; the last seat is given once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.outreach.actions import Plan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits import counting, rules
from otameshi.outreach.visits.actions import announcing, booking, signing_up, ticking
from otameshi.outreach.visits.actions.booking import Guest
from otameshi.outreach.visits.actions.ticking import Ticks
from otameshi.outreach.visits.counting import Count
from otameshi.outreach.visits.models import Booking, GroupVisit
from otameshi.participation.models import Participation
from otameshi.participation.rules import State as Taking
from tests import make
from tests.documents import ics_reader
from tests.outreach.visits.make import AFTER, APRIL, BEFORE, gathering

HANAKO = Guest("見本　花子", "hanako@example.jp", "大阪府", 2, "SNS")
MEETING = GatheringKind.MEETING


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def letters(to: str = HANAKO.email) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.to == to).order_by(Letter.id)))


def token(letter: Letter) -> str:
    return letter.body.split("/visit/")[1].split()[0]


def calendar(letter: Letter) -> ics_reader.Component:
    [file] = letter.enclosures
    return ics_reader.read(file.text.encode())


def bookings() -> list[Booking]:
    return list(db.session.scalars(select(Booking).order_by(Booking.id)))


def test_a_booking_is_confirmed_with_a_calendar_file_and_a_link_of_which_only_the_hash_is_kept(app):
    session = gathering(told="接続先：https://meet.example.jp/1")
    booking.book(session, HANAKO, BEFORE)
    [one], [letter] = bookings(), letters()
    assert (one.people, one.prefecture, one.came) == (2, "大阪府", False)
    assert letter.confidential
    assert "2026年4月10日（金）19:00" in letter.subject
    assert "https://meet.example.jp/1" in letter.body
    assert token(letter) not in str(vars(one))
    event = calendar(letter).only("VEVENT")
    assert event.value("DTSTART") == "20260410T190000"
    assert event.value("DTEND") == "20260410T203000"
    db.session.commit()
    [kept] = db.session.scalars(history.of(one)).all()
    assert "花子" not in f"{kept.facts}{kept.note}"
    assert "example.jp" not in f"{kept.facts}{kept.note}"


def test_a_second_booking_of_a_mailbox_adds_nothing_and_only_the_letter_tells(app):
    session = gathering()
    booking.book(session, HANAKO, BEFORE)
    again = replace(HANAKO, email="Hanako+x@Example.jp", people=5)
    booking.book(session, again, BEFORE)
    [one] = bookings()
    assert one.people == 2
    first, second = letters()
    assert second.kind == "visit_again"
    assert booking.behind(token(first)) is None
    assert booking.behind(token(second)) is one


def test_a_full_gathering_answers_the_same_whoever_asks(app):
    session = gathering(capacity=2)
    booking.book(session, HANAKO, BEFORE)
    for who in (HANAKO, replace(HANAKO, email="taro@example.jp")):
        with pytest.raises(Refused, match="満席"):
            booking.book(session, who, BEFORE)
    booking.cancel(token(letters()[0]), BEFORE)
    booking.book(session, replace(HANAKO, email="taro@example.jp"), BEFORE)


def test_a_booking_is_taken_back_once_by_its_link(app):
    session = gathering()
    booking.book(session, HANAKO, BEFORE)
    link = token(letters()[0])
    booking.cancel(link, BEFORE)
    assert calendar(letters()[1]).value("METHOD") == "CANCEL"
    with pytest.raises(Refused, match="すでに取り消されて"):
        booking.cancel(link, BEFORE)
    with pytest.raises(Refused, match="このリンクは使えません"):
        booking.cancel("unknown", BEFORE)
    booking.book(session, HANAKO, BEFORE)
    assert [one.off for one in bookings()] == [True, False]


def test_one_mailbox_gets_five_letters_an_hour_and_one_address_many_bookings(app, monkeypatch):
    session = gathering()
    for _ in range(5):
        booking.book(session, HANAKO, BEFORE)
    with pytest.raises(Refused, match="1時間ほど後"):
        booking.book(session, HANAKO, BEFORE)
    booking.book(session, HANAKO, BEFORE + timedelta(hours=1, seconds=1))
    assert rules.PER_ADDRESS > 200  # people behind one address, all of whom come through
    monkeypatch.setattr(rules, "PER_ADDRESS", 30)
    for n in range(30):
        booking.book(session, replace(HANAKO, email=f"n{n}@example.jp"), BEFORE, "192.0.2.1")
    other = replace(HANAKO, email="other@example.jp")
    with pytest.raises(Refused, match="1時間ほど後"):
        booking.book(session, other, BEFORE, "192.0.2.1")
    booking.book(session, other, BEFORE, "192.0.2.2")


def test_of_eight_who_want_the_last_seat_at_once_one_gets_it(app):
    session_id = gathering(capacity=1).id
    db.session.commit()
    start, outcomes = threading.Barrier(8), []

    def want(n: int) -> None:
        with app.app_context():
            session = db.session.get_one(Gathering, session_id)
            db.session.rollback()
            start.wait()
            try:
                booking.book(session, replace(HANAKO, email=f"n{n}@example.jp", people=1), BEFORE)
                db.session.commit()
                outcomes.append("booked")
            except Refused:
                db.session.rollback()
                outcomes.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=want, args=(n,)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["booked"] + ["refused"] * 7
    assert len(bookings()) == len(db.session.scalars(select(Letter)).all()) == 1


def test_a_change_of_day_or_place_is_told_and_a_new_note_is_not(app, officer):
    session = gathering()
    booking.book(session, HANAKO, BEFORE)
    plan = Plan(session.kind, session.title, session.held_at, session.place, bookable=True)
    assert announcing.change(session, replace(plan, note="飲み物あり"), officer, BEFORE) == 0
    moved = replace(plan, held_at=APRIL + timedelta(days=7))
    assert announcing.change(session, moved, officer, BEFORE) == 1
    told = letters()[-1]
    assert "2026年4月17日（金）19:00" in told.subject
    numbers = [int(calendar(one).only("VEVENT").value("SEQUENCE")) for one in letters()]
    assert numbers == sorted(set(numbers))
    with pytest.raises(Refused, match="種類は変えられません"):
        announcing.change(session, replace(moved, kind=MEETING), officer, BEFORE)


def test_a_cancelled_gathering_tells_all_who_are_expected_without_the_reason(app, officer):
    session = gathering()
    booking.book(session, HANAKO, BEFORE)
    booking.book(session, replace(HANAKO, email="gone@example.jp"), BEFORE)
    booking.cancel(token(letters("gone@example.jp")[0]), BEFORE)
    assert announcing.cancel(session, officer, BEFORE, "講師の急病") == 1
    told = letters()[-1]
    assert told.kind == "visit_off"
    assert "急病" not in told.body
    assert calendar(told).value("METHOD") == "CANCEL"


def test_ticks_of_a_page_leave_the_other_rows_and_the_published_number(app, officer):
    session = gathering()
    for mailbox in ("a", "b", "c"):
        booking.book(session, replace(HANAKO, email=f"{mailbox}@example.jp"), BEFORE)
    first, second, third = bookings()
    with pytest.raises(Refused, match="過ぎてから"):
        ticking.tick(session, Ticks([first.id], [first.id], 0), officer, BEFORE)
    ticking.tick(session, Ticks([first.id, second.id], [first.id], 0), officer, AFTER)
    ticking.tick(session, Ticks([third.id], [third.id], 3), officer, AFTER)
    assert [one.came for one in bookings()] == [True, False, True]
    assert counting.counts([session.id]) == {session.id: Count(3, 2, 6, 4)}
    assert (session.walk_ins, session.attendance) == (3, None)
    with pytest.raises(Refused, match="出欠を記録した"):
        announcing.cancel(session, officer, AFTER, "大雪")


def test_of_two_who_tick_the_second_is_told(app, officer):
    session = gathering()
    db.session.commit()
    shown = session.version
    ticking.tick(session, Ticks([], [], 1), officer, AFTER, shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        ticking.tick(session, Ticks([], [], 9), officer, AFTER, shown)
    assert session.walk_ins == 1


def test_who_just_came_is_added_by_name_once_a_mailbox(app, officer):
    session = gathering()
    booking.book(session, HANAKO, BEFORE)
    ticking.add_walk_in(session, Guest("当日　来た", "", "東京都"), officer, AFTER)
    ticking.add_walk_in(session, Guest("当日　来た", "", "東京都"), officer, AFTER)
    with pytest.raises(Refused, match="申込みがあります"):
        ticking.add_walk_in(session, replace(HANAKO, name="花子"), officer, AFTER)
    assert counting.counts([session.id])[session.id].people_came == 2


def signed(meeting, group, people=1, **facts):
    chosen = [one.id for one in group.people[:people]]
    return signing_up.sign_up(meeting, group, chosen, group.representative, BEFORE, **facts)


def groups(*sizes: int, **facts) -> list[Participation]:
    return [
        make.participation(make.selected(make.application(people=size)), **facts) for size in sizes
    ]


def test_a_group_signs_up_changes_who_comes_and_takes_it_back(app):
    meeting = gathering(kind=MEETING, capacity=3)
    [group] = groups(3)
    one = signed(meeting, group, 3)
    assert [each.position for each in one.guests] == [1, 2, 3]
    signed(meeting, group, 2, version=one.version)
    assert counting.expected(meeting) == one.people == 2
    [first, second] = letters(group.representative.email)
    assert "人数：2名" in second.body
    assert calendar(first).only("VEVENT").value("UID") == calendar(second).only("VEVENT").value(
        "UID"
    )
    signing_up.take_back(meeting, group, group.representative, BEFORE)
    assert (one.off, one.people, one.guests) == (True, 0, [])


def test_a_group_is_refused_beyond_the_seats_for_others_and_for_a_session(app, officer):
    meeting = gathering(kind=MEETING, capacity=1)
    small, large = groups(1, 2)
    with pytest.raises(Refused, match="残りの席は1名分"):
        signed(meeting, large, 2)
    with pytest.raises(Refused, match="代表者が"):
        signing_up.sign_up(meeting, small, [small.people[0].id], officer, BEFORE)
    with pytest.raises(Refused, match="メンバーでない人"):
        signing_up.sign_up(meeting, small, [large.people[0].id], small.representative, BEFORE)
    with pytest.raises(Refused, match="申し込めません"):
        signed(gathering(), small)
    declined = groups(1, state=Taking.DECLINED)[0]
    with pytest.raises(Refused, match="申し込めません"):
        signed(meeting, declined)


def test_staff_tick_groups_also_of_past_years_and_without_sign_up(app, officer):
    meeting = gathering(kind=MEETING)
    came, absent, unasked = groups(2, 1, 1)
    [alumni] = groups(1, year=make.year(2024), state=Taking.ENDED)
    signed(meeting, came, 2)
    signed(meeting, absent)
    ids = [one.id for one in (came, absent, unasked, alumni)]
    ticks = Ticks(ids, [came.id, unasked.id, alumni.id], 1)
    ticking.tick_groups(meeting, ticks, officer, AFTER)
    rows = {one.participation_id: one.came for one in db.session.scalars(select(GroupVisit))}
    assert rows == {came.id: True, absent.id: False, unasked.id: True, alumni.id: True}
    # 2 + 1 members signed up; 2 of them came, and of two groups one each at least
    assert counting.counts([meeting.id]) == {meeting.id: Count(4, 3, 3, 4)}
    ticking.tick_groups(meeting, Ticks([unasked.id], [], 1), officer, AFTER)
    assert counting.counts([meeting.id])[meeting.id].came == 2
