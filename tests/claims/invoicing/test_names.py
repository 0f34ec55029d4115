"""What people type for a bank, and what the list calls it."""

import pytest

from otameshi.claims.invoicing import names

NAMED = {
    ("0001", "みずほ"): "みずほ銀行",
    ("0143", "八十二長野"): "八十二長野銀行",
    ("0288", "三菱ＵＦＪ信託"): "三菱ＵＦＪ信託銀行",
    ("0542", "あいち"): "あいち銀行",
    ("0411", "香港上海"): "香港上海",
    ("0200", "ワイズ・ペイメンツ・ジャパン"): "ワイズ・ペイメンツ・ジャパン",
    ("1000", "信金中央金庫"): "信金中央金庫",
    ("1390", "長野信金"): "長野信用金庫",
    ("2390", "長野県信組"): "長野県信用組合",
    ("2966", "長野県労金"): "長野県労働金庫",
    ("3016", "長野県信連"): "長野県信用農業協同組合連合会",
    ("3000", "農林中金"): "農林中央金庫",
    ("6385", "松本ハイランド農協"): "松本ハイランド農業協同組合",
    ("9900", "ゆうちょ"): "ゆうちょ銀行",
}


@pytest.mark.parametrize(("listed", "whole"), sorted(NAMED.items()))
def test_a_bank_is_shown_by_its_whole_name(listed: tuple[str, str], whole: str) -> None:
    assert names.whole_name(*listed) == whole


def test_a_branch_of_the_post_bank_is_called_a_shop_by_its_number() -> None:
    assert names.branch_name("9900", "四三八") == "四三八店"
    assert names.branch_name("0143", "松本") == "松本"


@pytest.mark.parametrize(
    ("typed", "words", "kind"),
    [
        ("長野信金", ("長野",), "信金"),
        ("長野信用金庫", ("長野",), "信金"),
        ("ながのしんきん", ("ナガノ",), "信金"),
        ("ﾅｶﾞﾉ ｼﾝｷﾝ", ("ナガノ",), "信金"),
        ("八十二", ("八十二",), ""),
        ("八十二銀行", ("八十二",), ""),
        ("ＪＡ松本ハイランド", ("松本ハイランド",), "農協"),
        ("ja 松本 ハイランド", ("松本ハイランド",), "農協"),
        ("ろうきん", (), "労金"),
        ("三菱UFJ信託銀行", ("三菱UFJ",), "信託"),
        ("ゆうちょ", ("ユウチヨ",), ""),
    ],
)
def test_short_and_long_forms_ask_for_the_same(typed: str, words: tuple[str, ...], kind: str):
    asked = names.bank_asked(typed)
    assert (asked.words, asked.kind, asked.code) == (words, kind, "")


@pytest.mark.parametrize("typed", ["0143", "０１４３", " 0143 "])
def test_four_figures_are_the_code_of_a_bank(typed: str) -> None:
    assert names.bank_asked(typed).code == "0143"


def test_a_branch_is_asked_for_with_or_without_its_ending_or_by_its_number() -> None:
    assert names.branch_asked("松本支店").words == ("松本",)
    assert names.branch_asked("まつもと").words == ("マツモト",)
    assert names.branch_asked("本店").words == ("本店",)
    assert names.branch_asked("一一八店").words == ("一一八",)
    assert names.branch_asked("５").code == "005"
    assert names.branch_asked("").words == ()


def test_an_equal_name_stands_before_a_longer_one_and_both_before_one_that_holds_it() -> None:
    found = [("3", names.key_of("新長野")), ("2", names.key_of("長野駅前")), ("1", "長野")]
    assert names.nearest(names.branch_asked("長野"), found) == ["1", "2", "3"]
