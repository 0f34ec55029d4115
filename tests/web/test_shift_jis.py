"""What Shift_JIS cannot write is named, and leaves a mark that can be seen."""

import csv
from io import StringIO

import pytest

from otameshi.web import shift_jis
from otameshi.web.sheets import csv_chunks


def written(*cells: str) -> list[str]:
    content = b"".join(csv_chunks(["列"], [cells], shift_jis.NAME))
    return list(csv.reader(StringIO(content.decode("cp932"), newline="")))[1]


def test_what_it_knows_is_written_as_it_is() -> None:
    assert written("髙橋　﨑子", "①㈱") == ["髙橋　﨑子", "①㈱"]


@pytest.mark.parametrize(
    ("typed", "read"), [("10〜20", "10～20"), ("a−b", "a－b"), ("葛\U000e0100", "葛")]
)
def test_a_mark_with_two_numbers_is_written_by_the_other(typed: str, read: str) -> None:
    assert written(typed) == [read]


def test_what_it_lacks_becomes_a_geta_and_is_named_with_its_place() -> None:
    assert written("𠮷田") == ["〓田"]
    found = list(shift_jis.unwritable(7, [None, 3, "𠮷田𠮷", "髙"]))
    assert [(one.row, one.column, one.character, one.code) for one in found] == [
        (7, 2, "𠮷", "U+20BB7")
    ]


def test_a_long_table_comes_in_pieces() -> None:
    pieces = list(csv_chunks(["列"], [["あ" * 1000]] * 300, "utf-8-sig"))
    assert len(pieces) > 3
    assert pieces[0].startswith(b"\xef\xbb\xbf")
    assert b"\xef\xbb\xbf" not in b"".join(pieces)[3:]
