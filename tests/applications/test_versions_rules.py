"""What differs between two versions, said in words."""

from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications.versions.rules import (
    Answered,
    KeptFile,
    Mark,
    News,
    Snapshot,
    changed,
    compare,
    news,
    restored,
)

A = KeptFile(1, "事業計画書", "計画.pdf", 1_000, "a" * 64)
B = KeptFile(2, "事業計画書", "計画.pdf", 1_001, "b" * 64)
TEXTS = st.text(max_size=30)
ROWS = st.lists(st.tuples(st.sampled_from("甲乙丙丁"), TEXTS), max_size=6)


def of(*rows: tuple[str, str], files: tuple[KeptFile, ...] = ()) -> Snapshot:
    return Snapshot((Answered("plan", "おためし計画", rows),), files)


def marks(before: Snapshot, after: Snapshot) -> list[tuple[str, Mark]]:
    return [(one.label, one.mark) for one in compare(before, after)]


def test_each_answer_is_the_same_changed_added_or_removed():
    before = of(("甲", "1"), ("乙", "2"), ("丙", ""), ("丁", "4"))
    after = of(("甲", "1"), ("乙", "3"), ("丙", "5"))
    assert marks(before, after) == [
        ("甲", Mark.SAME),
        ("乙", Mark.CHANGED),
        ("丙", Mark.ADDED),
        ("丁", Mark.REMOVED),
    ]


def test_a_label_that_comes_twice_is_compared_one_by_one():
    before, after = of(("甲", "1"), ("甲", "2")), of(("甲", "1"), ("甲", "3"))
    assert marks(before, after) == [("甲", Mark.SAME), ("甲", Mark.CHANGED)]


def test_a_file_of_the_same_name_with_other_content_is_another_file():
    assert marks(of(files=(A,)), of(files=(B,))) == [
        ("事業計画書", Mark.REMOVED),
        ("事業計画書", Mark.ADDED),
    ]


def test_the_first_version_brings_all_its_files_and_a_later_one_what_is_not_as_before():
    first, second = of(("甲", "1"), files=(A,)), of(("甲", "2"), ("乙", ""), files=(A, B))
    assert news(None, first) == News((), (A,), (), 0)
    assert news(first, second) == News(("甲",), (B,), (), 1)
    assert news(second, first) == News(("甲",), (), (B,), 1)
    assert news(first, first) == News((), (), (), 1)


def test_a_question_that_came_later_is_an_answer_added_in_its_place():
    before, after = of(("甲", "1"), ("丙", "3")), of(("甲", "1"), ("乙", "2"), ("丙", "3"))
    assert marks(before, after) == [("甲", Mark.SAME), ("乙", Mark.ADDED), ("丙", Mark.SAME)]


def test_the_hash_is_over_answers_and_files():
    hashes = {of().sha256, of(("甲", "")).sha256, of(files=(A,)).sha256, of(files=(B,)).sha256}
    assert len(hashes) == 4


@given(ROWS, ROWS)
def test_nothing_is_lost_between_two_versions(before, after):
    one, other = of(*before), of(*after)
    found = compare(one, other)
    assert sorted(d.after for d in found if d.after) == sorted(v for _, v in after if v)
    assert sorted(d.before for d in found if d.before) == sorted(v for _, v in before if v)
    assert len(changed(one, other)) == sum(d.before != d.after for d in found)


@given(ROWS)
def test_what_is_stored_comes_back(rows):
    one = of(*rows, files=(A,))
    back = restored(one.stored_answers(), one.stored_files())
    assert back == one
    assert back.sha256 == one.sha256
    assert changed(one, back) == []
