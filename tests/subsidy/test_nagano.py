"""The example rulebook of おためしナガノ, case by case, with the arithmetic written out."""

from datetime import date

import pytest

from otameshi.core.yen import Yen
from otameshi.subsidy import Contract, assess, cap, cap_per_person, estimate
from tests.subsidy.make import facts, line, nagano


@pytest.mark.parametrize(
    ("heads", "cohort", "limit"),
    [
        (1, 24, 300_000),  # 300,000 × 1
        (1, 25, 240_000),  # the 25th person lowers it for everybody: 240,000 × 1
        (2, 24, 600_000),  # 300,000 × 2
        (3, 24, 900_000),  # 300,000 × 3
        (3, 25, 720_000),  # 240,000 × 3
        (4, 24, 900_000),  # three people count at most
        (0, 24, 0),
        (1, None, 240_000),  # not known yet: the lower one
    ],
)
def test_the_limit_is_by_person_and_falls_when_25_take_part(
    heads: int, cohort: int | None, limit: int
) -> None:
    assert cap(nagano(), heads, cohort) == limit


def test_the_limit_of_one_person() -> None:
    assert cap_per_person(nagano(), 24) == 300_000
    assert cap_per_person(nagano(), 25) == 240_000


@pytest.mark.parametrize(
    ("spent", "cohort", "granted"),
    [
        (0, 20, 0),
        (999, 20, 0),  # 千円未満切捨て: 999 − 999
        (1_000, 20, 1_000),
        (1_999, 20, 1_000),
        (300_999, 20, 300_000),  # limit first: 300,999 → 300,000
        (239_999, 25, 239_000),
        (240_001, 25, 240_000),
        (300_000, 25, 240_000),
    ],
)
def test_the_amount_is_what_was_spent_in_whole_thousands_up_to_the_limit(
    spent: int, cohort: int, granted: int
) -> None:
    assert assess(nagano(), facts(line(spent), cohort_heads=cohort)).granted == granted


def test_every_yen_that_is_not_paid_names_its_rule_its_article_and_the_figures() -> None:
    result = assess(nagano(), facts(line(300_999)))
    assert [(s.rule, s.article, s.before, s.after, s.reason) for s in result.steps] == [
        (
            "cap",
            "要綱第8条第2項",
            300_999,
            300_000,
            "300,999円 が上限 300,000円（参加者総数20人） × 1人 = 300,000円 を超えます。",
        )
    ]


@pytest.mark.parametrize(
    ("incurred", "paid", "counts"),
    [
        (date(2024, 8, 1), date(2024, 8, 1), True),  # the first day of the trial
        (date(2024, 7, 31), date(2024, 8, 1), False),
        (date(2025, 2, 28), date(2025, 3, 14), True),  # 14 days after the last day
        (date(2025, 2, 28), date(2025, 3, 15), False),
        (date(2025, 3, 1), date(2025, 3, 1), False),
    ],
)
def test_a_cost_arises_in_the_trial_and_is_paid_within_two_weeks_after_it(
    incurred: date, paid: date, *, counts: bool
) -> None:
    result = assess(nagano(), facts(line(5_000, incurred_on=incurred, paid_on=paid)))
    assert result.granted == (5_000 if counts else 0)


def test_a_cost_before_the_decision_counts_only_with_an_approved_early_start() -> None:
    early = line(5_000, incurred_on=date(2024, 8, 9))
    late_decision = facts(early, decided_on=date(2024, 8, 10))
    [step] = assess(nagano(), late_decision).line("1").steps
    assert step.reason == "発生日 2024年8月9日 は、交付決定日 2024年8月10日 より前です。"
    approved = facts(early, decided_on=date(2024, 8, 10), conditions={"early-start": True})
    assert assess(nagano(), approved).granted == 5_000


@pytest.mark.parametrize(("early_from", "counts"), [(8, True), (9, True), (10, False)])
def test_an_early_start_counts_from_the_day_that_was_approved(
    early_from: int, *, counts: bool
) -> None:
    early = line(5_000, incurred_on=date(2024, 8, 9))
    since = date(2024, 8, early_from)
    result = assess(nagano(), facts(early, decided_on=date(2024, 8, 20), early_from=since))
    assert result.granted == (5_000 if counts else 0)
    told = ["発生日 2024年8月9日 は、事前着手が認められた日 2024年8月10日 より前です。"]
    assert [step.reason for step in result.line("1").steps] == ([] if counts else told)


def test_an_early_start_approved_for_after_the_decision_takes_nothing_away() -> None:
    on_the_day = line(5_000, incurred_on=date(2024, 8, 10))
    decided, later = date(2024, 8, 10), date(2024, 8, 15)
    assert (
        assess(nagano(), facts(on_the_day, decided_on=decided, early_from=later)).granted == 5_000
    )


def test_a_thing_may_be_rented_but_not_bought() -> None:
    rented = line(9_000, "rental", key="rented", contract=Contract.RENTED)
    bought = line(9_000, "rental", key="bought", contract=Contract.BOUGHT)
    result = assess(nagano(), facts(rented, bought))
    assert (result.claimed, result.eligible, result.granted) == (18_000, 9_000, 9_000)
    assert "資産となる物の購入は対象になりません。" in result.line("bought").steps[0].reason


def test_only_a_kind_with_allowed_contracts_asks_for_the_contract() -> None:
    kinds = nagano().kinds
    assert [kind.key for kind in kinds if kind.asks_contract] == ["rental"]
    assert [kind.key for kind in kinds if kind.sub_kinds] == ["travel"]
    unsaid = assess(nagano(), facts(line(9_000, "rental")))
    assert [note.message for note in unsaid.findings] == ["購入か賃借かを選んでください。"]


def test_green_car_and_taxi_are_no_part_of_travel() -> None:
    lines = [
        line(8_000, "travel", key="a", sub_kind="shinkansen"),
        line(4_000, "travel", key="b", sub_kind="green"),
        line(2_000, "travel", key="c", sub_kind="taxi"),
    ]
    result = assess(nagano(), facts(*lines))
    assert [one.granted for one in result.lines] == [8_000, 0, 0]
    assert [note.line for note in result.remarks] == ["a"]  # the economic route is for a person


def test_a_line_without_its_receipt_blocks_the_claim_and_is_not_paid() -> None:
    result = assess(nagano(), facts(line(5_000, evidence=frozenset())))
    assert result.granted == 0
    assert [note.message for note in result.findings] == [
        "領収書がありません。添付するか、この行を取り下げてください。"
    ]
    assert result.blocked


def test_nothing_is_paid_above_what_is_left_of_the_grant() -> None:
    known = {"granted": Yen(200_000), "already_paid": Yen(150_000)}
    result = assess(nagano(), facts(line(80_000), **known))
    assert result.granted == 50_000  # 200,000 − 150,000
    assert result.steps[-1].reason == ("80,000円 が交付決定額の残り 50,000円 を超えます。")


def test_before_the_cohort_is_known_an_estimate_runs_from_the_lower_to_the_higher_limit() -> None:
    plan = facts(line(400_000, evidence=frozenset()), cohort_heads=None, granted=None)
    outlook = estimate(nagano(), plan)
    assert (outlook.low, outlook.high) == (240_000, 300_000)
    assert not outlook.assessment.blocked
