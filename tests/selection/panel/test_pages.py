"""What reviewers, officers and whoever has a personal link see and do around the panel."""

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection.panel import actions
from otameshi.selection.panel.models import Seat, Tie
from otameshi.selection.panel.rules import SeatState, TieKind
from tests import make


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


@pytest.fixture
def reviewer(app: Flask):
    return make.person(Role.REVIEWER, name="審査　一郎")


def acts(row) -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(one.act, one.facts["why"]) for one in db.session.scalars(history.of(row))]


def test_a_closed_sheet_asked_for_by_its_address_is_refused_and_kept(reviewer, browse) -> None:
    other, near = make.sheet(), make.sheet(reviewer=reviewer)
    call = near.candidacy.application.call
    seat = actions.seat_of(reviewer, call.id)
    name = near.candidacy.application.trade_name
    make.keep(Tie(seat=seat, kind=TieKind.COMPANY, words=name, declared_at=now()))
    browser = browse(reviewer)
    for sheet in (other, near):
        assert browser.get(f"/review/{sheet.id}").status_code == 404
        assert browser.get(f"/review/{sheet.id}/files/1").status_code == 404
        version = sheet.version
        sent = browser.post(f"/review/{sheet.id}", page="/review/", action="save", comment="横から")
        assert sent.status_code == 404
        db.session.expire_all()
        assert (sheet.version, sheet.comment) == (version, "")
    number = near.candidacy.application.number
    listed = browser.read("/review/")
    assert number in listed
    assert f'href="/review/{near.id}"' not in listed
    assert number not in browser.read("/review/assigned.csv")
    assert acts(other.candidacy) == [("refused_sheet", "割り当てられていない応募です")] * 3
    assert {act for act, _ in acts(near.candidacy)} == {"refused_sheet"}
    assert browser.get("/review/99999").status_code == 404


def invited(call, officer, browse, **more: object) -> str:
    """Invite somebody by the page, and return the link of the letter."""
    make.secrecy(call.year)
    path = f"/desk/selection/{call.id}/panel/invite"
    day = {"term_from-year": "2026", "term_from-month": "4", "term_from-day": "1",
           "term_to-year": "2099", "term_to-month": "3", "term_to-day": "31"}  # fmt: skip
    fields = {"name": "委員　三子", "email": "iin3@univ.example", **day, **more}
    page = browse(officer).send(path, path, **fields)
    assert "委嘱のお願いを送りました" in page, page
    letter = db.session.scalars(select(Letter).where(Letter.kind == "panel_invited")).one()
    return next(word for word in letter.body.split() if "/panel/" in word)


def test_who_is_invited_joins_consents_and_declares_by_one_link(officer, browse) -> None:
    call = make.call()
    link = invited(call, officer, browse, capacity="２０").removeprefix("http://localhost")
    guest = browse()
    page = guest.read(link)
    assert "話しません。" in page
    assert guest.get(link).headers["Referrer-Policy"] == "no-referrer"
    assert guest.get("/panel/unknown").status_code == 404
    secrecy = make.secrecy(call.year).id
    words = {"name": "委員　三子", "password": "とても長い合い言葉です二十文字", "secrecy": secrecy}
    words["again"] = words["password"]
    answer = guest.post(link, link, **words, companies="見本商事\n例示社")
    assert answer.status_code == 422
    assert "守秘義務の文を読み、同意するときに" in answer.text
    assert "見本商事\n例示社" in answer.text  # what was typed is kept
    assert guest.post(link, link, **words, consented="y", companies="見本商事").status_code == 303
    (seat,) = actions.served(call)
    assert (seat.state, seat.capacity, seat.known_as) == (SeatState.ACCEPTED, 20, "委員　三子")
    assert [tie.words for tie in seat.ties] == ["見本商事"]
    assert seat.secrecy
    assert seat.consented_at
    assert guest.get(link).status_code == 410
    here = f"/review/panel/{seat.id}"
    assert "話しません。" in guest.read(here)  # the link has signed in
    assert "例示工房" in guest.send(here, here, persons="例示工房")
    kinds = {letter.kind for letter in db.session.scalars(select(Letter))}
    assert {"panel_invited", "panel_accepted_office"} <= kinds


