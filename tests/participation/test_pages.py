"""What a selected group and the office see and do."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.participation.models import Participation
from otameshi.participation.rules import State
from otameshi.selection.models import Candidacy
from otameshi.selection.placed import Placement
from tests import make
from tests.selection.test_pages import statements


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def day(name: str, value: date) -> dict[str, str]:
    parts = {"year": value.year, "month": value.month, "day": value.day}
    return {f"{name}-{part}": str(number) for part, number in parts.items()}


def answers(one: Candidacy, **change: str) -> dict[str, str]:
    return {
        "host_id": str(one.application.wishes[0].host_id),
        "office_id": "",
        "base_address": "見本市1-1",
        **day("first_day", date(2026, 8, 1)),
        **day("last_day", date(2027, 1, 31)),
        "wants_grant": "yes",
        "pledged": "y",
        **change,
    }


def test_a_selected_group_accepts_its_place_from_what_it_asked_for(browse, app: Flask) -> None:
    one = make.selected(make.application(stay_to=date(2027, 1, 31)))
    browser = browse(one.application.applicant)
    assert "採択されました" in browser.read("/participation/")
    path = f"/participation/offers/{one.id}"
    page = browser.read(path)
    assert 'value="2027"' in page
    page = browser.send(path, **answers(one))
    assert "参加の承諾を受け付けました" in page
    assert "参加中" in page
    assert "見本市1-1" in page
    assert "採択されました" not in page


def test_the_form_begins_with_the_place_that_the_selection_gave(browse, app: Flask) -> None:
    one = make.selected()
    town = make.host(one.application.call.year, "塩尻市")
    one.placement = Placement(
        host=town, office=town.offices[0], words="第2希望", by=make.person(), at=make.NOON
    )
    page = browse(one.application.applicant).read(f"/participation/offers/{one.id}")
    assert f'<option selected value="{town.id}">塩尻市' in page
    assert f'<option selected value="{town.offices[0].id}">塩尻市：塩尻市オフィス' in page
    assert "採択の通知でお知らせした市町村" in page


def test_a_refused_acceptance_keeps_what_was_typed(browse, app: Flask) -> None:
    one = make.selected()
    path = f"/participation/offers/{one.id}"
    browser = browse(one.application.applicant)
    wrong = answers(one, **day("last_day", date(2026, 9, 1)), base_address="入力した住所")
    answer = browser.post(path, **wrong)
    assert answer.status_code == 422
    assert "最短の3か月に届きません" in answer.text
    assert "入力した住所" in answer.text
    answer = browser.post(path, **{**answers(one), "host_id": "", "wants_grant": ""})
    assert answer.status_code == 422
    assert "市町村を選んでください" in answer.text
    assert browser.post(path, **answers(one, pledged="")).status_code == 422


def test_a_group_declines_after_a_warning(browse, app: Flask) -> None:
    one = make.selected()
    browser = browse(one.application.applicant)
    path = f"/participation/offers/{one.id}/decline"
    assert "辞退すると取り消せません" in browser.read(path)
    page = browser.send(path, note="転職のため")
    assert "参加の辞退を受け付けました" in page
    assert "参加を辞退" in page


def test_another_groups_place_is_not_found(browse, app: Flask) -> None:
    one = make.selected()
    browser = browse(make.person())
    assert browser.get(f"/participation/offers/{one.id}").status_code == 404
    assert browser.get(f"/participation/offers/{one.id}/decline").status_code == 404
    assert "参加している組はありません" in browser.read("/participation/")


def test_an_acceptance_sent_twice_acts_once(browse, app: Flask) -> None:
    one = make.selected()
    browser = browse(one.application.applicant)
    path = f"/participation/offers/{one.id}"
    fields = {**browser.hidden(path), **answers(one)}
    for _ in range(2):
        assert browser.client.post(path, data=fields).status_code == 303
    assert db.session.query(Participation).count() == 1


def test_the_office_lists_filters_and_exports_the_year(officer, browse) -> None:
    make.participation(title="=SUM(1)スタジオ")
    make.participation(title="終わった組", state=State.ENDED)
    browser = browse(officer)
    page = browser.read("/desk/participation/?year=2026&state=ended")
    assert "終わった組" in page
    assert "スタジオ</a>" not in page
    assert "令和8年度の参加者（承諾待ちを含む）" in page
    answer = browser.get("/desk/participation/export.csv?year=2026")
    text = answer.data.decode("utf-8-sig")
    assert text.startswith("年度,受付番号,組の名称")
    assert "'=SUM(1)スタジオ" in text
    book = openpyxl.load_workbook(BytesIO(browser.get("/desk/participation/export.xlsx").data))
    titles = [row[2] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [cell.value for cell in titles] == ["=SUM(1)スタジオ", "終わった組"]
    assert titles[0].data_type == "s"


def test_an_officer_records_what_changes(officer, browse) -> None:
    group = make.participation(make.selected(make.application(people=2)))
    browser = browse(officer)
    here = f"/desk/participation/{group.id}"
    member = group.people[1]
    path = f"{here}/members/{member.id}/leave"
    answer = browser.post(path, **day("left_on", date(2026, 9, 30)))
    assert answer.status_code == 422
    assert "理由を入力してください" in answer.text
    page = browser.send(path, **day("left_on", date(2026, 9, 30)), note="就職のため")
    assert "離脱を記録しました" in page
    assert "就職のため" in page
    fields = {**day("first_day", date(2026, 8, 10)), **day("last_day", date(2026, 12, 31))}
    assert "期間を変更しました" in browser.send(f"{here}/stay", **fields, note="遅れ")
    fields = {"host_id": str(group.host_id), "office_id": "", "base_address": "新しい住所"}
    assert "新しい住所" in browser.send(f"{here}/base", **fields, note="移転")
    page = browser.send(f"{here}/finish", page=here)
    assert "おためし期間を終了しました" in page
    assert "離脱を記録する<span" not in page


def test_a_group_that_gives_up_is_recorded_with_its_last_day(officer, browse) -> None:
    group = make.participation()
    browser = browse(officer)
    path = f"/desk/participation/{group.id}/leave"
    page = browser.send(path, **day("left_on", date(2026, 12, 24)), note="病気のため")
    assert "途中辞退" in page
    assert "2026年12月24日" in page


def test_those_who_only_read_cannot_change(browse, app: Flask) -> None:
    group = make.participation()
    browser = browse(make.person(Role.AUDITOR))
    here = f"/desk/participation/{group.id}"
    assert "途中辞退を受け付ける" not in browser.read(here)
    assert browser.get(f"{here}/stay").status_code == 403
    assert browser.post(f"{here}/finish", page=here).status_code == 403
    for role in (Role.APPLICANT, Role.REVIEWER):
        assert browse(make.person(role)).get(here).status_code == 403


@pytest.mark.parametrize("path", ["/desk/participation/", "/desk/participation/export.csv"])
def test_a_list_asks_the_database_as_often_for_thirty_as_for_three(path, officer, browse) -> None:
    browser = browse(officer)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            make.participation()
        db.session.commit()
        with statements() as seen:
            assert browser.get(f"{path}?year=2026").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
