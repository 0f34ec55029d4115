"""How the 事業改善シート reads its figures, on the real ones."""

import tomllib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.states import Refused
from otameshi.statistics.sheet.loading import SHEET_2024, tenths_of, year_of
from otameshi.statistics.sheet.rules import (
    Computed,
    IndicatorFact,
    Output,
    Status,
    Trend,
    check_reason,
    remark,
    sentence,
    sheet_rows,
    shown,
    status,
    trend,
    years_of,
)

PUBLISHED = tomllib.loads(SHEET_2024.read_text(encoding="utf-8"), parse_float=Fraction)
COMPUTED = {2022: Computed(14, 19), 2023: Computed(12, 20), 2024: Computed(15, 19)}
values = st.integers(min_value=0, max_value=1000)


def by_year(cells) -> dict[int, int | None]:
    return {year_of(short): tenths_of(value) for short, value in cells.items()}


def indicators() -> list[IndicatorFact]:
    return [
        IndicatorFact(
            number=one["number"],
            name=one["name"],
            unit=one["unit"],
            decimals=int(one["unit"] == "%"),
            values=by_year(one["values"]),
            targets=by_year(one["target"]),
            computed=COMPUTED if one.get("computed") else {},
        )
        for one in PUBLISHED["indicator"]
    ]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_cell_of_the_published_sheet_follows_from_its_values(number):
    """推移 and 達成状況 of ①②③ come out of the rules exactly as the prefecture printed them."""
    published, row = PUBLISHED["indicator"][number], sheet_rows(2024, indicators())[number]
    cells = {cell.fiscal_year: cell for cell in row.cells}
    for short, value in published["values"].items():
        assert cells[year_of(short)].text == str(
            value if isinstance(value, int) else f"{float(value):.1f}"
        )
    for short, arrow in published["trend"].items():
        assert cells[year_of(short)].trend.label == arrow
    assert row.status.label == published["status"]["R6"]
    assert tenths_of(published["target"]["R6"]) == row.target


def test_the_retention_row_lays_computed_and_published_side_by_side():
    row = sheet_rows(2024, indicators())[1]
    r4, r5, r6 = row.cells
    assert [cell.text for cell in row.cells] == ["73.7", "60.0", "79.0"]
    assert [cell.trend for cell in row.cells] == [None, Trend.WORSE, Trend.BETTER]
    assert (row.target_text, row.status) == ("60.0", Status.MET)
    assert r4.remark == "計算値 14/19 = 73.7、公表値 73.7。一致しています。"
    assert r5.remark == "計算値 12/20 = 60.0、公表値 60.0。一致しています。"
    assert r6.remark.startswith("計算値 15/19 = 78.9、公表値 79.0。公表値は計算値と異なります。")
    assert "もう一度四捨五入する" in r6.remark


def test_a_year_without_figures_reads_as_dashes():
    row = sheet_rows(2030, indicators())[1]
    assert [cell.text for cell in row.cells] == ["—", "—", "—"]
    assert (row.target_text, row.status) == ("—", Status.NONE)
    assert [cell.remark for cell in row.cells] == ["", "", ""]


def test_before_anything_is_published_what_is_counted_stands_as_expected():
    """R7 is not published: 3 of 4 is 75.0, beside R6 600 as published: better, and over 60.0."""
    one = IndicatorFact("②", "率", "%", 1, {2024: 600}, {2025: 600}, {2025: Computed(3, 4)})
    row = sheet_rows(2025, [one])[0]
    cell = row.cells[2]
    assert (cell.value, cell.figure, cell.expected) == (None, 750, True)
    assert (cell.text, cell.trend) == ("75.0（見込み）", Trend.BETTER)
    assert cell.remark == "計算値 3/4 = 75.0。公表値はまだないため、見込みとして載せています。"
    assert (row.status, row.status_text, row.expected) == (Status.MET, "達成（見込み）", True)
    assert not sheet_rows(2024, [one])[0].expected


def test_a_published_figure_is_never_expected():
    one = IndicatorFact("②", "率", "%", 1, {2024: 790}, {2024: 600}, {2024: Computed(15, 19)})
    row = sheet_rows(2024, [one])[0]
    assert (row.cells[2].text, row.cells[2].figure, row.status_text) == ("79.0", 790, "達成")


@pytest.mark.parametrize(
    ("was", "now", "reason", "before", "passes"),
    [
        (790, 790, "", "", True),
        (790, 789, "県の訂正", "", True),
        (790, 789, "", "", False),
        (790, 789, "はじめの備考", "はじめの備考", False),
    ],
)
def test_another_figure_needs_a_reason_of_its_own(was, now, reason, before, passes):
    if passes:
        check_reason(was, now, reason=reason, before=before)
    else:
        with pytest.raises(Refused, match="変更の理由"):
            check_reason(was, now, reason=reason, before=before)


@pytest.mark.parametrize(
    ("part", "whole", "published", "reason"),
    [
        (14, 19, 740, "（整数に四捨五入すると、公表値と同じになります。）"),
        (15, 16, 937, "（小数第2位を切り捨てると、公表値と同じになります。）"),
        (14, 19, 800, ""),
    ],
)
def test_a_remark_names_only_roundings_that_give_the_published_figure(
    part, whole, published, reason
):
    said = remark(Computed(part, whole), published)
    assert said.endswith(f"公表値は計算値と異なります。{reason}")


@pytest.mark.parametrize(
    ("previous", "current", "arrow"),
    [
        (737, 600, "↘"),
        (600, 790, "↗"),
        (600, 600, "→"),
        (None, 391, "—"),
        (391, None, "—"),
    ],
)
def test_the_arrow_compares_a_year_with_the_one_before(previous, current, arrow):
    assert trend(previous, current).label == arrow


@given(values, values)
def test_the_arrow_turns_round_when_the_years_are_exchanged(one, other):
    opposite = {Trend.BETTER: Trend.WORSE, Trend.WORSE: Trend.BETTER, Trend.SAME: Trend.SAME}
    assert trend(other, one) is opposite[trend(one, other)]


@given(values, values)
def test_a_target_is_met_by_reaching_it(value, target):
    assert (status(value, target) is Status.MET) == (value >= target)
    assert status(value, value) is Status.MET
    assert status(None, target) is status(value, None) is Status.NONE


@given(values)
def test_a_value_prints_as_it_was_published(value):
    assert tenths_of(Fraction(shown(value, 1))) == value
    assert shown(value * 10, 0) == str(value)
    assert shown(None, 1) == shown(None, 0) == "—"


def test_the_sentence_of_r6_is_the_prefectures():
    assert sentence(19, 27, 15) == "19組27名が参加し、うち15組が引き続き拠点を維持"


def test_the_sheet_shows_its_year_and_the_two_before():
    assert years_of(2024) == (2022, 2023, 2024)


def test_outputs_are_counted_in_their_units():
    assert [one.unit for one in Output] == [
        "組", "名", "組", "組", "回", "回", "回", "名", "組", "名",
    ]  # fmt: skip


def test_each_arrow_has_its_meaning_in_words():
    assert [one.meaning for one in Trend] == ["改善", "悪化", "変化なし", "数値なし"]


def test_a_year_is_read_from_its_short_name():
    assert [year_of(short) for short in ("H27", "H30", "R1", "R6")] == [2015, 2018, 2019, 2024]
