"""Tables that leave as CSV and Excel."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.web import sheets, workbook

HEADERS = ["番号", "名前", "金額", "生年月日", "提出日時"]
ROW: list[sheets.Cell] = [
    "R8-001",
    "髙橋　𠮷子",
    -100,
    date(1995, 4, 2),
    japan(2026, 5, 18, 16, 59),
]
FORMULAS = ["=1+1", "+81 90", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A"]


def as_csv(*rows: list[sheets.Cell]) -> list[list[str]]:
    file = BytesIO()
    sheets.write_csv(file, HEADERS, rows)
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def as_excel(*rows: list[sheets.Cell]) -> list[tuple[object, ...]]:
    file = BytesIO()
    sheets.write_xlsx(file, HEADERS, rows)
    sheet = openpyxl.load_workbook(file)["一覧"]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    return list(sheet.iter_rows(values_only=True))


def test_csv_keeps_names_numbers_and_dates_in_japan() -> None:
    expected = ["R8-001", "髙橋　𠮷子", "-100", "1995-04-02", "2026-05-18 16:59"]
    assert as_csv(ROW) == [HEADERS, expected]


def test_excel_keeps_numbers_as_numbers_and_dates_as_dates() -> None:
    line = as_excel(ROW)[1]
    assert line[:3] == ("R8-001", "髙橋　𠮷子", -100)
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in line[3:]] == [
        "1995-04-02 00:00",
        "2026-05-18 16:59",
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_is_none_in_csv(text: str) -> None:
    assert as_csv([text])[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["=1+1", "+81 90", "-1", "@SUM(A1)", "https://example.jp", "007"])
def test_a_text_that_looks_like_a_formula_stays_that_text_in_excel(text: str) -> None:
    assert as_excel([text])[1][0] == text


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_no_text_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    assert not as_csv([text, "x"])[1][0].startswith(sheets.FORMULA_BEGINS)


def test_the_answer_is_a_download_under_its_japanese_name(app: Flask) -> None:
    with app.test_request_context():
        answer = sheets.csv_response("応募一覧", HEADERS, iter([ROW]))
        assert answer.headers["Content-Disposition"].endswith("%E4%B8%80%E8%A6%A7.csv")
        assert answer.content_length == len(answer.get_data())
        assert sheets.xlsx_response("応募一覧", HEADERS, iter([ROW])).get_data()[:2] == b"PK"


def book(rows: list[list[sheets.Cell]], formats: list[str]) -> openpyxl.Workbook:
    file = BytesIO()
    sheets.write_xlsx(file, HEADERS, rows, "一覧", formats)
    return openpyxl.load_workbook(file)


def test_excel_has_a_fixed_head_with_a_filter_and_numbers_in_their_form() -> None:
    made = book([ROW], ["", "", '#,##0"円"', "", ""])
    sheet = made["一覧"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E2")
    assert sheet["A1"].font.bold
    assert (sheet["C2"].value, sheet["C2"].number_format) == (-100, '#,##0"円"')
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["E"].width >= 12
    assert not sheet.data_validations.dataValidation


def test_a_column_is_as_wide_as_what_stands_in_it() -> None:
    office = "飯綱町おためしオフィス（見本）"
    sheet = book([["", office, 1, None, "あ" * 90], ["", "別", 2, None, ""]], [])["一覧"]
    assert sheet.column_dimensions["B"].width >= 2 * len(office)
    assert sheet.column_dimensions["E"].width <= workbook.WIDEST + 1
    assert sheet["B1"].alignment.wrap_text
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [1, 2]  # none is lost


def test_excel_names_nobody_as_its_maker() -> None:
    about = book([ROW], []).properties
    assert not about.creator
    assert not about.lastModifiedBy


def test_an_answer_longer_than_a_cell_of_excel_is_cut_where_it_can_be_seen() -> None:
    text = as_excel(["あ" * 40_000])[1][0]
    assert isinstance(text, str)
    assert len(text) == workbook.LONGEST
    assert text.endswith("…")


def test_more_rows_than_excel_has_are_refused_and_not_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST", 2)
    with pytest.raises(Refused, match="CSVで受け取ってください"):
        as_excel(["1"], ["2"], ["3"])


def test_an_empty_table_is_a_head() -> None:
    assert as_csv() == [HEADERS]
    assert as_excel() == [tuple(HEADERS)]
