"""What candidates, the office and the panel see of interviews, and who sees nothing."""

import csv
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from sqlalchemy import select

from otameshi.core.clock import in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.actions import Candidate
from otameshi.selection.interviews.models import Interview, InterviewPlace, InterviewSlot
from otameshi.selection.interviews.rules import State
from tests import make
from tests.documents import ics_reader
from tests.selection.interviews.make import held, invited, seated
from tests.statements import counted

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SECRET = "会議室A"


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def candidate(call, **facts):
    return make.candidacy(make.application(to=call, **facts))


def coming(**facts):
    """Make a round whose slots are ten days away; one may still choose for five."""
    at = now()
    return held(first=at + 10 * DAY, choose_until=at + 5 * DAY, at=at, **facts)


def over(panel, **facts):
    """Make a round whose first slot began an hour ago, and book it."""
    begun = now() - HOUR
    found, slots = held(first=begun, choose_until=begun - DAY, at=begun - 9 * DAY, panel=panel)
    [one] = invited(found, candidate(found.call, **facts), at=begun - 9 * DAY)
    mine = Candidate(one.candidacy.application.applicant)
    actions.choose(one, slots[0].id, mine, begun - 8 * DAY)
    return found, one


def token(one):
    to = one.candidacy.application.applicant.email
    letter = db.session.scalars(select(Letter).where(Letter.to == to).order_by(Letter.id)).all()[0]
    return letter.body.split("/interview/")[1].split()[0]


def booked(one, slot):
    actions.choose(one, slot.id, Candidate(one.candidacy.application.applicant), now())


def test_an_officer_sets_up_a_round_with_a_place_and_slots(officer, browse) -> None:
    call = make.call()
    reviewer = seated(call, make.person(Role.REVIEWER))
    browser, path = browse(officer), f"/desk/interviews/{call.id}"
    assert "まだ設定されていません" in browser.read(path)
    until, day = (in_japan(now() + days * DAY) for days in (5, 10))
    date = {f"choose_on-{part}": getattr(until, part) for part in ("year", "month", "day")}
    page = browser.send(f"{path}/setup", choose_time="17時", change_days=2, remind_days=1, **date)
    assert "時刻は「17:00」のように" in page
    fields = {"choose_time": "17:00", "change_days": 2, "remind_days": 1, "name1": "総合評価"}
    anchors = {f"anchor{n}": f"目安{n}" for n in range(1, 6)}
    assert "場所（会場・オンラインの接続先）を加えて" in browser.send(
        f"{path}/setup", **fields, **date, **anchors
    )
    place = {"kind": "video", "name": "オンライン", "detail": "https://meet.example.jp/x"}
    assert "面談の枠を作ってください" in browser.send(f"{path}/places/new", **place)
    where = db.session.scalars(select(InterviewPlace)).one()
    slots = {f"day-{part}": getattr(day, part) for part in ("year", "month", "day")}
    slots |= {"place": where.id, "begin": "13:00", "minutes": 20, "pause": 10, "panel": reviewer.id}
    assert "面談の枠を3個作りました" in browser.send(f"{path}/slots/new", **slots, end="14:20")
    again = browser.send(f"{path}/slots/new", **slots)
    assert "オンラインには、重なる枠" in again


def test_an_officer_invites_from_the_ranking_after_seeing_who_gets_what(officer, browse) -> None:
    found, _ = coming()
    one, other = candidate(found.call), candidate(found.call)
    browser, path = browse(officer), f"/desk/interviews/{found.call_id}"
    nobody = browser.post(f"{path}/invite")
    assert "だれにも送っていません" in nobody.text
    preview = browser.post(f"{path}/invite", candidacy=one.id).text
    assert one.application.applicant.email in preview
    assert other.application.applicant.email not in preview
    assert "1組に案内を送る" in preview
    assert db.session.scalars(select(Letter)).all() == []
    sent = browser.send(f"{path}/invite/send", f"{path}/invite", seen=f"{one.id}:{one.version}")
    assert "1組に、面談の案内を送りました" in sent
    assert "だれにも送っていません" in browser.send(f"{path}/invite/send", f"{path}/invite")
    [letter] = db.session.scalars(select(Letter))
    assert letter.to == one.application.applicant.email
    assert "案内済み" in browser.read(f"{path}/invite")


