"""The office takes applications out and knows afterwards what it took."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlalchemy import select

from otameshi.applications.models import Application
from otameshi.applications.outgoing import ExportedRow, ExportRun
from otameshi.applications.rules import Kind, State
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.history import Event
from tests import make
from tests.statements import statements

DESK = "/desk/applications/"
RUNS = f"{DESK}exports/"


def submitted(**facts):
    made = make.application(**facts)
    made.search_key = made.search_words
    return made


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def call(app):
    del app
    return make.call()


def take(browser, query="", **fields):
    """Press 「出力する」 on the list and return the address of what was taken."""
    answer = browser.post(f"{RUNS}{query}", f"{DESK}{query or '?sort=number'}", **fields)
    assert answer.status_code == 303
    return answer.location


def lines(browser, place):
    text = browser.get(f"{place}/fields.csv").data.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def test_the_sheet_holds_every_field_and_no_formula(browse, officer, call):
    submitted(to=call, people=3, trade_name="=1+1", number="R8-900")
    submitted(to=call, number="R8-901")
    browser = browse(officer)
    place = take(browser, which="all")
    found = lines(browser, place)
    assert [line[0] for line in found] == ["受付番号", "R8-900", "R8-901"]
    assert {len(line) for line in found} == {len(found[0])}
    assert "メンバー3：氏名" in found[0]
    assert "'=1+1" in found[1]
    book = openpyxl.load_workbook(BytesIO(browser.get(f"{place}/fields.xlsx").data))
    cells = {cell.value: cell.data_type for line in book["一覧"].iter_rows() for cell in line}
    assert cells["=1+1"] == "s"
    assert cells[8] == "n"


def test_what_the_list_shows_is_taken_in_its_order(browse, officer, call):
    for number, kind in (("R8-900", Kind.COMPANY), ("R8-901", Kind.SOLE), ("R8-902", Kind.COMPANY)):
        submitted(to=call, number=number, kind=kind)
    browser = browse(officer)
    place = take(browser, "?kind=company&sort=-number", which="all")
    assert [line[0] for line in lines(browser, place)[1:]] == ["R8-902", "R8-900"]
    assert "一覧のすべて" in browser.read(RUNS)


def test_only_what_was_ticked_is_taken(browse, officer, call):
    one, _ = submitted(to=call, number="R8-900"), submitted(to=call, number="R8-901")
    draft = make.application(to=call, state=State.DRAFT)
    browser = browse(officer)
    place = take(browser, which="ticked", chosen=[one.id, draft.id, 999_999, "x"])
    assert [line[0] for line in lines(browser, place)[1:]] == ["R8-900"]


def test_nothing_ticked_is_refused_and_notes_nothing(browse, officer, call):
    submitted(to=call, number="R8-900")
    browser = browse(officer)
    assert "出力する応募を選んでください。" in browser.send(RUNS, DESK, which="ticked")
    narrowed = f"?kind=company&call={call.id}"
    assert browser.post(f"{RUNS}{narrowed}", DESK, which="ticked").location == f"{DESK}{narrowed}"
    assert db.session.scalar(select(ExportRun.id)) is None


def test_the_list_knows_what_has_not_left_and_what_changed_since(browse, officer, call):
    old, new = submitted(to=call, number="R8-900"), submitted(to=call, number="R8-901")
    browser = browse(officer)

    def shown(exported: str) -> list[str]:
        page = browser.read(f"{DESK}?exported={exported}")
        return [number for number in ("R8-900", "R8-901") if f"{number}<" in page]

    assert shown("never") == shown("pending") == ["R8-900", "R8-901"]
    place = take(browser, which="ticked", chosen=[old.id])
    assert shown("never") == ["R8-901"]
    assert shown("changed") == []
    db.session.get_one(Application, old.id).business = "書き直した事業"
    db.session.commit()
    assert shown("changed") == ["R8-900"]
    assert shown("pending") == ["R8-900", "R8-901"]
    assert "出力後に変更" in browser.read(DESK)
    assert "内容が変わった応募、または取り下げられた応募が1件" in browser.read(place)
    take(browser, which="ticked", chosen=[old.id, new.id])
    assert shown("pending") == []


def test_an_export_says_who_took_how_many_at_which_version(browse, officer, call):
    one = submitted(to=call, number="R8-900")
    take(browse(officer), which="all")
    run = db.session.scalars(select(ExportRun)).one()
    row = db.session.scalars(select(ExportedRow)).one()
    assert (run.person_id, run.taken, row.application_id, row.version) == (
        officer.id, 1, one.id, one.version,
    )  # fmt: skip
    labels = db.session.scalars(select(Event.label).where(Event.subject == "export_runs")).all()
    assert labels == ["応募1件を出力した"]


def test_what_shift_jis_cannot_write_is_listed_and_marked(browse, officer, call):
    submitted(to=call, number="R8-900", trade_name="𠮷田工房")
    browser = browse(officer)
    place = take(browser, which="all")
    page = browser.read(f"{place}/unwritable")
    for words in ("R8-900", "2行目", "屋号・法人名・勤務先", "𠮷（U+20BB7）"):
        assert words in page
    assert "〓田工房" in browser.get(f"{place}/fields.sjis").data.decode("cp932")


@pytest.mark.parametrize("form", ["csv", "sjis", "xlsx"])
def test_a_sheet_takes_as_many_statements_for_three_as_for_thirty(browse, officer, call, form):
    make.rulebook(call.year)
    browser = browse(officer)

    def count() -> int:
        place = take(browser, which="all")
        with statements() as sent:
            assert browser.get(f"{place}/fields.{form}").data
        return len(sent)

    for _ in range(3):
        submitted(to=call)
    db.session.commit()
    few = count()
    for _ in range(27):
        submitted(to=call, people=3)
    db.session.commit()
    assert count() == few
    assert few <= 13


def test_an_auditor_reads_the_record_and_takes_nothing(browse, officer, call):
    submitted(to=call, number="R8-900")
    place = take(browse(officer), which="all")
    auditor = browse(make.person(Role.AUDITOR))
    assert "R8-900" in auditor.read(place)
    assert "出力する" not in auditor.read(DESK)
    assert auditor.post(RUNS, "/accounts/me", which="all").status_code == 403
