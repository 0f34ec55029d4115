"""Who sits on a panel, what keeps whom from which candidate, and who may open which sheet."""

from datetime import date, timedelta

import pytest
from flask import Flask

from otameshi import history
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.panel import actions
from otameshi.selection.panel.actions.bench import bench
from otameshi.selection.panel.models import Ruling, Tie
from otameshi.selection.panel.rules import SeatState, TieKind, Verdict
from otameshi.selection.rules import SheetState, State
from tests import make

AT = japan(2026, 6, 1, 10)


@pytest.fixture
def call(app: Flask):
    return make.call()


def test_a_sheet_opens_to_its_own_reviewer_within_the_term_alone(call) -> None:
    sheet = make.sheet(make.candidacy(make.application(to=call)))
    mine = sheet.reviewer
    assert actions.may_open(mine, sheet, AT)
    assert (
        actions.why_closed(make.person(Role.REVIEWER), sheet, AT) == "割り当てられていない応募です"
    )
    seat = actions.seat_of(mine, call.id)
    assert seat is not None
    seat.term_from, seat.term_to = date(2026, 6, 2), date(2026, 6, 3)
    assert not actions.may_open(mine, sheet, AT)
    assert actions.may_open(mine, sheet, japan(2026, 6, 3, 23, 59))
    assert "任期" in actions.why_closed(mine, sheet, japan(2026, 6, 4))
    seat.term_to, seat.state = date(2026, 6, 30), SeatState.LEFT
    assert "退任" in actions.why_closed(mine, sheet, japan(2026, 6, 3))


def test_a_conflict_declared_later_closes_the_sheet_until_it_is_lifted(call) -> None:
    sheet = make.sheet(make.candidacy(make.application(to=call, trade_name="見本ソフト")))
    (seat,) = actions.served(call)
    tie = make.keep(Tie(seat=seat, kind=TieKind.COMPANY, words="見本ソフト", declared_at=AT))
    assert "申告" in actions.why_closed(sheet.reviewer, sheet, AT)
    (sign,) = bench(call, [seat]).standing(sheet.candidacy)[sheet.reviewer_id]
    ruling = make.keep(
        Ruling(
            reviewer=sheet.reviewer, candidacy=sheet.candidacy, verdict=Verdict.LIFTED,
            note="別の会社", covers=[sign.key], person=make.person(Role.OFFICER), at=AT,
        )
    )  # fmt: skip
    assert actions.may_open(sheet.reviewer, sheet, AT)
    make.keep(Tie(seat=seat, kind=TieKind.COMPANY, words="見本", declared_at=AT))
    assert "「見本」" in actions.why_closed(sheet.reviewer, sheet, AT)  # found after the lifting
    ruling.verdict, tie.withdrawn_at = Verdict.ADDED, AT
    assert "担当者が利害関係がある" in actions.why_closed(sheet.reviewer, sheet, AT)


def test_the_minutes_name_who_was_absent_from_whom_and_why(call) -> None:
    make.host(call.year)
    town = make.host(call.year, "塩尻市")
    seat = make.seat(call, municipality=town.municipality)
    wished = make.candidacy(make.application(to=call))
    other = make.sheet(make.candidacy(make.application(to=call)), state=SheetState.RECUSED)
    make.candidacy(make.application(to=call), State.SCREENING)
    wished.application.wishes[0].host = town
    db.session.flush()
    rows = {(one.reviewer.id, one.candidacy): one.reason for one in actions.absent(call)}
    assert set(rows) == {(seat.person_id, wished), (other.reviewer_id, other.candidacy)}
    assert "塩尻市" in rows[seat.person_id or 0, wished]
    assert "辞退" in rows[other.reviewer_id, other.candidacy]


def test_who_was_in_one_group_before_and_who_sits_on_one_panel_is_found(call) -> None:
    before = make.call(make.year(2025))
    together = make.application(
        to=before,
        members=[make.member(1, name="委員　長子"), make.member(2, name="旧友　太郎")],
        search_key="委員長子|旧友太郎",
    )
    assert together.state is ApplicationState.SUBMITTED
    seat = make.seat(call, make.person(Role.REVIEWER, name="委員 長子"))
    colleague = make.seat(call)
    met = make.candidacy(make.application(to=call, members=[make.member(1, name="旧友太郎")]))
    mate = make.candidacy(make.application(to=call, members=[make.member(1, name=colleague.name)]))
    namesake = make.member(1, name="旧友太郎", birth_date=date(1970, 1, 1))
    stranger = make.candidacy(make.application(to=call, members=[namesake]))
    panel, mine = bench(call, actions.served(call)), seat.person_id or 0
    assert "令和7年度に同じ組で応募した" in panel.standing(met)[mine][0].words
    assert "同じ選考委員会" in panel.standing(mate)[mine][0].words
    assert "同じ氏名" in panel.standing(mate)[colleague.person_id or 0][0].words
    assert panel.standing(stranger) == {}


def test_a_refused_sheet_is_kept_in_the_history(call) -> None:
    sheet = make.sheet(make.candidacy(make.application(to=call)))
    actions.note_refused(sheet, make.person(Role.REVIEWER), AT + timedelta(hours=1), "理由")
    db.session.commit()
    (event,) = db.session.scalars(history.of(sheet.candidacy)).all()
    assert (event.act, event.facts["why"]) == ("refused_sheet", "理由")
