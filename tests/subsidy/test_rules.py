"""Each rule of the language on its own, at its boundary."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Assessment, Day, Facts, Line, Prior, Rulebook, assess, estimate
from otameshi.subsidy.assess import foresee
from tests.subsidy.make import KINDS, book, facts, line, nights

SEP = Period(date(2024, 9, 1), date(2024, 9, 30))


def judged(rulebook: Rulebook, *lines: Line, **more: Any) -> Assessment:
    return assess(rulebook, facts(*lines, **more))


def granted(rulebook: Rulebook, *lines: Line, **more: Any) -> list[int]:
    return [one.granted for one in judged(rulebook, *lines, **more).lines]


def reason(result: Assessment, key: str = "1") -> str:
    return result.line(key).steps[-1].reason


# 上限 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ([], [50, 50, 50, 50]),  # 400 → 200 for all
        (["line"], [100, 100, 100, 100]),
        (["day"], [100, 100, 100, 100]),  # 200 a day: two lines on each of two days
        (["month"], [67, 67, 66, 100]),  # September has 300 → 200, October 100
        (["kind"], [67, 67, 100, 66]),  # office 300 → 200, travel 100
        (["person"], [100, 100, 100, 100]),
        (["visit"], [100, 100, 100, 100]),
        (["kind", "month"], [100, 100, 100, 100]),
    ],
)
def test_a_limit_applies_to_the_lines_taken_together(per: list[str], expected: list[int]) -> None:
    rule = f'rule = "cap"\namount = 200\nper = {per}'.replace("'", '"')
    first, second = date(2024, 9, 1), date(2024, 10, 1)
    lines = [
        line(100, key="a", incurred_on=first, person="一", visit=1),
        line(100, key="b", incurred_on=first, person="二", visit=1),
        line(100, "travel", key="c", incurred_on=first + timedelta(1), person="一", visit=2),
        line(100, key="d", incurred_on=second, person="二", visit=2),
    ]
    assert granted(book(rule), *lines) == expected


def test_the_yen_left_over_by_sharing_go_to_the_largest_fractions() -> None:
    rule = 'rule = "cap"\namount = 100'
    lines = [line(50, key="b"), line(50, key="a"), line(50, key="c")]
    # 100 ÷ 3 = 33 each, one yen left: equal fractions, so the first by name
    assert granted(book(rule), *lines) == [33, 34, 33]


@pytest.mark.parametrize(
    ("times", "line_more", "expected"),
    [
        ('{ unit = "night" }', {"nights": 3}, 300),
        ('{ unit = "night", most = 2 }', {"nights": 3}, 200),
        ('{ unit = "day" }', {"days": 4}, 400),
        ('{ unit = "day24" }', {"hours": 24}, 100),
        ('{ unit = "day24" }', {"hours": 25}, 200),
        ('{ unit = "month" }', {"months": 2}, 200),
        ('{ unit = "head", most = 3 }', {}, 300),
        ('{ unit = "night" }, { unit = "person", most = 2 }', {"nights": 2, "persons": 3}, 400),
    ],
)
def test_a_limit_is_multiplied_by_nights_days_months_or_people(
    times: str, line_more: dict[str, Any], expected: int
) -> None:
    rule = f'rule = "cap"\namount = 100\ntimes = [{times}]'
    assert granted(book(rule), line(9_999, **line_more), heads=5) == [expected]


def test_nights_are_used_up_in_the_order_of_the_dates() -> None:
    rule = 'rule = "cap"\namount = 100\nper = ["line"]\ntimes = [{ unit = "night", most = 3 }]'
    late = line(999, key="a", nights=2, incurred_on=date(2024, 9, 2))
    early = line(999, key="b", nights=2, incurred_on=date(2024, 9, 1))
    assert granted(book(rule), late, early) == [100, 200]


def test_nights_that_are_used_up_are_not_asked_for_again() -> None:
    rule = 'rule = "cap"\namount = 100\nper = ["line"]\ntimes = [{ unit = "night", most = 1 }]'
    lines = [line(999, key="a", nights=1), line(999, key="b", nights=1)]
    result = judged(book(rule), *lines)
    assert [one.granted for one in result.lines] == [100, 0]
    assert not result.findings


def test_a_limit_by_the_night_asks_for_the_nights() -> None:
    rule = 'rule = "cap"\namount = 100\nper = ["line"]\ntimes = [{ unit = "night" }]'
    result = judged(book(rule), line(999))
    assert [note.message for note in result.findings] == ["泊の数を記入してください。"]
    assert result.granted == 0
    assert not estimate(book(rule), facts(line(999))).assessment.blocked


@pytest.mark.parametrize(("heads", "expected"), [(1, 100), (2, 150), (3, 150), (4, 0)])
def test_a_limit_may_depend_on_the_number_of_people(heads: int, expected: int) -> None:
    tiers = "{ least = 1, most = 1, amount = 100 }, { least = 2, most = 3, amount = 150 }"
    rule = f'rule = "cap"\nby = "heads"\ntiers = [{tiers}]'
    assert granted(book(rule), line(999), heads=heads) == [expected]


@pytest.mark.parametrize(("count", "expected"), [(6, 50), (7, 90), (30, 90)])
def test_a_rate_may_depend_on_the_length_of_the_stay(count: int, expected: int) -> None:
    tiers = '{ least = 0, most = 6, rate = "1/2" }, { least = 7, rate = "9/10" }'
    rule = f'rule = "rate"\nby = "nights"\ntiers = [{tiers}]'
    result = judged(book(rule), line(100), stay=nights(date(2024, 9, 1), count))
    assert result.granted == expected
    assert f"（滞在泊数{count}泊）" in result.steps[0].reason


def test_a_rate_by_an_unknown_count_takes_the_lower_and_says_so() -> None:
    tiers = '{ least = 0, most = 6, rate = "1/2" }, { least = 7, rate = "9/10" }'
    rule = f'rule = "rate"\nby = "nights"\ntiers = [{tiers}]'
    result = judged(book(rule), line(100))
    assert result.granted == 50
    assert result.findings[0].message == "滞在泊数が未定のため、低い方の率で計算しました。"


@pytest.mark.parametrize(
    ("measure", "number", "expected"),
    [("days", 3, 30), ("length", 30, 300), ("months", 1, 10)],
)
def test_limits_by_days_length_and_months(measure: str, number: int, expected: int) -> None:
    tiers = ", ".join(
        f"{{ least = {n}, most = {n}, amount = {n * 10} }}" for n in range(number + 1)
    )
    rule = f'rule = "cap"\nby = "{measure}"\ntiers = [{tiers}]'
    stay = tuple(replace(day, night=False) for day in nights(date(2024, 9, 1), 3))
    assert granted(book(rule), line(999), trial=SEP, stay=stay) == [expected]


# 率と端数 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "amount", "expected"),
    [
        ("down", 1_999, 1_000),
        ("nearest", 1_499, 1_000),
        ("nearest", 1_500, 2_000),
        ("up", 1_001, 2_000),
        ("up", 2_000, 2_000),
    ],
)
def test_fractions_are_dropped_rounded_or_raised(mode: str, amount: int, expected: int) -> None:
    rule = f'rule = "rounding"\nunit = 1000\nmode = "{mode}"'
    cut = 'rule = "net"\nexclude = false'
    rulebook = book(cut, rule)
    assert granted(rulebook, line(amount + 5_000, supported=Yen(5_000))) == [expected]


def test_rounding_up_never_passes_what_was_claimed() -> None:
    rulebook = book('rule = "rounding"\nunit = 1000\nmode = "up"')
    assert granted(rulebook, line(1_001)) == [1_001]


def test_a_raise_is_shared_by_what_each_line_still_lacks() -> None:
    rulebook = book('rule = "net"', 'rule = "rounding"\nunit = 1000\nmode = "up"')
    lines = [line(500, key="a"), line(900, key="b", supported=Yen(300))]
    result = judged(rulebook, *lines)
    # 500 + 600 = 1,100 → 2,000, but no more than 1,400 was claimed; only b lacks anything
    assert [one.granted for one in result.lines] == [500, 900]
    assert reason(result, "b") == "請求全体の増額 300円 のうち、この行の分 300円"


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ([], 2_000),  # 999 + 999 + 700 = 2,698 → 2,000
        (["kind"], 1_000),  # 1,998 → 1,000, and 700 → 0
        (["line"], 0),
    ],
)
def test_the_level_of_rounding_changes_the_yen(per: list[str], expected: int) -> None:
    rule = f'rule = "rounding"\nunit = 1000\nper = {per}'.replace("'", '"')
    lines = [line(999, key="a"), line(999, key="b"), line(700, "travel", key="c")]
    assert judged(book(rule), *lines).granted == expected


def test_a_claim_below_the_smallest_amount_is_not_paid() -> None:
    rulebook = book('rule = "minimum"\namount = 1000')
    assert granted(rulebook, line(999)) == [0]
    assert granted(rulebook, line(1_000)) == [1_000]
    assert "下限 1,000円 に届かない" in reason_of_claim(rulebook, line(999))


def reason_of_claim(rulebook: Rulebook, *lines: Line) -> str:
    return judged(rulebook, *lines).steps[-1].reason


@pytest.mark.parametrize(
    ("to", "more", "expected"),
    [
        ("granted", {"granted": Yen(700), "already_paid": Yen(100)}, 700),
        ("remaining", {"granted": Yen(700), "already_paid": Yen(100)}, 600),
        ("remaining", {"granted": Yen(100), "already_paid": Yen(700)}, 0),
        ("budget", {"budget_left": Yen(300)}, 300),
        ("budget", {"budget_left": None}, 999),
    ],
)
def test_the_claim_never_passes_grant_or_budget(
    to: str, more: dict[str, Yen | None], expected: int
) -> None:
    rulebook = book(f'rule = "clamp"\nto = "{to}"')
    result = judged(rulebook, line(999), **more)
    assert result.granted == expected
    assert bool(result.findings) == (None in more.values())


# 他の支援・按分・定額 ------------------------------------------------------------------------


def test_what_others_paid_is_taken_off() -> None:
    rulebook = book('rule = "net"')
    assert granted(rulebook, line(1_000, supported=Yen(300))) == [700]
    assert granted(rulebook, line(1_000, supported=Yen(2_000))) == [0]
    assert granted(rulebook, line(1_000)) == [1_000]
    strict = book('rule = "net"\nexclude = true')
    assert granted(strict, line(1_000, supported=Yen(1))) == [0]


@pytest.mark.parametrize(
    ("by", "more", "expected"),
    [
        ("business", {"business": Fraction(1, 3)}, 333),
        ("business", {}, 1_000),
        ("people", {"persons": 3}, 666),  # two of three are of the 組
        ("people", {"persons": 1}, 1_000),
        ("days", {"used": Period(date(2024, 8, 22), date(2024, 9, 10))}, 500),  # 10 of 20 days
        ("days", {"used": Period(date(2024, 8, 1), date(2024, 8, 31))}, 0),
        ("days", {"used": SEP}, 1_000),
        ("days", {}, 1_000),
        ("half_months", {"used": Period(date(2024, 8, 16), date(2024, 9, 15))}, 500),  # 1 of 2
        ("half_months", {"used": Period(date(2024, 8, 15), date(2024, 9, 15))}, 333),  # 1 of 3
        ("half_months", {"used": Period(date(2024, 8, 16), date(2024, 9, 16))}, 666),  # 2 of 3
        ("half_months", {"used": Period(date(2024, 8, 1), date(2024, 8, 31))}, 0),
        ("half_months", {"used": SEP}, 1_000),
        ("half_months", {}, 1_000),
    ],
)
def test_a_cost_is_apportioned(by: str, more: dict[str, Any], expected: int) -> None:
    rulebook = book(f'rule = "prorate"\nby = "{by}"')
    result = judged(rulebook, line(1_000, **more), heads=2, trial=SEP)
    assert result.granted == expected
    assert bool(result.findings) == (by in {"days", "half_months"} and not more)


@pytest.mark.parametrize(
    ("moved_in", "moved_out", "expected"),
    [
        (date(2024, 9, 15), date(2024, 9, 30), 60_000),  # both halves are touched
        (date(2024, 9, 16), date(2024, 9, 30), 30_000),
        (date(2024, 9, 1), date(2024, 9, 15), 30_000),
        (date(2024, 9, 1), date(2024, 9, 16), 60_000),
        (date(2024, 9, 30), date(2024, 9, 30), 30_000),
        (date(2024, 10, 1), date(2024, 10, 2), 0),
    ],
)
def test_a_months_rent_is_paid_by_the_half_months_of_the_trial(
    moved_in: date, moved_out: date, expected: int
) -> None:
    rulebook = book('rule = "prorate"\nby = "half_months"')
    rent = line(60_000, used=SEP)
    assert judged(rulebook, rent, trial=Period(moved_in, moved_out)).granted == expected


def test_a_part_month_by_days_and_10_yen_dropped_as_a_city_does_for_offices() -> None:
    rulebook = book(
        'rule = "prorate"\nby = "days"',
        'rule = "cap"\namount = 30000\nper = ["month"]',
        'rule = "rounding"\nunit = 10\nper = ["month"]',
        rate="1/2",
    )
    # moved in on the 18th: 50,000 × 13/30 = 21,666; half 10,833; 10円未満切捨て 10,830
    trial = Period(date(2024, 9, 18), date(2025, 2, 28))
    assert judged(rulebook, line(50_000, used=SEP), trial=trial).granted == 10_830


PRICES = (
    "[{ amount = 37, last = 2024-08-31 }, { amount = 40, first = 2024-09-01, last = 2024-09-30 }]"
)
KM = f'rule = "allowance"\nkinds = ["travel"]\nunit = "km"\nprices = {PRICES}'


@pytest.mark.parametrize(
    ("on", "km", "expected"),
    [
        (date(2024, 8, 31), "10", 370),
        (date(2024, 9, 1), "10", 400),
        (date(2024, 9, 30), "10.5", 420),
        (date(2024, 8, 1), "0.1", 3),  # 3.7 yen
        (date(2024, 10, 1), "10", 0),  # no price is in force
    ],
)
def test_a_price_by_the_km_has_its_dates(on: date, km: str, expected: int) -> None:
    result = judged(book(KM), line(9, "travel", incurred_on=on, km=Fraction(km)))
    assert (result.claimed, result.granted) == (expected, expected)


def test_a_price_may_be_a_fraction_of_a_yen() -> None:
    # 1 km = 170円 ÷ 15 of fuel
    rule = 'rule = "allowance"\nkinds = ["travel"]\nunit = "km"\nprices = [{ amount = "170/15" }]'
    assert granted(book(rule), line(0, "travel", km=Fraction(100))) == [1_133]


@pytest.mark.parametrize(
    ("unit", "more", "expected"),
    [
        ("line", {}, 500),
        ("night", {"nights": 2}, 1_000),
        ("day", {"days": 3}, 1_500),
        ("day24", {"hours": 49}, 1_500),
        ("month", {"months": 1}, 500),
    ],
)
def test_an_allowance_is_paid_by_the_unit_whatever_was_spent(
    unit: str, more: dict[str, int], expected: int
) -> None:
    rule = f'rule = "allowance"\nkinds = ["travel"]\nunit = "{unit}"\nprices = [{{ amount = 500 }}]'
    assert granted(book(rule), line(1, "travel", **more)) == [expected]


def test_an_allowance_counts_so_many_units_in_all() -> None:
    rule = (
        'rule = "allowance"\nkinds = ["travel"]\nunit = "day"\nmost = 3\nprices = [{ amount = 10 }]'
    )
    lines = [
        line(0, "travel", key="b", days=2, incurred_on=date(2024, 9, 3)),
        line(0, "travel", key="a", days=2, incurred_on=date(2024, 9, 2)),
    ]
    result = judged(book(rule), *lines)
    assert [one.granted for one in result.lines] == [10, 20]
    assert "（通算3日まで）" in reason(result, "b")


def test_an_allowance_asks_for_the_units_and_leaves_refused_lines_alone() -> None:
    assert judged(book(KM), line(0, "travel")).findings[0].message == "kmの数を記入してください。"
    result = judged(book(KM), line(-5, "travel", km=Fraction(10)))
    assert (result.claimed, result.granted) == (0, 0)


# 期間と期限 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "on", "counts"),
    [
        ('which = "incurred"\ndays_before = 3', date(2024, 8, 29), True),
        ('which = "incurred"\ndays_before = 3', date(2024, 8, 28), False),
        ('which = "paid"\ndays_after = 10\nlast = 2024-10-05', date(2024, 10, 5), True),
        ('which = "paid"\ndays_after = 10\nlast = 2024-10-05', date(2024, 10, 6), False),
        ('which = "incurred"\nwithin = "fixed"\nfirst = 2024-09-10', date(2024, 9, 9), False),
        ('which = "incurred"\nwithin = "fixed"\nfirst = 2024-09-10', date(2024, 9, 10), True),
    ],
)
def test_a_window_is_widened_by_days_and_narrowed_by_dates(
    rule: str, on: date, *, counts: bool
) -> None:
    spent = line(100, incurred_on=on)
    assert granted(book(f'rule = "window"\n{rule}'), spent, trial=SEP) == [100 if counts else 0]


def test_without_a_decision_nothing_can_be_said_about_costs_before_it() -> None:
    rulebook = book('rule = "window"\nwhich = "incurred"\nwithin = "decision"')
    result = judged(rulebook, line(100), decided_on=None)
    assert result.findings[0].message.startswith("交付決定日が未定")
    plan = estimate(rulebook, facts(line(100), decided_on=None))
    assert not plan.assessment.blocked
    assert plan.assessment.remarks


def test_a_line_that_is_not_paid_yet_is_not_granted_but_may_be_planned() -> None:
    rulebook = book('rule = "window"\nwhich = "paid"')
    unpaid = line(100, paid_on=None)
    result = judged(rulebook, unpaid)
    assert result.granted == 0
    assert result.findings[0].message == "支払日が記入されていません。"
    assert estimate(rulebook, facts(unpaid)).high == 100


BLACKOUT = 'rule = "blackout"\ndays = [{ first = "12-29", last = "01-03" }]\nof = '


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2024, 12, 28), True),
        (date(2024, 12, 29), False),
        (date(2025, 1, 3), False),
        (date(2025, 1, 4), True),
    ],
)
def test_nothing_is_paid_for_on_blackout_days(on: date, *, counts: bool) -> None:
    rulebook = book(f'{BLACKOUT}"incurred"')
    assert granted(rulebook, line(100, incurred_on=on)) == [100 if counts else 0]


@pytest.mark.parametrize(
    ("last", "counts"), [(date(2024, 12, 28), True), (date(2024, 12, 29), False)]
)
def test_a_stay_over_blackout_days_is_refused(last: date, *, counts: bool) -> None:
    stay = nights(last - timedelta(2), 3)
    rulebook = book(f'{BLACKOUT}"stay"')
    assert granted(rulebook, line(100), stay=stay) == [100 if counts else 0]
    rulebook = book(f'{BLACKOUT}"trial"')
    trial = Period(date(2024, 9, 1), last)
    assert granted(rulebook, line(100), trial=trial) == [100 if counts else 0]


@pytest.mark.parametrize(
    ("rule", "done", "in_time"),
    [
        ('of = "applied"\ndays = 10', date(2024, 8, 22), True),
        ('of = "applied"\ndays = 10', date(2024, 8, 23), False),
        # ten working days before Sunday 1 September: Friday 30 August is the first
        ('of = "applied"\ndays = 10\nworking_days = true', date(2024, 8, 19), True),
        ('of = "applied"\ndays = 10\nworking_days = true', date(2024, 8, 20), False),
        ('of = "reported"\ndays = 30\nlast = 2024-10-20', date(2024, 10, 20), True),
        ('of = "reported"\ndays = 30\nlast = 2024-10-20', date(2024, 10, 21), False),
        ('of = "reported"\ndays = 10\nlast = 2024-10-20', date(2024, 10, 11), False),
        ('of = "reported"\nlast = 2024-10-20', date(2024, 10, 20), True),
    ],
)
def test_deadlines_are_counted_in_days_working_days_or_fixed(
    rule: str, done: date, *, in_time: bool
) -> None:
    known = {"applied_on": done, "reported_on": done, "trial": SEP}
    result = judged(book(f'rule = "deadline"\n{rule}'), line(100), **known)
    assert result.granted == (100 if in_time else 0)
    assert bool(result.findings) != in_time


def test_a_holiday_moves_a_deadline_in_working_days() -> None:
    rule = 'rule = "deadline"\nof = "applied"\ndays = 10\nworking_days = true'
    known = {"trial": SEP, "applied_on": date(2024, 8, 19)}
    assert granted(book(rule), line(100), **known) == [100]
    holiday = frozenset({date(2024, 8, 26)})
    assert granted(book(rule), line(100), holidays=holiday, **known) == [0]


def test_a_deadline_without_a_date_is_a_finding() -> None:
    rulebook = book('rule = "deadline"\nof = "reported"\ndays = 10')
    message = judged(rulebook, line(100), trial=SEP).findings[0].message
    assert message == "実績報告の日が分かりません（期限は 2024年10月10日 です）。"


# 人と条件 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "number", "expected", "remarked"),
    [
        ("least = 6", 5, 0, False),
        ("least = 6", 6, 100, False),
        ("most = 6", 7, 0, False),
        ("least = 6\nsoft = true", 1, 100, True),
        ("least = 6\nsoft = true\ntolerance = 1", 5, 100, True),
        ("least = 6\nsoft = true\ntolerance = 1", 4, 0, False),
    ],
)
def test_a_rough_limit_is_for_a_person_within_its_tolerance(
    rule: str, number: int, expected: int, *, remarked: bool
) -> None:
    rulebook = book(f'rule = "range"\nmeasure = "nights"\n{rule}')
    result = judged(rulebook, line(100), stay=nights(date(2024, 9, 1), number))
    assert result.granted == expected
    assert bool(result.remarks) == remarked
    assert all("理由を記録してください" in note.message for note in result.remarks)


def test_a_count_that_is_not_known_cannot_be_judged() -> None:
    rulebook = book('rule = "range"\nmeasure = "nights"\nleast = 6')
    assert judged(rulebook, line(100)).findings[0].message.startswith("滞在泊数が分からない")


def test_every_birthday_is_needed_for_the_age() -> None:
    rulebook = book('rule = "age"\non = 2024-08-01\nleast = 20\nmost = 45')
    known = {"births": (date(2000, 1, 1),), "heads": 2}
    assert judged(rulebook, line(100), **known).findings[0].message.startswith("生年月日")
    leap = {"births": (date(2004, 8, 1), date(1979, 8, 1)), "heads": 2}
    assert granted(rulebook, line(100), **leap) == [100]  # 20 and 45 on the day itself
    older = {"births": (date(2004, 8, 2), date(1978, 8, 1)), "heads": 2}
    result = judged(rulebook, line(100), **older)
    assert [note.message[:20] for note in result.findings] == [
        "2024年8月1日現在の年齢 19歳 は、"[:20],
        "2024年8月1日現在の年齢 46歳 は、"[:20],
    ]


def test_a_question_to_the_group_and_one_about_some_lines() -> None:
    whole = book('rule = "condition"\nkey = "k"\nquestion = "調査に同意しますか。"')
    assert (
        judged(whole, line(100)).findings[0].message
        == "次の点の確認がまだです。調査に同意しますか。"
    )
    assert granted(whole, line(100), conditions={"k": True}) == [100]
    assert granted(whole, line(100), conditions={"k": False}) == [0]
    some = book(
        'rule = "condition"\nkinds = ["travel"]\nkey = "k"\nquestion = "？"\nexpect = false'
    )
    lines = [line(100, key="a"), line(100, "travel", key="b")]
    assert granted(some, *lines, conditions={"k": True}) == [100, 0]
    assert granted(some, *lines, conditions={"k": False}) == [100, 100]
    assert not judged(some, lines[0]).findings  # it concerns no line: nobody is asked


@pytest.mark.parametrize(
    ("within", "prior"),
    [("year", Prior(this_year=2)), ("life", Prior(life=2)), ("household", Prior(household=2))],
)
def test_a_scheme_is_used_only_so_often(within: str, prior: Prior) -> None:
    for most, expected in ((2, 0), (3, 100)):
        rulebook = book(f'rule = "uses"\nwithin = "{within}"\nmost = {most}')
        assert granted(rulebook, line(100), prior=prior) == [expected]


# 滞在 ----------------------------------------------------------------------------------------


def presence(count: str, how: str, least: str, more: str = "") -> Rulebook:
    return book(f'rule = "presence"\ncount = "{count}"\nhow = "{how}"\nleast = {least}\n{more}')


@pytest.mark.parametrize(
    ("rulebook", "stay", "expected"),
    [
        (presence("nights", "total", "5"), nights(SEP.first, 4), 0),
        (presence("nights", "total", "5"), nights(SEP.first, 5), 100),
        (presence("nights", "consecutive", "3"), nights(SEP.first, 3), 100),
        (
            presence("nights", "consecutive", "3"),
            (*nights(SEP.first, 2), *nights(date(2024, 9, 5), 2)),
            0,
        ),
        (presence("days", "of_trial", '"1/2"'), nights(SEP.first, 15), 100),
        (presence("days", "of_trial", '"1/2"'), nights(SEP.first, 14), 0),
        (presence("work_days", "of_stay", '"1/2"'), nights(SEP.first, 4), 0),
        (presence("work_hours", "total", "8"), nights(SEP.first, 2, work_hours=4), 100),
        (presence("work_hours", "total", "8"), nights(SEP.first, 1, work_hours=7), 0),
        (presence("days", "each_week", "2"), nights(SEP.first, 28), 100),  # four whole weeks
        (presence("days", "each_week", "2"), nights(SEP.first, 22), 0),  # one in the fourth
        (presence("nights", "average", "5"), nights(SEP.first, 5), 100),
        # a night outside the trial does not count
        (presence("nights", "total", "5"), nights(date(2024, 8, 31), 5), 0),
    ],
)
def test_presence_is_counted_over_the_stay(
    rulebook: Rulebook, stay: tuple[Day, ...], expected: int
) -> None:
    assert granted(rulebook, line(100), trial=SEP, stay=stay) == [expected]


def test_a_month_that_lies_only_in_part_in_the_trial_is_for_a_person() -> None:
    trial = Period(date(2024, 9, 15), date(2024, 10, 31))
    rulebook = presence("nights", "each_month", "11")
    result = judged(rulebook, line(100), trial=trial, stay=nights(date(2024, 10, 1), 11))
    assert result.granted == 100
    assert len(result.remarks) == 1  # September
    short = judged(rulebook, line(100), trial=trial, stay=nights(date(2024, 10, 1), 10))
    assert short.granted == 0


def test_each_person_must_be_there() -> None:
    rulebook = presence("nights", "total", "3", "each_person = true")
    both = (*nights(SEP.first, 3, person="一"), *nights(SEP.first, 2, person="二"))
    result = judged(rulebook, line(100), trial=SEP, stay=both, heads=2)
    assert result.findings[0].message.startswith("二 合計で宿泊 2泊")
    alone = judged(rulebook, line(100), trial=SEP, stay=nights(SEP.first, 3), heads=2)
    assert alone.findings[0].message == "滞在記録が1人分しかありません（組は2人）。"


def test_a_group_is_there_when_one_of_it_is() -> None:
    rulebook = presence("nights", "total", "3")
    stay = (*nights(SEP.first, 2, person="一"), *nights(date(2024, 9, 2), 2, person="二"))
    assert granted(rulebook, line(100), trial=SEP, stay=stay, heads=2) == [100]


def test_without_a_stay_log_presence_cannot_be_judged() -> None:
    result = judged(presence("nights", "total", "3"), line(100))
    assert result.findings[0].message == "滞在記録がないため、滞在の条件を判定できません。"


def test_a_visit_that_is_too_short_loses_its_own_lines_only() -> None:
    rulebook = presence("work_hours", "each_visit", "3")
    stay = (
        Day(on=date(2024, 9, 1), visit=1, work_hours=3),
        Day(on=date(2024, 9, 8), visit=2, work_hours=2),
        Day(on=date(2024, 9, 9), work_hours=8),
    )
    lines = [line(100, key="a", visit=1), line(100, key="b", visit=2), line(0, key="c", visit=2)]
    assert granted(rulebook, *lines, trial=SEP, stay=stay) == [100, 0, 0]
    soft = presence("work_hours", "each_visit", "3", "soft = true\ntolerance = 1")
    result = judged(soft, *lines, trial=SEP, stay=stay)
    assert result.granted == 200
    assert result.remarks[0].message.startswith("来県2回目の仕事をした時間 2時間 は、")


def test_a_short_visit_of_the_group_loses_the_lines_of_all_its_people() -> None:
    stay = (*nights(date(2024, 9, 1), 1, visit=1, person="一"),)
    lines = [line(100, key="a", visit=1, person="一"), line(100, key="b", visit=1, person="")]
    rulebook = presence("nights", "each_visit", "2")
    assert granted(rulebook, *lines, trial=SEP, stay=stay) == [0, 0]


def test_a_visit_that_the_log_does_not_know_is_a_visit_of_no_nights() -> None:
    stay = (*nights(date(2024, 9, 1), 2, visit=1, person="一"),)
    lines = [line(100, key=str(n), visit=n, person="一") for n in (1, 2)]
    unnamed = line(100, key="3", visit=3)
    for each in ("each_person = true", ""):
        rulebook = presence("nights", "each_visit", "1", each)
        result = judged(rulebook, *lines, unnamed, trial=SEP, stay=stay)
        assert [one.granted for one in result.lines] == [100, 0, 0]
        assert reason(result, "2").endswith(
            "来県2回目の宿泊 0泊 は、条件（来県1回ごとに1泊以上）に足りません。"
        )
        plan = facts(*lines, unnamed, trial=SEP, stay=stay)
        assert foresee(rulebook, plan).granted == 300  # that log is still to be written


def test_a_line_without_its_visit_belongs_to_no_visit() -> None:
    stay = (*nights(date(2024, 9, 1), 1, visit=1),)
    rulebook = presence("nights", "each_visit", "2")
    assert granted(rulebook, line(100), trial=SEP, stay=stay) == [100]
    limit = judged(book('rule = "cap"\namount = 50\nper = ["visit"]'), line(100)).limits[0]
    assert limit.scope == "来県の回の記載なし"


# 件数と回数 ----------------------------------------------------------------------------------


def test_only_the_first_lines_of_a_person_count() -> None:
    rulebook = book('rule = "number"\nkinds = ["travel"]\nmost = 1\nper = ["person"]')
    lines = [
        line(100, "travel", key="a", person="一", incurred_on=date(2024, 9, 2)),
        line(100, "travel", key="b", person="一", incurred_on=date(2024, 9, 1)),
        line(100, "travel", key="c", person="二"),
        line(100, key="d", person="一"),
    ]
    result = judged(rulebook, *lines)
    assert [one.granted for one in result.lines] == [0, 100, 100, 100]
    assert reason(result, "a") == "一の分の2件目です（1件まで）。"


def test_a_visit_needs_its_number() -> None:
    rulebook = book('rule = "visits"\nmost = 2')
    result = judged(rulebook, line(100))
    assert result.findings[0].message == "何回目の来県の経費かを記入してください。"
    assert result.granted == 100


def test_too_few_visits_may_be_forgiven() -> None:
    rulebook = book('rule = "visits"\nleast = 3\nsoft = true\ntolerance = 1')
    lines = [line(100, key=str(n), visit=n, incurred_on=date(2024, 9, n)) for n in (1, 2)]
    result = judged(rulebook, *lines)
    assert result.granted == 200
    assert "2回で、条件（概ね3回以上）に足りません" in result.remarks[0].message
    assert judged(rulebook, lines[0]).granted == 0


# 証拠・判断・分かっていないこと --------------------------------------------------------------

PAPERS = """
[[papers]]
key = "receipt"
label = "領収書"

