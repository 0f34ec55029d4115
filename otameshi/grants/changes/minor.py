"""軽微な変更: what may change without an approval. No database, no web.

The year sets a percentage (20 is usual). For every kind of cost the change is measured against the
amount that was decided for that kind. Where money moves from one kind to another both are
measured, so the lower of the two decides:「いずれか低い方の20%以内」. Exactly the percentage is
still within (以内). A kind that had nothing has nothing to be measured by: it is never minor.

The measure is always what was last decided, never what was changed without approval since: many
small steps do not add up to a large one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from otameshi.core.yen import Yen, total

PERCENT = 100
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """What a grant promises, as far as a request may change it; `plan` is by kind of cost."""

    plan: Mapping[str, Yen]
    other_funds: Yen
    amount: Yen
    cap: Yen | None
    heads: int
    last_day: date

    @property
    def expenditure(self) -> Yen:
        return total(self.plan.values())


def minor(before: Mapping[str, Yen], after: Mapping[str, Yen], percent: int) -> bool:
    """Say whether the 経費の配分 stays within the percentage, kind by kind."""
    return not list(beyond(before, after, percent))


def beyond(before: Mapping[str, Yen], after: Mapping[str, Yen], percent: int) -> Iterator[str]:
    """Yield the kinds of cost that change by more than the percentage."""
    for kind in dict.fromkeys((*before, *after)):
        old, new = before.get(kind, Yen(0)), after.get(kind, Yen(0))
        if abs(new - old) * PERCENT > old * percent:
            yield kind


def share(before: Yen, after: Yen) -> Fraction | None:
    """Return by which part of itself an amount changes, or None where there is nothing before."""
    return Fraction(after - before, before) if before else None


def share_words(before: Yen, after: Yen) -> str:
    """Write a share in tenths of a percent, away from zero: what exceeds 20% never reads 20.0%."""
    found = share(before, after)
    if found is None:
        return "新規" if after else "—"
    tenths = -(-abs(found) * PERCENT * TENTHS // 1)
    sign = "" if not found else "+" if found > 0 else "−"
    return f"{sign}{tenths // TENTHS}.{tenths % TENTHS}%"


def why_approval(
    before: Terms, after: Terms, percent: int, labels: Mapping[str, str], *, content: bool
) -> list[str]:
    """Say why a change needs an approval; an empty list is a minor change."""
    reasons = [
        f"「{labels.get(kind, kind)}」の増減が、決定した額の{percent}%を超えます。"
        for kind in beyond(before.plan, after.plan, percent)
    ]
    if after.amount > before.amount:
        reasons.append("交付決定額が増えます。")
    elif after.amount < before.amount:
        reasons.append("交付決定額が減ります。")
    if after.heads != before.heads:
        reasons.append("参加者の人数が変わります。")
    if after.last_day != before.last_day:
        reasons.append("実施期間が変わります。")
    if after.other_funds != before.other_funds:
        reasons.append("ほかの補助金・支援の額が変わります。")
    if content:
        reasons.append("事業の目的・内容が変わります。")
    return reasons


def alters(before: Terms, after: Terms) -> bool:
    """Say whether anything that is measured is different."""
    kinds = dict.fromkeys((*before.plan, *after.plan))
    same = all(before.plan.get(kind, 0) == after.plan.get(kind, 0) for kind in kinds)
    rest = (before.other_funds, before.amount, before.heads, before.last_day)
    return not same or rest != (after.other_funds, after.amount, after.heads, after.last_day)
