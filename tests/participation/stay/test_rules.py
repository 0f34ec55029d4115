"""Which days a log may hold, how a month is filled, and what the presence rules still ask for."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.participation.rules import Membership, State
from otameshi.participation.stay import rules
from otameshi.participation.stay.rules import AWAY, Entry, Fill
from otameshi.participation.stay.standing import Outlook, Stay, presence, standing
from otameshi.subsidy import Day, Facts, read
from otameshi.subsidy.rules import Presence
from otameshi.subsidy.words import Count, How
from tests.make import EXAMPLE_RULEBOOK
from tests.selection.test_rules import TERMS

FIRST, LAST = date(2026, 8, 1), date(2027, 1, 31)
TRIAL = Period(FIRST, LAST)
FULL = Entry(present=True, night=True, work_hours=8)


def days(*on: date, person: str = "") -> tuple[Day, ...]:
    return tuple(Day(on=one, person=person) for one in on)


def nights(count: int, since: date, person: str = "") -> tuple[Day, ...]:
    return days(*(since + timedelta(days=n) for n in range(count)), person=person)


def stay(today: date, *found: Day, trial: Period = TRIAL, people: tuple[str, ...] = ("",)) -> Stay:
    return Stay(trial, today, people, found)


def rule(count: Count, how: How, least: int | Fraction, *, each: bool = False, soft: bool = False):
    return Presence(
        id="p", article="第1条", count=count, how=how, least=Fraction(least), each_person=each,
        soft=soft,
    )  # fmt: skip


def book(*own: Presence):
    return replace(read(EXAMPLE_RULEBOOK), rules=own)


def only(found):
    (one,) = found
    return one


def test_the_average_of_the_year_is_asked_for_where_no_rule_says_it() -> None:
    """4 months with 18 nights are 4.5 a month; 6 × 6 = 36, so that 36 － 18 = 18 are left."""
    need = only(standing(None, TERMS, stay(date(2026, 11, 30), *nights(18, FIRST))))
    assert need.outlook is Outlook.OPEN
    assert need.so_far == "いまは平均4.5泊です（18泊÷4か月）。"
    assert need.still == (
        "1月31日までの残り63日で、18泊以上が必要です（6泊×6か月＝36泊、36泊－18泊＝18泊）。"
    )
    assert need.sentence == "宿泊が、月平均で概ね6泊以上であることが必要です。"
    assert need.article == "募集要項"


def test_a_rule_about_nights_takes_the_place_of_the_years_number() -> None:
    own = rule(Count.NIGHTS, How.TOTAL, 30)
    assert presence(book(own), TERMS) == (own,)
    assert len(presence(book(rule(Count.WORK_DAYS, How.TOTAL, 3)), TERMS)) == 2
    assert presence(book(), replace(TERMS, nights_a_month=0)) == ()


def test_what_cannot_be_reached_any_more_says_so() -> None:
    """36 nights asked for, 20 slept, 12 days left with today: 16 do not fit."""
    need = only(standing(None, TERMS, stay(date(2027, 1, 20), *nights(20, FIRST))))
    assert need.outlook is Outlook.SHORT
    assert need.still.startswith(
        "あと16泊が必要です（6泊×6か月＝36泊、36泊－20泊＝16泊）。残りは12日です。"
    )
    assert "県が事情を聞いて判断します" in need.still


def test_two_who_sleep_there_the_same_night_make_one_night_of_the_group() -> None:
    both = (*nights(36, FIRST, "甲"), *nights(36, FIRST, "乙"))
    need = only(standing(None, TERMS, stay(date(2026, 12, 1), *both)))
    assert need.outlook is Outlook.MET
    assert need.so_far == "いまは平均7.2泊です（36泊÷5か月）。"


def test_a_rule_for_each_person_is_told_of_each_also_who_logged_nothing() -> None:
    asked = rule(Count.NIGHTS, How.TOTAL, 10, each=True)
    found = standing(
        book(asked), TERMS, stay(date(2026, 9, 1), *nights(12, FIRST, "甲"), people=("甲", "乙"))
    )
    assert [(one.who, one.outlook) for one in found] == [
        ("甲", Outlook.MET),
        ("乙", Outlook.OPEN),
    ]


def test_each_month_is_looked_at_by_itself() -> None:
    """11 in each month: August 12, September 4 (7 too few), October 3 so far and 8 to come."""
    asked = rule(Count.NIGHTS, How.EACH_MONTH, 11)
    log = (*nights(12, FIRST), *nights(4, date(2026, 9, 1)), *nights(3, date(2026, 10, 1)))
    need = only(standing(book(asked), TERMS, stay(date(2026, 10, 5), *log)))
    assert need.outlook is Outlook.SHORT
    assert need.so_far == "8月は12泊、9月は4泊（7泊不足）、10月は3泊です。"
    assert need.still.startswith("10月は、10月31日までにあと8泊が必要です。これからの各月も")


def test_a_month_that_lies_in_part_in_the_stay_is_for_a_person_to_judge() -> None:
    asked = rule(Count.NIGHTS, How.EACH_MONTH, 11)
    trial = Period(date(2026, 8, 25), LAST)
    log = (*nights(7, date(2026, 8, 25)), *nights(30, date(2026, 9, 1)))
    need = only(standing(book(asked), TERMS, stay(date(2026, 10, 1), *log, trial=trial)))
    assert need.outlook is Outlook.OPEN
    assert need.so_far.startswith("8月は7泊（4泊不足。月の一部なので県が判断します）、9月は30泊")


def test_a_visit_that_is_over_and_too_short_is_named_with_its_days() -> None:
    asked = rule(Count.NIGHTS, How.EACH_VISIT, 2)
    log = (
        replace(days(date(2026, 8, 3))[0], visit=1),
        *(replace(one, visit=2) for one in nights(1, date(2026, 8, 20))),
    )
    need = only(standing(book(asked), TERMS, stay(date(2026, 8, 20), *log)))
    assert need.outlook is Outlook.SHORT
    assert "1回目（8月3日～8月3日）は、あと1泊足りません。" in need.still
    assert "2回目（8月20日～8月20日）は、続けてあと1泊が必要です。" in need.still


KINDS = st.sampled_from([
    (Count.NIGHTS, How.TOTAL, 40), (Count.DAYS, How.AVERAGE, 20), (Count.NIGHTS, How.AVERAGE, 6),
    (Count.WORK_DAYS, How.OF_TRIAL, Fraction(1, 2)), (Count.DAYS, How.OF_TRIAL, Fraction(4, 5)),
    (Count.NIGHTS, How.CONSECUTIVE, 7), (Count.WORK_DAYS, How.OF_STAY, Fraction(1, 2)),
    (Count.NIGHTS, How.EACH_MONTH, 11), (Count.DAYS, How.EACH_WEEK, 3),
    (Count.WORK_DAYS, How.OF_STAY, 1),
])  # fmt: skip


@st.composite
def stays(draw):
    trial = Period(
        FIRST + timedelta(days=draw(st.integers(0, 40))),
        FIRST + timedelta(days=draw(st.integers(50, 180))),
    )
    today = FIRST + timedelta(days=draw(st.integers(0, 200)))
    log = tuple(
        Day(on=on, night=draw(st.booleans()), work_hours=draw(st.sampled_from((0, 8))))
        for on in rules.days_of(Period(trial.first, min(today, trial.last)))
        if draw(st.integers(0, 3))
    )
    return Stay(trial, today, ("",), log)


@given(stays(), KINDS)
def test_the_outlook_is_what_the_engine_finds_at_the_end(found: Stay, kind) -> None:
    """Met is met; open is met if all that is left is filled; short is not even then."""
    own = rule(*kind)
    facts = Facts(lines=(), heads=1, trial=found.trial)

    def missed(log) -> bool:
        return any(not miss.partial for miss in own.misses(facts, list(log)))

    logged = {day.on: day for day in found.days}
    first = max(found.today, found.trial.first)
    rest = {on: Day(on=on, work_hours=8) for on in rules.days_of(Period(first, found.trial.last))}
    need = only(standing(book(own, rule(Count.NIGHTS, How.TOTAL, 1)), TERMS, found)[:1])
    if need.outlook is Outlook.MET:
        assert not missed(found.days)
    else:
        assert missed({**logged, **rest}.values()) is (need.outlook is Outlook.SHORT)


def test_a_visit_is_a_run_of_days_without_a_gap() -> None:
    found = rules.visits([date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 3)])
    assert list(found.values()) == [1, 1, 2]


@given(st.sets(st.integers(0, 120)))
def test_visits_are_numbered_in_order_and_apart(numbers: set[int]) -> None:
    on = [FIRST + timedelta(days=n) for n in numbers]
    found = rules.visits(on)
    assert set(found) == set(on)
    for day in on:
        after = found.get(day + timedelta(days=1))
        assert after in {None, found[day]}
    assert sorted(set(found.values())) == list(range(1, len(set(found.values())) + 1))


def test_who_slept_or_worked_in_the_prefecture_was_there() -> None:
    assert rules.noted(Entry(night=True)).present
    assert rules.noted(Entry(work_hours=1)).present
    assert not rules.noted(Entry(place="東京")).present
    assert replace(FULL, place="塩尻").words == "泊・仕事8時間・塩尻"
    assert (Entry(present=True).words, AWAY.words) == ("日帰り", "県内にいない")


def test_the_days_of_a_log_are_those_of_the_member_up_to_today() -> None:
    member = Membership(date(2026, 9, 10), date(2026, 11, 20))
    allowed = rules.open_days(TRIAL, member, date(2026, 10, 5))
    assert allowed == Period(date(2026, 9, 10), date(2026, 10, 5))
    assert rules.open_days(TRIAL, member, LAST).last == date(2026, 11, 20)
    assert rules.months_of(allowed) == [date(2026, 9, 1), date(2026, 10, 1)]
    assert len(rules.days_of(rules.within_month(allowed, date(2026, 9, 1)))) == 21
    rules.must_be_open([date(2026, 9, 10)], allowed)
    for wrong in (date(2026, 9, 9), date(2026, 10, 6)):
        with pytest.raises(Refused, match="2026年9月10日から2026年10月5日まで"):
            rules.must_be_open([wrong], allowed)
    with pytest.raises(Refused, match="まだありません"):
        rules.must_be_open([FIRST], rules.open_days(TRIAL, member, FIRST))


def test_weekdays_are_filled_and_what_is_there_stays() -> None:
    """2026-08-01 is a Saturday."""
    week = rules.days_of(Period(date(2026, 8, 1), date(2026, 8, 5)))
    typed = {date(2026, 8, 4): Entry(present=True)}
    found = rules.filled(Fill.WEEKDAYS, week, typed, {})
    assert list(found.values()) == [AWAY, AWAY, FULL, Entry(present=True), FULL]


def test_a_week_like_the_one_before_goes_on_from_the_month_before() -> None:
    days_ = rules.days_of(Period(date(2026, 9, 1), date(2026, 9, 10)))
    before = {date(2026, 8, 26): FULL}  # a Wednesday
    found = rules.filled(Fill.WEEK, days_, {}, before)
    assert [day.day for day, entry in found.items() if entry == FULL] == [2, 9]


def test_a_month_is_summed() -> None:
    found = rules.summed([FULL, Entry(present=True), AWAY], 31)
    assert (found.days, found.nights, found.work_days, found.work_hours) == (2, 1, 1, 8)
    assert found.missing == 28


def test_only_who_took_part_has_a_log() -> None:
    rules.must_have_taken_part(State.ENDED)
    with pytest.raises(Refused):
        rules.must_have_taken_part(State.DECLINED)
