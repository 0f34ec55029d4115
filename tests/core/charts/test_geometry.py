"""What every chart keeps to, whatever numbers it is given."""

import re
from fractions import Fraction
from itertools import pairwise

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.charts import About, Level, Point, Series, bars, funnel, lines, stack, tiles
from otameshi.core.charts.facts import Path, Words, plain
from otameshi.core.charts.lettering import WIDTH, fitted, width_of
from otameshi.core.charts.lines import runs
from otameshi.core.charts.looks import LOOKS
from otameshi.core.charts.plot import shown_labels
from otameshi.core.charts.ticks import compact, tick_words, ticks
from otameshi.core.charts.tiles import SHADES, shade
from tests.core.charts.gallery import every
from tests.core.charts.show import page

ABOUT = About("k", "応募", "組")
FIGURES = every()
TREE = html5lib.parse(page(FIGURES), namespaceHTMLElements=False)


def one(*values, name="応募"):
    return Series(name, tuple(Point(f"R{n}", value) for n, value in enumerate(values, start=1)))


def words(figure):
    return [mark for mark in figure.marks if isinstance(mark, Words)]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour, ground):
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (5, (0, 1, 2, 3, 4, 5)),
        (19, (0, 5, 10, 15, 20)),
        (41, (0, 10, 20, 30, 40, 50)),
        (100, (0, 20, 40, 60, 80, 100)),
        (Fraction(737, 10), (0, 20, 40, 60, 80)),
    ],
)
def test_an_axis_has_round_numbers(most, expected):
    assert ticks(most) == expected


@given(st.integers(0, 10**13))
def test_an_axis_holds_the_most_in_at_most_five_steps(most):
    found = ticks(most)
    assert found[-1] >= most
    assert 2 <= len(found) <= 6
    assert len({after - before for before, after in pairwise(found)}) == 1


def test_large_numbers_are_said_in_man_and_oku():
    said = [tick_words(one) for one in (0, 5_000, 300_000, 15_000, 200_000_000)]
    assert said == ["0", "5,000", "30万", "1.5万", "2億"]
    assert [compact(one) for one in (999, 12_346, 123_456_789)] == ["999", "1.2万", "1.2億"]


def test_a_fraction_is_said_with_one_decimal_rounded_half_up():
    """15/19 = 78.947… → 78.9; 60.05 → 60.1."""
    assert plain(Fraction(1500, 19)) == "78.9"
    assert plain(Fraction(6005, 100)) == "60.1"


def test_every_look_and_shade_stands_out():
    for look in LOOKS:
        assert contrast(look.ink, "#ffffff") >= 4.5, look.ink
        assert not look.d or contrast(look.ink, look.ground) >= 3, look.ink
    for fill, ink in SHADES:
        assert contrast(fill, ink) >= 4.5, fill
    assert len({look.marker for look in LOOKS}) == len({look.dash for look in LOOKS}) == 9
    assert len({look.d for look in LOOKS}) == 9


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_no_word_leaves_the_picture(figure):
    for said in words(figure):
        wide = width_of(said.text, said.size)
        left = said.x - {"start": 0, "middle": wide / 2, "end": wide}[said.anchor]
        assert left >= -1, said
        assert left + wide <= WIDTH + 2, said
        assert 0 <= said.y <= figure.height, said


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_no_two_words_touch(figure):
    placed = []
    for said in words(figure):
        wide = width_of(said.text, said.size)
        left = said.x - {"start": 0, "middle": wide / 2, "end": wide}[said.anchor]
        placed.append((said, left, left + wide, said.y - said.size * 0.7, said.y))
    for number, (said, left, right, top, base) in enumerate(placed):
        for other, left2, right2, top2, base2 in placed[:number]:
            apart = right <= left2 + 1 or right2 <= left + 1 or base <= top2 + 1 or base2 <= top + 1
            assert apart or not said.text or not other.text, (said.text, other.text)


