"""What the answers of one 組 say of its base over time."""

from otameshi.followup.courses.rules import Course, Standing, course, standings
from otameshi.followup.rules import Answer

STAYED, LEFT, SILENT, REFUSED, _ = Answer


def test_no_answer_and_a_refusal_are_no_departure():
    assert course([(0, STAYED), (6, SILENT), (12, REFUSED)]) == Course(0, None)
    assert course([(0, STAYED), (6, SILENT), (12, STAYED)]) == Course(12, None)


def test_a_group_left_between_its_last_stay_and_the_first_answer_that_tells_of_it():
    assert course([(0, STAYED), (6, SILENT), (12, LEFT), (24, LEFT)]) == Course(0, 12)


def test_who_left_and_later_keeps_a_base_again_is_staying():
    assert course([(0, STAYED), (6, LEFT), (12, STAYED)]) == Course(12, None)
    assert course([(0, LEFT), (6, STAYED), (12, LEFT)]) == Course(6, 12)


def test_who_left_at_the_end_of_the_stay_never_kept_a_base():
    assert course([(0, LEFT), (6, SILENT)]) == Course(None, 0)


def test_never_heard_of_and_never_asked_are_two_things():
    assert course([(0, SILENT), (6, REFUSED)]).standing is Standing.UNHEARD
    assert course([]).standing is Standing.UNASKED
    assert not course([(0, SILENT)]).heard


def test_the_standings_are_all_groups():
    counted = standings({Course(0, None): 5, Course(6, None): 2, Course(0, 6): 3,
                         Course(None, None): 1, Course(None, None, asked=False): 4})  # fmt: skip
    assert list(counted.values()) == [7, 3, 1, 4]
