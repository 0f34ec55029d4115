"""The law of a rulebook: names that exist, an order that is total, a rate for every kind."""

from collections.abc import Iterator, Sequence

from otameshi.subsidy.fault import Fault
from otameshi.subsidy.kinds import Kind, Paper
from otameshi.subsidy.rules import Evidence, OnLines, Rate, Rule


def check(
    order: Sequence[str], kinds: Sequence[Kind], rules: Sequence[Rule], papers: Sequence[Paper]
) -> list[Fault]:
    """Return every fault."""
    return [*_order(order, rules), *_names(kinds, rules, papers), *_rates(kinds, rules)]


def _order(order: Sequence[str], rules: Sequence[Rule]) -> Iterator[Fault]:
    ids = [rule.id for rule in rules]
    for i, key in enumerate(ids):
        if key in ids[:i]:
            yield Fault(f"rules.{i}.id", f"id「{key}」が重なっています。別の名前にしてください。")
        if key not in order:
            yield Fault("order", f"規則「{key}」の順番がありません。order に加えてください。")
    for i, key in enumerate(order):
        if key not in ids:
            yield Fault(f"order.{i}", f"「{key}」という規則はありません。")
        if key in order[:i]:
            yield Fault(f"order.{i}", f"「{key}」が二度あります。一つにしてください。")


def _names(
    kinds: Sequence[Kind], rules: Sequence[Rule], papers: Sequence[Paper]
) -> Iterator[Fault]:
    known = {kind.key for kind in kinds}
    parts = {sub.key for kind in kinds for sub in kind.sub_kinds}
    shown = {paper.key for paper in papers}
    for i, rule in enumerate(rules):
        if isinstance(rule, OnLines):
            for key in (*rule.kinds, *rule.sub_kinds):
                if key not in known | parts:
                    yield Fault(f"rules.{i}", f"「{key}」という経費の区分はありません。")
        if isinstance(rule, Evidence):
            for key in rule.needs:
                if key not in shown:
                    yield Fault(f"rules.{i}.needs", f"「{key}」という証拠書類はありません。")


def _rates(kinds: Sequence[Kind], rules: Sequence[Rule]) -> Iterator[Fault]:
    rates = [rule for rule in rules if isinstance(rule, Rate)]
    for i, kind in enumerate(kinds):
        if not any(not rate.kinds or kind.key in rate.kinds for rate in rates):
            yield Fault(f"kinds.{i}", f"「{kind.label}」に補助率（rate）の規則がありません。")