def test_a_picture_has_a_name_a_description_and_its_numbers_in_a_table():
    pictures = TREE.findall(".//svg") + TREE.findall(".//{http://www.w3.org/2000/svg}svg")
    assert len(pictures) == sum(not figure.empty for figure in FIGURES)
    for picture in pictures:
        assert picture.get("role") == "img"
        title, says = (picture.get("aria-labelledby") or "").split()
        known = {element.get("id"): element for element in picture.iter() if element.get("id")}
        assert known[title].text
        assert known[says].text
    ids = [element.get("id") for element in TREE.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [element for element in TREE.iter() if element.get("style")]


def test_every_pattern_that_fills_is_defined():
    for figure in FIGURES:
        used = {
            found[1]
            for mark in figure.marks
            if isinstance(mark, Path) and (found := re.fullmatch(r"url\(#(.+)\)", mark.fill))
        }
        assert used <= {pattern.name for pattern in figure.patterns}


def test_the_table_says_every_number_with_the_page_that_lists_it():
    named = Series("応募", (Point("R6", 36, url="/rows"), Point("R7", None)))
    figure = bars(ABOUT, [named])
    assert [[cell.text for cell in row] for row in figure.rows] == [["R6", "36組"], ["R7", "—"]]
    assert figure.rows[0][1].url == "/rows"


def test_an_unknown_value_breaks_a_line_and_is_no_nought():
    figure = lines(ABOUT, [one(3, None, 4, 5)])
    assert [len(run) for run in runs(one(3, None, 4, 5).points)] == [1, 2]
    thick = [mark for mark in figure.marks if isinstance(mark, Path) and mark.width == 2.5]
    assert len(thick) == 1


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=10))
def test_bars_are_as_long_as_their_numbers(values):
    figure = bars(ABOUT, [one(*values)])
    drawn = [
        float(found[1])
        for mark in figure.marks
        if isinstance(mark, Path) and (found := re.match(r"M\S+ \S+h([\d.]+)v", mark.d))
    ]
    longest = max(values) or 1
    known = [value for value in values if value]
    assert len(drawn) == len(known)
    full = max(drawn, default=0)
    for long, value in zip(drawn, known, strict=True):
        assert abs(long - full * value / longest) <= 0.2


def test_a_stack_sums_its_parts_and_shares_fill_the_bar():
    """R1: 3 + 1 = 4組; as shares the parts are 3/4 and 1/4 of the same length."""
    figure = stack(ABOUT, [one(3, name="甲"), one(1, name="乙")], share=True)
    assert [cell.text for cell in figure.rows[0]] == ["R1", "3組", "1組", "4組"]
    first, second = (
        float(found[1])
        for mark in figure.marks
        if isinstance(mark, Path) and (found := re.match(r"M\S+ \S+h([\d.]+)v24h", mark.d))
    )
    assert abs(first - 3 * second) <= 0.4


def test_names_that_would_touch_are_left_out_but_never_the_last():
    places = {f"令和{n}年度": 30.0 * n for n in range(1, 11)}
    shown = shown_labels(places)
    assert shown[-1] == "令和10年度"
    assert 3 <= len(shown) < 10


def test_words_are_cut_where_they_do_not_fit():
    assert fitted("応募", 100) == "応募"
    assert fitted("応募の動向", 45) == "応募…"


def test_a_tile_is_darker_the_more_it_counts():
    """Of at most 12: 0 → 0; 1–3 → 1; 4–6 → 2; 7–9 → 3; 10–12 → 4."""
    assert [shade(value, 12) for value in (0, 1, 3, 4, 6, 9, 10, 12)] == [0, 1, 1, 2, 2, 3, 4, 4]


def test_the_map_tells_apart_two_of_one_name_and_lists_what_is_elsewhere():
    figure = tiles(ABOUT, [Point("松川村", 2), Point("県外", 1)])
    said = [mark.text for mark in words(figure)]
    assert "松川町" in said
    assert "松川村" in said
    assert said[-1] == "県外：1組"
    assert [[cell.text for cell in row] for row in figure.rows] == [
        ["松川村", "北アルプス", "2組"],
        ["県外", "—", "1組"],
    ]


def test_a_step_nobody_counted_is_an_empty_frame():
    figure = funnel(ABOUT, [Point("説明会", None, "記録なし"), Point("応募", 36)])
    frames = [mark for mark in figure.marks if isinstance(mark, Path) and mark.dash]
    assert len(frames) == 1


def test_a_target_is_named_and_drawn_dashed():
    for draw in (bars, lines):
        figure = draw(ABOUT, [one(1, 2)], target=Level(2, "目標値 2組"))
        assert any("目標値 2組" in said.text for said in words(figure))
        assert any(isinstance(mark, Path) and mark.dash == "5 4" for mark in figure.marks)


def test_a_name_that_a_person_typed_is_escaped_everywhere():
    x = '<b onclick="x">'
    point = Point(x, 1, text=x, note=x, url=x)
    about = About("k", x, x, x, x)
    for draw in (bars, lines, stack):
        assert "<b onclick" not in page([draw(about, [Series(x, (point,))])])
    assert "<b onclick" not in page([funnel(about, [point]), tiles(about, [point])])
