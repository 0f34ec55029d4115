"""An officer changes the rubric at the desk, and sees who will have to score again."""

import pytest

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection import actions as selection
from otameshi.selection.actions.scoring import Written
from otameshi.selection.models import Sheet
from tests import make

CRITERIA = "/desk/years/2026/criteria"
NEW = {"position": "9", "name": "継続の見込み", "weight": "2", "most": "2", "floor": "0"}


@pytest.fixture
def one(app):
    return make.candidacy()


@pytest.fixture
def browser(browse, one):
    return browse(make.person(Role.OFFICER))


def scored(one) -> None:
    reviewer = make.person(Role.REVIEWER, name="委員　花子")
    sheet = make.keep(Sheet(candidacy=one, reviewer=reviewer))
    criteria = one.application.call.year.criteria
    selection.finish(sheet, Written({each.id: 4 for each in criteria}), reviewer, make.NOON)
    db.session.commit()


def test_criteria_are_added_changed_and_removed(browser, one) -> None:
    browser.send(f"{CRITERIA}/new", **NEW, anchors="低い\n高い", remark_needed="y")
    db.session.expire_all()
    added = one.application.call.year.criteria[-1]
    assert added.anchors == ["低い", "高い"]
    where = f"{CRITERIA}/{added.id}"
    page = browser.read(where)
    assert "低い\n高い" in page
    assert "変更の理由" not in page
    assert "新しい名" in browser.send(where, **{**NEW, "name": "新しい名"})
    assert "削除しました" in browser.send(f"{where}/remove", where)


def test_the_page_says_who_scores_again_and_asks_why(browser, one) -> None:
    scored(one)
    page = browser.read(f"{CRITERIA}/new")
    assert "審査基準の第2版になります" in page
    assert "委員　花子（1枚）" in page
    answer = browser.post(f"{CRITERIA}/new", **NEW)
    assert answer.status_code == 422
    assert "理由を記入してください" in answer.text
    page = browser.send(f"{CRITERIA}/new", **NEW, reason="見込みも見るため。")
    assert "採点をお願いしました：委員　花子（1枚）" in page
    assert "見込みも見るため。" in page
    assert "継続の見込み" not in browser.read(f"{CRITERIA}/versions/1")
    assert "継続の見込み" in browser.read(f"{CRITERIA}/versions/2")


def test_the_sheet_is_shown_as_a_reviewer_will_see_it(browse, browser) -> None:
    page = browse(make.person(Role.MANAGER)).read(f"{CRITERIA}/preview")
    assert "5点　とても良い" in page
    assert "事業の内容についての所見" in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("page", ["99", "versions/1"])
def test_what_is_not_there_is_not_found(browser, page) -> None:
    assert browser.get(f"{CRITERIA}/{page}").status_code == 404


def test_only_an_officer_changes_the_rubric(browse, one) -> None:
    assert browse(make.person(Role.MANAGER)).get(f"{CRITERIA}/new").status_code == 403
