"""Whether the order of the rules makes sense: from fine to coarse, and each rule able to apply."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from otameshi.subsidy.kinds import Kind
from otameshi.subsidy.rules import (
    Allowance,
    Cap,
    Clamp,
    Judgement,
    Minimum,
    OnLines,
    Open,
    Pooled,
    Presence,
    Rounding,
    Rule,
)
from otameshi.subsidy.words import Doubt, How, Mode, Per

Parts = frozenset[tuple[str, str]]


def parts(kinds: Sequence[Kind], rule: Rule) -> Parts:
    """Return the payable kinds and parts of kinds that a rule is about."""
    return frozenset(
        (kind.key, key)
        for kind in kinds
        for key in ([sub.key for sub in kind.sub_kinds if sub.payable] or [""])
        if not isinstance(rule, OnLines) or rule.takes(kind.key, key)
    )


def misplaced(kinds: Sequence[Kind], rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Yield rules that stand where the yen would depend on how others were shared out."""
    found = [(rule, parts(kinds, rule)) for rule in rules if _changes(rule)]
    for (early, first), (late, second) in combinations(found, 2):
        if isinstance(late, Allowance):
            message = f"定額（{late.id}）は、ほかの規則「{early.id}」より前に置いてください。"
            if not isinstance(early, Allowance):
                yield late.id, message
        elif not _nested(early, late, first, second):
            message = f"「{late.id}」は、先に働く「{early.id}」のまとまりと入れ子になっていません。"
            advice = "細かい単位（1件、1日、1か月など）の規則を先に、広い単位（合計）の規則を後に"
            yield late.id, f"{message}{advice}並べてください。"
        if _lifts(late) and isinstance(early, Cap | Clamp) and first & second:
            yield (
                late.id,
                f"「{late.id}」は切り上げることがあるため、上限「{early.id}」より前に置いてください。",
            )


def _changes(rule: Rule) -> bool:
    noted = isinstance(rule, Open) and rule.effect is not Doubt.HOLD
    return not (isinstance(rule, Judgement) or noted)


def _lifts(rule: Rule) -> bool:
    return isinstance(rule, Rounding) and rule.mode is not Mode.DOWN


def _meet(kinds: Sequence[Kind], one: Rule, other: Rule) -> bool:
    return bool(parts(kinds, one) & parts(kinds, other))


def _per(rule: Rule) -> tuple[Per, ...]:
    """Return how fine a rule looks: all but the pooled ones look at single lines."""
    if isinstance(rule, Presence):
        return (Per.VISIT, Per.PERSON) if rule.each_person else (Per.VISIT,)
    return rule.per if isinstance(rule, Pooled) else (Per.LINE,)


def _nested(early: Rule, late: Rule, first: Parts, second: Parts) -> bool:
    """Whether each pool of the early rule lies whole in a pool of the late one, or outside.

    Only a pooled rule shares amounts out; one about the whole group refuses all lines or none.
    """
    by_visit = isinstance(late, Presence) and late.how is How.EACH_VISIT
    if not isinstance(early, Pooled) or not (isinstance(late, OnLines) or by_visit):
        return True
    if not first & second or Per.LINE in early.per:
        return True
    implied = set(early.per)
    if Per.DAY in implied:
        implied.add(Per.MONTH)
    if len({kind for kind, _ in first}) == 1:
        implied.add(Per.KIND)
    if not set(_per(late)) <= implied:
        return False
    if Per.KIND not in implied:
        return first <= second
    return all(_whole(first, second, kind) for kind in {kind for kind, _ in first})


def _whole(first: Parts, second: Parts, kind: str) -> bool:
    mine = {part for part in first if part[0] == kind}
    return mine <= second or not mine & second


def dead(kinds: Sequence[Kind], rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Yield rules that can never apply, and limits below what is paid at least."""
    for rule in rules:
        if isinstance(rule, OnLines) and not parts(kinds, rule):
            message = (
                "対象となる経費がないため、この規則は働きません。kinds と sub_kinds の組合せか、"
            )
            yield rule.id, message + "経費の payable を直してください。"
    caps = [rule for rule in rules if isinstance(rule, Cap)]
    for early, late in combinations(caps, 2):
        if _same(early, late) and early.amount and late.amount and late.amount >= early.amount:
            message = f"先に働く上限「{early.id}」（{early.amount:,}円）以上のため、働きません。"
            yield late.id, message + "額を下げるか、どちらかを消してください。"
    for floor in (rule for rule in rules if isinstance(rule, Minimum)):
        for cap in caps:
            amounts = [cap.amount, *(tier.amount for tier in cap.tiers)]
            low = min(amount for amount in amounts if amount is not None)
            if floor.per == cap.per and _meet(kinds, floor, cap) and low < floor.amount:
                message = f"上限 {low:,}円 が、下限「{floor.id}」の {floor.amount:,}円 より小さく、"
                yield (
                    cap.id,
                    message + "決して交付されません。上限を上げるか、下限を下げてください。",
                )


def _same(one: Cap, other: Cap) -> bool:
    return (one.per, one.kinds, one.sub_kinds, one.times) == (
        other.per,
        other.kinds,
        other.sub_kinds,
        other.times,
    )