[[papers]]
key = "statement"
label = "カードの明細"
"""


def test_papers_are_asked_for_from_an_amount_all_or_one_of_them() -> None:
    needs = 'rule = "evidence"\nneeds = ["receipt", "statement"]\nleast = 1000'
    rulebook = book(needs, kinds=KINDS + PAPERS)
    bare: dict[str, Any] = {"evidence": frozenset()}
    assert granted(rulebook, line(999, **bare)) == [999]
    assert granted(rulebook, line(1_000, **bare)) == [0]
    receipt: dict[str, Any] = {"evidence": frozenset({"receipt"})}
    result = judged(rulebook, line(1_000, **receipt))
    assert reason(result) == "カードの明細がないため、支払いを確認できません。"
    either = book(f"{needs}\nany_of = true", kinds=KINDS + PAPERS)
    assert granted(either, line(1_000, **receipt)) == [1_000]
    assert "領収書・カードの明細のいずれか" in reason(judged(either, line(1_000, **bare)))


def test_a_question_for_a_person_is_asked_from_an_amount() -> None:
    rulebook = book('rule = "judgement"\nquestion = "経済的か。"\nleast = 1000')
    lines = [line(999, key="a"), line(1_000, key="b")]
    result = judged(rulebook, *lines)
    assert [(note.line, note.message) for note in result.remarks] == [("b", "経済的か。")]
    assert not result.blocked


@pytest.mark.parametrize(
    ("effect", "expected", "blocked"),
    [("hold", 0, True), ("bound", 100, True), ("unsure", 100, True), ("note", 100, False)],
)
def test_what_the_sources_leave_open_is_not_guessed(
    effect: str, expected: int, *, blocked: bool
) -> None:
    rule = f'rule = "open"\nkinds = ["travel"]\nquestion = "不明です。"\neffect = "{effect}"'
    result = judged(book(rule), line(100, "travel"))
    assert result.granted == expected
    assert result.blocked == blocked
    assert not judged(book(rule), line(100)).blocked  # it concerns travel only


# 記入の誤り ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"amount": Yen(-1)}, "金額が負の数です。0円以上で記入してください。"),
        (
            {"amount": Yen(10**12)},
            "金額が1兆円以上です。桁を確かめてください。",
        ),
        ({"nights": -1}, "泊数・日数・時間などが負の数です。0以上で記入してください。"),
        ({"km": Fraction(-1)}, "泊数・日数・時間などが負の数です。0以上で記入してください。"),
        (
            {"km": Fraction(10**6)},
            "泊数・日数・時間などが大きすぎます。100万未満で記入してください。",
        ),
        ({"amount": Yen(10**5000)}, "金額が1兆円以上です。桁を確かめてください。"),
        ({"amount": Yen(-(10**5000))}, "金額が負の数です。0円以上で記入してください。"),
        ({"supported": Yen(-1)}, "他の支援の額は、0円以上1兆円未満で記入してください。"),
        ({"business": Fraction(3, 2)}, "業務に使う割合は、0から1までで記入してください。"),
    ],
)
def test_a_line_that_cannot_be_is_refused_clearly(wrong: dict[str, Any], message: str) -> None:
    result = judged(book(), replace(line(100), **wrong))
    assert [note.message for note in result.findings] == [message]
    assert result.granted == 0
    assert result.claimed >= 0


def test_a_second_line_of_the_same_name_is_refused() -> None:
    result = judged(book(), line(100), line(200))
    assert [one.granted for one in result.lines] == [100, 0]
    assert result.findings[0].message == "行の番号「1」が重なっています。"


def test_a_kind_that_the_year_does_not_know_is_refused() -> None:
    result = judged(book(), line(100, "gift"))
    assert reason(result) == "「gift」は、この年度の対象経費の区分にありません。"


def test_a_claim_of_nothing_is_nothing() -> None:
    result = judged(book('rule = "cap"\namount = 100'))
    assert (result.claimed, result.granted, result.lines) == (0, 0, ())


def test_line_of_an_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        judged(book()).line("9")


def test_facts_need_no_more_than_lines_heads_and_trial() -> None:
    bare = Facts(lines=(line(100),), heads=1, trial=SEP)
    assert assess(book(), bare).granted == 100


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (date(2024, 9, 1), date(2024, 9, 30), ""),
        (date(2024, 8, 31), date(2024, 9, 30), "年度の参加期間（2024年9月1日～2024年9月30日）の外"),
        (date(2024, 9, 1), date(2024, 10, 1), "年度の参加期間（2024年9月1日～2024年9月30日）の外"),
        (date(2024, 9, 2), date(2024, 9, 1), "参加期間の末日が初日より前です。"),
        (
            date(2025, 9, 1),
            date(2025, 9, 2),
            "この規則の適用期間（2024年4月1日～2025年3月31日）の外",
        ),
    ],
)
def test_a_trial_lies_inside_the_year_the_rules_are_for(
    first: date, last: date, message: str
) -> None:
    more = (
        "valid = { first = 2024-04-01, last = 2025-03-31 }\n"
        "trial = { first = 2024-09-01, last = 2024-09-30 }\n"
    )
    result = judged(book(more=more), line(100), trial=Period(first, last))
    assert bool(result.findings) == bool(message)
    assert message in "".join(note.message for note in result.findings)
