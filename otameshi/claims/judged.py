"""What is judged of a claim, and what comes of it."""

from dataclasses import dataclass
from datetime import date

from otameshi.claims.rules import Verdict
from otameshi.core.period import Period
from otameshi.core.yen import Yen, total
from otameshi.subsidy import Assessment, Day, LineResult, Note, Rulebook
from otameshi.subsidy.words import ZERO


@dataclass(frozen=True, slots=True)
class Expense:
    """One line of 経費明細; `amount` is with tax, `papers` is what its receipts show.

    `used` is the time that is paid for, `supported` what others bore of the amount.
    """

    key: str
    kind: str
    sub_kind: str
    contract: str
    incurred_on: date
    paid_on: date
    amount: Yen
    papers: frozenset[str]
    traveller: str = ""
    used: Period | None = None
    distance_m: int = 0
    visit: int | None = None
    nights: int = 0
    supported: Yen = ZERO
    business_percent: int = 100
    verdict: Verdict = Verdict.OPEN
    reduced_to: Yen | None = None

    @property
    def counted(self) -> Yen:
        """Return what the officer has left of it; nothing while it is sent back."""
        if self.verdict is Verdict.RETURNED:
            return Yen(0)
        return self.amount if self.reduced_to is None else self.reduced_to


@dataclass(frozen=True, slots=True)
class Terms:
    """What the grant promised, frozen at 交付決定; `settled_before` is what it has paid so far."""

    rulebook: Rulebook
    amount: Yen
    cap: Yen
    heads: int
    cohort_heads: int
    trial: Period
    decided_on: date
    paid_by: date
    settled_before: Yen
    early_from: date | None = None  # 事前着手: from when a cost before 交付決定 counts
    stay: tuple[Day, ...] = ()  # 滞在記録, where the rules look at it

    def visit_on(self, on: date, who: str) -> int | None:
        """Return which visit (来県) the log has on a day: of one person, or of anybody."""
        there = (day for day in self.stay if day.on == on and day.present)
        return next((day.visit for day in there if who in {"", day.person}), None)

    @property
    def left(self) -> Yen:
        """Return what other claims of this grant have left of it."""
        return Yen(max(min(self.amount, self.cap) - self.settled_before, 0))


@dataclass(frozen=True, slots=True)
class Judged:
    """One line with what the rules say of it."""

    expense: Expense
    label: str
    result: LineResult
    late: str
    findings: tuple[Note, ...]
    remarks: tuple[Note, ...]

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Return each reduction of this line alone as (reason, article)."""
        own = [(step.reason, step.article) for step in self.result.steps if not step.scope]
        return (*([(self.late, "")] if self.late else []), *own)

    @property
    def cut(self) -> bool:
        """Say whether less of it counts than was spent, by the officer or by a rule of its own."""
        return self.result.eligible < self.expense.amount or bool(self.reasons)


@dataclass(frozen=True, slots=True)
class KindSum:
    label: str
    claimed: Yen
    eligible: Yen


@dataclass(frozen=True, slots=True)
class Judgement:
    """A whole claim: `granted` is what could be settled now, within cap and grant."""

    lines: tuple[Judged, ...]
    claimed: Yen
    eligible: Yen
    granted: Yen
    assessment: Assessment
    terms: Terms

    @property
    def left_after(self) -> Yen:
        return Yen(self.terms.left - self.granted)

    def line(self, key: str) -> Judged:
        return next(one for one in self.lines if one.expense.key == key)

    @property
    def by_kind(self) -> tuple[KindSum, ...]:
        """Sum by kind of cost, in the rulebook's order."""
        return tuple(
            KindSum(
                label=kind.label,
                claimed=total(one.expense.amount for one in found),
                eligible=total(one.result.eligible for one in found),
            )
            for kind in self.terms.rulebook.kinds
            if (found := [one for one in self.lines if one.expense.kind == kind.key])
        )

    @property
    def findings(self) -> tuple[Note, ...]:
        return (*self.assessment.findings, *self.assessment.undecided)

    @property
    def denied(self) -> tuple[Note, ...]:
        """Return the conditions that are not met, so that nothing is paid."""
        return tuple(note for note in self.findings if note.denies)

    @property
    def blocking(self) -> tuple[Note, ...]:
        """Return what must be mended first: a denial alone may stand, and then grants nothing."""
        return tuple(note for note in self.findings if not note.denies or self.granted > 0)
