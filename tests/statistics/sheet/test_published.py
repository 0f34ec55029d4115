"""The published sheet, cell by cell, from the demonstration: page, CSV, Excel and PDF."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from otameshi.cli.demo import load
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.statistics.sheet.loading import SHEET_2024
from tests import make
from tests.conftest import Browser


def as_written(value: Any) -> Any:
    """Return a part of the file with its whole numbers as text, as it has those with decimals."""
    if isinstance(value, dict):
        return {key: as_written(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_written(one) for one in value]
    return str(value)


PRINTED = as_written(tomllib.loads(SHEET_2024.read_text("utf-8"), parse_float=str))
YEARS = ("R4", "R5", "R6")
HEAD = {
    "事業番号": "programme_number",
    "事業名": "programme",
    "部局": "department",
    "課": "section",
    "実施期間": "period",
}
OUTPUTS = {
    "参加した組": ("groups", "組"),
    "参加した人": ("people", "名"),
    "引き続き拠点を維持する組": ("groups_keeping_base", "組"),
    "補助件数": ("subsidised_groups", "組"),
    "募集説明会": ("information_sessions", "回"),
    "参加者交流会": ("participant_meetings", "回"),
    "大規模交流会": ("large_meetings", "回"),
    "大規模交流会の参加者": ("large_meeting_attendance", "名"),
}
SENTENCE = "19組27名が参加し、うち15組が引き続き拠点を維持"
REASON = "計算値 15/19 = 78.9、公表値 79.0。公表値は計算値と異なります。"
DOUBLE = "小数第2位までにしてからもう一度四捨五入する"


def printed(one: dict[str, Any]) -> list[str]:
    """Return an indicator as the sheet prints it: R4, R5, 推移, R6, 推移, 目標値, 達成状況."""
    values = [one["values"].get(year, "—") for year in YEARS]
    arrows = one["trend"]
    return [
        values[0], values[1], arrows["R5"], values[2], arrows["R6"],
        one["target"]["R6"], one["status"]["R6"],
    ]  # fmt: skip


def costs() -> list[str]:
    return [PRINTED["otameshi"]["settled_cost"][year] for year in YEARS]


class Tables(HTMLParser):
    """The rows of a page's tables, and its pairs of label and value."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr" or (tag == "div" and ("class", "fact") in attrs):
            self.rows.append([])
        elif tag in {"td", "th", "dt", "dd"} and self.rows:
            self.rows[-1].append("")

    def handle_data(self, text: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {text}".split())


def page_rows(page: str) -> dict[str, list[str]]:
    reader = Tables()
    reader.feed(page)
    named = {row[0]: row for row in reader.rows if row}
    return {**named, **{row[1]: row for row in reader.rows if len(row) > 5}}


def check_page(page: str) -> None:
    rows = page_rows(page)
    for label, key in HEAD.items():
        assert rows[label][1] == PRINTED["sheet"][key]
    for one in PRINTED["indicator"]:
        number, name, unit, *cells = rows[one["number"]]
        assert (number, name, unit) == (one["number"], one["name"], one["unit"])
        r4, r5, up5, r6, up6, target, status = printed(one)
        for cell, figure, arrow in zip(cells, (r4, r5, r6), ("", up5, up6), strict=False):
            assert cell.split()[0] == figure
            assert arrow in cell
        assert cells[3:5] == [target, status]
    for label, (key, unit) in OUTPUTS.items():
        count = PRINTED["otameshi"]["R6"][key]
        counted, published = (words.split("（")[0].strip() for words in rows[label][1:3])
        assert (counted, published) == (f"{count}{unit}", f"{count}{unit}")
    for year, cost in zip(("令和4年度", "令和5年度", "令和6年度"), costs(), strict=True):
        told = next(row for name, row in rows.items() if name.startswith(year))
        assert told[1] == f"{int(cost):,}千円"
    for words in (SENTENCE, REASON, DOUBLE, "↗：改善　↘：悪化　→：変化なし　—：数値なし"):
        assert words in page


def check_csv(text: str) -> None:
    rows = {row[1] if row[0] == "実績" else row[0]: row for row in csv.reader(StringIO(text))}
    for label, key in HEAD.items():
        assert rows[label][1] == PRINTED["sheet"][key]
    for one in PRINTED["indicator"]:
        row = rows[one["number"]]
        assert row[:3] == [one["number"], one["name"], one["unit"]]
        assert [float(a) if a[0].isdigit() else a for a in row[3:10]] == numbers(printed(one))
    for label, (key, unit) in OUTPUTS.items():
        row, count = rows[label], PRINTED["otameshi"]["R6"][key]
        assert (row[2], row[6], row[10]) == (unit, count, count)
    assert [rows["決算額"][n] for n in (3, 4, 6)] == costs()
    assert rows["取組実績"][1] == SENTENCE
    assert REASON in rows["②"][11]


def numbers(texts: list[str]) -> list[float | str]:
    return [float(text) if text[0].isdigit() else text for text in texts]


def filled(sheet: Worksheet) -> Iterator[list[object]]:
    for row in sheet.iter_rows():
        yield [cell.value for cell in row if cell.value is not None]


def check_excel(content: bytes) -> None:
    sheet = openpyxl.load_workbook(BytesIO(content))["事業改善シート"]
    lines = list(filled(sheet))
    at = lines.index(list(HEAD))
    assert lines[at + 1] == [PRINTED["sheet"][key] for key in HEAD.values()]
    rows = {str(line[0]): line for line in lines if line}
    for one in PRINTED["indicator"]:
        row = rows[one["number"]]
        assert row[1:3] == [one["name"], one["unit"]]
        assert row[3:] == numbers(printed(one))
    for label, (key, _) in OUTPUTS.items():
        count = int(PRINTED["otameshi"]["R6"][key])
        assert rows[label][1:3] == [count, count]
    assert rows["決算額（千円）"][1:] == [int(cost) for cost in costs()]
    everything = "\n".join(str(cell) for line in lines for cell in line)
    for words in (SENTENCE, REASON, DOUBLE, "↗：改善"):
        assert words in everything
    check_form(sheet)


def check_form(sheet: Worksheet) -> None:
    """It prints one A4 page wide, ruled and merged, and nothing in it is a formula."""
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    properties: Any = sheet.sheet_properties.pageSetUpPr
    assert properties.fitToPage
    # One page wide is what stands where nothing is written; 0 high is as many as it takes.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_area == f"'事業改善シート'!$A$1:$K${sheet.max_row}"
    assert len(sheet.merged_cells.ranges) > 20
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    (rate,) = (cell for cell in cells if cell.value == 73.7)
    assert (rate.number_format, rate.border.left.style) == ("0.0", "thin")
    (cost,) = (cell for cell in cells if cell.value == 11081)
    assert cost.number_format == "#,##0"


def check_pdf(content: bytes) -> None:
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) <= 2
    pages: Any = reader.pages
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert [float(n) for n in reader.pages[0].mediabox[2:]] == pytest.approx([595.27, 841.89], 1e-3)
    fonts = [font for page in pages for font in page["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    text = "\n".join(page.extract_text() for page in reader.pages)
    flat = re.sub(r"\s", "", text)
    for key in HEAD.values():
        assert PRINTED["sheet"][key].replace(" ", "") in flat
    for one in PRINTED["indicator"]:
        cells = "".join(printed(one))
        assert f"{one['number']}{one['name']}{one['unit']}{cells}" in flat
    for label, (key, unit) in OUTPUTS.items():
        assert f"{label}{PRINTED['otameshi']['R6'][key]}{unit}" in flat
    assert "".join(f"{int(cost):,}" for cost in costs()) in flat
    for words in (SENTENCE, REASON, DOUBLE, "↗：改善↘：悪化→：変化なし—：数値なし"):
        assert words.replace(" ", "") in flat


def test_the_demonstration_reproduces_every_cell_of_the_published_sheet(
    app: Flask, browse: Callable[[Person], Browser]
) -> None:
    assert load()
    db.session.commit()
    desk, address = browse(make.person(Role.AUDITOR)), "/desk/statistics/sheet/2024"
    check_page(desk.read(address))
    check_csv(desk.get(f"{address}.csv").get_data().decode("utf-8-sig"))
    check_excel(desk.get(f"{address}.xlsx").get_data())
    check_pdf(desk.get(f"{address}.pdf").get_data())
