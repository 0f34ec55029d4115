"""Dates in Japanese eras."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.wareki import fiscal_year_label, parse, short_fiscal_year, wareki

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
