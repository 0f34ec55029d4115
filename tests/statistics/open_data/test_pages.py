"""The office sees what would be hidden, and makes the package; small cells never leave."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

import pytest

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.history import Event
from otameshi.statistics.open_data import actions
from tests import make
from tests.statistics.sheet.make import grants_of, year_of_groups

OPEN = "/desk/statistics/open-data"


@pytest.fixture
def officer(app):
    """R5: 6 組, 3 keep a base; R6: 8 組, 6 do and 2 do not, 4 with a grant."""
    year_of_groups(2023, 6, 3, 6)
    grants_of(year_of_groups(2024, 8, 6, 9), 4)
    return make.person(Role.OFFICER)


def files(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {
            name: list(csv.DictReader(StringIO(package.read(name).decode("utf-8-sig"), newline="")))
            for name in package.namelist()
            if name.endswith(".csv")
        }


def test_an_officer_looks_makes_and_receives_the_package(app, browse, officer):
    desk = browse(officer)
    page = desk.read(f"{OPEN}/")
    assert re.search(r"2\s*<strong>（隠す）", page)  # the office sees what nobody else will
    made = desk.post(f"{OPEN}/new", years=["2023", "2024"])
    run = made.location.removeprefix("http://localhost")
    assert "隠す値" in desk.read(run)
    first = desk.get(f"{run}/package.zip")
    assert first.content_type == "application/zip"
    assert first.data == desk.get(f"{run}/package.zip").data
    tables = files(first.data)
    assert set(tables) == {"retention.csv", "divided.csv", "applications.csv"}
    rows = {row["年度"]: row for row in tables["retention.csv"]}
    assert rows["2023"]["拠点を維持・活動する組"] == "3"
    assert (rows["2024"]["拠点を維持しない組"], rows["2024"]["参加した組"]) == ("", "8")
    for name, table in tables.items():
        for row in table:
            counts = {key: value for key, value in row.items() if "組" in key}
            assert not {"1", "2"} & set(counts.values()), (name, row)
    assert "組の名前" not in first.data.decode("latin-1")
    [event] = db.session.scalars(db.select(Event).filter_by(act="open_data"))
    assert event.person_id == officer.id


def test_a_year_whose_survey_runs_is_not_opened(app, officer):
    at = now()
    with pytest.raises(Refused, match="まだ終わっていない"):
        actions.make([2024, 2026], officer, at)
    with pytest.raises(Refused, match="1つ以上"):
        actions.make([], officer, at)
    with pytest.raises(Refused, match="担当者・決裁者"):
        actions.make([2024], make.person(Role.TREASURER), at)


def test_each_way_to_divide_sums_to_the_whole_before_anything_is_hidden(app, officer):
    db.session.commit()
    [table] = [one for one in actions.opened([2024]) if one.resource.name == "divided"]
    sums: dict[object, list[int]] = {}
    for _, dimension, _, *counts in table.whole:
        known = sums.setdefault(dimension, [0] * 4)
        sums[dimension] = [a + int(str(b)) for a, b in zip(known, counts, strict=True)]
    assert sums["全体"] == [8, 6, 2, 0]
    assert len(sums) == 6
    assert set(map(tuple, sums.values())) == {(8, 6, 2, 0)}


def test_an_auditor_looks_and_makes_nothing(app, browse):
    auditor = browse(make.person(Role.AUDITOR))
    assert "まだありません" in auditor.read(f"{OPEN}/")
    assert auditor.get(f"{OPEN}/new").status_code == 403


def test_the_command_writes_the_same_package(app, officer, tmp_path):
    db.session.commit()
    run = app.test_cli_runner().invoke
    out = tmp_path / "out"
    out.mkdir()
    done = run(args=["open-data", "--out", str(out), "--year", "2024"])
    assert done.exit_code == 0, done.output
    [file] = out.iterdir()
    assert set(files(file.read_bytes())) == {"retention.csv", "divided.csv", "applications.csv"}
    assert run(args=["open-data", "--out", str(tmp_path), "--year", "2030"]).exit_code == 1
