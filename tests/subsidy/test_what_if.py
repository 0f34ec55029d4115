"""What an applicant sees before the stay, what is left during it, and other rules on old claims."""

from dataclasses import replace
from datetime import date

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Difference, compare, estimate, read, remaining
from otameshi.subsidy.compare import moved
from tests.subsidy.make import EXAMPLE, book, facts, line, nagano, nights

SMALLER = EXAMPLE.replace("amount = 300000", "amount = 250000").replace(
    'version = "例示"', 'version = "次の年度"'
)


def test_an_estimate_is_certain_once_the_number_of_participants_is_known() -> None:
    plan = facts(line(400_000, evidence=frozenset()), granted=None)
    outlook = estimate(nagano(), plan)
    assert outlook.certain
    assert (outlook.low, outlook.high) == (300_000, 300_000)


def test_an_estimate_is_a_range_only_where_a_tier_depends_on_the_participants() -> None:
    small = facts(line(100_000), cohort_heads=None, granted=None)
    assert estimate(nagano(), small).certain
    assert not estimate(nagano(), replace(small, lines=(line(300_000),))).certain
    by_rate = book(
        'rule = "rate"\nby = "cohort"\n'
        'tiers = [{ least = 0, most = 9, rate = 1 }, { least = 10, rate = "1/2" }]'
    )
    outlook = estimate(by_rate, replace(small, lines=(line(100),)))
    assert (outlook.low, outlook.high) == (50, 100)


def test_what_remains_is_shown_for_every_limit_even_before_the_first_line() -> None:
    [limit, grant] = remaining(nagano(), facts())
    assert (limit.title, limit.scope, limit.most, limit.used, limit.left) == (
        "1人当たりの上限",
        "請求全体",
        300_000,
        0,
        300_000,
    )
    assert (grant.most, grant.left, grant.hit) == (900_000, 900_000, False)


def test_what_remains_falls_with_what_is_spent_and_never_below_nothing() -> None:
    [limit, _] = remaining(nagano(), facts(line(120_000)))
    assert (limit.used, limit.left, limit.hit) == (120_000, 180_000, False)
    [limit, _] = remaining(nagano(), facts(line(310_000)))
    assert (limit.used, limit.left, limit.hit) == (300_000, 0, True)


def test_last_years_claims_are_judged_by_next_years_rules_one_by_one() -> None:
    new = read(SMALLER.replace("fiscal_year = 2024", "fiscal_year = 2025"))
    claims = [
        ("1組", facts(line(280_500))),
        ("2組", facts(line(100_000))),
        ("3組", facts(line(700_000), heads=2, granted=Yen(1))),
    ]
    found = compare(nagano(), new, claims)
    # 280,500 → 280,000 and 250,000; 100,000 both; 600,000 and 500,000: the old grant is left out
    assert [(row.key, row.before, row.after, row.change) for row in found.rows] == [
        ("1組", 280_000, 250_000, -30_000),
        ("2組", 100_000, 100_000, 0),
        ("3組", 600_000, 500_000, -100_000),
    ]
    assert found.rows[0].reasons == (
        "端数の処理による減額 500円 → 0円",
        "1人当たりの上限による減額 0円 → 30,500円",
    )
    assert found.rows[1] == Difference("2組", Yen(100_000), Yen(100_000), Yen(100_000), ())
    assert (found.before, found.after, found.change) == (980_000, 850_000, -130_000)


def test_a_changed_allowance_is_named_among_the_reasons() -> None:
    rule = 'rule = "allowance"\nkinds = ["travel"]\nunit = "day"\nprices = [{ amount = 1500 }]'
    old, new = book(rule), book(rule.replace("1500", "2000"))
    [row] = compare(old, new, [("組", facts(line(0, "travel", days=2)))]).rows
    assert row.reasons == ("定額による請求額 3,000円 → 4,000円",)


def test_dates_move_by_whole_years_and_the_29th_of_february_becomes_the_28th() -> None:
    leap = facts(
        line(1, incurred_on=date(2024, 2, 29), paid_on=None, used=Period(*[date(2024, 2, 29)] * 2)),
        line(1, key="2", incurred_on=date(9999, 1, 1)),
        stay=nights(date(2024, 2, 29), 1),
        births=(date(2004, 2, 29),),
        holidays=frozenset({date(2024, 2, 12)}),
        decided_on=None,
    )
    later = moved(leap, 1)
    assert later.lines[0].incurred_on == date(2025, 2, 28)
    assert later.lines[0].paid_on is None
    assert later.lines[0].used == Period(date(2025, 2, 28), date(2025, 2, 28))
    assert later.lines[1].incurred_on == date(9999, 1, 1)
    assert later.stay[0].on == date(2025, 2, 28)
    assert later.births == (date(2005, 2, 28),)
    assert later.holidays == {date(2025, 2, 12)}
    assert moved(leap, 0) is leap
