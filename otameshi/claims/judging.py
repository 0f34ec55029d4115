"""What the frozen rules make of a claim: the door to the engine. No database, no web."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from otameshi.claims.rules import BEING_WEIGHED, State, Verdict
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen, total
from otameshi.subsidy import (
    Assessment,
    Contract,
    Day,
    Facts,
    Line,
    LineResult,
    Note,
    Rulebook,
    assess,
)
from otameshi.subsidy.calendar import length, months
from otameshi.subsidy.shares import spread
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


def judge(terms: Terms, expenses: Sequence[Expense]) -> Judgement:
    """Apply the frozen rules to the lines, then keep within what the grant has left."""
    late = {one.key: paid_late(one, terms) for one in expenses}
    lines = tuple(_line(one, terms, paid_late=bool(late[one.key])) for one in expenses)
    found = assess(terms.rulebook, facts(terms, lines))
    return Judgement(
        lines=tuple(
            Judged(
                expense=one,
                label=cost_label(terms.rulebook, one.kind, one.sub_kind),
                result=found.line(one.key),
                late=late[one.key],
                findings=_of(one, (*found.findings, *found.undecided)),
                remarks=_of(one, found.remarks),
            )
            for one in expenses
        ),
        claimed=total(one.amount for one in expenses),
        eligible=found.eligible,
        granted=settlement(found.granted, terms),
        assessment=found,
        terms=terms,
    )


def cost_label(rulebook: Rulebook, kind: str, sub_kind: str) -> str:
    """Return the words for a cost: 業務上の交通費：新幹線."""
    found = rulebook.kind(kind)
    if found is None:
        return kind
    part = found.sub_kind(sub_kind)
    return f"{found.label}：{part.label}" if part else found.label


def costs(rulebook: Rulebook) -> list[tuple[str, str]]:
    """Return every cost to choose from as (key, label); the key joins kind and part."""
    return [
        (f"{kind.key}:{part}", cost_label(rulebook, kind.key, part))
        for kind in rulebook.kinds
        for part in ([sub.key for sub in kind.sub_kinds] or [""])
    ]


def as_reported(expenses: Iterable[Expense]) -> list[Expense]:
    """Count what was sent back again, while its group mends it and reports anew."""
    return [
        replace(one, verdict=Verdict.OPEN) if one.verdict is Verdict.RETURNED else one
        for one in expenses
    ]


def settlement(assessed: Yen, terms: Terms) -> Yen:
    """Return 確定額: what the rules give, never above what cap and grant have left."""
    return Yen(max(min(assessed, terms.left), 0))


def paid_late(expense: Expense, terms: Terms) -> str:
    """Say why a payment after the year's last day of payment does not count."""
    if expense.paid_on <= terms.paid_by:
        return ""
    by = terms.paid_by
    return (
        f"支払の期限（{by.year}年{by.month}月{by.day}日）より後に支払ったため、対象になりません。"
    )


def _line(expense: Expense, terms: Terms, *, paid_late: bool) -> Line:
    return Line(
        key=expense.key,
        kind=expense.kind,
        sub_kind=expense.sub_kind,
        contract=Contract(expense.contract or Contract.NONE),
        incurred_on=expense.incurred_on,
        paid_on=expense.paid_on,
        amount=Yen(0) if paid_late else expense.counted,
        evidence=expense.papers,
        person=expense.traveller,
        visit=expense.visit or terms.visit_on(expense.incurred_on, expense.traveller),
        used=expense.used,
        nights=expense.nights,
        days=length(expense.used) if expense.used else 0,
        months=months(expense.used) if expense.used else 0,
        km=Fraction(expense.distance_m, 1_000),
        supported=expense.supported,
        business=Fraction(expense.business_percent, 100),
    )


def replayed(terms: Terms, expenses: Sequence[Expense]) -> Facts:
    """Return the expenses of a 組 as they were reported, for another rulebook to judge."""
    return facts(terms, tuple(_line(one, terms, paid_late=False) for one in as_claimed(expenses)))


def as_claimed(expenses: Iterable[Expense]) -> list[Expense]:
    """Count every expense in full, whatever the office has said of it."""
    return [replace(one, verdict=Verdict.OPEN, reduced_to=None) for one in expenses]


