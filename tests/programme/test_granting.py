"""An officer sets how a year grants and pays."""

import pytest

from otameshi.core.roles import Role
from otameshi.db import db
from tests import make

YEAR = "/desk/years/2026"
GRANTING = f"{YEAR}/granting"
SENT = {
    "withdraw_days": "１４",
    "minor_change_percent": "20",
    "conditions": "承認を受けること。\r\n\r\n報告すること。",
    "report_days": "30",
    "report_by-year": "2027",
    "report_by-month": "3",
    "report_by-day": "10",
    "reminder_days": "１０\n2",
    "reduce_reasons": "除きました。",
    "return_reasons": "お送りください。",
    "split_threshold": "30,000",
    "advance_percent": "0",
    "payer_code": "１２３",
    "payer_name_kana": "ナガノケン",
    "payer_bank_code": "",
    "payer_bank_name_kana": "",
    "payer_branch_code": "",
    "payer_branch_name_kana": "",
    "payer_account_kind": "1",
    "payer_account_number": "0000000",
    "interest_percent": "７.３",
    "repayment_days": "20",
    "evidence_years": "5",
    "note": "要綱を改正した。",
}


@pytest.fixture
def browser(browse):
    make.year(2026)
    return browse(make.person(Role.OFFICER))


def test_the_terms_are_changed_by_a_form_and_shown_on_the_years_page(browser) -> None:
    assert "10.95％" in browser.read(YEAR)
    assert "10.95" in browser.read(GRANTING)
    assert browser.post(GRANTING, **SENT).status_code == 303
    terms = make.year(2026).grant_plan.fact
    db.session.rollback()
    assert (terms.withdraw_days, terms.split_threshold, terms.payer_code) == (14, 30_000, "123")
    assert (terms.conditions, terms.reminder_days) == (
        ["承認を受けること。", "報告すること。"],
        [10, 2],
    )
    assert (terms.interest_basis_points, terms.tax_report) == (730, False)  # 7.3 %
    page = browser.read(YEAR)
    for words in ("年7.30％", "10日前、2日前", "30,000円未満", "要綱を改正した。"):
        assert words in page
    assert "金融機関コード、" in page  # still to be given


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reminder_days": "十日"}, "日数を数字で"),
        ({"interest_percent": "10.955"}, "小数第2位"),
        ({"interest_percent": "100.01"}, "100までの数字"),
        ({"withdraw_days": "0"}, "1から90まで"),
        ({"report_by-month": "1"}, "末日より前"),
        ({"payer_bank_code": "12"}, "4桁の数字"),
    ],
)
def test_what_cannot_be_followed_is_refused_and_kept_as_typed(browser, wrong, words) -> None:
    answer = browser.post(GRANTING, **{**SENT, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "要綱を改正した。" in answer.text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_others_of_the_office_read_but_do_not_change(browse, role) -> None:
    make.year(2026)
    reader = browse(make.person(role))
    page = reader.read(YEAR)
    assert "交付の方法" in page
    assert "交付の方法を変更する" not in page
    assert reader.get(GRANTING).status_code in {403, 404}
