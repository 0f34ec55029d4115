"""A draft filled with any text comes back identical: in the form, the summary, on paper, in sheets.

What the papers could not show is refused as it is typed, with the character named.
"""

import csv
import re
import unicodedata
from io import BytesIO, StringIO
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook  # reads _x005F_ as a spreadsheet does

from otameshi.applications import documents
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.documents.typefaces import Face, typeface, visible
from otameshi.web.sheets import FORMULA_BEGINS
from tests import make
from tests.applications.test_exports import take
from tests.quality.crawl import tree

# Names and texts as they come: old forms, variants, marks apart, formulas, markup, any character.
LIKELY = (
    "𠮷髙﨑神葛\U000e0100辻\U000e0101邉\U000e0102がか\u3099ｶﾞ①㈱～〜−ー—…“”‘’『』〇々〆ヶ\u3000 "
    "&<>\"'=+-@＝＋_x0041_\\%{}"
    "Åé\u0301ñ漢字かなカナABC012"
)
ANYTHING = st.characters(exclude_categories=["Cs"])
TEXT = st.text(st.one_of(st.sampled_from(LIKELY), ANYTHING), max_size=30)
LINES = st.lists(TEXT, max_size=3).map("\r\n".join)
FIELDS = {"name": TEXT, "address": TEXT, "occupation": TEXT}


@pytest.fixture
def application(app):
    del app
    made = make.application(make.person(), make.open_call(now()), State.DRAFT)
    db.session.commit()
    return made


def found(html: str, name: str) -> str:
    """Return what a browser shows in a field, and would send again."""
    for one in tree(html).iter():
        if one.get("name") == name:
            if one.tag == "textarea":
                return "".join(one.itertext()).removeprefix("\n")
            return one.get("value", "")
    raise AssertionError(name)


def read_out(html: str) -> list[str]:
    """Return the answers that a page shows, each as its text stands."""
    shown: list[Element] = [
        one for one in tree(html).iter("span") if "fact-value" in one.get("class", "")
    ]
    return ["".join(one.itertext()) for one in shown]


def stripped(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).strip(" \t\n\u3000")


def unbroken(text: str) -> str:
    """Return a text without the space by which a paper sets it into lines."""
    return re.sub(r"\s", "", visible(text))


def on_paper(application) -> str:
    pages = PdfReader(BytesIO(documents.copy(application, None))).pages
    return unbroken("".join(page.extract_text() for page in pages))


def printable(text: str) -> bool:
    try:
        typeface(Face.SANS).prepared(text)
        typeface(Face.SERIF).prepared(text)
    except Refused:
        return False
    return True


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=TEXT, address=TEXT, business=LINES)
@example(
    name="葛\U000e0100城　𠮷子",
    address="髙﨑町か\u30991-2 <b>&amp;",
    business="=1+1\r\n\r\n_x0041_",
)
@example(name="神\ufa19", address="\u00a0", business="一\r二\n三")
def test_any_text_comes_back_identical(browse, application, name, address, business):
    browser = browse(application.applicant)
    typed = {"name": name, "address": address}
    member, page = f"/applications/{application.id}/members/1", f"/applications/{application.id}"
    if browser.post(member, kana="みほん", **typed).status_code != 303:
        assert refused_for_a_reason(typed, browser.post(member, kana="みほん", **typed).text)
        return
    if browser.post(f"{page}/business", business=business, career="x").status_code != 303:
        sent = browser.post(f"{page}/business", business=business, career="x").text
        assert refused_for_a_reason({"business": business}, sent)
        return
    kept = {label: stripped(text) for label, text in {**typed, "business": business}.items()}
    shown = browser.read(member)
    assert {label: found(shown, label) for label in typed} == {k: kept[k] for k in typed}
    assert found(browser.read(f"{page}/business"), "business") == kept["business"]
    summary = read_out(browser.read(page))
    assert kept["business"] in summary or not kept["business"]
    assert kept["name"] in summary or not kept["name"]
    assert any(one.endswith(kept["address"]) for one in summary)
    application.submitted_at = make.NOON
    application.number, application.state = "R8-001", State.SUBMITTED
    paper = on_paper(application)
    for text in kept.values():
        assert unbroken(text) in paper
    in_sheets(browse, kept)
    application.state, application.number = State.DRAFT, None
    db.session.commit()


def refused_for_a_reason(typed: dict[str, str], answer: str) -> bool:
    """Hold that only what cannot be shown, or is no line, is refused, and that it is named."""
    for text in map(stripped, typed.values()):
        if not printable(text):
            return "書類に印刷できない文字があります：" in answer or "制御文字" in answer
        if any(unicodedata.category(one) in {"Cc", "Cf", "Cn", "Zl", "Zp"} for one in text):
            return "制御文字" in answer or "改行を使わずに" in answer
    raise AssertionError(re.findall(r'href="#[^<]*', answer))


def in_sheets(browse, kept: dict[str, str]) -> None:
    """Hold that CSV (but for the guard against formulas) and Excel hold the same text."""
    desk = browse(make.person(Role.OFFICER))
    place = take(desk, which="all")
    text = desk.get(f"{place}/fields.csv").data.decode("utf-8-sig")
    line = list(csv.reader(StringIO(text, newline="")))[1]
    book = CalamineWorkbook.from_filelike(BytesIO(desk.get(f"{place}/fields.xlsx").data))
    cells = book.get_sheet_by_index(0).to_python()[1]
    for each in kept.values():
        guarded = f"'{each}" if each.startswith(FORMULA_BEGINS) else each
        assert guarded in line
        assert each in cells