def test_a_link_chooses_without_signing_in_and_shows_the_room_only_then(app, browse) -> None:
    found, slots = coming()
    one, other = invited(found, candidate(found.call), candidate(found.call))
    path, theirs = f"/interview/{token(one)}", f"/interview/{token(other)}"
    visitor = browse()
    page = visitor.read(path)
    assert "銀座NAGANO（東京都中央区）" in page
    assert SECRET not in page
    assert one.candidacy.title not in page
    assert "日時を1つ選んでください" in visitor.post(path, action="choose").text
    assert visitor.get(f"{path}/calendar.ics").status_code == 404
    page = visitor.send(path, action="choose", slot=slots[1].id)
    assert "面談の日時が決まりました" in page
    assert SECRET in page
    file = visitor.get(f"{path}/calendar.ics")
    assert file.content_type == "text/calendar; method=REQUEST; charset=UTF-8"
    calendar = ics_reader.read(file.data)
    start = ics_reader.moment(calendar, calendar.only("VEVENT"), "DTSTART")
    assert start == slots[1].starts_at.replace(microsecond=0)
    refused = visitor.post(theirs, action="choose", slot=slots[1].id)
    assert refused.status_code == 422
    assert "ほかの方が先に選びました" in refused.text
    assert f'value="{slots[0].id}"' in refused.text
    assert f'value="{slots[1].id}"' not in refused.text
    page = visitor.send(theirs, action="ask", wish="8月3日の夜")
    assert "8月3日の夜" in page
    assert "受け付けました" in visitor.send(path, action="decline", reason="")
    gone = visitor.get(path)
    assert (gone.status_code, gone.headers["Referrer-Policy"]) == (410, "no-referrer")
    assert visitor.get("/interview/unknown").status_code == 404


def test_the_own_page_says_until_when_to_choose_and_stays_neutral(app, browse) -> None:
    found, slots = coming()
    [one] = invited(found, candidate(found.call))
    me, other = browse(one.candidacy.application.applicant), browse(make.person())
    page = me.read("/my/")
    assert "面談の日時を選ぶ" in page
    assert "17:00" in page or "期限：" in page
    path = f"/my/interviews/{one.id}"
    assert other.get(path).status_code == 404
    assert "変えられます" in me.send(path, action="choose", slot=slots[0].id)
    page = me.read("/my/")
    assert f"面談は{slots[0].words}です" in page
    assert "採択" not in page.partition("<aside")[0]
    assert me.get(f"{path}/calendar.ics").status_code == 200
    assert other.get(f"{path}/calendar.ics").status_code == 404


def test_the_panel_reads_numbers_and_no_names_and_records(app, browse) -> None:
    reviewer, near = (
        make.person(Role.REVIEWER),
        make.person(Role.REVIEWER, organisation="近い会社"),
    )
    found, one = over([reviewer, near], trade_name="近い会社")
    mine, path = browse(reviewer), f"/review/interviews/{one.id}"
    names = (one.candidacy.title, one.candidacy.application.applicant.name, "見本　太郎1")
    for page in (mine.read("/review/interviews/"), mine.read(path)):
        assert one.number in page
        assert not any(name in page for name in names)
    [criterion] = found.criteria
    refused = mine.post(path, action="finish", came="yes", notes="よく調べている")
    assert "まだ点を付けていない項目があります" in refused.text
    assert "よく調べている" in refused.text
    page = mine.send(path, **{"came": "yes", "notes": "", f"points-{criterion.id}": 4})
    assert "面談記録を確定しました" in page
    left = browse(near)
    assert "席を外してください" in left.read("/review/interviews/")
    page = left.read(path)
    assert "同じ所属" in page
    assert SECRET not in page
    assert browse(make.person(Role.REVIEWER)).get(path).status_code == 404
    officer = browse(make.person(Role.OFFICER))
    assert "同じ所属" in officer.read(f"/desk/interviews/of/{one.id}")
    assert f"/desk/interviews/of/{one.id}" in officer.read(
        f"/desk/selection/candidates/{one.candidacy_id}"
    )
    record = one.records[0]
    page = officer.send(
        f"/desk/interviews/of/{one.id}/records/{record.id}/reopen",
        f"/desk/interviews/of/{one.id}",
        note="点の付け間違い",
        version=record.version,
    )
    assert "面談記録を差し戻しました" in page


