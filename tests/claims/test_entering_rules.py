"""What the page of one expense asks for, by the rules of its year."""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.entering.rules import (
    Ask,
    asked,
    next_month,
    papers_shown,
    used_time,
    visits,
    whole_month,
)
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.subsidy import Day, Rulebook, read
from tests.make import EXAMPLE_RULEBOOK

EXAMPLE = read(EXAMPLE_RULEBOOK)


def rules_of(name: str) -> Rulebook:
    return read((files("otameshi.subsidy") / f"rulebooks/{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("cost", "asks", "must"),
    [
        (("office", ""), {Ask.TIME}, set()),
        (("travel", "shinkansen"), {Ask.WAY, Ask.FARE}, {Ask.WAY}),
        (("rental", ""), {Ask.CONTRACT, Ask.TIME}, {Ask.CONTRACT}),
        (("moving", ""), set(), set()),
        (("castle", ""), set(), set()),
    ],
)
def test_the_words_of_a_kind_tell_a_ride_from_a_thing_used_for_a_time(cost, asks, must):
    found = asked(EXAMPLE, *cost)
    assert (found.all, found.must) == (asks, must)


@pytest.mark.parametrize(
    ("book", "cost", "must"),
    [
        ("itsuki-2025", ("own-car", ""), {Ask.WAY, Ask.CAR}),  # 30円 a km
        ("nagano-tokidoki-2017", ("travel", ""), {Ask.WAY, Ask.VISIT}),  # a cap each visit
        ("nagasaki-city-2025", ("place", ""), {Ask.TIME}),  # 1,500円 a day
        ("fukushima-2024", ("lodging", ""), {Ask.SUPPORTED}),  # net of what an employer pays
        ("shikabe", ("lodging", ""), {Ask.NIGHTS}),
    ],
)
def test_what_a_rule_counts_must_be_answered(book, cost, must):
    assert must <= asked(rules_of(book), *cost).must


def test_where_the_kind_does_not_name_the_vehicle_a_car_may_be_meant():
    found = asked(rules_of("nagano-otameshi-2022"), "travel", "business")
    assert Ask.CAR in found.all - found.must


def test_a_visit_runs_from_its_first_logged_day_to_its_last():
    days = [(3, 1), (4, 1), (9, 2), (5, None)]
    stay = [Day(on=date(2026, 9, day), visit=number) for day, number in days]
    assert visits(stay) == {
        1: Period(date(2026, 9, 3), date(2026, 9, 4)),
        2: Period(date(2026, 9, 9), date(2026, 9, 9)),
    }


def test_a_month_is_its_first_day_to_its_last():
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    assert used_time(date(2026, 9, 1), None, None) == september
    assert whole_month(september) == date(2026, 9, 1)
    assert whole_month(Period(date(2026, 9, 1), date(2026, 9, 29))) is None
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert used_time(None, None, None) is None


def test_a_time_has_two_ends_in_their_order():
    with pytest.raises(Refused, match="両方"):
        used_time(None, date(2026, 9, 1), None)
    with pytest.raises(Refused, match="前に"):
        used_time(None, date(2026, 9, 2), date(2026, 9, 1))


def test_a_file_most_likely_shows_what_is_still_lacking():
    ride = ("travel", "shinkansen"), Yen(8_000)
    assert papers_shown(EXAMPLE, *ride, frozenset()) == ("receipt",)
    assert papers_shown(EXAMPLE, *ride, frozenset({"receipt"})) == ("ticket",)
    assert papers_shown(EXAMPLE, *ride, frozenset({"receipt", "ticket"})) == ("receipt",)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_months_follow_each_other_without_a_gap(day):
    used = used_time(day, None, None)
    assert used is not None
    assert day in used
    assert whole_month(used) == used.first
    assert (next_month(used.first) - used.last).days == 1
