"""An officer sets how a year selects."""

import pytest

from otameshi.core.roles import Role
from tests import make

YEAR = "/desk/years/2026"
METHOD = f"{YEAR}/method"
USUAL = {
    "averaging": "mean",
    "unfinished": "remark",
    "tie_rule": "criteria",
    "interview_share": "0",
    "blind": "y",
    "recall_minutes": "60",
    "answer_days": "14",
}


@pytest.fixture
def browser(browse):
    make.year(2026)
    return browse(make.person(Role.OFFICER))


def test_the_method_is_shown_on_the_years_page_and_changed_by_a_form(browser) -> None:
    assert "点に入れない" in browser.read(YEAR)
    sent = {**USUAL, "averaging": "median", "interview_share": "３０"}
    assert browser.post(METHOD, **sent).status_code == 303
    page = browser.read(YEAR)
    assert "点の30％" in page
    assert "中央値" in page


def test_a_share_above_the_whole_is_refused_and_kept_as_typed(browser) -> None:
    answer = browser.post(METHOD, **{**USUAL, "interview_share": "130"})
    assert answer.status_code == 422
    assert "0から100まで" in answer.text
    assert 'value="130"' in answer.text
