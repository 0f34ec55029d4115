"""What the year's rules say of the planned costs (経費の見込み), before anything is spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from otameshi.applications.answers import CostAnswers
from otameshi.applications.models import Application
from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import (
    Contract,
    Estimate,
    Facts,
    Kind,
    Line,
    LineResult,
    Rulebook,
    Section,
    Step,
    cap,
    estimate,
    explain,
)

MARK = "/"


@dataclass(frozen=True, slots=True)
class CostChoice:
    """One entry of the list of costs: 業務上の交通費：新幹線."""

    key: str
    label: str


def key_of(kind: str, sub_kind: str, contract: str) -> str:
    return MARK.join((kind, sub_kind, contract))


def choices(rulebook: Rulebook) -> list[CostChoice]:
    """Return every cost that can be planned, also those not paid for: one learns it here."""
    return [
        CostChoice(key_of(kind.key, part, contract.value), _label(kind, part, contract))
        for kind in rulebook.kinds
        for part in ([sub.key for sub in kind.sub_kinds] or [""])
        for contract in _contracts(kind)
    ]


def _contracts(kind: Kind) -> list[Contract]:
    if not kind.asks_contract:
        return [Contract.NONE]
    return [contract for contract in Contract if contract is not Contract.NONE]


def _label(kind: Kind, part: str, contract: Contract) -> str:
    sub = kind.sub_kind(part)
    words = [sub.label if sub else "", contract.label if contract is not Contract.NONE else ""]
    inner = "・".join(word for word in words if word)
    return f"{kind.label}：{inner}" if inner else kind.label


def label_of(cost: Any, rulebook: Rulebook | None) -> str:  # a planned cost, or its columns
    """Return the words for a planned cost; its bare key when the rules no longer have it."""
    kind = rulebook.kind(cost.kind) if rulebook else None
    return _label(kind, cost.sub_kind, Contract(cost.contract)) if kind else cost.kind


def sections(rulebook: Rulebook | None) -> tuple[Section, ...]:
    """Return the first two parts of the rules in words: what is paid for, and what is not."""
    return explain(rulebook)[:2] if rulebook else ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A planned cost with what the rules make of it and why."""

    label: str
    note: str
    result: LineResult

    @property
    def reasons(self) -> tuple[Step, ...]:
        return tuple(step for step in self.result.steps if step.reduction and not step.scope)


@dataclass(frozen=True, slots=True)
class Prospect:
    """The answer on 経費の見込み: line by line, the cap, and the amount from low to high.

    `cap_low` and `cap_high` differ while the number of the year's participants decides the cap.
    """

    lines: tuple[Judged, ...]
    heads: int
    cap_low: Yen | None
    cap_high: Yen | None
    estimate: Estimate


def prospect(
    application: Application, rulebook: Rulebook, typed: Sequence[CostAnswers] | None = None
) -> Prospect:
    """Judge the costs that are planned, or those just typed; a line's key is its number."""
    planned: Sequence[Any] = application.costs if typed is None else typed
    heads = max(1, len(application.members))
    first, last = application.stay_from, application.stay_to
    trial = Period(first, last) if first and last else application.call.year.terms.trial
    lines = tuple(
        Line(
            key=str(number),
            kind=cost.kind,
            sub_kind=cost.sub_kind,
            contract=Contract(cost.contract),
            incurred_on=trial.first,
            paid_on=trial.first,  # a plan is to pay in time; nobody is asked when
            amount=cost.amount,
        )
        for number, cost in enumerate(planned)
    )
    judged = estimate(rulebook, Facts(lines=lines, heads=heads, trial=trial))
    return Prospect(
        lines=tuple(
            Judged(label_of(cost, rulebook), cost.note, judged.assessment.line(str(number)))
            for number, cost in enumerate(planned)
        ),
        heads=heads,
        cap_low=cap(rulebook, heads, None),
        cap_high=cap(rulebook, heads, heads),
        estimate=judged,
    )
