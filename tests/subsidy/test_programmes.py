"""The real programmes, case by case, with the arithmetic written out.

What the sources leave open is asserted too: it blocks the claim and is never guessed.
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Contract, Day, Facts, Line, Prior, assess, cap, explain, read, write
from tests.subsidy.make import HOME, nights, real

NAMES = sorted(path.stem for path in (HOME / "rulebooks").glob("*.toml"))


def line(amount: int, kind: str, on: date, **more: Any) -> Line:
    return Line(
        **{
            "key": "1",
            "kind": kind,
            "amount": Yen(amount),
            "incurred_on": on,
            "paid_on": on,
            "evidence": frozenset({"receipt"}),
            **more,
        }
    )


def facts(trial: Period, *lines: Line, **more: Any) -> Facts:
    return Facts(**{"lines": lines, "heads": 1, "trial": trial, "cohort_heads": 10, **more})


def open_points(found: Any) -> set[str]:
    return {note.rule for note in found.undecided}


def test_there_are_seventeen_programmes() -> None:
    assert len(NAMES) == 17


@pytest.mark.parametrize("name", NAMES)
def test_a_rulebook_names_its_sources_and_what_they_leave_open(name: str) -> None:
    rulebook = real(name)
    assert rulebook.sources
    assert any(section.title == "公表資料から分からないこと" for section in explain(rulebook))


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_is_read_as_the_same_rulebook(name: str) -> None:
    assert read(write(real(name))) == real(name)


# おためしナガノ ------------------------------------------------------------------------------

SIX_MONTHS = Period(date(2017, 9, 1), date(2018, 2, 28))


@pytest.mark.parametrize(
    ("name", "heads", "cohort", "limit"),
    [
        ("nagano-otameshi-2015", 1, None, 300_000),
        ("nagano-otameshi-2015", 3, None, 900_000),  # 「1組3人で90万円」: 300,000 × 3
        ("nagano-otameshi-2017", 1, 24, 300_000),  # the 24th person still leaves 300,000
        ("nagano-otameshi-2017", 1, 25, 240_000),  # the 25th lowers it for everybody
        ("nagano-otameshi-2017", 3, 25, 720_000),  # 240,000 × 3
        ("nagano-otameshi-2017", 4, 24, 900_000),  # three people of a 組 at most
        ("nagano-otameshi-2020", 2, 99, 600_000),  # when it falls is not known: an upper bound
        ("nagano-otameshi-2021", 1, None, 300_000),
        ("nagano-otameshi-2022", 2, None, 600_000),
    ],
)
def test_the_limits_of_otameshi_nagano(
    name: str, heads: int, cohort: int | None, limit: int
) -> None:
    assert cap(real(name), heads, cohort) == limit


@pytest.mark.parametrize(
    ("cohort", "spent", "granted"),
    [
        (24, 299_999, 299_999),
        (24, 300_000, 300_000),
        (24, 300_001, 300_000),
        (25, 240_000, 240_000),
        (25, 240_001, 240_000),
    ],
)
def test_otameshi_2017_pays_up_to_the_limit_and_leaves_rate_and_rounding_open(
    cohort: int, spent: int, granted: int
) -> None:
    claim = facts(SIX_MONTHS, line(spent, "office", date(2017, 9, 1)), cohort_heads=cohort)
    result = assess(real("nagano-otameshi-2017"), claim)
    assert result.granted == granted
    assert {"unknown-rate", "unknown-rounding", "unknown-paid"} <= open_points(result)
    assert result.blocked


def test_otameshi_2015_is_for_three_people_and_six_months_at_most() -> None:
    spent = line(1_000_000, "moving", date(2015, 9, 1))
    half_year = Period(date(2015, 9, 1), date(2016, 2, 29))
    book = real("nagano-otameshi-2015")
    assert assess(book, facts(half_year, spent, heads=3)).granted == 900_000
    assert assess(book, facts(half_year, spent, heads=4)).granted == 0  # 1組3名まで
    longer = Period(date(2015, 9, 1), date(2016, 3, 1))  # one day into the seventh month
    assert assess(book, facts(longer, spent, heads=3)).granted == 0


def test_otameshi_2020_says_that_the_step_to_240000_is_not_known() -> None:
    five_months = Period(date(2020, 10, 1), date(2021, 2, 28))
    claim = facts(five_months, line(310_000, "travel", date(2020, 10, 1)))
    result = assess(real("nagano-otameshi-2020"), claim)
    assert result.granted == 300_000
    assert "unknown-step" in open_points(result)
    too_long = facts(Period(date(2020, 10, 1), date(2021, 3, 1)), *claim.lines)
    assert assess(real("nagano-otameshi-2020"), too_long).granted == 0  # 最長5か月


def test_otameshi_2021_pays_rent_and_rented_things_but_no_purchase_and_no_leisure() -> None:
    trial = Period(date(2021, 8, 1), date(2022, 1, 31))
    on = date(2021, 8, 1)
    lines = [
        line(40_000, "housing", on, key="a"),
        line(3_000, "rental", on, key="b", contract=Contract.RENTED),
        line(20_000, "rental", on, key="c", contract=Contract.BOUGHT),  # 椅子の購入
        line(8_000, "travel", on, key="d", sub_kind="business"),
        line(8_000, "travel", on, key="e", sub_kind="leisure"),
    ]
    result = assess(real("nagano-otameshi-2021"), facts(trial, *lines))
    assert [one.granted for one in result.lines] == [40_000, 3_000, 0, 8_000, 0]
    assert result.granted == 51_000  # 40,000 + 3,000 + 8,000


@pytest.mark.parametrize(
    ("last", "on", "nights_spent", "granted", "remarks"),
    [
        # 2022-08-01 to 10-31 are three months; 18 nights ÷ 3 = 6.0 nights a month
        (date(2022, 10, 31), date(2022, 10, 31), 18, 10_000, set()),
        # 17 nights ÷ 3 = 5.6: 概ね6泊 is for a person to judge, and blocks nothing by itself
        (date(2022, 10, 31), date(2022, 10, 31), 17, 10_000, {"nights"}),
        # two months and 30 days are still counted as three months, two months are not
        (date(2022, 9, 30), date(2022, 9, 30), 18, 0, set()),
        # the last day of the year's trial, and the day after
        (date(2023, 1, 31), date(2023, 1, 31), 36, 10_000, set()),
        (date(2023, 3, 1), date(2023, 2, 28), 48, 10_000, {"months"}),  # 7か月: 最長約6か月
        (date(2023, 3, 1), date(2023, 3, 1), 48, 0, {"months"}),
    ],
)
def test_otameshi_2022_asks_for_three_months_and_about_six_nights_a_month(
    last: date, on: date, nights_spent: int, granted: int, remarks: set[str]
) -> None:
    trial = Period(date(2022, 8, 1), last)
    stay = nights(trial.first, nights_spent)
    claim = facts(trial, line(10_000, "office", on), stay=stay)
    result = assess(real("nagano-otameshi-2022"), claim)
    assert result.granted == granted
    assert {note.rule for note in result.remarks} == remarks


# ときどきナガノ ------------------------------------------------------------------------------

TOKI = Period(date(2016, 9, 15), date(2017, 2, 19))
YES = {"from-nagano": False, "lives-outside": True, "branch-in-nagano": False}


def visit(number: int, amount: int, on: date, **more: Any) -> Line:
    kind = more.pop("kind", "travel")
    return line(amount, kind, on, key=f"{number}-{kind}", visit=number, **more)


def tokidoki(count: int, amount: int = 12_000, **more: Any) -> Facts:
    lines = [visit(n, amount, date(2016, 10, 1) + timedelta(n)) for n in range(1, count + 1)]
    given = {"conditions": YES, "births": (date(1980, 1, 1),), **more}
    return facts(TOKI, *lines, **given)


@pytest.mark.parametrize(
    ("visits", "granted"),
    [
        (2, 0),  # three visits at least
        (3, 30_000),  # 10,000 × 3
        (10, 100_000),
        (11, 100_000),  # the eleventh does not count
    ],
)
def test_tokidoki_2016_pays_10000_yen_for_each_of_three_to_ten_visits(
    visits: int, granted: int
) -> None:
    assert assess(real("nagano-tokidoki-2016"), tokidoki(visits)).granted == granted


def test_tokidoki_takes_the_costs_of_a_visit_together() -> None:
    first = date(2016, 9, 15)
    lines = [
        visit(1, 6_000, first),
        visit(1, 5_000, first, kind="lodging"),  # 6,000 + 5,000 = 11,000 → 10,000
        visit(2, 9_999, first + timedelta(7)),
        visit(3, 4_000, TOKI.last),  # the last day
        visit(4, 4_000, TOKI.last + timedelta(1)),  # too late
    ]
    claim = replace(tokidoki(0), lines=tuple(lines))
    result = assess(real("nagano-tokidoki-2016"), claim)
    assert result.granted == 23_999  # 10,000 + 9,999 + 4,000 + 0


@pytest.mark.parametrize(
    ("born", "granted", "remarks"),
    [
        (date(1996, 9, 1), 30_000, 0),  # 20 on 1 September 2016
        (date(1996, 9, 2), 0, 0),  # 19
        (date(1970, 9, 2), 30_000, 0),  # 45
        (date(1970, 9, 1), 30_000, 1),  # 46: 概ね45歳, a person judges
    ],
)
def test_tokidoki_2016_is_for_people_from_20_to_about_45(
    born: date, granted: int, remarks: int
) -> None:
    result = assess(real("nagano-tokidoki-2016"), tokidoki(3, births=(born,)))
    assert result.granted == granted
    assert len([note for note in result.remarks if note.rule == "oldest"]) == remarks


def test_tokidoki_2016_is_not_for_people_from_the_prefecture() -> None:
    from_here = tokidoki(3, conditions={**YES, "from-nagano": True})
    result = assess(real("nagano-tokidoki-2016"), from_here)
    assert result.granted == 0
    assert result.findings[0].rule == "origin"


def test_tokidoki_2017_asks_for_a_night_and_three_hours_of_work_in_each_visit() -> None:
    first = date(2017, 10, 1)
    lines = [visit(n, 12_000, first + timedelta(7 * n)) for n in range(1, 7)]
    hours = {1: 3, 2: 2, 3: 8, 4: 8, 5: 8, 6: 8}
    stay = tuple(
        Day(on=first + timedelta(7 * n), visit=n, work_hours=hours[n], night=n != 3)
        for n in range(1, 7)
    )
    claim = facts(Period(date(2017, 9, 1), date(2018, 2, 28)), *lines, stay=stay)
    result = assess(real("nagano-tokidoki-2017"), claim)
    # visit 2 has two hours of work, visit 3 no night; four remain: 10,000 × 4
    assert [one.granted for one in result.lines] == [10_000, 0, 0, 10_000, 10_000, 10_000]
    all_good = tuple(replace(day, work_hours=3, night=True) for day in stay)
    assert assess(real("nagano-tokidoki-2017"), replace(claim, stay=all_good)).granted == 50_000


def test_tokidoki_2019_pays_the_lower_of_actual_cost_and_10000_yen() -> None:
    trial = Period(date(2019, 8, 1), date(2020, 2, 29))
    lines = [visit(1, 9_999, trial.first), visit(2, 10_001, trial.last)]
    result = assess(real("nagano-tokidoki-2019"), facts(trial, *lines, conditions=YES))
    assert result.granted == 19_999  # 9,999 + 10,000
    belongs = {**YES, "branch-in-nagano": True}
    assert (
        assess(real("nagano-tokidoki-2019"), facts(trial, *lines, conditions=belongs)).granted == 0
    )


# 福島県 --------------------------------------------------------------------------------------

FUKU = Period(date(2020, 10, 1), date(2020, 11, 30))


def fukushima(spent: int, in_november: int = 11, work: int = 8, **more: Any) -> Facts:
    october = nights(date(2020, 10, 1), 11, work_hours=work)
    november = nights(date(2020, 11, 1), in_november, work_hours=8)
    given = {
        "stay": (*october, *november),
        "applied_on": date(2020, 9, 16),
        "conditions": {"sns": True},
        **more,
    }
    return facts(FUKU, line(spent, "lodging", date(2020, 10, 5)), **given)


@pytest.mark.parametrize(
    ("spent", "granted"),
    [
        (399_999, 299_999),  # 399,999 × 3/4 = 299,999.25 → 299,999
        (400_000, 300_000),
        (400_001, 300_000),
        (1, 0),  # 3/4 of a yen
    ],
)
def test_fukushima_pays_three_quarters_up_to_300000_yen(spent: int, granted: int) -> None:
    assert assess(real("fukushima-2020"), fukushima(spent)).granted == granted


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (fukushima(4_000, in_november=10), "nights"),  # ten nights in November
        (fukushima(4_000, applied_on=date(2020, 9, 17)), "apply"),  # 14 days before
        (fukushima(4_000, prior=Prior(this_year=1)), "once"),
        (fukushima(4_000, work=0, in_november=10), "nights"),
        (fukushima(4_000, conditions={"sns": False}), "sns"),
    ],
)
def test_fukushima_refuses_who_misses_a_condition(claim: Facts, rule: str) -> None:
    result = assess(real("fukushima-2020"), claim)
    assert result.granted == 0
    assert rule in {note.rule for note in result.findings}


def test_fukushima_asks_for_work_on_half_of_the_days() -> None:
    assert assess(real("fukushima-2020"), fukushima(4_000, work=0)).granted == 3_000  # 11 of 22
    less = fukushima(4_000, work=0)
    idle = (*less.stay, Day(on=date(2020, 11, 29)))  # 11 of 23
    assert assess(real("fukushima-2020"), replace(less, stay=idle)).granted == 0


@pytest.mark.parametrize(("days", "granted"), [(29, 0), (30, 3_000), (90, 3_000), (91, 0)])
def test_fukushima_is_for_30_to_90_days(days: int, granted: int) -> None:
    first = date(2020, 10, 1)
    trial = Period(first, first + timedelta(days - 1))
    claim = replace(fukushima(4_000), trial=trial, stay=nights(first, days, work_hours=8))
    assert assess(real("fukushima-2020"), claim).granted == granted


def test_fukushima_2020_ends_on_the_15th_of_march() -> None:
    trial = Period(date(2021, 2, 1), date(2021, 3, 31))
    stay = (
        *nights(date(2021, 2, 1), 11, work_hours=8),
        *nights(date(2021, 3, 1), 11, work_hours=8),
    )
    lines = [
        line(4_000, "travel", date(2021, 3, 15), key="in"),
        line(4_000, "travel", date(2021, 3, 16), key="out"),
    ]
    known = {"stay": stay, "applied_on": date(2021, 1, 17), "conditions": {"sns": True}}
    result = assess(real("fukushima-2020"), facts(trial, *lines, **known))
    assert [one.granted for one in result.lines] == [3_000, 0]


def test_fukushima_2024_adds_5000_yen_a_day_for_users_of_the_village() -> None:
    trial = Period(date(2024, 10, 1), date(2024, 11, 30))
    on = date(2024, 10, 1)
    lines = [
        line(500_000, "lodging", on, key="a", supported=Yen(60_000)),
        line(100_000, "activity", on, key="b", days=11),
    ]
    known = {"applied_on": date(2024, 9, 21), "conditions": {"fan-club": True, "village": True}}
    result = assess(real("fukushima-2024"), facts(trial, *lines, **known))
    # (500,000 − 60,000) × 3/4 = 330,000 → 300,000; 100,000 × 3/4 = 75,000 → 5,000 × 10日 = 50,000
    assert [one.granted for one in result.lines] == [300_000, 50_000]
    assert "unknown-addition" in open_points(result)
    other = facts(trial, *lines, **{**known, "conditions": {"fan-club": True, "village": False}})
    assert assess(real("fukushima-2024"), other).granted == 300_000


# 佐賀県 --------------------------------------------------------------------------------------


def saga(first: date, days: int, *lines: Line, present: int | None = None) -> Facts:
    trial = Period(first, first + timedelta(days - 1))
    stay = nights(first, days if present is None else present)
    return facts(trial, *lines, stay=stay, conditions={"telework": True})


@pytest.mark.parametrize(
    ("first", "days", "granted"),
    [
        (date(2022, 6, 1), 15, 10_000),  # 14泊15日
        (date(2022, 6, 1), 14, 0),
        (date(2022, 6, 1), 92, 0),  # to 31 August would be three months, but holds 8/13
        (date(2022, 7, 29), 15, 10_000),  # the stay ends on 8/12
        (date(2022, 7, 30), 15, 0),  # it ends on 8/13
        (date(2022, 8, 17), 15, 10_000),  # it begins the day after
        (date(2022, 8, 16), 15, 0),
        (date(2022, 12, 14), 15, 10_000),  # it ends on 12/28
        (date(2022, 12, 15), 15, 0),  # it ends on 12/29
        (date(2022, 1, 4), 15, 10_000),
        (date(2022, 1, 3), 15, 0),
        (date(2022, 9, 1), 91, 10_000),  # three months to 30 November
        (date(2022, 9, 1), 92, 0),  # one day more
    ],
)
def test_saga_refuses_a_stay_over_the_holidays_and_of_the_wrong_length(
    first: date, days: int, granted: int
) -> None:
    spent = line(10_000, "facility", first)
    assert assess(real("saga-2022"), saga(first, days, spent)).granted == granted


@pytest.mark.parametrize(("present", "granted"), [(16, 5_000), (15, 0)])  # 16/20 = 8割
def test_saga_asks_for_eight_tenths_of_the_days(present: int, granted: int) -> None:
    claim = saga(date(2022, 6, 1), 20, line(5_000, "facility", date(2022, 6, 1)), present=present)
    assert assess(real("saga-2022"), claim).granted == granted


def test_saga_pays_one_round_trip_the_base_fee_and_no_fuel() -> None:
    first = date(2022, 6, 1)
    lines = [
        line(20_000, "trip", first, key="a", sub_kind="fare"),
        line(20_000, "trip", first + timedelta(5), key="b", sub_kind="fare"),  # 1往復まで
        line(9_000, "trip", first, key="c", sub_kind="own-toll"),
        line(30_000, "rental-car", first, key="d", sub_kind="base"),
        line(1_100, "rental-car", first, key="e", sub_kind="child-seat"),
        line(4_000, "rental-car", first, key="f", sub_kind="fuel"),
        line(2_000, "rental-car", first, key="g", sub_kind="insurance"),
        line(900, "transit", first, key="h", evidence=frozenset()),
    ]
    result = assess(real("saga-2022"), saga(first, 15, *lines))
    granted = {one.key: one.granted for one in result.lines if one.granted}
    assert granted == {"a": 20_000, "d": 30_000, "e": 1_100}
    assert "unknown-rate" in open_points(result)


def test_saga_pays_150000_yen_a_person_at_most() -> None:
    claim = saga(date(2022, 6, 1), 15, line(150_001, "facility", date(2022, 6, 1)))
    assert assess(real("saga-2022"), claim).granted == 150_000


# 五木村 --------------------------------------------------------------------------------------

ITSUKI = {"lives-outside": True, "advice": True, "search": True, "other-subsidy": False}


def itsuki(*lines: Line, **more: Any) -> Facts:
    trial = Period(date(2025, 8, 1), date(2025, 8, 3))
    given = {"conditions": ITSUKI, "reported_on": date(2025, 8, 23), **more}
    return facts(trial, *lines, **given)


@pytest.mark.parametrize(
    ("km", "toll", "granted"),
    [
        (Fraction(200), 4_000, 5_000),  # (30 × 200 + 4,000) ÷ 2 = 5,000
        (Fraction(200), 3_999, 4_000),  # 9,999 ÷ 2 = 4,999.5 → 4,000
        (Fraction("66.7"), 0, 1_000),  # 30 × 66.7 = 2,001 ÷ 2 = 1,000.5
        (Fraction("66.6"), 0, 0),  # 1,998 ÷ 2 = 999 → 0
        (Fraction(2_000), 2_000, 30_000),  # 62,000 ÷ 2 = 31,000 → 30,000
        (Fraction(2_000), 0, 30_000),  # 60,000 ÷ 2 = 30,000, the lower of two equals
    ],
)
def test_itsuki_pays_the_lower_of_a_half_and_30000_yen_in_whole_thousands(
    km: Fraction, toll: int, granted: int
) -> None:
    on = date(2025, 8, 1)
    claim = itsuki(line(0, "own-car", on, key="a", km=km), line(toll, "toll", on, key="b"))
    assert assess(real("itsuki-2025"), claim).granted == granted


def test_itsuki_pays_tolls_but_no_green_car() -> None:
    on = date(2025, 8, 1)
    claim = itsuki(
        line(10_000, "transit", on, key="a", sub_kind="fare"),
        line(5_000, "transit", on, key="b", sub_kind="green"),
    )
    assert assess(real("itsuki-2025"), claim).granted == 5_000  # 10,000 ÷ 2


@pytest.mark.parametrize(
    ("more", "granted"),
    [
        ({"reported_on": date(2025, 8, 23)}, 5_000),  # 20 days after 3 August
        ({"reported_on": date(2025, 8, 24)}, 0),
        ({"prior": Prior(this_year=1)}, 0),
        ({"conditions": {**ITSUKI, "other-subsidy": True}}, 0),
        ({"conditions": {**ITSUKI, "advice": False}}, 0),
    ],
)
def test_itsuki_is_asked_within_20_days_once_a_year(more: dict[str, Any], granted: int) -> None:
    claim = itsuki(line(10_000, "rental-car", date(2025, 8, 1)), **more)
    assert assess(real("itsuki-2025"), claim).granted == granted


# 都城市 --------------------------------------------------------------------------------------

MIYAKO = {"lives-outside": True, "advice": True, "relative-house": False}


def miyako(*lines: Line, **conditions: bool) -> Facts:
    trial = Period(date(2024, 10, 1), date(2024, 10, 20))
    return facts(trial, *lines, conditions={**MIYAKO, **conditions})


def night(amount: int, nights_spent: int, day: int = 1, **more: Any) -> Line:
    on = date(2024, 10, day)
    return line(amount, "lodging", on, **{"key": str(day), "nights": nights_spent, **more})


@pytest.mark.parametrize(
    ("lines", "granted"),
    [
        ([night(5_999, 1)], 2_900),  # 5,999 ÷ 2 = 2,999 → 2,900
        ([night(6_000, 1)], 3_000),
        ([night(6_200, 1)], 3_000),
        ([night(24_000, 2, persons=2)], 12_000),  # 12,000 ≤ 3,000 × 2泊 × 2人
        ([night(199, 1)], 0),  # 99 → 0
        ([night(48_000, 8), night(48_000, 8, day=9)], 30_000),  # 24,000 + 3,000 × 2泊 left of ten
    ],
)
def test_miyakonojo_pays_a_half_and_3000_yen_a_night_for_ten_nights(
    lines: list[Line], granted: int
) -> None:
    assert assess(real("miyakonojo-2024"), miyako(*lines)).granted == granted


@pytest.mark.parametrize(
    ("hours", "amount", "granted"),
    [
        (24, 10_000, 2_500),
        (25, 10_000, 5_000),  # the second 24 hours have begun
        (264, 100_000, 27_500),  # 2,500 × 11
        (265, 100_000, 27_500),  # 264 hours at most
        (24, 4_999, 2_400),  # 2,499 → 2,400
    ],
)
def test_miyakonojo_pays_a_half_and_2500_yen_for_24_hours_of_a_car(
    hours: int, amount: int, granted: int
) -> None:
    car = line(amount, "rental-car", date(2024, 10, 1), sub_kind="hire", hours=hours)
    assert assess(real("miyakonojo-2024"), miyako(car)).granted == granted


def test_miyakonojo_pays_no_fuel_and_no_lodging_near_a_relatives_house() -> None:
    fuel = line(4_000, "rental-car", date(2024, 10, 1), key="f", sub_kind="fuel", hours=24)
    claim = miyako(night(6_000, 1), fuel)
    assert assess(real("miyakonojo-2024"), claim).granted == 3_000
    assert (
        assess(real("miyakonojo-2024"), miyako(*claim.lines, **{"relative-house": True})).granted
        == 0
    )


# 島根県・宮城県・長崎市・鹿部町 --------------------------------------------------------------


def test_shimane_limits_each_kind_by_the_month() -> None:
    trial = Period(date(2024, 4, 1), date(2025, 3, 31))
    lines = [
        line(30_000, "office", date(2024, 5, 1), key="a"),
        line(30_000, "office", date(2024, 5, 31), key="b"),  # May: 15,000 + 15,000 → 25,000
        line(49_999, "office", date(2024, 6, 1), key="c"),  # June: 24,999
        line(12_000, "line", date(2024, 5, 1), key="d"),  # 6,000 → 5,000
        line(120_000, "trip", date(2024, 5, 1), key="e"),  # 60,000 → 50,000
        line(200_000, "set-up", date(2024, 5, 1), key="f"),  # 100,000 → 80,000
    ]
    result = assess(real("shimane-2024"), facts(trial, *lines, conditions={"lived-outside": True}))
    # 25,000 + 24,999 + 5,000 + 50,000 + 80,000
    assert result.granted == 184_999
    assert [limit.scope for limit in result.limits if limit.hit] == [
        "請求全体",
        "2024年5月分",
        "2024年5月分",
        "2024年5月分",
    ]


def test_miyagi_limits_work_place_and_home_apart_140000_yen_a_month() -> None:
    trial = Period(date(2020, 8, 1), date(2021, 2, 28))
    on = date(2020, 9, 1)
    lines = [
        line(150_001, "office", on, key="a", sub_kind="office-two-thirds"),  # 100,000.67 → 100,000
        line(90_000, "home", on, key="b", sub_kind="home-half"),  # 45,000 → 40,000
        line(90_000, "home", date(2021, 3, 1), key="c", sub_kind="home-half"),  # too late
    ]
    result = assess(real("miyagi-2020"), facts(trial, *lines, conditions={"base-in-tohoku": False}))
    assert result.granted == 140_000


@pytest.mark.parametrize(
    ("heads", "stay", "granted"),
    [
        (2, nights(date(2025, 6, 1), 2), 105_000),
        (1, nights(date(2025, 6, 1), 2), 0),  # two people at least
        (2, nights(date(2025, 6, 1), 1), 0),  # 2泊3日 at least
    ],
)
def test_nagasaki_pays_flat_amounts_by_the_day(
    heads: int, stay: tuple[Day, ...], granted: int
) -> None:
    on = date(2025, 6, 1)
    away = Day(on=stay[-1].on + timedelta(1), night=False)
    lines = [
        line(0, "place", on, key="a", days=3, persons=2),  # 1,500 × 3日 × 2人 = 9,000
        line(0, "travel", on, key="b", days=3, persons=2),  # 10,000 × 3 × 2 = 60,000
        line(0, "stay", on, key="c", days=3, persons=2),  # 6,000 × 3 × 2 = 36,000
    ]
    claim = facts(
        Period(on, date(2025, 6, 3)),
        *lines,
        heads=heads,
        stay=(*stay, away),
        conditions={"head-office-outside": True},
    )
    result = assess(real("nagasaki-city-2025"), claim)
    assert result.claimed == 105_000
    assert result.granted == granted


def test_nagasaki_takes_the_higher_of_two_limits_and_says_that_it_is_open() -> None:
    on = date(2025, 6, 1)
    stay = nights(on, 40)
    claim = facts(
        Period(on, date(2025, 7, 31)),
        line(0, "travel", on, days=26, persons=2),  # 10,000 × 26 × 2 = 520,000
        heads=2,
        stay=stay,
        conditions={"head-office-outside": True},
    )
    result = assess(real("nagasaki-city-2025"), claim)
    assert result.granted == 500_000
    assert "unknown-limit" in open_points(result)


@pytest.mark.parametrize(
    ("amount", "nights_spent", "persons", "granted"),
    [
        (6_000, 1, 1, 3_000),
        (6_001, 1, 1, 3_000),
        (5_999, 1, 1, 2_999),  # rounding is not known: 5,999 ÷ 2 = 2,999.5
        (100_000, 5, 2, 30_000),  # 3,000 × 5 × 2
        (100_000, 6, 2, 30_000),  # five nights at most
        (100_000, 5, 3, 30_000),  # two people of a household at most
    ],
)
def test_shikabe_pays_a_half_for_five_nights_of_two_people(
    amount: int, nights_spent: int, persons: int, granted: int
) -> None:
    on = date(2015, 7, 1)
    spent = line(amount, "lodging", on, nights=nights_spent, persons=persons)
    claim = facts(Period(on, date(2015, 7, 7)), spent)
    assert assess(real("shikabe"), claim).granted == granted
    assert assess(real("shikabe"), replace(claim, prior=Prior(life=2))).granted == 0
