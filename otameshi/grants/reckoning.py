"""What the rules grant of a plan, and what the year's budget bears. No database, no web."""

from collections.abc import Sequence
from dataclasses import dataclass

from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen, total
from otameshi.subsidy import Contract, Estimate, Facts, Kind, Line, Rulebook, cap, estimate
from otameshi.subsidy.rules import Window
from otameshi.subsidy.words import Within


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One line of the expenditure (支出) that is planned."""

    kind: str
    amount: Yen


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the rules make of a plan, before anything is spent; `cap` is None if there is none."""

    estimate: Estimate
    cap: Yen | None
    heads: int
    cohort_heads: int

    @property
    def eligible(self) -> Yen:
        return self.estimate.assessment.eligible


@dataclass(frozen=True, slots=True)
class Budget:
    """収支予算書: what comes in equals what goes out."""

    asked: Yen
    own_funds: Yen
    other_funds: Yen
    expenditure: Yen

    @property
    def income(self) -> Yen:
        return total((self.asked, self.own_funds, self.other_funds))


def prospect(
    rulebook: Rulebook,
    plan: Sequence[PlanFact],
    *,
    heads: int,
    cohort_heads: int,
    trial: Period,
) -> Prospect:
    """Judge a plan as if each thing were bought and ridden in the way that the rules pay for."""
    lines = tuple(
        _planned(str(number), one, rulebook.kind(one.kind), trial)
        for number, one in enumerate(plan, start=1)
    )
    facts = Facts(lines=lines, heads=heads, cohort_heads=cohort_heads, trial=trial)
    return Prospect(
        estimate(rulebook, facts), cap(rulebook, heads, cohort_heads), heads, cohort_heads
    )


def _planned(key: str, one: PlanFact, kind: Kind | None, trial: Period) -> Line:
    contracts = kind.contracts if kind else ()
    parts = [sub.key for sub in kind.sub_kinds if sub.payable] if kind else []
    return Line(
        key=key,
        kind=one.kind,
        incurred_on=trial.first,
        amount=one.amount,
        contract=contracts[0] if contracts else Contract.NONE,
        sub_kind=parts[0] if parts else "",
    )


def most(found: Prospect, expenditure: Yen, other_funds: Yen) -> Yen:
    """Return the most that may be asked for; help from elsewhere is never paid a second time."""
    room = Yen(max(expenditure - other_funds, 0))
    limits = [found.estimate.low, room, *([] if found.cap is None else [found.cap])]
    return min(limits)


def balance(expenditure: Yen, other_funds: Yen, limit: Yen, asked: Yen | None) -> Budget:
    """Balance the 収支予算書: own funds bear what nobody else pays.

    `asked` None asks for all that the rules allow.
    """
    if other_funds > expenditure:
        raise Refused("ほかの補助金・支援の額が、支出の合計を超えています。額を確かめてください。")
    if asked is not None and asked > limit:
        raise Refused(
            f"交付申請額は{limit:,}円以下にしてください。空欄にすると最大の額になります。"
        )
    wanted = limit if asked is None else asked
    return Budget(wanted, Yen(expenditure - wanted - other_funds), other_funds, expenditure)


def complete(purpose: str, plan: Sequence[PlanFact], *, pledged: bool, asked: Yen) -> None:
    """Refuse a 交付申請 that lacks something, and say all that it lacks."""
    lacking = [
        words
        for words, there in (
            ("事業の目的・内容を記入してください。", bool(purpose.strip())),
            ("支出の見込みを1行以上記入してください。", bool(plan)),
            ("誓約を確かめ、チェックを入れてください。", pledged),
        )
        if not there
    ]
    if plan and asked <= 0:
        lacking.append("補助の対象になる支出がありません。支出の見込みを確かめてください。")
    if lacking:
        raise Refused("".join(lacking))


def amount(asked: Yen, found: Prospect) -> Yen:
    """Return 交付決定額: what was asked for, as far as the rules of the day bear it."""
    limits = [asked, found.estimate.low, *([] if found.cap is None else [found.cap])]
    decided = min(limits)
    if decided <= 0:
        raise Refused("交付できる額がありません。申請の内容を確かめてください。")
    return decided


def within_budget(budget: Yen, decided: Yen, more: Yen) -> None:
    """Refuse a decision that the year's 予算額 no longer bears."""
    if decided + more > budget:
        left = max(budget - decided, 0)
        raise Refused(
            f"予算を超えるため交付決定できません。予算の残りは{left:,}円、この決定は{more:,}円です。"
        )


def gives_way_to_early_start(rulebook: Rulebook) -> bool:
    """Say whether the rules would count a cost between an approved early start and 交付決定."""
    windows = [one for one in rulebook.rules if isinstance(one, Window)]
    return all(one.unless for one in windows if one.within is Within.DECISION)


LOW = 10  # percent of the budget: what is left below that is pointed out


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one decision would make of the year's 予算額."""

    budget: Yen
    decided: Yen  # without this decision
    more: Yen

    @property
    def left(self) -> Yen:
        """Return what is left before this decision."""
        return Yen(self.budget - self.decided)

    @property
    def after(self) -> Yen:
        return Yen(self.left - self.more)

    @property
    def exceeded(self) -> bool:
        return self.after < 0

    @property
    def low(self) -> bool:
        return not self.exceeded and self.after * 100 < self.budget * LOW


def changed_amount(before: Yen, asked: Yen | None, limit: Yen, *, ends: bool) -> Yen:
    """Return 交付決定額 after a change, where `limit` is the most that the new plan bears.

    Without a wish it stays, or falls to the limit: it never rises unasked. What ends (中止・廃止)
    may come to nothing at all.
    """
    if ends:
        return min(before, limit)
    if asked is not None and asked > limit:
        raise Refused(
            f"変更後の交付決定額は{limit:,}円以下にしてください。空欄にすると、いまの額のままか、"
            "計算した最大の額になります。"
        )
    after = min(before, limit) if asked is None else asked
    if after <= 0:
        raise Refused(
            "変更後に交付できる額がありません。補助事業をやめるときは、廃止の承認を申請してください。"
        )
    return after


def must_not_undercut(after: Yen, settled: Yen) -> None:
    """Refuse to bring 交付決定額 below what is already settled or paid in advance."""
    if after < settled:
        raise Refused(
            f"額の確定または概算払が済んでいる{settled:,}円より少なくはできません。"
            "変更後の経費を確かめてください。"
        )