def test_the_office_sets_a_time_moves_and_records_an_absence(officer, browse) -> None:
    found, slots = coming()
    [one] = invited(found, candidate(found.call))
    browser, path = browse(officer), f"/desk/interviews/of/{one.id}"
    page = browser.send(path, slot=slots[2].id, note="お電話のとおりです。")
    assert "応募者と面談する人にお知らせしました" in page
    assert slots[2].words in page
    assert "理由を記入してください" in browser.send(f"{path}/cancel", path)
    assert "案内を取り消し" in browser.send(f"{path}/cancel", path, note="日程の変更のため")
    found, one = over([make.person(Role.REVIEWER)])
    path = f"/desk/interviews/of/{one.id}"
    db.session.commit()
    assert "欠席を記録しました" in browser.send(f"{path}/no_show", path)
    assert db.session.get_one(Interview, one.id).state is State.NO_SHOW


def test_the_sheet_of_the_day_is_for_officers_with_room_and_panel(officer, browse) -> None:
    reviewer = make.person(Role.REVIEWER, name="審査　一郎")
    found, slots = coming(panel=[reviewer])
    [one] = invited(found, candidate(found.call))
    booked(one, slots[0])
    browser, path = browse(officer), f"/desk/interviews/{found.call_id}"
    page = browser.read(f"{path}/day")
    time = slots[0].words.partition("）")[2]
    for words in (time, one.candidacy.title, SECRET, "審査　一郎"):
        assert words in page
    day = in_japan(slots[0].starts_at).date()
    head, row = csv.reader(
        StringIO(browser.get(f"{path}/day.csv?day={day}").data.decode("utf-8-sig"))
    )
    assert dict(zip(head, row, strict=True))["面談する人"] == "審査　一郎"
    manager = browse(make.person(Role.MANAGER))
    assert SECRET not in manager.read(path)
    assert SECRET not in manager.read(f"/desk/interviews/of/{one.id}")
    assert manager.get(f"{path}/day").status_code == 403


def test_the_lists_take_as_many_statements_for_many(officer, browse) -> None:
    found, slots = coming(count=6, panel=[officer])
    browser, path = browse(officer), f"/desk/interviews/{found.call_id}"
    [first] = invited(found, candidate(found.call))
    booked(first, slots[0])
    lists = path, f"{path}/day", "/review/interviews/"
    few = [counted(partial(browser.get, page)) for page in lists]
    for one, slot in zip(
        invited(found, *(candidate(found.call) for _ in range(4))), slots[1:], strict=False
    ):
        booked(one, slot)
    assert [counted(partial(browser.get, page)) for page in lists] == few
    assert len(db.session.scalars(select(InterviewSlot)).all()) == 6


def test_a_wish_waits_on_the_officers_day(officer, browse) -> None:
    found, _ = coming()
    [one] = invited(found, candidate(found.call))
    actions.ask(one, "夜", Candidate(one.candidacy.application.applicant), now())
    page = browse(officer).read("/desk/")
    assert "希望を調整中" in page
    assert 'href="/desk/interviews/' in page
