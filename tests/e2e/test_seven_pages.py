"""Each of the seven pages held to axe: empty, wrong where it can be wrong, and full."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.e2e import applicant
from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.e2e

PAGES = ("kind", "members", "members/1", "business", "plan", "costs", "files", "confirm")
WRONG: dict[str, dict[str, str | int]] = {
    "kind": {"company": "見本", "corporate_number": "123"},
    "members/1": {
        "name": "見本😀",
        "kana": "漢字",
        "birth_date-year": "2026",
        "birth_date-month": "13",
        "birth_date-day": "40",
        "postal_code": "12",
        "phone": "12",
    },
    "business": {"business": "あ" * 2_001},
    "plan": {"nights_a_month": "99", "stay_from-year": "昭和99", "stay_from-month": "1"},
    "costs": {"lines-0-amount": "ただ"},
}


def opened(
    visit: Callable[..., Visitor], served: tuple[Flask, str], **facts: object
) -> tuple[Visitor, str]:
    people = 0 if facts else 1
    mail, key = applicant.prepare(served[0], people=people, **facts)
    me = visit()
    applicant.sign_in(me, mail)
    return me, f"/applications/{key}/"


@pytest.mark.parametrize("facts", [applicant.EMPTY, {}], ids=["empty", "full"])
def test_each_page_empty_and_full(
    visit: Callable[..., Visitor], served: tuple[Flask, str], facts: dict[str, object]
) -> None:
    me, draft = opened(visit, served, **facts)
    for page in PAGES:
        me.seen.clear()
        me.open(draft + page)
        assert me.page.url.endswith(page)


def test_each_page_with_what_is_wrong_told(
    visit: Callable[..., Visitor], served: tuple[Flask, str], tmp_path: Path
) -> None:
    me, draft = opened(visit, served)
    for page, fields in WRONG.items():
        me.page.goto(me.site + draft + page)
        if page == "kind":
            me.choose("kind", "company")
        me.fill(**fields)
        told(me)
    text = tmp_path / "計画.pdf"
    text.write_text("PDFではない")
    me.page.goto(me.site + draft + "files")
    me.page.set_input_files('[name="plan"]', text)
    me.page.locator(".upload-failed").wait_for()
    me.seen.clear()
    me.check()
    me.page.goto(me.site + draft + "confirm")
    told(me, "提出する")


def told(me: Visitor, button: str = "") -> None:
    """Send the page and hold it, with its mistakes told, to axe."""
    buttons = me.page.locator("main .form-end button.button-primary")
    with me.page.expect_navigation():
        buttons.first.click()
    me.page.locator(".error-summary").wait_for()
    me.seen.clear()
    me.check()
