"""Names are found however they are written."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.names import NEW, OLD, search_key


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),  # U+FA11, which no normalisation touches
        ("神\ufa19田", "神神田"),  # U+FA19 is 神 of another standard
        ("葛\U000e0100城", "葛城"),  # a variation selector
        ("ﾐﾎﾝ ﾊﾅｺ", "みほんはなこ"),
        ("見本　花子", "見本花子"),
        ("Ｎａｇａｎｏ", "NAGANO"),
        ("がくぶ", "ｶﾞｸﾌﾞ"),
        ("齊藤", "斉藤"),
        ("齋藤", "斎藤"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("濵田", "浜田"),
        ("𠮷野", "吉野"),
    ],
)
def test_two_spellings_have_one_key(written: str, looked_for: str) -> None:
    assert search_key(written) == search_key(looked_for)


@pytest.mark.parametrize(("one", "other"), [("斉藤", "斎藤"), ("𠮷野", "古野"), ("太田", "大田")])
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_each_old_form_has_one_new_form_that_is_not_folded_further() -> None:
    assert len(OLD) == len(NEW)
    assert not set(OLD) & set(NEW)


@given(st.text())
def test_composed_and_apart_are_one_key(text: str) -> None:
    assert search_key(normalize("NFD", text)) == search_key(text)
