"""Japanese line breaking."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.documents.lines import NO_START, broken, may_break

WRITING = st.text(alphabet="あいうっー山川、。）（「」・々12３４，円第a-z. 　\n", max_size=80)


def em(_: str) -> float:
    return 1.0


def lines(text: str, width: float, **options) -> list[str]:
    return [line.text for line in broken(text, width, em, **options)]


@pytest.mark.parametrize("mark", "）」』】ーっゃョ々？！・…")
def test_a_line_never_begins_with_a_mark_that_belongs_to_the_word_before(mark):
    assert lines("山川草木" + mark + "空", 4) == ["山川草", "木" + mark + "空"]


@pytest.mark.parametrize("mark", "、。，．")
def test_a_comma_or_full_stop_hangs_outside_the_measure(mark):
    (first, second) = broken("山川草木" + mark + "空", 4, em)
    assert (first.text, first.hanging, second.text) == ("山川草木" + mark, 1, "空")


def test_in_a_table_nothing_hangs():
    assert lines("山川草木。空", 4, hang=False) == ["山川草", "木。空"]


@pytest.mark.parametrize("bracket", "（「『【〔")
def test_a_line_never_ends_with_an_opening_bracket(bracket):
    assert lines("山川草" + bracket + "木）空", 4)[0] == "山川草"


@pytest.mark.parametrize(
    "number", ["123,456円", "１２，３４５円", "3.5", "第12号", "12年", "026-000-0000"]
)
def test_a_number_is_never_broken(number):
    for width in range(len(number), 30):
        assert any(number in line for line in lines("補助金の額は" + number + "とする。", width))


def test_a_latin_word_moves_whole_to_the_next_line_unless_it_is_wider_than_the_line():
    assert lines("山 Nagano 空", 7) == ["山 ", "Nagano ", "空"]
    assert lines("0123456789abcdef", 8) == ["01234567", "89abcdef"]


def test_full_width_spaces_stay_and_do_not_begin_a_line():
    assert lines("髙﨑　𠮷郎", 10) == ["髙﨑　𠮷郎"]
    assert lines("山川草木　空", 4) == ["山川草木　", "空"]


def test_the_first_line_of_a_paragraph_may_be_shorter():
    assert lines("山川草木空海\n山川草木空海", 4, first=3) == [
        "山川草",
        "木空海",
        "山川草",
        "木空海",
    ]


def test_an_empty_paragraph_is_an_empty_line():
    assert lines("山\n\n川", 4) == ["山", "", "川"]


@given(WRITING, st.integers(1, 12))
def test_no_character_is_lost_and_none_stands_outside_but_what_hangs(text, width):
    set_lines = broken(text, width, em)
    joined = "".join(line.text + ("\n" if line.ends_paragraph else "") for line in set_lines)
    assert joined == text + "\n"
    assert all(len(line.text) - line.hanging <= width for line in set_lines)


@given(WRITING, st.integers(2, 12))
def test_a_forbidden_break_happens_only_where_the_line_has_no_other(text, width):
    set_lines = broken(text, width, em)
    for line, following in pairwise(set_lines):
        if not line.ends_paragraph and not may_break(line.text[-1], following.text[0]):
            inner = pairwise(line.text)
            assert not any(may_break(before, after) for before, after in inner)


def test_the_marks_that_may_not_begin_a_line_are_those_of_the_standard():
    assert NO_START.issuperset(
        "、。，．・：；？！）」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョ々％℃"
    )
