"""The versions of what was submitted: listed, compared, on paper, with their files."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from otameshi.applications import actions, answering
from otameshi.applications.answers import BusinessAnswers
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.applications.conftest import pdf


@pytest.fixture
def twice(whole):
    """An application that was submitted, then corrected, its plan replaced."""
    by, old = whole.applicant, whole.papers[0]
    actions.submit(whole, by, make.NOON, pledged=True, consented=True)
    answering.save_business(whole, BusinessAnswers("印刷", whole.career), by, make.NOON)
    answering.attach(whole, {"plan": [("新しい計画.pdf", pdf(2))]}, by, make.NOON)
    answering.detach(whole, old.id, by, make.NOON)
    db.session.commit()
    return whole


def test_the_applicant_sees_the_last_two_versions_side_by_side(browse, twice):
    page = browse(twice.applicant).read(f"/applications/{twice.id}/versions")
    assert all(f"第{number}版" in page for number in (1, 2, 3, 4))
    assert "第3版から第4版で、1項目が変わりました" in page
    assert "事業計画.pdf" in page


def test_any_two_versions_are_compared_and_what_changed_is_said_in_words(browse, twice):
    officer = browse(make.person(Role.OFFICER))
    page = officer.read(f"/desk/applications/{twice.id}/versions?before=1&after=4")
    assert "第1版から第4版で、3項目が変わりました" in page
    for words in ("ウェブ制作", "印刷", "変更", "追加", "削除", "変わっていない項目"):
        assert words in page


@pytest.mark.parametrize("query", ["before=9&after=x", "before=1&after=1", "before=%00"])
def test_versions_that_are_none_are_passed_over(browse, twice, query):
    officer = browse(make.person(Role.OFFICER))
    answer = officer.get(f"/desk/applications/{twice.id}/versions?{query}")
    assert answer.status_code == 200


def test_a_version_on_paper_is_as_it_stood(browse, twice):
    browser = browse(twice.applicant)
    texts = []
    for number in (1, 4):
        answer = browser.get(f"/applications/{twice.id}/versions/{number}.pdf")
        assert answer.mimetype == "application/pdf"
        pages = PdfReader(BytesIO(answer.data)).pages
        texts.append("".join(one.extract_text() for one in pages).replace("\n", ""))
    assert "ウェブ制作" in texts[0]
    assert "印刷" in texts[1]
    assert "ウェブ制作" not in texts[1]


def test_a_file_that_was_replaced_is_still_to_be_had_from_its_version(browse, twice):
    browser = browse(twice.applicant)
    page = browser.read(f"/applications/{twice.id}/versions")
    first = [one for one in page.split('"') if "/versions/1/files/" in one]
    assert len(first) == 2
    assert browser.get(first[0]).status_code == 200
    elsewhere = first[0].replace("/versions/1/", "/versions/4/")
    assert {browser.get(first[0]).status_code, browser.get(elsewhere).status_code} == {200, 404}


@pytest.mark.parametrize("page", ["", "/1.pdf", "/1/files/1", "/7.pdf"])
def test_nobody_else_sees_the_versions(browse, twice, page):
    stranger = browse(make.person())
    assert stranger.get(f"/applications/{twice.id}/versions{page}").status_code == 404
    assert stranger.get(f"/desk/applications/{twice.id}/versions{page}").status_code == 403


def test_a_draft_has_no_page_of_versions(browse, draft):
    assert browse(draft.applicant).get(f"/applications/{draft.id}/versions").status_code == 404
