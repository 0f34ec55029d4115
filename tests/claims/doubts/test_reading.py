"""What is found among the lines of a receipt; the engine itself is tried where it is installed."""

import sys
from datetime import date

import pytest

from otameshi.claims.doubts import ocr
from otameshi.claims.doubts.facts import Reading
from otameshi.claims.doubts.reading import Box, reading, rows
from otameshi.core.yen import Yen
from tests.claims.doubts.photographs import drawn, jpeg, on_table, paper


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026年11月3日 12:05", date(2026, 11, 3)),
        ("２０２６年１１月３日（火）", date(2026, 11, 3)),
        ("2026/11/03 No.123", date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("2026.11.3", date(2026, 11, 3)),
        ("発行日 令和8年11月3日", date(2026, 11, 3)),
        ("令和 8 年 11 月 3 日", date(2026, 11, 3)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R8.11.3", date(2026, 11, 3)),
        ("R8/11/3", date(2026, 11, 3)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成31年5月1日", None),  # that day was 令和元年
        ("2026年13月3日", None),
        ("2026年2月30日", None),
        ("1999年11月3日", None),
        ("有効期限 2027年3月31日", None),
        ("電話 026-235-7193", None),
        ("TEL0262026-11-3", None),
    ],
)
def test_the_day_of_a_receipt(line, day):
    assert reading(["見本商店", line]).on == day


def test_the_first_day_that_is_no_expiry_is_the_day():
    lines = ["有効期限 2027年3月31日", "2026年11月3日", "2026年11月4日"]
    assert reading(lines).on == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        (["小計 ¥2,728", "合計 ¥3,000", "お預り ¥5,000", "お釣り ¥2,000"], 3_000),
        (["合　計　￥３，０００"], 3_000),
        (["合計", "¥3,000", "お預り ¥5,000"], 3_000),
        (["合計点数 3点", "合計 980円"], 980),
        (["税込合計 1,100円", "合計 1,000円"], 1_100),
        (["ご請求金額 22,000 円"], 22_000),
        (["領収金額 ¥12.500"], 12_500),  # a comma read as a point
        (["領収書", "見本太郎様", "¥55,000-", "但 9月分利用料として"], 55_000),
        (["金 55,000円也"], 55_000),
        (["運賃 4,600円"], 4_600),
        (["乗車券 ¥4,600", "特急券 ¥3,400", "合計 ¥8,000 (内税10% ¥727)"], 8_000),
        (["合計 12点 3,000"], 3_000),
        (["10%対象合計 ¥1,100", "合計 ¥1,640"], 1_640),
        (["合計 0円"], None),
        (["電話 026-235-7193", "No.12345"], None),
        ([], None),
    ],
)
def test_the_total_of_a_receipt(lines, total):
    assert reading(lines).total == total


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("登録番号 T1234567890123", "T1234567890123"),
        ("登録番号：Ｔ１２３４５６７８９０１２３", "T1234567890123"),
        ("T1-2345-6789-0123", "T1234567890123"),
        ("T 1234 5678 90123", "T1234567890123"),
        ("T123456789012", ""),
        ("T12345678901234", ""),
    ],
)
def test_the_registration_number_of_a_receipt(line, number):
    assert reading([line]).number == number


def test_pieces_beside_each_other_are_one_line_whatever_their_order():
    pieces = [
        Box("¥3,000", 370, 102, 28),
        Box("お預り", 20, 134, 30),
        Box("合計", 20, 100, 30),
        Box("¥5,000", 370, 136, 28),
    ]
    assert rows(pieces) == ["合計 ¥3,000", "お預り ¥5,000"]
    assert rows([]) == []
    assert reading(rows(pieces)) == Reading(total=Yen(3_000))


if ocr.AVAILABLE:  # the extra is 360 MB: tried where it is installed, and nowhere skipped

    @pytest.mark.parametrize("seed", range(8))
    def test_the_engine_reads_a_receipt_that_was_photographed(seed):
        what = paper(seed)
        picture = on_table(drawn(what), seed) if seed % 2 else drawn(what)
        found = ocr.read(jpeg(picture))
        assert found == Reading(on=what.on, total=Yen(what.total), number=what.registration_number)


def test_without_an_answer_nothing_is_read(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert ocr.read(b"no picture") == Reading()
