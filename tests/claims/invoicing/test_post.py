"""記号・番号 of ゆうちょ銀行, converted as the bank publishes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.account import AccountKind
from otameshi.claims.invoicing.post import converted
from otameshi.core.states import Refused


def test_a_savings_account_gets_an_8_and_loses_the_1_at_its_end() -> None:
    """記号 11180: 1|11|80 → 店番 11 + 8; 番号 12345671 → 1234567."""
    found = converted("11180", "12345671")
    assert (found.branch_code, found.number, found.kind) == ("118", "1234567", AccountKind.ORDINARY)
    assert (found.branch, found.branch_kana) == ("一一八店", "イチイチハチ")
    assert converted("11180", "12345671", savings=True).kind is AccountKind.SAVINGS


def test_a_shorter_number_gets_zeros_before_it() -> None:
    """番号 1231 → 123 → 0000123."""
    assert converted("１０５３０", "１２３１").number == "0000123"
    assert converted("10530", "1231").branch_code == "058"


def test_a_transfer_account_gets_a_9_and_keeps_its_number() -> None:
    """記号 00190-1, 番号 12345: 0|01|90 → 店番 01 + 9; 12345 → 0012345; 当座."""
    found = converted("00190-1", "12345")
    assert (found.branch_code, found.number, found.kind) == ("019", "0012345", AccountKind.CURRENT)
    assert (found.branch, found.branch_kana) == ("〇一九店", "ゼロイチキユウ")


@pytest.mark.parametrize(
    ("symbol", "number"),
    [("21180", "12345671"), ("1118", "12345671"), ("11180", "12345672"), ("11180", "1"),
     ("11180", "123456781"), ("00190", "12345678"), ("abcde", "1231"), ("11180", "")],
)  # fmt: skip
def test_what_no_passbook_shows_is_refused(symbol: str, number: str) -> None:
    with pytest.raises(Refused, match=r"番号|記号"):
        converted(symbol, number)


@given(st.integers(0, 99), st.integers(1, 9_999_999), st.integers(0, 99))
def test_every_account_can_be_told_back(place: int, number: int, rest: int) -> None:
    found = converted(f"1{place:02}{rest:02}", f"{number}1")
    assert int(found.branch_code) == place * 10 + 8
    assert int(found.number) == number
    assert len(found.number) == 7
