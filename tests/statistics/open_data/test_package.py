"""The package: what is in it, in which words, and the same bytes for the same figures."""

import csv
import json
import zipfile
from datetime import date
from io import BytesIO, StringIO

from otameshi.statistics.exports.columns import Column, Kind
from otameshi.statistics.open_data.package import Resource, zipped

DAY = date(2026, 11, 29)
COLUMNS = (
    Column("fiscal_year", "年度", Kind.YEAR),
    Column("value", "値"),
    Column("rate", "維持率", Kind.PERCENT, "参加した全ての組のうち、維持する組"),
    Column("decisive", "指標に使う", Kind.FLAG),
)
TABLE = Resource(
    "retention", "維持率", COLUMNS, [[2024, "=1+1", 78.9, True], [2023, "髙", None, False]]
)


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_has_a_csv_a_text_and_a_description() -> None:
    files = opened(zipped([TABLE], [2024, 2023], DAY))
    assert list(files) == ["README.txt", "datapackage.json", "retention.csv"]
    assert files["retention.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(files["retention.csv"].decode("utf-8-sig"), newline="")))
    assert rows[0] == ["年度", "値", "維持率", "指標に使う"]
    assert rows[1:] == [["2024", "'=1+1", "78.9", "はい"], ["2023", "髙", "", "いいえ"]]


def test_the_text_says_who_when_under_which_licence_and_what_an_empty_cell_is() -> None:
    text = opened(zipped([TABLE], [2024, 2023], DAY))["README.txt"].decode("utf-8-sig")
    for words in (
        "令和8年11月29日",
        "長野県",
        "表示 4.0 国際",
        "2023年度、2024年度",
        "1組または2組",
    ):
        assert words in text
    assert "維持率（％、参加した全ての組のうち、維持する組）" in text
    assert "\r\n" in text


def test_the_description_names_each_column_with_its_type_and_unit() -> None:
    told = json.loads(opened(zipped([TABLE], [2024], DAY))["datapackage.json"])
    assert told["created"] == "2026-11-29"
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    [resource] = told["resources"]
    assert resource["path"] == "retention.csv"
    kinds = {one["name"]: (one["type"], one.get("unit")) for one in resource["schema"]["fields"]}
    assert kinds["維持率"] == ("number", "％")
    assert kinds["年度"] == ("year", None)
    assert resource["schema"]["missingValues"] == [""]


def test_the_same_figures_and_day_are_the_same_bytes() -> None:
    assert zipped([TABLE], [2024], DAY) == zipped([TABLE], [2024], DAY)
    assert zipped([TABLE], [2024], DAY) != zipped([TABLE], [2024], date(2026, 11, 30))
