"""What the year would pay if every group spent what it planned. No database."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from otameshi.core.period import Period
from otameshi.core.yen import Yen, total
from otameshi.subsidy import Contract, Facts, Line, Rulebook, cohort_step, estimate

MOST_KEPT = 20_000  # judged plans


class Plan(NamedTuple):
    """The planned costs (経費の見込み) of a group: (kind, part, contract, 円) each."""

    heads: int  # 名
    first: date
    last: date
    costs: tuple[tuple[str, str, str, int], ...]


_JUDGED: dict[tuple[str, int, Plan], Yen] = {}


def expected(book: Rulebook, mark: str, plans: Iterable[Plan], cohort_heads: int) -> Yen:
    """Sum what the rules would grant of each plan, the cap of so many participants included.

    `mark` says which rulebook it is (its hash): the same plan is judged once by the same rules.
    """
    step = cohort_step(book, cohort_heads)
    return total(_granted(book, mark, plan, step) for plan in plans)


def _granted(book: Rulebook, mark: str, plan: Plan, cohort_heads: int) -> Yen:
    key = (mark, cohort_heads, plan)
    known = _JUDGED.get(key)
    if known is None:
        if len(_JUDGED) >= MOST_KEPT:
            _JUDGED.clear()
        known = _JUDGED[key] = estimate(book, _facts(plan, cohort_heads)).low
    return known


def _facts(plan: Plan, cohort_heads: int) -> Facts:
    lines = tuple(
        Line(
            key=str(number),
            kind=kind,
            sub_kind=part,
            contract=Contract(contract),
            incurred_on=plan.first,
            paid_on=plan.first,  # a plan is to pay in time
            amount=Yen(amount),
        )
        for number, (kind, part, contract, amount) in enumerate(plan.costs)
    )
    trial = Period(plan.first, plan.last)
    return Facts(lines=lines, heads=plan.heads, cohort_heads=cohort_heads, trial=trial)
