"""A name as the bank's file takes it, and what is named where it cannot be taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.kana import BYTES, Unwritable, fitted, transfer_kana

KATAKANA = "アイウガギプパヴヷァッャュョヵヶンー・゛「」"
HIRAGANA = "あがぱっゃゔん"


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("ミホン　タロウ１", "ﾐﾎﾝ ﾀﾛｳ1"),
        ("がっこう ぷりん", "ｶﾞﾂｺｳ ﾌﾟﾘﾝ"),  # hiragana, small ones and each dakuten
        ("ヴァーモント", "ｳﾞｱ-ﾓﾝﾄ"),
        ("ﾀﾞｲﾔﾓﾝﾄﾞ", "ﾀﾞｲﾔﾓﾝﾄﾞ"),
        ("カ゛ク", "ｶﾞｸ"),
        ("ヤマダ・エージェンシー", "ﾔﾏﾀﾞ.ｴ-ｼﾞｴﾝｼ-"),
        ("ミヲ　ヰノウヱ", "ﾐｵ ｲﾉｳｴ"),
        ("ａｂｃ－１（ヒガシ）、ニシ。", "ABC-1(ﾋｶﾞｼ),ﾆｼ."),
        ("￥「ア」\\", "¥｢ｱ｣¥"),
    ],
)
def test_a_name_is_written_in_half_width_kana_without_small_ones(name, kana):
    assert transfer_kana(name) == kana


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("カブシキガイシャ　ナガノ", "ｶ)ﾅｶﾞﾉ"),
        ("株式会社ナガノ", "ｶ)ﾅｶﾞﾉ"),
        ("㈱ナガノ", "ｶ)ﾅｶﾞﾉ"),
        ("（カ）ナガノ", "ｶ)ﾅｶﾞﾉ"),
        ("カ）ナガノ", "ｶ)ﾅｶﾞﾉ"),
        ("ナガノ　カブシキガイシャ", "ﾅｶﾞﾉ(ｶ"),
        ("ナガノ（カ", "ﾅｶﾞﾉ(ｶ"),
        ("ナガノ株式会社マツモト営業所", "ﾅｶﾞﾉ(ｶ)ﾏﾂﾓﾄ(ｴｲ"),
        ("ユウゲンガイシャナガノ", "ﾕ)ﾅｶﾞﾉ"),
        ("ゴウドウガイシャ　ナガノ", "ﾄﾞ)ﾅｶﾞﾉ"),
        ("トクテイヒエイリカツドウホウジン　ナガノ", "ﾄｸﾋ)ﾅｶﾞﾉ"),
        ("イッパンシャダンホウジン　ナガノ", "ｼﾔ)ﾅｶﾞﾉ"),
        ("イリョウホウジンシャダン　ナガノ", "ｲ)ﾅｶﾞﾉ"),
        ("カ）カブシキガイシャケンキュウカイ", "ｶ)ｶﾌﾞｼｷｶﾞｲｼﾔｹﾝｷﾕｳｶｲ"),  # one short form a name
    ],
)
def test_the_kind_of_a_corporation_stands_in_its_short_form_by_its_place(name, kana):
    assert transfer_kana(name) == kana


def test_what_no_bank_takes_is_named_by_character():
    with pytest.raises(Unwritable, match="「髙橋＆タロウ」") as refused:
        transfer_kana("髙橋＆タロウ")
    assert refused.value.characters == "髙橋&"
    assert "「髙」（U+9AD9）" in str(refused.value)


def test_a_long_name_is_cut_at_the_right_and_says_what_is_lost():
    name = fitted("アイウエオ" * 6 + "カガ", 30)
    assert (len(name.content), name.cut) == (30, "ｶｶﾞ")
    assert fitted("ア", 4).content == b"\xb1   "
    assert fitted("ア" * 30, 30).cut == ""


@given(st.text(alphabet=KATAKANA + HIRAGANA + "ＡｂC９0　 （）()-.，/￥", max_size=40))
def test_every_name_in_kana_has_bytes_of_the_banks_and_stays_what_it_is(name):
    kana = transfer_kana(name)
    assert set(kana) <= set(BYTES)
    assert {BYTES[one] for one in kana} <= {*range(0x20, 0x5D), 0xA2, 0xA3, *range(0xB1, 0xE0)}
    assert transfer_kana(kana) == kana
    assert fitted(name, 60).content.rstrip().decode("shift_jis") == kana.replace("¥", "\\")


@given(st.text(max_size=20))
def test_whatever_is_typed_is_written_or_named(name):
    try:
        kana = transfer_kana(name)
    except Unwritable as refused:
        kana, named = "", refused.characters
    else:
        named = "-"
    assert named
    assert set(kana) <= set(BYTES)
