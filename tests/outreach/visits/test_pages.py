"""What anyone, a 組 and the office see of bookings and attendance, and who sees nothing."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits.models import Booking, GroupVisit
from tests import make
from tests.outreach.visits.make import booking, came, gathering
from tests.statements import statements

DAY = timedelta(days=1)
MEETING = GatheringKind.MEETING


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def coming(**facts):
    return gathering(**{"held_at": now() + 10 * DAY, **facts})


def over(**facts):
    return gathering(**{"held_at": now() - DAY, **facts})


def fields(**facts):
    return {
        "name": "見本　花子", "email": "hanako@example.jp", "prefecture": "大阪府", "people": "２",
        "heard_from": "SNS", **facts,
    }  # fmt: skip


def link() -> str:
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    return f"/visit/{letter.body.split('/visit/')[1].split()[0]}"


def test_anybody_books_without_an_account_and_reads_what_it_is_used_for(app, browse):
    session, visitor = coming(capacity=20), browse()
    assert "申し込む" in visitor.read("/gatherings/")
    assert "この説明会に申し込む" in visitor.read("/")
    form = visitor.read(f"/gatherings/{session.id}/book")
    for words in ("個人情報の利用目的", "20名", "利用登録はいりません"):
        assert words in form
    page = visitor.send(f"/gatherings/{session.id}/book", **fields())
    assert "メールを送りました" in page
    one = db.session.scalars(select(Booking)).one()
    assert (one.name, one.people, one.prefecture) == ("見本　花子", 2, "大阪府")
    assert one.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "お名前を入力してください"),
        ({"email": "hanako"}, "メールアドレスの形になっていません"),
        ({"people": "10"}, "1から9までの人数"),
        ({"people": "二"}, "整数を数字で"),
        ({"prefecture": ""}, "お住まいの都道府県を選んでください"),
        ({"prefecture": "江戸"}, "お住まいの都道府県"),
        ({"people": "3"}, "残りの席は2名分"),
    ],
)
def test_wrong_input_is_explained_and_kept(app, browse, wrong, words):
    session = coming(capacity=2)
    answer = browse().post(f"/gatherings/{session.id}/book", **fields(**wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="hanako' in answer.text
    assert db.session.scalars(select(Booking)).all() == []


def test_the_answer_to_a_second_booking_is_the_same(app, browse):
    session = coming()
    first, second = (
        browse().post(f"/gatherings/{session.id}/book", **fields(name=name))
        for name in ("見本　花子", "だれか")
    )
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert "だれか" not in "".join(db.session.scalars(select(Letter.body)))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"capacity": 1}, "満席のため"),
        ({"closes_at": now() - DAY}, "受付は終わりました"),
        ({"bookable": False}, "このサイトでは受け付けていません"),
        ({"cancelled_at": now()}, "中止になりました"),
        ({"held_at": now() - DAY}, "受付は終わりました"),
    ],
)
def test_what_cannot_be_booked_says_why_without_a_form(app, browse, facts, words):
    session, other = coming(**facts), coming()
    booking(session, "first@example.jp")
    visitor = browse()
    page = visitor.read(f"/gatherings/{session.id}/book")
    assert words in page
    assert 'name="email"' not in page
    sent = visitor.post(
        f"/gatherings/{session.id}/book", f"/gatherings/{other.id}/book", **fields()
    )
    assert sent.status_code == 422
    assert len(db.session.scalars(select(Booking)).all()) == 1


def test_a_meeting_is_not_booked_by_anybody(app, browse):
    meeting = coming(kind=MEETING)
    assert browse().get(f"/gatherings/{meeting.id}/book").status_code == 404
    assert "参加者の方は、ログインして" in browse().read("/gatherings/")


def test_looking_at_the_link_changes_nothing_and_pressing_takes_it_back(app, browse):
    session = coming(told="接続先：https://meet.example.jp/1")
    browse().post(f"/gatherings/{session.id}/book", **fields())
    guest, path = browse(), link()
    assert guest.get(path).status_code == 200
    answer = guest.get(path)
    assert "申込みを受け付けています" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "https://meet.example.jp/1" in answer.text
    file = guest.get(f"{path}/calendar.ics")
    assert file.mimetype == "text/calendar"
    assert "STATUS:CONFIRMED" in file.text
    old = guest.hidden(path)
    assert "申込みを取り消しました" in guest.send(path)
    assert "取り消されています" in guest.read(path)
    again = guest.client.post(path, data={**old, "once": "another-key-of-a-form"})
    assert again.status_code == 422
    assert "すでに取り消されています" in again.text
    assert "STATUS:CANCELLED" in guest.get(f"{path}/calendar.ics").text


@pytest.mark.parametrize("token", ["unknown", "a" * 5_000, "%00", "..%2f1", "1'--", "🗝"])
def test_a_link_that_nobody_was_sent_opens_nothing(app, browse, token):
    booking(coming(), token_hash="x" * 64)
    guest = browse()
    for path in (f"/visit/{token}", f"/visit/{token}/calendar.ics"):
        assert guest.get(path).status_code == 404
    carried = guest.hidden("/accounts/sign-up")
    sent = guest.client.post(f"/visit/{token}", data=carried)
    assert sent.status_code == 404
    assert not db.session.scalars(select(Booking)).one().off


def test_a_link_is_dead_once_a_later_letter_carries_another(app, browse):
    session = coming()
    browse().post(f"/gatherings/{session.id}/book", **fields())
    first = link()
    browse().post(f"/gatherings/{session.id}/book", **fields())
    assert browse().get(first).status_code == 404
    assert browse().get(link()).status_code == 200


def test_after_it_began_a_booking_is_shown_and_not_taken_back(app, browse):
    session = coming()
    browse().post(f"/gatherings/{session.id}/book", **fields())
    guest, path = browse(), link()
    carried = guest.hidden(path)
    session.held_at = now() - timedelta(minutes=1)
    db.session.commit()
    assert "申込みを取り消す" not in guest.read(path)
    assert guest.client.post(path, data=carried).status_code == 422
    assert not db.session.scalars(select(Booking)).one().off


def group(people: int = 2):
    return make.participation(make.selected(make.application(people=people)))


def test_a_group_signs_up_and_takes_it_back_on_its_own_page(app, browse):
    meeting, mine = coming(kind=MEETING, capacity=5), group()
    me = browse(mine.representative)
    here = f"/participation/{mine.id}/gatherings"
    assert here in me.read("/participation/")
    assert "申し込む" in me.read(here)
    page = f"{here}/{meeting.id}"
    assert "1人以上選んで" in me.send(page, chosen=[])
    chosen = [str(one.id) for one in mine.people]
    assert "申込み済み：2名" in me.send(page, chosen=chosen)
    assert "この内容に変える" in me.read(page)
    assert "申込みを取り消しました" in me.send(f"{page}/take-back", page)
    assert db.session.scalars(select(GroupVisit)).one().off


def test_nobody_signs_another_group_up(app, browse):
    meeting, mine, other = coming(kind=MEETING), group(), group()
    me = browse(mine.representative)
    for path in ("", f"/{meeting.id}"):
        assert me.get(f"/participation/{other.id}/gatherings{path}").status_code == 404
    page = f"/participation/{mine.id}/gatherings/{meeting.id}"
    answer = me.post(page, chosen=[str(other.people[0].id)])
    assert answer.status_code == 422
    assert browse().get(page).status_code in {302, 303, 401}


def test_the_office_ticks_who_came_and_adds_who_just_came(app, browse, officer):
    session = over(capacity=20)
    first = booking(session, "a@example.jp", people=2)
    booking(session, "b@example.jp")
    desk, here = browse(officer), f"/desk/gatherings/{session.id}"
    assert "2件・3名" in desk.read(here)
    assert "まだ記録していません" in desk.read(f"{here}/visits")
    page = desk.send(f"{here}/came", came=[str(first.id)], walk_ins="３")
    assert "出欠を記録しました" in page
    assert "来なかった" in page
    assert "5名" in page  # 2 of the booking, 3 who just came
    page = desk.send(f"{here}/walk-in", name="当日　来た", people="1", email="", prefecture="")
    assert "当日の受付" in page
    assert "出欠の記録から数えると、6名" in desk.read(f"{here}/attendance")
    assert session.attendance is None
    rows = list(csv.reader(StringIO(desk.get(f"{here}/visits.csv").data.decode("utf-8-sig"))))
    assert [row[-1] for row in rows] == ["出欠", "来た", "", "来た"]
    assert rows[1][3] == "a@example.jp"


def test_a_second_person_who_ticks_is_told_and_keeps_what_they_ticked(app, browse, officer):
    session = over()
    one = booking(session, "a@example.jp")
    desk, page = browse(officer), f"/desk/gatherings/{session.id}/came"
    shown = desk.hidden(page)
    desk.send(page, came=[], walk_ins="1")
    late = desk.client.post(page, data={**shown, "came": str(one.id), "walk_ins": "7"})
    assert late.status_code == 409
    assert 'value="7"' in late.text
    assert session.walk_ins == 1


def test_the_office_ticks_groups_also_of_another_year(app, browse, officer):
    meeting, mine = over(kind=MEETING), group()
    old = make.participation(make.selected(make.application(to=make.call(make.year(2024)))))
    desk, here = browse(officer), f"/desk/gatherings/{meeting.id}"
    page = desk.send(f"{here}/came", came=[str(mine.id)], other=str(old.id), walk_ins="0")
    assert "出欠を記録しました" in page
    assert old.title in page
    rows = db.session.scalars(select(GroupVisit)).all()
    assert {one.participation_id for one in rows if one.came} == {mine.id, old.id}
    assert old.title in desk.read(f"{here}/came")
    assert "来た" in desk.get(f"{here}/visits.csv").data.decode("utf-8-sig")


def test_nobody_ticks_before_it_begins_and_nobody_but_officers(app, browse, officer):
    session = coming()
    assert "過ぎてから記録" in browse(officer).read(f"/desk/gatherings/{session.id}/came")
    auditor = browse(make.person(Role.AUDITOR))
    assert auditor.get(f"/desk/gatherings/{session.id}/visits").status_code == 200
    for move in ("came", "walk-in"):
        assert auditor.get(f"/desk/gatherings/{session.id}/{move}").status_code == 403
    assert browse(make.person()).get(f"/desk/gatherings/{session.id}/visits").status_code == 403
    assert browse(officer).get("/desk/gatherings/99/visits").status_code == 404


def test_a_gathering_is_planned_with_its_seats_and_moved_with_letters(app, browse, officer):
    session = coming()
    booking(session, "a@example.jp")
    desk, page = browse(officer), f"/desk/gatherings/{session.id}/edit"
    day = (now() + 20 * DAY).date()
    sent = {
        "year_id": session.year_id, "kind": "session", "title": session.title, "place": "松本市",
        "day-year": day.year, "day-month": day.month, "day-day": day.day, "time": "19:00",
        "bookable": "y", "capacity": "３０", "minutes": "60", "told": "接続先",
    }  # fmt: skip
    closing = {"closes_on-year": day.year, "closes_on-month": day.month, "closes_on-day": day.day}
    wrong = desk.post(page, **sent, **closing, closes_time="19:01")
    assert wrong.status_code == 422
    assert "締切は、開始時刻まで" in wrong.text
    done = desk.send(page, **sent, **closing)
    assert "申し込んだ1件にメールを送ります" in done
    assert "17:00" in done  # where no hour was typed
    assert "30名" in done


def test_the_lists_take_as_many_statements_for_30_bookings_as_for_3(app, browse, officer):
    session, meeting = over(), over(kind=MEETING)

    def count() -> list[int]:
        found = []
        for path in (f"{session.id}/visits", f"{session.id}/came", f"{meeting.id}/visits", ""):
            person = browse(officer)
            db.session.expire_all()
            with statements() as sent:
                person.get(f"/desk/gatherings/{path}")
            found.append(len(sent))
        return found

    for n in range(3):
        booking(session, f"a{n}@example.jp")
        came(meeting, group())
    few = count()
    for n in range(27):
        booking(session, f"b{n}@example.jp")
    for _ in range(5):
        came(meeting, group())
    assert count() == few
