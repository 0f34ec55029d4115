"""Tables that people send, read as text."""

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from otameshi.core.states import Refused
from otameshi.files import table
from tests.files import corpus


def workbook(*lines: tuple[object, ...]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


def test_csv_in_either_encoding_reads_the_same(app):
    del app
    text = "氏名,電話番号\n見本　花子,09012345678\n\n"
    expected = [["氏名", "電話番号"], ["見本　花子", "09012345678"]]
    assert table.rows("a.csv", text.encode("utf-8-sig")) == expected
    assert table.rows("a.csv", text.encode("cp932")) == expected


def test_excel_reads_as_people_see_it(app):
    del app
    sent = workbook(
        ("氏名", "日", "時", "数", "割合"),
        ("髙﨑", date(1990, 4, 1), datetime(2026, 5, 10, 14, 30), 6, 0.5),  # noqa: DTZ001  # as Excel has it
    )
    assert table.rows("a.xlsx", sent)[1] == ["髙﨑", "1990-04-01", "2026-05-10 14:30", "6", "0.5"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "中身が空です"),
        (b"\n , \n", "行がありません"),
        (b"\xff\xfe\x81", "UTF-8かShift_JIS"),
        (b'a\n"open', "表として読めません"),
        (b"a\n" * 1_002, "1,000行"),
        (b"a," * 300 + b"a\n", "300列"),
        (b"a" * (table.LARGEST + 1), "大きすぎます"),
        (corpus.zip_bomb(), "展開すると大きすぎる"),
        (corpus.office(), "受け付けている形式"),
        (b"PK\x03\x04 and no more", "壊れている"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(app, content, words):
    del app
    with pytest.raises(Refused, match=words):
        table.rows("名簿.csv", content)


def test_a_huge_sheet_costs_no_more_than_its_program_may_use(app):
    del app
    sent = workbook(*[("x" * 30,) * 40] * 20_000)
    with pytest.raises(Refused, match="1,000行"):
        table.rows("名簿.xlsx", sent)


@pytest.mark.parametrize("code", [0, 8, 27, 127])
def test_what_is_no_text_is_told_with_its_line(code: int) -> None:
    content = f"年度,出典\n2018,記{chr(code)}事\n".encode()
    with pytest.raises(Refused, match="2行目に、文字ではないもの"):
        table.rows("past.csv", content)
    assert table.rows("past.csv", '年度,出典\n2018,"記\n\t事"\n'.encode())[1][1] == "記\n\t事"
