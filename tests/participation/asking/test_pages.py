"""A group asks on its page, the office finds it among its work and answers."""

from datetime import date, timedelta

import pytest
from flask import Flask

from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.participation.models import Participation
from tests import make
from tests.participation.test_pages import day


@pytest.fixture
def group(app: Flask) -> Participation:
    year = make.year(
        today().year,
        trial_first=today() - timedelta(days=40),
        trial_last=today() + timedelta(days=140),
    )
    return make.participation(make.selected(make.application(to=make.call(year), people=2)))


def test_a_leaving_member_is_asked_for_and_accepted(browse, group) -> None:
    make.decided_grant(group, heads=2)
    own = browse(group.representative)
    here = f"/participation/requests/{group.id}"
    assert here in own.read("/participation/")
    leaving = {"participant_id": str(group.people[1].id), "note": "就職のため"}
    fields = {**leaving, **day("last_day", today())}
    answer = own.post(f"{here}/member_leaving", **{**fields, "note": ""})
    assert answer.status_code == 422
    page = own.send(f"{here}/member_leaving", **fields)
    assert "メンバーの離脱を申し出ました" in page
    assert "県が確認中" in page
    assert "メンバーの離脱を申し出る" not in page
    officer = browse(make.person(Role.OFFICER))
    assert "変更の申出" in officer.read("/desk/")
    show = f"/desk/participation/{group.id}"
    assert "メンバーの離脱の申出" in officer.read(show)
    (path,) = {
        part.split('"')[0]
        for part in officer.read("/desk/participation/requests/?state=asked").split('href="')
        if part.startswith("/desk/participation/requests/")
        and "?" not in part
        and part.split('"')[0] != "/desk/participation/requests/"
    }
    page = officer.send(f"{path}/accept", page=path)
    assert "認めて参加の内容を変更し、本人に知らせました" in page
    page = officer.read(show)
    assert "上限額の見直し（変更の手続き）が必要です" in page
    assert "交付決定は2名、期間の終わりまで参加するのは1名です" in page
    assert "認められました" in own.read(here)


def test_an_impossible_wish_is_refused_with_what_was_typed(browse, group) -> None:
    own = browse(group.representative)
    path = f"/participation/requests/{group.id}/early_end"
    fields = day("last_day", group.last_day + timedelta(days=1))
    answer = own.post(path, **fields, note="仕事の都合")
    assert answer.status_code == 422
    assert "今の終了日" in answer.text
    assert "仕事の都合" in answer.text


def test_a_wish_is_taken_back_and_declined_with_a_reason(browse, group) -> None:
    own = browse(group.representative)
    here = f"/participation/requests/{group.id}"
    fields = day("last_day", today() + timedelta(days=30))
    own.send(f"{here}/early_end", **fields, note="仕事の都合")
    taken = next(
        part.split('"')[0]
        for part in own.read(here).split('action="')
        if "take_back" in part.split('"')[0]
    )
    assert "取り下げました" in own.send(taken, page=here)
    own.send(f"{here}/withdrawal", **fields, note="病気のため")
    officer = browse(make.person(Role.OFFICER))
    path = f"/desk/participation/requests/{int(taken.split('/')[-2]) + 1}"
    page = officer.send(f"{path}/decline", page=path, note="期間の変更で対応してください。")
    assert "認めないこととし" in page
    assert "県からの回答：期間の変更で対応してください。" in own.read(here)


def test_others_find_nothing_and_who_reads_does_not_answer(browse, group) -> None:
    here = f"/participation/requests/{group.id}"
    assert browse(make.person()).get(here).status_code == 404
    own = browse(group.representative)
    own.send(f"{here}/early_end", **day("last_day", today() + timedelta(days=9)), note="仕事")
    auditor = browse(make.person(Role.AUDITOR))
    page = auditor.read("/desk/participation/requests/")
    assert group.title in page
    assert auditor.get("/desk/participation/requests/999").status_code == 404


def test_a_contract_is_recorded_by_the_group_and_by_the_office(browse, group) -> None:
    own = browse(group.representative)
    path = f"/participation/{group.id}/contract"
    days = {
        **day("contract_first", date(2026, 7, 25)),
        **day("contract_last", date(2026, 7, 1)),
    }
    answer = own.post(path, **days)
    assert answer.status_code == 422
    assert "開始日以後の日" in answer.text
    page = own.send(path, **{**days, **day("contract_last", date(2027, 7, 24))})
    assert "2026年7月25日" in page
    assert browse(make.person()).get(path).status_code == 404
    officer = browse(make.person(Role.OFFICER))
    path = f"/desk/participation/{group.id}/contract"
    page = officer.send(path, **{**days, **day("contract_last", date(2027, 8, 1))})
    assert "2027年8月1日" in page


def test_an_officer_adds_a_member_who_joins_mid_way(browse, group) -> None:
    officer = browse(make.person(Role.OFFICER))
    path = f"/desk/participation/{group.id}/members/join"
    fields = {
        "name": "加入　花子", "kana": "かにゅう　はなこ", "prefecture": "東京都",
        "occupation": "制作", "note": "事業の拡大", **day("birth_date", date(1995, 1, 1)),
        **day("joined_on", today()),
    }  # fmt: skip
    page = officer.send(path, **fields)
    assert "加入　花子（カニュウ　ハナコ）" in page
    answer = officer.post(path, **{**fields, "name": "四人　目"})
    assert answer.status_code == 422
    assert "1組は3名までです" in answer.text
