"""Dropping out, limits, and two officers at once: sheets are handed on in one act, and once."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection import actions as selection
from otameshi.selection.actions.scoring import Written
from otameshi.selection.panel import actions
from otameshi.selection.panel.rules import SeatState, TieKind, Verdict
from otameshi.selection.rules import SheetState
from tests import make

AT = japan(2026, 6, 1, 10)


@pytest.fixture
def call(app: Flask):
    return make.call()


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def letters(kind: str) -> list[str]:
    return list(db.session.scalars(select(Letter.to).where(Letter.kind == kind)))


def finished(sheet):
    criteria = sheet.candidacy.application.call.year.criteria
    selection.finish(sheet, Written({one.id: 4 for one in criteria}), sheet.reviewer, AT)
    return sheet


def test_who_leaves_hands_on_what_is_open_and_keeps_what_is_finished(call, officer) -> None:
    seat = make.seat(call)
    open_, done = (make.candidacy(make.application(to=call)) for _ in range(2))
    make.sheet(open_, seat.person)
    finished(make.sheet(done, seat.person))
    taker = make.seat(call)
    with pytest.raises(Refused, match="理由"):
        actions.leave(seat, officer, AT, "")
    given = actions.leave(seat, officer, AT, "転勤のため", version=seat.version)
    assert (given.taken, given.count) == (1, 1)  # the other candidate keeps its finished sheet
    db.session.expire_all()
    assert [one.reviewer_id for one in open_.sheets] == [taker.person_id]
    assert [one.state for one in done.sheets] == [SheetState.FINAL]
    assert (letters("panel_left"), letters("selection_assigned")) == ([seat.email], [taker.email])
    db.session.commit()
    assert [one.act for one in db.session.scalars(history.of(seat))] == ["leave"]
    with pytest.raises(Refused, match="今の状態"):
        actions.leave(seat, officer, AT, "もう一度")


def test_finished_sheets_are_set_aside_only_with_a_reason_and_stay_to_be_read(
    call, officer
) -> None:
    sheet = finished(make.sheet(make.candidacy(make.application(to=call))))
    seat, taker = actions.seat_of(sheet.reviewer, call.id), make.seat(call)
    assert seat
    given = actions.leave(seat, officer, AT, "利害関係の見落とし", "公正を欠くおそれがあるため")
    assert (given.taken, given.count) == (1, 1)
    db.session.expire_all()
    states = {one.reviewer_id: one.state for one in sheet.candidacy.sheets}
    assert states == {seat.person_id: SheetState.VOIDED, taker.person_id: SheetState.ASSIGNED}
    assert len(sheet.scores) == 2
    db.session.commit()
    notes = {one.act: one.note for one in db.session.scalars(history.of(sheet.candidacy))}
    assert notes["void"] == "公正を欠くおそれがあるため"


def test_who_resigns_waits_for_an_officer_to_hand_on(call, officer) -> None:
    one = make.candidacy(make.application(to=call))
    sheet = make.sheet(one)
    seat = actions.seat_of(sheet.reviewer, call.id)
    assert seat
    with pytest.raises(Refused, match="退任していない"):
        actions.hand_on(seat, officer, AT)
    actions.resign(seat, sheet.reviewer, AT, "体調のため")
    assert not actions.may_open(sheet.reviewer, sheet, AT)
    assert letters("panel_resigned_office") == [call.year.email]
    taker = make.seat(call)
    assert actions.hand_on(seat, officer, AT).count == 1
    db.session.expire_all()
    assert [each.reviewer_id for each in one.sheets] == [taker.person_id]
    with pytest.raises(Refused, match="割り当て直す採点票はありません"):
        actions.hand_on(seat, officer, AT)


def test_a_conflict_declared_later_takes_the_sheets_back_and_the_office_is_told(
    call, officer
) -> None:
    open_, done = (
        make.candidacy(make.application(to=call, trade_name=f"見本ソフト{n}")) for n in range(2)
    )
    seat = make.seat(call)
    make.sheet(open_, seat.person)
    finished(make.sheet(done, seat.person))
    assert seat.person
    numbers = actions.declare(seat, {TieKind.COMPANY: ["見本ソフト"]}, seat.person, AT)
    assert numbers == [open_.application.number, done.application.number]
    assert letters("panel_conflict_office") == [call.year.email]
    db.session.expire_all()
    assert open_.sheets == []
    assert [each.state for each in done.sheets] == [SheetState.VOIDED]
    takers = {make.seat(call).person_id for _ in range(2)}
    assert actions.assign_all(call, officer, AT).count == 4
    db.session.expire_all()
    assert {each.reviewer_id for each in open_.sheets} == takers


def test_an_officer_who_adds_a_conflict_takes_that_sheet_alone(call, officer) -> None:
    seat = make.seat(call)
    one, other = (make.candidacy(make.application(to=call)) for _ in range(2))
    for each in (one, other):
        make.sheet(each, seat.person)
    assert seat.person
    actions.rule(seat.person, one, Verdict.ADDED, "親族から連絡", officer, AT)
    db.session.expire_all()
    assert (len(one.sheets), len(other.sheets)) == (0, 1)


def test_the_limit_the_term_and_the_own_town_are_said_where_somebody_is_lacking(
    call, officer
) -> None:
    town = make.host(call.year, "塩尻市")
    full = make.seat(call, make.person(Role.REVIEWER, name="満　杯"), capacity=1)
    make.seat(call, make.person(Role.REVIEWER, name="町　役"), municipality=town.municipality)
    make.seat(call, term_from=(AT + timedelta(days=2)).date())
    one, two = (make.candidacy(make.application(to=call)) for _ in range(2))
    given = actions.assign_all(call, officer, AT)
    assert (given.count, len(given.gaps)) == (1, 2)
    number = one.application.number or ""
    (first,) = [gap for gap in given.gaps if gap.startswith(number)]
    assert "2名のうち1名だけ" in first
    assert "町　役委員は応募者が希望する市町村（塩尻市）の職員です" in first
    (second,) = [gap for gap in given.gaps if gap != first]
    assert "だれにも割り当てられません" in second
    assert "上限に達した委員：満　杯委員（1枚）" in second
    assert full.person
    with pytest.raises(Refused, match="上限（1枚）"):
        actions.assign(two, full.person, officer, AT)


def test_an_invitation_is_sent_again_changed_withdrawn_and_never_doubled(call, officer) -> None:
    terms = actions.Terms(AT.date(), (AT + timedelta(days=300)).date())
    with pytest.raises(Refused, match="守秘義務の文を先に"):
        actions.invite(call, "委員", "a@univ.example", terms, officer, AT)
    make.secrecy(call.year)
    first = actions.invite(call, "委員", "a@univ.example", terms, officer, AT)
    with pytest.raises(Refused, match="すでに招待中"):
        actions.invite(call, "委員", "A@univ.example", terms, officer, AT)
    for email in (make.person(Role.APPLICANT).email, officer.email):
        with pytest.raises(Refused, match="選考委員ではない人の登録"):
            actions.invite(call, "委員", email, terms, officer, AT)
    second = actions.again(first.seat, officer, AT)
    assert actions.open_to(first.token, AT) is None
    assert actions.open_to(second.token, AT) is first.seat
    assert actions.open_to(second.token, AT + timedelta(days=30)) is None
    with pytest.raises(Overtaken):
        actions.change(first.seat, terms, officer, AT, first.seat.version + 1)
    wrong = actions.Terms(AT.date(), (AT - timedelta(days=1)).date())
    with pytest.raises(Refused, match="任期の終わり"):
        actions.change(first.seat, wrong, officer, AT)
    actions.withdraw(first.seat, officer, AT, "人違い")
    assert (first.seat.state, letters("panel_withdrawn")) == (
        SeatState.WITHDRAWN,
        ["a@univ.example"],
    )
    stranger = make.person(Role.REVIEWER)
    third = actions.invite(call, "委員", "a@univ.example", terms, officer, AT)
    answer = actions.Answer(consented=True, secrecy_id=make.secrecy(call.year).id)
    with pytest.raises(Refused, match="ほかの人への招待"):
        actions.accept(third.seat, answer, stranger, AT)


def test_of_two_officers_who_share_out_at_once_one_gives_and_the_other_finds_it_done(
    app: Flask, call, officer
) -> None:
    for _ in range(3):
        make.seat(call)
    candidates = [make.candidacy(make.application(to=call)) for _ in range(4)]
    ids, gate = (call.id, officer.id), threading.Barrier(2)
    db.session.commit()
    counts: list[int] = []

    def share() -> None:
        with app.app_context():
            gate.wait()
            of, by = (
                db.session.get_one(type(call), ids[0]),
                db.session.get_one(type(officer), ids[1]),
            )
            counts.append(actions.assign_all(of, by, AT).count)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=share) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(counts) == [0, 8]
    db.session.expire_all()
    assert [len(one.sheets) for one in candidates] == [2] * 4
    assert len(letters("selection_assigned")) == 3
