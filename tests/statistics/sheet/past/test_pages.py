"""The pages on which past totals are looked over and taken in, and the command that does both."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlalchemy import func, select

from otameshi.cli.totals import import_totals
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.statistics.sheet.models import PublishedCount
from otameshi.statistics.sheet.past import columns
from otameshi.web.sheets import write_csv, write_xlsx
from tests import make
from tests.statistics.sheet.make import published

PAGE = "/desk/statistics/totals"
H30 = ["H30", "36", "58", "13", "24", "", "", "", "", "", "記事", ""]
R6 = ["R6", "", "", "19", "28", "", "", "", "", "", "訂正版", ""]


@pytest.fixture
def desk(app, browse):
    published()
    return browse(make.person(Role.OFFICER))


def file_of(*rows: list[str], write=write_csv) -> bytes:
    file = BytesIO()
    write(file, list(columns.HEADERS), rows)
    return file.getvalue()


def sent(desk, content: bytes, name: str = "past.csv") -> str:
    answer = desk.post(f"{PAGE}/new", table=(BytesIO(content), name))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def numbers() -> int:
    return db.session.scalar(select(func.count(PublishedCount.id))) or 0


def seen(page: str) -> dict[str, str]:
    return {"seen": page.partition('name="seen" value="')[2].partition('"')[0], "version": "1"}


@pytest.mark.parametrize(("write", "name"), [(write_csv, "a.csv"), (write_xlsx, "a.xlsx")])
def test_a_table_is_looked_over_and_then_taken_in(desk, write, name):
    before = numbers()
    address = sent(desk, file_of(H30, write=write), name)
    page = desk.read(address)
    assert "誤りはありません。まだ取り込んでいません" in page
    assert numbers() == before
    assert "4個の数字を取り込みました" in desk.send(address, **seen(page))
    index = desk.read(f"{PAGE}/")
    assert "平成30年度" in index
    assert "記事" in index
    assert "平成27年度" in index
    assert "13組" in desk.read("/desk/statistics/sheet/2018")


def test_what_is_wrong_is_told_by_line_and_column_and_nothing_is_taken(desk):
    before = numbers()
    page = desk.read(sent(desk, file_of(H30, ["2019", "たくさん", *[""] * 10])))
    assert "直すところが2か所あります" in page
    assert 'data-label="行" class="num">3<' in page
    assert "0以上の整数で書いてください" in page
    assert "数字の出典を書いてください" in page
    assert "すべて取り込む" not in page
    assert numbers() == before


def test_a_number_that_stands_already_is_shown_and_asks_for_a_reason(desk):
    address = sent(desk, file_of(R6))
    page = desk.read(address)
    assert "変わります" in page
    told = desk.post(address, reason="", **seen(page))
    assert told.status_code == 422
    assert "変える理由を記入してください" in told.text
    assert "1個の数字を取り込みました" in desk.send(address, reason="数え漏れ", **seen(page))
    assert "数え漏れ" in desk.read("/desk/statistics/sheet/2024")


def test_a_table_may_be_put_aside(desk):
    address = sent(desk, file_of(H30))
    assert "取り込みませんでした" in desk.send(f"{address}/drop", version="1")
    assert "すべて取り込む" not in desk.read(address)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "中身が空です"), (b"%PDF-1.7", "列の名前"), ("年度,年齢\n2018,3".encode(), "年齢")],
)
def test_another_file_is_refused_in_words(desk, content, said):
    answer = desk.post(f"{PAGE}/new", table=(BytesIO(content), "x.csv"))
    assert answer.status_code == 422
    assert said in answer.text


def test_the_form_of_the_table_can_be_taken_along_and_sent_back(desk):
    text = desk.get(f"{PAGE}/template.csv").get_data().decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [list(columns.HEADERS)]
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{PAGE}/template.xlsx").get_data()))
    assert [cell.value for cell in book.worksheets[0][1]] == list(columns.HEADERS)


def test_all_the_office_reads_and_officers_take_in(app, browse):
    published()
    for role in (Role.AUDITOR, Role.MANAGER):
        person = browse(make.person(role))
        assert "令和6年度" in person.read(f"{PAGE}/")
        assert person.get(f"{PAGE}/new").status_code == 403
    assert browse(make.person(Role.APPLICANT)).get(f"{PAGE}/").status_code == 403
    assert browse(make.person(Role.OFFICER)).get(f"{PAGE}/99").status_code == 404


def test_an_empty_system_says_what_will_stand_there(app, browse):
    assert "まだ数字がありません" in browse(make.person(Role.OFFICER)).read(f"{PAGE}/")


def run(app, tmp_path, content: bytes, *options: str):
    file = tmp_path / "past.csv"
    file.write_bytes(content)
    return app.test_cli_runner().invoke(import_totals, [str(file), *options])


def test_the_command_takes_in_a_table_and_says_what(app, tmp_path):
    published()
    db.session.commit()
    before = numbers()
    assert run(app, tmp_path, file_of(H30), "--check").exit_code == 0
    assert numbers() == before
    result = run(app, tmp_path, file_of(H30))
    assert result.exit_code == 0, result.output
    assert "H30 参加（組）：13" in result.output
    assert "4個の数字を取り込みました" in result.output
    assert numbers() == before + 4


def test_the_command_refuses_what_is_wrong_and_what_replaces(app, tmp_path):
    published()
    db.session.commit()
    before = numbers()
    wrong = run(app, tmp_path, file_of(H30, ["2019", "x", *[""] * 8, "資料", ""]))
    assert wrong.exit_code == 1
    assert "3行 応募（組）：" in wrong.output
    assert run(app, tmp_path, file_of(H30, ["2019"] * 12), "--check").exit_code == 1
    assert "変える理由" in run(app, tmp_path, file_of(R6)).output
    assert numbers() == before
    result = run(app, tmp_path, file_of(R6), "--reason", "数え漏れ")
    assert "R6 参加（人）：27 → 28" in result.output
    assert result.exit_code == 0
