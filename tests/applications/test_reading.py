"""What people type is read in full width and half width, hiragana and katakana."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications import reading


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("みほん　たろう", "ミホン　タロウ"),
        ("ﾐﾎﾝ ﾀﾛｳ ", "ミホン　タロウ"),
        ("ジョージ・ヴィ", "ジョージ・ヴィ"),
    ],
)
def test_kana(typed, kept):
    assert reading.kana(typed) == kept
    assert reading.is_kana(kept)


@pytest.mark.parametrize("typed", ["太郎", "Taro", "タロウ１", "ミホン<b>"])
def test_what_is_no_kana_is_refused(typed):
    assert not reading.is_kana(reading.kana(typed) or "")


@pytest.mark.parametrize(
    "typed", ["380-8570", "３８０－８５７０", "〒380 8570", "3808570", "380ー8570"]
)
def test_a_postal_code_is_seven_digits(typed):
    assert reading.postal_code(typed) == "3808570"
    assert reading.is_postal_code("3808570")
    assert not reading.is_postal_code("380857")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０２６－２３２－００００", "026-232-0000"),
        ("(026) 232-0000", "026232-0000"),
        ("+81 90-0000-0000", "+8190-0000-0000"),
        ("09000000000", "09000000000"),
    ],
)
def test_a_telephone_number(typed, kept):
    assert reading.phone(typed) == kept
    assert reading.is_phone(kept)


@pytest.mark.parametrize("typed", ["110", "026-232", "電話なし", "0" * 20])
def test_what_is_no_telephone_number(typed):
    assert not reading.is_phone(reading.phone(typed) or "")


def test_a_corporate_number_is_checked_by_its_check_digit():
    assert reading.corporate_number("T５８３５６７８２５６２４６") == "5835678256246"
    assert reading.is_corporate_number("5835678256246")
    assert not reading.is_corporate_number("5835678256247")


@given(st.text(max_size=30))
def test_any_text_is_read_without_a_fault(text):
    for read in (reading.kana, reading.postal_code, reading.phone, reading.corporate_number):
        assert isinstance(read(text), str)
    assert reading.is_corporate_number(text) in {True, False}
