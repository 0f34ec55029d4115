"""What a table of past totals may say, and what is told about one that may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.states import Refused
from otameshi.core.wareki import fiscal_year_label, short_fiscal_year
from otameshi.followup.rules import percent
from otameshi.statistics.sheet.past import columns
from otameshi.statistics.sheet.past.reading import read, year_of
from otameshi.statistics.sheet.past.rules import (
    Change,
    Known,
    Line,
    changes,
    check,
    tenths_of,
    whole_of,
)
from otameshi.statistics.sheet.rules import Output

THIS_YEAR = 2026
R30 = ["2018", "36", "58", "13", "24", "", "", "", "", "", "記事", ""]


def reading(*rows: list[str]):
    return read([list(columns.HEADERS), *rows], THIS_YEAR)


def row(**given_cells: str) -> list[str]:
    names = {"year": "年度", "applied": "応募（組）", "applied_people": "応募（人）",
             "groups": "参加（組）", "people": "参加（人）", "subsidised": "補助（組）",
             "keeping": "維持（組）", "value": columns.VALUE, "target": columns.TARGET,
             "cost": columns.COST, "source": "出典", "note": "備考"}  # fmt: skip
    cells = {names[key]: text for key, text in {"source": "資料", **given_cells}.items()}
    return [cells.get(name, "") for name in columns.HEADERS]


def told(*rows: list[str]) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in reading(*rows)[1]]


def test_a_line_is_read_as_it_was_published():
    """平成30年度: 36組58名 applied, 13組24名 took part; nothing else is known."""
    (line,), problems = reading(R30)
    assert problems == []
    assert line == Line(
        2, 2018,
        {Output.APPLIED: 36, Output.APPLIED_PEOPLE: 58, Output.GROUPS: 13, Output.PEOPLE: 24},
        source="記事",
    )  # fmt: skip


def test_every_column_is_read():
    cells = row(year="R4", applied="28組", applied_people="３８", groups="19", people="27",
                subsidised="17", keeping="14", value="73.7%", target="60", cost="8,476",
                note="推定を含む")  # fmt: skip
    (line,), problems = reading(cells)
    assert problems == []
    assert (line.fiscal_year, line.value, line.target, line.thousands) == (2022, 737, 600, 8476)
    assert line.counts == {
        Output.APPLIED: 28, Output.APPLIED_PEOPLE: 38, Output.GROUPS: 19, Output.PEOPLE: 27,
        Output.SUBSIDISED: 17, Output.KEEPING: 14,
    }  # fmt: skip
    assert line.note == "推定を含む"
    assert line.words == (
        "応募（組） 28、応募（人） 38、参加（組） 19、参加（人） 27、補助（組） 17、維持（組） 14、"
        "公表値（％） 73.7、目標値（％） 60.0、決算額（千円） 8,476"
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"year": "いつか", "groups": "5"}, "年度"),
        ({"year": "", "groups": "5"}, "年度"),
        ({"year": "2014", "groups": "5"}, "年度"),
        ({"year": "2027", "groups": "5"}, "年度"),
        ({"year": "2018"}, "年度"),
        ({"year": "2018", "groups": "約12"}, "参加（組）"),
        ({"year": "2018", "groups": "-1"}, "参加（組）"),
        ({"year": "2018", "groups": "1.5"}, "参加（組）"),
        ({"year": "2018", "value": "73.75"}, columns.VALUE),
        ({"year": "2018", "value": "100.1"}, columns.VALUE),
        ({"year": "2018", "target": "六割"}, columns.TARGET),
        ({"year": "2018", "groups": "5", "source": ""}, "出典"),
        ({"year": "2018", "groups": "5", "note": "長" * 501}, "備考"),
        ({"year": "2018", "applied": "60", "applied_people": "58"}, "応募（組）"),
        ({"year": "2018", "groups": "13", "people": "12"}, "参加（組）"),
        ({"year": "2018", "applied": "12", "groups": "13"}, "参加（組）"),
        ({"year": "2018", "groups": "13", "subsidised": "14"}, "補助（組）"),
        ({"year": "2018", "groups": "13", "keeping": "14"}, "維持（組）"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_column(cells, column):
    assert told(R30[:0] + row(year="2017", groups="9"), row(**cells)) == [(3, column)]


def test_a_year_that_stands_twice_is_told_at_both_lines():
    assert told(R30, row(year="平成30年度", groups="13")) == [(2, "年度"), (3, "年度")]


def test_all_that_is_wrong_is_told_and_the_wrong_line_is_not_read():
    lines, problems = reading(row(year="x", groups="y", source=""), R30)
    assert [one.fiscal_year for one in lines] == [2018]
    assert [one.column for one in problems] == ["年度", "参加（組）", "出典"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["年度", "出典", "年齢"], "様式にない列の名前があります：年齢"),
        (["年度", "年度", "出典"], "同じ列の名前が2つあります：年度"),
        (["年度", "参加（組）"], "列の名前がありません：出典"),
    ],
)
def test_a_table_of_other_columns_is_refused(names, said):
    with pytest.raises(Refused, match=said):
        read([names, ["2018"] * len(names)], THIS_YEAR)


@pytest.mark.parametrize(
    ("text", "year"),
    [("2018", 2018), ("２０１８年度", 2018), ("H30", 2018), ("平成30年度", 2018), ("H31", 2019),
     ("令和元年度", 2019), ("R1", 2019), ("r4", 2022), ("平成", None), ("30", None),
     ("R99年度目", None), ("", None)],
)  # fmt: skip
def test_a_year_is_read_as_people_write_it(text, year):
    assert year_of(text) == year


@given(st.integers(2015, 2099))
def test_a_year_is_read_as_this_system_writes_it(year):
    assert year_of(str(year)) == year_of(fiscal_year_label(year)) == year
    assert year_of(short_fiscal_year(year)) == year


@given(st.integers(0, 1000))
def test_a_share_is_read_as_it_is_printed(tenths):
    assert tenths_of(percent(tenths)) == tenths_of(f"{percent(tenths)}％") == tenths


@given(st.text())
def test_no_text_breaks_the_reading(text):
    whole, tenths = whole_of(text), tenths_of(text)
    assert whole is None or whole >= 0
    assert tenths is None or tenths >= 0
    year = year_of(text)
    assert year is None or year > 1000


KNOWN = Known(
    counts={(2022, Output.GROUPS): 19, (2022, Output.PEOPLE): 27},
    figures={2022: (737, None)},
    costs={2022: 8476},
)


def test_only_what_is_new_or_another_changes():
    """19組 stands already; 28名 replaces 27名; the target and 28組 who applied are new."""
    counts = {Output.APPLIED: 28, Output.GROUPS: 19, Output.PEOPLE: 28}
    line = Line(2, 2022, counts, value=737, target=600, thousands=8476, source="資料")
    found = changes([line], KNOWN)
    assert [(one.column, one.was, one.now, one.replaces) for one in found] == [
        ("応募（組）", None, 28, False),
        ("参加（人）", 27, 28, True),
        (columns.TARGET, None, 600, False),
    ]
    assert found[2].words == ("—", "60.0")
    assert found[1].words == ("27", "28")


def test_a_number_is_replaced_only_with_a_reason():
    new, other = Change(2, 2022, "応募（組）", None, 28), Change(2, 2022, "参加（人）", 27, 28)
    check([], [new], "")
    check([], [new, other], "数え漏れ")
    with pytest.raises(Refused, match=r"1か所変わります（R4）"):
        check([], [new, other], " ")


counts = st.dictionaries(st.sampled_from(list(columns.NAMES)), st.integers(0, 99))


@given(counts, counts)
def test_taken_in_once_a_table_changes_nothing_more(before, table):
    line = Line(2, 2020, table, source="資料")
    known = Known(counts={(2020, output): count for output, count in before.items()})
    after = Known(counts={**known.counts, **{(2020, output): n for output, n in table.items()}})
    assert changes([line], after) == []
    assert {one.column for one in changes([line], known)} == {
        columns.NAMES[output] for output, n in table.items() if before.get(output) != n
    }
