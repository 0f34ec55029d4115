"""The year's figures as the database sums them, on both databases."""

from sqlalchemy import update

from otameshi.db import db
from otameshi.followup.retention import reading
from otameshi.grants.models import Grant
from otameshi.grants.rules import State as GrantState
from otameshi.participation.rules import State
from tests.statistics.sheet.make import grants_of, year_of_groups


def test_the_subsidised_and_the_others_sum_to_the_whole_and_one_year_is_as_among_all(app):
    """8組11名: the first three 組 have two members; the last declined after it had answered."""
    groups = year_of_groups(2024, groups=8, stayed=5, people=11)
    year_of_groups(2023, groups=3, stayed=1, people=3)
    grants_of(groups, 5)
    cancelled = update(Grant).where(Grant.participation_id == groups[4].id)
    db.session.execute(cancelled.values(state=GrantState.CANCELLED))
    groups[7].state = State.DECLINED
    db.session.flush()
    every = {one.fiscal_year: one for one in reading.years()}
    counts = every[2024].counts
    assert (counts.groups.groups, counts.people.groups) == (7, 10)
    assert (counts.subsidised_groups.groups, counts.subsidised_people.groups) == (4, 7)
    assert (counts.groups.stayed, counts.people.stayed) == (5, 8)
    assert (counts.subsidised_groups.stayed, counts.subsidised_people.stayed) == (4, 7)
    assert (counts.groups.left, counts.subsidised_groups.left) == (2, 0)
    assert reading.of_year(groups[0].year) == every[2024]
    ((_, of_wave),) = reading.waves(groups[0].year)
    assert of_wave.counts == counts
