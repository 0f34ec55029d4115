"""The office takes tables as Excel, CSV and JSON."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.statistics.exports.models import TableRun
from tests import make
from tests.statistics.sheet.make import grants_of, year_of_groups

TABLES = "/desk/statistics/tables"


@pytest.fixture
def taken(app, browse):
    """The first of three 組 is called as a formula would be, with a character that CP932 lacks."""
    made = year_of_groups(2024, 3, 2, 3)
    grants_of(made, 1)
    made[0].title = "=1+1𠮷"
    desk = browse(make.person(Role.OFFICER))
    answer = desk.post(
        f"{TABLES}/groups", years=["2024"], columns=["fiscal_year", "title", "amount", "first_day"]
    )
    assert answer.status_code == 303
    return desk, answer.location.removeprefix("http://localhost")


def text(desk, address: str, encoding: str) -> list[list[str]]:
    content = desk.get(address).get_data().decode(encoding)
    return list(csv.reader(StringIO(content, newline="")))


def test_an_officer_chooses_a_table_and_receives_it_in_every_form(taken):
    desk, run = taken
    page = desk.read(run)
    assert "はじめの3行" in page
    rows = text(desk, f"{run}/table.csv", "utf-8-sig")
    assert rows[0] == ["年度", "組の名前", "おためしの初日", "交付決定額"]
    assert rows[1][:2] == ["2024", "'=1+1𠮷"]
    assert text(desk, f"{run}/table.sjis", "cp932")[1][1] == "'=1+1〓"
    assert "U+20BB7" in desk.read(f"{run}/unwritable")
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{run}/table.xlsx").data))["一覧"]
    assert book["B2"].value == "=1+1𠮷"
    assert book["B2"].data_type == "s"
    assert (book["D2"].number_format, book["C2"].number_format) == ('#,##0"円"', "yyyy-mm-dd")
    told = json.loads(desk.get(f"{run}/table.json").get_data())
    assert told[0]["title"] == "=1+1𠮷"
    assert len(told) == 3
    assert isinstance(told[0]["amount"], int)


def test_names_are_not_shown_to_who_opens_the_run_without_the_right(taken, browse):
    _, run = taken
    auditor = browse(make.person(Role.AUDITOR))
    page = auditor.read(run)
    assert "今は出力できない列が1列" in page
    assert "𠮷" not in page + auditor.get(f"{run}/table.csv").get_data().decode()
    assert auditor.get(f"{TABLES}/groups").status_code == 403
    assert "まだ出力した表はありません" not in auditor.read(f"{TABLES}/")


def test_nothing_chosen_is_explained(app, browse):
    desk = browse(make.person(Role.OFFICER))
    answer = desk.client.post(f"{TABLES}/groups", data=desk.hidden(f"{TABLES}/groups"))
    assert answer.status_code == 422
    assert "列を選んでください" in answer.text
    forged = desk.post(f"{TABLES}/groups", columns=["password_hash"], years=["2024"])
    assert forged.status_code == 422
    assert db.session.scalar(db.select(TableRun)) is None


@pytest.mark.parametrize("name", ["groups", "replies", "retention", "divided", "applications"])
def test_an_empty_programme_has_empty_tables(app, browse, name):
    desk = browse(make.person(Role.OFFICER))
    page = desk.send(f"{TABLES}/{name}", columns=["fiscal_year"])
    assert "まだ行がありません" in page
    assert json.loads(desk.get(f"{TABLES}/runs/1/table.json").get_data()) == []
