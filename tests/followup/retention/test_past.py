"""What the figure was on any past day."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from otameshi.followup.retention.dated import Facts, heads, over_time
from otameshi.followup.retention.meaning import Members
from otameshi.followup.retention.past import AS_ONE, Asked, Said, counts_on, course
from otameshi.followup.retention.rules import Counts
from otameshi.followup.retention.words import told
from otameshi.followup.rules import Answer, Retention

STAYED, LEFT, SILENT, REFUSED, UNDECIDED = Answer
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


def test_who_decides_later_was_unknown_until_then():
    """Of 3組 one says on day 1 「まだ決めていない」, and on day 4 that it keeps a base: 0/3 with
    bounds up to 3/3, then 1/3."""
    said = [on(1, 1, UNDECIDED), on(4, 1, STAYED)]
    found = [counts_on(GROUPS, said, Members.ANY, FIRST + timedelta(n)) for n in (1, 4)]
    assert [one.groups for one in found] == [Retention(0, 0, 2, 0, 1), Retention(1, 0, 2)]
    assert found[0].people == Retention(0, 0, 2, 0, 2)
    assert [one.moved for one in course(GROUPS, said, Members.ANY)] == [
        ((SILENT, UNDECIDED, 1),),
        ((UNDECIDED, STAYED, 1),),
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


# --- who took part, and since when ---


def known(days: int, group: int, **facts: Any) -> Asked:
    standard: dict[str, Any] = {"people": 1, "places": ONE, "on": FIRST + timedelta(days)}
    return Asked(group, **{**standard, **facts})


def test_a_group_counts_from_its_day_on_and_no_longer_once_it_gave_its_place_up():
    """3組 take part, one more from day 2 on; on day 5 the first, which keeps a base, gives up:
    1/3, then 1/4, then 0/3."""
    groups = [*(known(0, n) for n in (1, 2, 3)), known(2, 4), known(5, 1, takes_part=False)]
    said = [on(1, 1, STAYED), on(6, 1, LEFT)]  # what it says afterwards counts for nobody
    found = {n: counts_on(groups, said, Members.ANY, FIRST + timedelta(n)).groups for n in range(7)}
    assert [found[n] for n in (0, 1, 2, 5, 6)] == [
        Retention(0, 0, 3),
        Retention(1, 0, 2),
        Retention(1, 0, 3),
        Retention(0, 0, 3),
        Retention(0, 0, 3),
    ]
    days = course(groups, said, Members.ANY, since=FIRST + timedelta(1))
    assert [one.on for one in days] == [FIRST + timedelta(n) for n in (1, 2, 5)]
    assert [told(one) for one in days] == [
        "未回答 → 拠点を維持・活動する 1組",
        "参加した組 3組 → 4組、参加した人 3名 → 4名",
        "参加した組 4組 → 3組、参加した人 4名 → 3名",
    ]


def test_a_member_asked_later_makes_no_earlier_day_unknown():
    groups = [
        known(0, 1, people=2, places=(1,)),
        known(4, 1, people=2, places=(1, 2)),
    ]
    said = [on(1, 1, LEFT, 1)]
    found = [counts_on(groups, said, Members.ANY, FIRST + timedelta(n)).groups for n in (1, 4)]
    assert found == [Retention(0, 1, 0), Retention(0, 0, 1)]


def test_facts_are_laid_together_by_their_days():
    day = [FIRST + timedelta(n) for n in range(5)]
    facts = Facts(
        7, [(day[0], True), (day[4], False)], heads(3, day[0], [day[2]]),
        [(day[1], True), (day[3], False)], [(day[2], AS_ONE)],
    )  # fmt: skip
    assert over_time(facts) == [
        Asked(7, 2, subsidised=False, places=(), on=day[0]),
        Asked(7, 2, subsidised=True, places=(), on=day[1]),
        Asked(7, 3, subsidised=True, places=ONE, on=day[2]),
        Asked(7, 3, subsidised=False, places=ONE, on=day[3]),
        Asked(7, 3, subsidised=False, places=ONE, on=day[4], takes_part=False),
    ]


standing = st.lists(
    st.builds(
        known, st.integers(0, 20), st.integers(1, 4), people=st.integers(1, 3),
        subsidised=st.booleans(), takes_part=st.booleans(),
    ),
    max_size=12,
).map(lambda each: sorted(each, key=lambda one: one.on))  # fmt: skip


@given(standing, spoken)
def test_each_day_of_the_course_is_what_was_known_on_it_and_the_last_is_now(groups, said):
    days = course(groups, said, Members.ANY)
    for one in days:
        assert counts_on(groups, said, Members.ANY, one.on) == one.counts
    last = days[-1].counts if days else counts_on([], [], Members.ANY)
    assert last == counts_on(groups, said, Members.ANY)


@given(standing, spoken, st.integers(0, 20))
def test_what_comes_later_changes_no_earlier_day(groups, said, cut):
    day = FIRST + timedelta(cut)
    by_then = [[one for one in some if one.on <= day] for some in (groups, said)]
    earlier = counts_on(by_then[0], by_then[1], Members.ANY, day)
    assert counts_on(groups, said, Members.ANY, day) == earlier