def test_a_link_is_declined_without_an_account_and_then_dead(officer, browse) -> None:
    call = make.call()
    link = invited(call, officer, browse).removeprefix("http://localhost")
    guest = browse()
    assert "辞退を受け付けました" in guest.send(f"{link}/decline", link, note="多忙のため")
    assert guest.get(link).status_code == 410
    seat = db.session.scalars(select(Seat)).one()
    assert (seat.state, seat.note, seat.person) == (SeatState.DECLINED, "多忙のため", None)
    page = browse(officer).read(f"/desk/selection/{call.id}/panel/{seat.id}")
    assert "多忙のため" in page


def test_an_account_is_invited_answers_there_and_others_see_nothing(
    officer, reviewer, browse
) -> None:
    call = make.call()
    invited(call, officer, browse, email=reviewer.email)
    seat = db.session.scalars(select(Seat)).one()
    here = f"/review/panel/{seat.id}"
    me = browse(reviewer)
    assert here in me.read("/review/panel/")
    assert browse(make.person(Role.REVIEWER)).get(here).status_code == 404
    old = {"secrecy": seat.id + 99, "consented": "y"}
    assert "新しくなりました" in me.send(here, here, **old)
    text = make.secrecy(call.year).id
    assert "加えて申告する" in me.send(here, here, secrecy=text, consented="y")
    desk = browse(officer)
    edit = f"/desk/selection/{call.id}/panel/secrecy/edit"
    assert "第2版" in desk.send(edit, edit, text="もっと話しません。")
    assert "守秘義務の文が新しくなりました" in me.read(here)
    newest = make.secrecy(call.year).id
    page = me.send(f"{here}/consent", here, secrecy=newest, consented="y")
    assert "守秘義務の文が新しくなりました" not in page


def test_an_officer_ends_a_seat_and_the_open_sheets_go_to_others(officer, browse) -> None:
    sheet = make.sheet()
    one = sheet.candidacy
    call = one.application.call
    other = make.seat(call, make.person(Role.REVIEWER, name="引継　委員"))
    seat = actions.seat_of(sheet.reviewer, call.id)
    assert seat
    here = f"/desk/selection/{call.id}/panel/{seat.id}"
    desk = browse(officer)
    assert "理由を入力してください" in desk.send(f"{here}/leave", f"{here}/leave")
    page = desk.send(f"{here}/leave", f"{here}/leave", note="体調のため")
    assert "退任としました" in page
    assert "2名のうち1名だけ" in page
    db.session.expire_all()
    assert [each.reviewer_id for each in one.sheets] == [other.person_id]
    assert "引継　委員" in desk.read(f"/desk/selection/{call.id}/loads")


def test_an_officer_lifts_and_adds_conflicts_with_a_reason(officer, browse) -> None:
    one = make.candidacy(make.application(trade_name="見本ソフト"))
    call = one.application.call
    near = make.seat(call, make.person(Role.REVIEWER, organisation="見本ソフト"))
    far = make.seat(call)
    here = f"/desk/selection/candidates/{one.id}/conflicts"
    desk = browse(officer)
    assert "応募者と同じ所属（見本ソフト）" in desk.read(here)
    path = f"{here}/{near.person_id}"
    assert "理由を入力してください" in desk.send(path, path, verdict="lifted")
    assert "としました" in desk.send(path, path, verdict="lifted", note="同名の別会社")
    assert actions.absent(call) == []
    path = f"{here}/{far.person_id}"
    refused = desk.send(path, path, verdict="lifted", note="念のため")
    assert "自動で見つかった利害関係はありません" in refused
    desk.send(path, path, verdict="added", note="親族から連絡")
    assert [row.reviewer for row in actions.absent(call)] == [far.person]
    desk.send(f"{here}/{far.person_id}/undo", here, note="取り違え")
    assert actions.absent(call) == []
