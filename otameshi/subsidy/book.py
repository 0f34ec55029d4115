"""The rulebook of one programme year: what may be paid for, by which rules, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy.kinds import Kind, Paper
from otameshi.subsidy.rules import Evidence, Names, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """`rules` stand in the order in which they apply, since the order changes the yen.

    `valid` are the days the rules are in force, `trial` the year's window for stays.
    """

    title: str
    version: str
    fiscal_year: int
    authority: str
    kinds: tuple[Kind, ...]
    rules: tuple[Rule, ...]
    papers: tuple[Paper, ...] = ()
    valid: Period | None = None
    trial: Period | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def kind(self, key: str) -> Kind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)

    def names(self) -> Names:
        return Names(
            kinds={kind.key: kind.label for kind in self.kinds},
            sub_kinds={sub.key: sub.label for kind in self.kinds for sub in kind.sub_kinds},
            papers={paper.key: paper.label for paper in self.papers},
        )

    def evidence_for(self, kind: str, sub_kind: str, amount: Yen) -> Iterator[Evidence]:
        """Return what a line of this kind and amount must be proved with."""
        for rule in self.rules:
            if isinstance(rule, Evidence) and rule.takes(kind, sub_kind) and amount >= rule.least:
                yield rule
