"""The file for the bank, read back by a reader that shares no line with what writes it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from otameshi.claims.paying import zengin
from otameshi.claims.paying.zengin import Account, Payer, Transfer
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from tests.claims.paying.zengin_reader import LENGTH, Rejected, read

PAYER = Payer(
    "1234567890",
    "ナガノケン　サンギョウリッチ",
    Account("0143", "ハチジュウニ", "210", "ケンチョウナイ", "1", "0000123"),
)
TARO = Account("0143", "ハチジュウニ", "211", "ナガノエキマエ", "1", "0123456")
HANAKO = Account("0542", "ナガノシンキン", "001", "ホンテン", "4", "7654321")
PAY_ON = date(2026, 12, 10)
TWO = (
    Transfer("見本太郎　第1回", TARO, "ミホン　タロウ", Yen(260_000), 17),
    Transfer("見本商会　第2回", HANAKO, "カブシキガイシャミホン", Yen(90_500), 18),
)
FILE = zengin.written(PAYER, PAY_ON, TWO)
KNOWN = read(FILE)


def test_a_file_says_what_is_paid_by_the_published_table():
    # 260,000 + 90,500 = 350,500; header, two lines, trailer and end: 5 × (120 + 2) = 610 bytes.
    assert len(FILE) == 610
    assert (KNOWN.count, KNOWN.total) == (2, 350_500)
    assert KNOWN.header["振込依頼人コード"] == "1234567890"
    assert KNOWN.header["振込依頼人名"] == "ﾅｶﾞﾉｹﾝ ｻﾝｷﾞﾖｳﾘﾂﾁ"
    assert KNOWN.header["振込指定日"] == "1210"
    assert (KNOWN.header["仕向銀行番号"], KNOWN.header["口座番号"]) == ("0143", "0000123")
    first, second = KNOWN.transfers
    assert first["受取人名"] == "ﾐﾎﾝ ﾀﾛｳ"
    assert (first["被仕向銀行番号"], first["被仕向支店番号"]) == ("0143", "211")
    assert (first["預金種目"], first["口座番号"], first["振込金額"]) == (
        "1",
        "0123456",
        "0000260000",
    )
    assert first["顧客コード1"] == "0000000017"
    assert (second["受取人名"], second["被仕向銀行名"]) == ("ｶ)ﾐﾎﾝ", "ﾅｶﾞﾉｼﾝｷﾝ")


def test_the_same_facts_give_the_same_bytes():
    assert zengin.written(PAYER, PAY_ON, TWO) == FILE


def test_each_record_stands_where_the_table_says():
    lines = FILE.split(b"\r\n")[:-1]
    assert [line[:1] for line in lines] == [b"1", b"2", b"2", b"8", b"9"]
    assert all(len(line) == LENGTH for line in lines)
    assert lines[0][:14] == b"1210" + b"1234567890"
    assert lines[1][:5] == b"20143"
    assert lines[1][38:51] == b"0000" + b"1" + b"0123456" + b"\xd0"  # ﾐ begins the holder's name
    assert lines[1][80:] == b"0000260000" + b"0" + b"0000000017" + b"0" * 10 + b"7" + b" " * 8
    assert lines[3] == b"8000002000000350500" + b" " * 101


def test_one_wrong_byte_at_any_place_is_refused_or_read_as_something_else():
    """Every place by four changes; the next test takes any change, and any number of them."""
    for place in range(len(FILE)):
        for byte in {FILE[place] ^ 1, FILE[place] ^ 0x80, ord(" "), ord("1")} - {FILE[place]}:
            wrong = FILE[:place] + bytes([byte]) + FILE[place + 1 :]
            assert _noticed(wrong), (place, byte)


@given(st.integers(0, len(FILE) - 1), st.integers(0, 255))
def test_no_byte_can_change_without_notice(place, byte):
    assume(FILE[place] != byte)
    assert _noticed(FILE[:place] + bytes([byte]) + FILE[place + 1 :])


def _noticed(content: bytes) -> bool:
    try:
        return read(content) != KNOWN
    except Rejected:
        return True


def _places(line: int, first: int, last: int) -> range:
    return range(line * (LENGTH + 2) + first, line * (LENGTH + 2) + last)


@pytest.mark.parametrize(
    "places",
    [
        _places(0, 0, 4), _places(0, 103, 122),  # kinds, dummy and line end
        _places(1, 0, 1), _places(1, 38, 43), _places(1, 80, 91), _places(1, 101, 122),  # amount
        _places(2, 80, 91), _places(3, 0, 122), _places(4, 0, 122),  # count, total, end
    ],
)  # fmt: skip
def test_a_wrong_byte_in_kinds_amounts_counts_and_totals_is_refused_by_the_bank(places):
    for place in places:
        for byte in {*b"0123456789 A\r\n", 0xB1} - {FILE[place]}:
            if place in _places(1, 42, 43) and chr(byte) in "1249":
                continue  # another 預金種目 is one too
            with pytest.raises(Rejected):
                read(FILE[:place] + bytes([byte]) + FILE[place + 1 :])


def test_records_lost_or_out_of_order_are_refused():
    lines = FILE.split(b"\r\n")[:-1]
    for wrong in (lines[:-1], lines[1:], [*lines[:2], *lines[3:]], lines[::-1], [lines[0], *lines]):
        with pytest.raises(Rejected):
            read(b"".join(line + b"\r\n" for line in wrong))
    for content in (b"", FILE[:-2], FILE.replace(b"\r\n", b"\n"), FILE + b"\x1a"):
        with pytest.raises(Rejected):
            read(content)


def test_what_cannot_be_written_is_named_by_claim_and_character():
    wrong = (
        replace(TWO[0], holder="髙橋　タロウ"),
        replace(TWO[1], account=replace(HANAKO, branch_code="1")),
    )
    with pytest.raises(Refused) as refused:
        zengin.written(PAYER, PAY_ON, wrong)
    assert "見本太郎　第1回" in str(refused.value)
    assert "「髙」（U+9AD9）" in str(refused.value)
    assert "見本商会　第2回：支店コードが3桁" in str(refused.value)
    with pytest.raises(Refused, match="振込依頼人：「長野県」"):
        zengin.written(replace(PAYER, name="長野県"), PAY_ON, TWO)


def test_sums_and_numbers_end_where_their_fields_end():
    most = replace(TWO[0], amount=Yen(zengin.MOST_YEN))
    assert read(zengin.written(PAYER, PAY_ON, [most])).total == 9_999_999_999
    for amount in (0, -1, zengin.MOST_YEN + 1):
        with pytest.raises(Refused, match="1件の金額"):
            zengin.written(PAYER, PAY_ON, [replace(most, amount=Yen(amount))])
    # 100 × 9,999,999,999 = 999,999,999,900 has 12 digits; one more would have 13.
    assert read(zengin.written(PAYER, PAY_ON, [most] * 100)).total == 999_999_999_900
    with pytest.raises(Refused, match="分けて"):
        zengin.written(PAYER, PAY_ON, [most] * 101)
    with pytest.raises(Refused, match="1件から"):
        zengin.written(PAYER, PAY_ON, [])


def test_a_long_name_is_remarked_on():
    assert zengin.cut_short(TWO[0]) == ""
    assert "「ﾐﾎﾝ」" in zengin.cut_short(replace(TWO[0], holder="ナガノ" * 7 + "アイミホン"))


KANA = st.text(alphabet="アガパッャーンA9 ・（）", min_size=1, max_size=45).filter(str.strip)
CODES = st.builds(
    Account,
    st.from_regex("[0-9]{4}", fullmatch=True),
    KANA,
    st.from_regex("[0-9]{3}", fullmatch=True),
    KANA,
    st.sampled_from("124"),
    st.from_regex("[0-9]{7}", fullmatch=True),
)
LINES = st.builds(
    Transfer, st.just("ある請求"), CODES, KANA, st.integers(1, zengin.MOST_YEN).map(Yen)
)


@given(st.lists(LINES, min_size=1, max_size=5), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_any_run_is_read_back_with_its_sum_its_accounts_and_its_day(transfers, pay_on):
    found = read(zengin.written(PAYER, pay_on, transfers))
    assert found.count == len(transfers)
    assert found.total == sum(one.amount for one in transfers)
    assert found.header["振込指定日"] == f"{pay_on:%m%d}"
    for one, line in zip(transfers, found.transfers, strict=True):
        assert int(line["振込金額"]) == one.amount
        assert line["口座番号"] == one.account.number
        assert line["被仕向銀行番号"] == one.account.bank_code
        assert line["被仕向支店番号"] == one.account.branch_code
