"""Dates in Japanese eras."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.wareki import (
    UnreadableDate,
    fiscal_year_label,
    parse,
    read_parts,
    short_fiscal_year,
    wareki,
)

DAYS = st.dates(min_value=date(1873, 1, 1), max_value=date(2117, 12, 31))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(1873, 1, 1), "明治6年1月1日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2024, 4, 1), "令和6年4月1日"),
    ],
)
def test_each_era_begins_and_ends_on_its_day(day, written):
    assert wareki(day) == written
    assert parse(written) == day


def test_digits_can_be_full_width():
    assert wareki(date(2024, 11, 23), zenkaku=True) == "令和６年１１月２３日"


@given(DAYS, st.booleans())
def test_every_day_that_is_written_reads_back_the_same(day, zenkaku):
    assert parse(wareki(day, zenkaku=zenkaku)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("R6.4.1", date(2024, 4, 1)),
        ("Ｒ６．４．１", date(2024, 4, 1)),
        ("r6/4/1", date(2024, 4, 1)),
        ("H31-4-30", date(2019, 4, 30)),
        ("平成31.4.30", date(2019, 4, 30)),
        ("　令和６年　４月　１日 ", date(2024, 4, 1)),
        ("㋿6年4月1日", date(2024, 4, 1)),
        ("S元.12.25", date(1926, 12, 25)),
    ],
)
def test_short_and_full_width_ways_of_writing_are_read(text, day):
    assert parse(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "平成31年5月1日",
        "昭和64年1月8日",
        "令和元年4月30日",
        "大正15年12月25日",
        "明治5年12月1日",
        "令和6年2月30日",
        "令和0年1月1日",
        "令和6年13月1日",
        "令和6.4/1",
        "2024年4月1日",
        "令和6年4月",
        "",
        "令和六年四月一日",
        "令和99999年1月1日",
    ],
)
def test_a_date_that_never_was_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


def test_the_lunar_calendar_is_not_guessed():
    with pytest.raises(ValueError, match="明治5年以前"):
        wareki(date(1872, 12, 31))


@pytest.mark.parametrize(
    ("year", "label", "short"),
    [
        (2024, "令和6年度", "R6"),
        (2020, "令和2年度", "R2"),
        (2019, "令和元年度", "R1"),
        (2018, "平成30年度", "H30"),
        (1989, "平成元年度", "H1"),
        (1988, "昭和63年度", "S63"),
    ],
)
def test_a_fiscal_year_has_a_long_and_a_short_name(year, label, short):
    assert fiscal_year_label(year) == label
    assert short_fiscal_year(year) == short


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("令和8", "9", "1"), date(2026, 9, 1)),
        (("R8", "9", "1"), date(2026, 9, 1)),
        (("平成7年", "4月", "2日"), date(1995, 4, 2)),
        (("H7", "4", "2"), date(1995, 4, 2)),
        (("昭和60", "12", "31"), date(1985, 12, 31)),
        (("S60", "12", "31"), date(1985, 12, 31)),
        (("令和元年", "5", "1"), date(2019, 5, 1)),
        (("1995年", "04", "02"), date(1995, 4, 2)),
    ],
)
def test_three_fields_take_both_calendars(typed, day):
    assert read_parts(*typed) == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        # 平成 ended on 30 April of its year 31
        (("平成31", "5", "1"), "平成に31年5月1日はありません。令和元年5月1日のことであれば"),
        (("昭和64", "1", "8"), "昭和に64年1月8日はありません。平成元年1月8日のことであれば"),
        (("平成元", "1", "7"), "平成に元年1月7日はありません。昭和64年1月7日のことであれば"),
        (("明治5", "12", "31"), "1873年"),
        (("95", "4", "2"), "西暦4桁"),
        (("1872", "12", "31"), "西暦4桁"),
        (("9999", "12", "31"), "西暦4桁"),
        (("2026", "2", "29"), "実在する日付"),
        (("2026", "", "1"), "実在する日付"),
        (("9" * 12, "1", "1"), "実在する日付"),
        (("平成七", "4", "2"), "和暦の日付として読めません"),
    ],
)
def test_what_is_no_date_is_told_with_what_to_type(typed, words):
    with pytest.raises(UnreadableDate, match=words):
        read_parts(*typed)


@given(DAYS)
def test_every_day_reads_back_from_three_fields(day):
    assert read_parts(str(day.year), str(day.month), str(day.day)) == day


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_three_texts_are_a_day_or_are_told(year, month, day):
    try:
        found = read_parts(year, month, day)
    except UnreadableDate:
        return
    assert 1873 <= found.year <= 2199
