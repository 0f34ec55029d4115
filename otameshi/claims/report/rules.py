"""When the report is due, who is reminded of it, and what the accounts say. No database, no web."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from otameshi.core.labels import Labelled
from otameshi.core.yen import Yen, total

LATE = -1  # "days before" of the one reminder that is written after the due day


def due_day(ended: date, days: int, fixed: date | None) -> date:
    """Return the last day of 実績報告: the earlier of N days after the end and a fixed date.

    As [CHIBA] (30日以内または12月20日) and [JSH] do; both are data of the year. A fixed date before
    the end would ask for a report on what has not happened yet: then the end counts alone.
    """
    by_end = ended + timedelta(days=days)
    return by_end if fixed is None or fixed < ended else min(by_end, fixed)


def reminder(
    due: date, before: Collection[int], written: Collection[int], today: date
) -> int | None:
    """Return which reminder is to be written today, in days before the due day, or None.

    `written` are those that were. A day on which nothing ran is made up for by the nearest
    reminder alone: nobody gets three letters at once. After the due day one more is written.
    """
    left = (due - today).days
    if left < 0:
        return None if LATE in written else LATE
    reached = [one for one in before if left <= one]
    if not reached or min(reached) in written:
        return None
    return min(reached)


class Bundle(Labelled):
    """How far the file of all evidence is."""

    WAITING = "waiting", "作成中"
    MADE = "made", "作成済み"
    OVERTAKEN = "overtaken", "作成しない（差し戻された）"
    FAILED = "failed", "作成できなかった"


MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Balance:
    """One line of 収支決算書: planned in the 交付申請, and as it came."""

    label: str
    planned: Yen
    actual: Yen

    @property
    def difference(self) -> int:
        """Return how much more (円) came than was planned; negative if less."""
        return self.actual - self.planned


@dataclass(frozen=True, slots=True)
class Accounts:
    """収支決算書: what came in equals what went out, as in the 収支予算書."""

    income: tuple[Balance, ...]
    expenditure: tuple[Balance, ...]

    @property
    def planned(self) -> Yen:
        return total(one.planned for one in self.expenditure)

    @property
    def actual(self) -> Yen:
        return total(one.actual for one in self.expenditure)


@dataclass(frozen=True, slots=True)
class Sources:
    """Who bears the cost: 補助金, others' help, and what is left to the group itself (円)."""

    subsidy: Yen
    others: Yen


def accounts(
    labels: Mapping[str, str],
    planned: Iterable[tuple[str, Yen]],
    spent: Iterable[tuple[str, Yen]],
    budget: Sources,
    outcome: Sources,
) -> Accounts:
    """Balance what was planned and what came, by kind of cost in the rulebook's order.

    Own funds (自己資金) bear what nobody else does, so that both sides are equal. Help from others
    beyond all costs cannot be shown as negative own funds: it is counted up to the costs.
    """
    plan, real = _by_kind(planned), _by_kind(spent)
    expenditure = tuple(
        Balance(label, plan.get(key, Yen(0)), real.get(key, Yen(0)))
        for key, label in labels.items()
        if key in plan or key in real
    )
    before, after = (
        _shares(total(sums.values()), sources)
        for sums, sources in ((plan, budget), (real, outcome))
    )
    names = ("補助金", "ほかの補助金・支援", "自己資金")
    income = tuple(Balance(*row) for row in zip(names, before, after, strict=True))
    return Accounts(income, expenditure)


def _by_kind(amounts: Iterable[tuple[str, Yen]]) -> dict[str, Yen]:
    sums: dict[str, Yen] = {}
    for kind, amount in amounts:
        sums[kind] = Yen(sums.get(kind, 0) + amount)
    return sums


def _shares(cost: Yen, sources: Sources) -> tuple[Yen, Yen, Yen]:
    subsidy = min(sources.subsidy, cost)
    others = min(sources.others, Yen(cost - subsidy))
    return subsidy, others, Yen(cost - subsidy - others)
