"""Which settings of 交付の方法 no grant can follow."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from otameshi.core.states import Refused
from otameshi.programme.grant_terms import (
    LIMITS,
    LONGEST_LINE,
    WORDS,
    GrantTerms,
    check_terms,
)

LAST = date(2027, 2, 28)
USUAL = GrantTerms()
PAYER = GrantTerms(
    payer_code="0123456789",
    payer_name_kana="ナガノケンカイケイカンリシャ",
    payer_bank_code="0000",
    payer_bank_name_kana="ミホン",
    payer_branch_code="000",
    payer_branch_name_kana="ケンチョウナイ",
    payer_account_kind="1",
    payer_account_number="0000000",
)


def usual(**settings: Any) -> GrantTerms:
    return replace(USUAL, **settings)


def with_payer(**settings: Any) -> GrantTerms:
    return replace(PAYER, **settings)


def test_the_usual_terms_can_be_followed_and_each_setting_has_its_word():
    check_terms(USUAL, LAST)
    assert set(WORDS) == set(GrantTerms.__slots__)


@pytest.mark.parametrize("name", LIMITS)
def test_a_number_is_kept_within_its_limits_both_ends_included(name):
    least, most = LIMITS[name]
    for fits in (least, most):
        check_terms(usual(**{name: fits}), LAST)
    for wrong in (least - 1, most + 1):
        with pytest.raises(Refused, match="までにしてください") as refusal:
            check_terms(usual(**{name: wrong}), LAST)
        assert WORDS[name] in str(refusal.value)


@pytest.mark.parametrize("name", ["report_by", "tax_report_by"])
def test_a_fixed_day_does_not_come_before_the_end_of_the_trial(name):
    check_terms(usual(**{name: LAST}), LAST)
    with pytest.raises(Refused, match="末日より前"):
        check_terms(usual(**{name: date(2027, 2, 27)}), LAST)


@pytest.mark.parametrize(
    ("days", "words"),
    [([0], "1から60"), ([61], "1から60"), ([3, 3], "異なる"), ([1, 2, 3, 4, 5, 6], "5つまで")],
)
def test_reminders_that_cannot_be_written(days, words):
    check_terms(usual(reminder_days=[]), LAST)
    with pytest.raises(Refused, match=words):
        check_terms(usual(reminder_days=days), LAST)


@pytest.mark.parametrize("name", ["conditions", "reduce_reasons", "return_reasons"])
@pytest.mark.parametrize("lines", [[], ["一"] * 31, ["あ" * (LONGEST_LINE + 1)]])
def test_a_list_has_lines_of_a_length_to_read(name, lines):
    with pytest.raises(Refused, match=WORDS[name]):
        check_terms(usual(**{name: lines}), LAST)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"payer_code": "12345678901"}, "10桁まで"),
        ({"payer_code": "１"}, "10桁まで"),
        ({"payer_bank_code": "014"}, "4桁"),
        ({"payer_branch_code": "1000"}, "3桁"),
        ({"payer_account_number": "123456"}, "7桁"),
        ({"payer_account_kind": "3"}, "預金種目"),
        ({"payer_name_kana": "ナガノ県"}, "カタカナ.*「県」"),
        ({"payer_name_kana": "ア" * 41}, "40文字"),
        ({"payer_bank_name_kana": "ガ" * 8}, "15文字"),  # 8 kana and 8 濁点: 16 places
    ],
)
def test_a_payer_whom_no_bank_record_holds(wrong, words):
    check_terms(PAYER, LAST)
    with pytest.raises(Refused, match=words):
        check_terms(with_payer(**wrong), LAST)


def test_what_a_payment_run_still_needs_of_the_payer():
    assert PAYER.payer_wanting == []
    assert with_payer(payer_code="").payer_wanting == ["委託者コード"]
    assert len(USUAL.payer_wanting) == 8


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Refused) as refusal:
        check_terms(usual(withdraw_days=0, conditions=[]), LAST)
    assert len(str(refusal.value).splitlines()) == 2