def facts(terms: Terms, lines: tuple[Line, ...]) -> Facts:
    return Facts(
        lines=lines,
        heads=terms.heads,
        cohort_heads=terms.cohort_heads,
        trial=terms.trial,
        decided_on=terms.decided_on,
        early_from=terms.early_from,
        granted=terms.amount,
        already_paid=terms.settled_before,
        stay=terms.stay,
    )


def _of(expense: Expense, notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.line == expense.key)


def as_told(state: State, expenses: Iterable[Expense]) -> list[Expense]:
    """Return the lines as the claimant may see them: rulings still being made are not told."""
    if state not in BEING_WEIGHED:
        return list(expenses)
    return [replace(one, verdict=Verdict.OPEN, reduced_to=None) for one in expenses]


def ready_to_submit(judgement: Judgement, why_nothing: str = "") -> None:
    """Refuse an 実績報告 that lacks something, and name every line that does.

    One of which nothing is granted goes to the office with a word from the group alone.
    """
    if not judgement.lines:
        raise Refused("経費が1件も記録されていません。")
    faults = [
        f"{number}行目：{note.message}"
        for number, judged in enumerate(judgement.lines, start=1)
        for note in judged.findings
    ]
    faults += [note.message for note in judgement.blocking if not note.line]
    if faults:
        raise Refused("".join(faults))
    if judgement.granted <= 0 and not why_nothing.strip():
        denied = "".join(note.message for note in judgement.denied)
        raise Refused(
            f"交付できる経費がありません。{denied}各行の理由を確かめてください。"
            "このまま報告するときは、0円でも報告する理由を記入してください。"
        )


def ready_to_settle(judgement: Judgement, why_nothing: str = "") -> Yen:
    """Return 確定額, or refuse where the rules block it; 0円 needs a written reason."""
    blocked = [note.message for note in judgement.blocking]
    if blocked:
        raise Refused("規則の判定が終わっていないため、額を確定できません。" + "".join(blocked))
    if judgement.granted <= 0 and not why_nothing.strip():
        raise Refused(
            "確定できる額がありません。担当者に戻して内容を確かめるか、理由を記入して0円で確定してください。"
        )
    if judgement.granted > 0 and why_nothing.strip():
        raise Refused(
            f"確定できる額（{judgement.granted:,}円）があります。額の確定のページから確定してください。"
        )
    return judgement.granted


def divided(judgement: Judgement, settled: Yen) -> dict[str, Yen]:
    """Divide 確定額 by 費目: every part is at least 1円, and together they are it to the yen.

    The rules have shared each limit over several lines among them; what they grant of each 費目 is
    brought down to what is settled by the largest remainder. None grows. 45,000円 of 60,000円 for
    the office and 30,000円 for travel: 30,000円 and 15,000円.
    """
    granted = [one for one in judgement.assessment.subtotals if one.granted]
    parts = spread([one.granted for one in granted], [one.kind for one in granted], settled)
    return {one.kind: part for one, part in zip(granted, parts, strict=True) if part}


def nothing_granted(judgement: Judgement) -> tuple[str, ...]:
    """Return, each once, what the rules and the officer say of why nothing is granted."""
    whole = [note.message for note in judgement.denied]
    lines = [reason for one in judgement.lines for reason, _ in one.reasons]
    return tuple(dict.fromkeys([*whole, *lines]))


WAYS = frozenset(Contract) - {Contract.NONE}


def known_papers(rulebook: Rulebook, shows: Collection[str]) -> None:
    """Refuse files of which nobody says what they show."""
    if not shows or not set(shows) <= {paper.key for paper in rulebook.papers}:
        raise Refused("添付した書類で分かるもの（領収書など）を選んでください。")


def worded(rulebook: Rulebook, kind: str, sub_kind: str, contract: str) -> tuple[str, str]:
    """Return kind of part and of contract where the rulebook asks for them.

    Words that are not of the rulebook, or that it still asks for, are refused.
    """
    found = rulebook.kind(kind)
    if found is None:
        raise Refused("対象経費の区分にない費目です。選び直してください。")
    if found.sub_kinds and found.sub_kind(sub_kind) is None:
        raise Refused(f"{found.label}の種類を選んでください。")
    if found.asks_contract and contract not in WAYS:
        raise Refused(f"{found.label}では、購入か賃借かを選んでください。")
    return (sub_kind if found.sub_kinds else ""), (contract if found.asks_contract else "")
