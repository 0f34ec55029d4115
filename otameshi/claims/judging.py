"""What the frozen rules make of a claim: the door to the engine. No database, no web."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from otameshi.claims.judged import Expense, Judged, Judgement, Terms
from otameshi.claims.rules import BEING_WEIGHED, State, Verdict
from otameshi.claims.vocabulary import cost_label
from otameshi.core.states import Refused
from otameshi.core.yen import Yen, total
from otameshi.subsidy import (
    Contract,
    Facts,
    Line,
    Note,
    assess,
)
from otameshi.subsidy.calendar import length, months
from otameshi.subsidy.shares import spread


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
    return as_claimed(expenses)


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
