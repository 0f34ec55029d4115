"""What answers mean for the base, of a group and of its members."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.questions import Condition
from otameshi.followup.retention.meaning import Members, answer_of, answer_of_group, keeps_base
from otameshi.followup.rules import UNKNOWN, Answer

STAYED, LEFT, SILENT, REFUSED, UNDECIDED = Answer
OFFICE, HOME, NOTHING = "オフィス", "住居", "維持しない"
KEEPS = (Condition("q1", (OFFICE, HOME)), Condition("q3", ("はい",)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"q1": OFFICE}, True),
        ({"q1": NOTHING}, False),
        ({"q1": NOTHING, "q3": "はい"}, True),
        ({"q1": (NOTHING, HOME)}, True),  # several answers to one question: one is enough
        ({}, False),
        ({"q2": OFFICE}, False),
    ],
)
def test_any_answer_that_the_year_names_is_a_base(given, kept):
    assert keeps_base(KEEPS, given) is kept
    assert answer_of(KEEPS, given) is (STAYED if kept else LEFT)


def test_who_has_not_decided_is_neither_and_a_base_comes_first():
    open_ = (Condition("q1", ("まだ決めていない",)), Condition("q8", ("未定",)))
    assert answer_of(KEEPS, {"q1": "まだ決めていない"}, open_) is UNDECIDED
    assert answer_of(KEEPS, {"q1": NOTHING, "q8": "未定"}, open_) is UNDECIDED
    assert answer_of(KEEPS, {"q1": OFFICE, "q8": "未定"}, open_) is STAYED
    assert answer_of(KEEPS, {"q1": NOTHING}, open_) is LEFT
    assert answer_of(KEEPS, {"q1": "まだ決めていない"}) is LEFT  # a year that does not name it


@pytest.mark.parametrize(
    ("answers", "members", "found"),
    [
        ([STAYED, LEFT], Members.ANY, STAYED),
        ([STAYED, LEFT], Members.ALL, LEFT),
        ([LEFT, STAYED], Members.REPRESENTATIVE, LEFT),
        ([LEFT, SILENT], Members.ANY, SILENT),
        ([LEFT, REFUSED], Members.ANY, REFUSED),
        ([STAYED, SILENT], Members.ALL, SILENT),
        ([UNDECIDED], Members.ANY, UNDECIDED),
        ([LEFT, UNDECIDED], Members.ANY, UNDECIDED),
        ([LEFT, UNDECIDED], Members.ALL, LEFT),
        ([STAYED, UNDECIDED], Members.ANY, STAYED),
        ([UNDECIDED, SILENT], Members.ANY, SILENT),
        ([REFUSED, UNDECIDED], Members.ALL, UNDECIDED),
        ([STAYED, SILENT], Members.ANY, STAYED),
        ([LEFT, SILENT], Members.ALL, LEFT),
        ([REFUSED, SILENT, LEFT], Members.ANY, SILENT),
        ([], Members.ANY, SILENT),
    ],
)
def test_a_groups_answer_follows_from_its_members(answers, members, found):
    assert answer_of_group(answers, members) is found


@given(st.lists(st.sampled_from(Answer), min_size=1, max_size=3), st.sampled_from(Members))
def test_what_is_known_of_a_group_no_silent_member_could_change(answers, members):
    known = answer_of_group(answers, members)
    if known in UNKNOWN:
        return
    for said in (STAYED, LEFT):
        filled = [said if one in UNKNOWN else one for one in answers]
        assert answer_of_group(filled, members) is known
