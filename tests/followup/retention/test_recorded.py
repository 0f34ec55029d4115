"""When a grant was in force, from what its history says; and the names of the acts are real."""

from datetime import date

from otameshi.followup.retention.recorded import OF_GRANTS, OF_GROUPS, granted
from otameshi.grants.rules import GRANT
from otameshi.participation.rules import PARTICIPATION

JULY, MAY, JUNE = date(2024, 7, 20), date(2025, 5, 1), date(2025, 6, 1)


def test_a_grant_is_in_force_from_its_decision_until_it_is_taken_back():
    decided = (JULY, "decide", {"amount": 260_000})
    assert granted([decided], JULY) == [(JULY, True)]
    for ended in ("retract", "cancel"):
        assert granted([decided, (MAY, ended, {})], JULY) == [(JULY, True), (MAY, False)]


def test_one_without_a_history_begins_on_the_day_of_its_decision():
    assert granted([], JULY) == [(JULY, True)]
    assert granted([(MAY, "cancel", {})], JULY) == [(JULY, True), (MAY, False)]
    assert granted([], None) == []


def test_a_grant_that_came_to_nothing_subsidises_nobody():
    changed = (MAY, "change", {"before": 260_000, "after": 180_000})
    abolished = (JUNE, "abolish", {"before": 180_000, "after": 0})
    assert granted([changed, abolished], JULY) == [(JULY, True), (MAY, True), (JUNE, False)]
    assert granted([(MAY, "cut", {"amount": 90_000})], JULY) == [(JULY, True), (MAY, True)]


def test_what_is_looked_for_in_the_history_is_what_the_tables_of_moves_record():
    moves = {one.name for one in GRANT.moves}
    assert set(OF_GRANTS) - moves == {"cut"}  # 一部取消: the state stays
    assert set(OF_GROUPS) - {one.name for one in PARTICIPATION.moves} == {"decline"}
