"""What the figure was on any past day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from otameshi.followup.retention.meaning import Members
from otameshi.followup.retention.past import AS_ONE, Asked, Said, counts_on, course
from otameshi.followup.retention.rules import Counts
from otameshi.followup.rules import Answer, Retention

STAYED, LEFT, SILENT, REFUSED = Answer
FIRST = date(2025, 3, 1)
ONE = (AS_ONE,)


def on(days: int, group: int, answer: Answer, place: int = AS_ONE) -> Said:
    return Said(FIRST + timedelta(days), group, place, answer)


# Three groups of 2, 1 and 1; the third was never asked, the first is subsidised.
GROUPS = [Asked(1, 2, subsidised=True, places=ONE), Asked(2, 1, places=ONE), Asked(3, 1)]
SAID = [on(1, 1, STAYED), on(1, 2, REFUSED), on(4, 2, LEFT), on(9, 1, LEFT)]


def test_each_day_has_the_counts_of_what_was_said_by_then():
    found = [counts_on(GROUPS, SAID, Members.ANY, FIRST + timedelta(n)) for n in (0, 1, 5, 9)]
    assert [one.groups for one in found] == [
        Retention(0, 0, 3),
        Retention(1, 0, 1, 1),
        Retention(1, 1, 1),
        Retention(0, 2, 1),
    ]
    assert [one.people for one in found] == [
        Retention(0, 0, 4),
        Retention(2, 0, 1, 1),
        Retention(2, 1, 1),
        Retention(0, 3, 1),
    ]
    assert found[1].subsidised_groups == Retention(1, 0, 0)
    assert found[1].subsidised_people == Retention(2, 0, 0)


def test_the_course_names_the_days_of_change_and_what_changed():
    days = course(GROUPS, SAID, Members.ANY)
    assert [one.on for one in days] == [FIRST + timedelta(n) for n in (1, 4, 9)]
    assert [one.moved for one in days] == [
        ((SILENT, STAYED, 1), (SILENT, REFUSED, 1)),
        ((REFUSED, LEFT, 1),),
        ((STAYED, LEFT, 1),),
    ]


def test_the_same_answer_again_is_no_change():
    again = [*SAID, on(10, 1, LEFT)]
    assert course(GROUPS, again, Members.ANY) == course(GROUPS, SAID, Members.ANY)


def test_members_are_read_by_the_rule_of_the_year():
    groups = [Asked(1, 3, places=(1, 2))]  # a third member came later and is not asked
    said = [on(1, 1, LEFT, 1), on(2, 1, STAYED, 2)]
    by_rule = {
        Members.ANY: (SILENT, STAYED),  # one who leaves decides nothing, one who stays does
        Members.ALL: (LEFT, LEFT),
        Members.REPRESENTATIVE: (LEFT, LEFT),
    }
    for members, answers in by_rule.items():
        for day, answer in zip((1, 2), answers, strict=True):
            found = counts_on(groups, said, members, FIRST + timedelta(day)).groups
            assert found == Retention(*(int(one is answer) for one in Answer))
        assert counts_on(groups, said, members).people == Retention(1, 1, 1)


def test_an_answer_of_somebody_who_is_no_longer_counted_is_passed_over():
    assert counts_on(GROUPS, [on(1, 9, STAYED), on(1, 3, STAYED)], Members.ANY).groups == (
        Retention(0, 0, 3)
    )


spoken = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from(Answer)), max_size=20
).map(lambda each: [on(*one) for one in sorted(each, key=lambda one: one[0])])


@given(spoken)
def test_the_course_ends_where_the_figure_stands_and_passes_through_every_day(said):
    groups = [Asked(n, n, subsidised=n % 2 == 0, places=ONE) for n in (1, 2, 3, 4)]
    days = course(groups, said, Members.ANY)
    begun = counts_on(groups, [], Members.ANY)
    assert begun == Counts(Retention(0, 0, 4), Retention(0, 0, 10), *(Retention(0, 0, 2),
                           Retention(0, 0, 6)))  # fmt: skip
    for after in range(22):
        day = FIRST + timedelta(after)
        known = [one.counts for one in days if one.on <= day]
        assert counts_on(groups, said, Members.ANY, day) == (known[-1] if known else begun)
    assert all(one.counts.groups.groups == 4 for one in days)
