"""What the one who settles sees: the arithmetic to the yen, and what to know first. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otameshi.claims.judged import Judgement
from otameshi.claims.rules import Verdict
from otameshi.core.yen import Yen, total
from otameshi.participation.stay.standing import Need, Outlook


@dataclass(frozen=True, slots=True)
class Row:
    """One step from what was spent to what is settled; `change` is signed 円."""

    label: str
    article: str
    change: int
    after: int


def arithmetic(judgement: Judgement) -> list[Row]:
    """Return the steps from 支出した額 to 確定額; the last `after` is what can be settled."""
    rows: list[Row] = []
    for label, article, change in _changes(judgement):
        rows.append(Row(label, article, change, (rows[-1].after if rows else 0) + change))
    return rows


def _changes(judgement: Judgement) -> Iterator[tuple[str, str, int]]:
    found = judgement.assessment
    yield "支出した額", "", judgement.claimed
    for verdict, label in (
        (Verdict.REDUCED, "担当者が減額した額"),
        (Verdict.RETURNED, "差し戻す行の額"),
    ):
        cut = total(
            Yen(one.expense.amount - one.expense.counted)
            for one in judgement.lines
            if one.expense.verdict is verdict
        )
        if cut:
            yield label, "", -cut
    late = total(one.expense.counted for one in judgement.lines if one.late)
    if late:
        yield "支払の期限より後に支払った額", "", -late
    counted = total(one.expense.counted for one in judgement.lines) - late
    if found.claimed != counted:
        yield "定額で計算した行の差", "", found.claimed - counted
    rules: dict[tuple[str, str], int] = {}
    for step in found.reductions:
        key = step.title, step.article
        rules[key] = rules.get(key, 0) - step.reduction
    yield from ((*key, change) for key, change in rules.items() if change)
    if judgement.granted != found.granted:
        yield "交付決定額・上限額の残りを超える額", "", judgement.granted - found.granted


OUTLOOK_TONE = {Outlook.MET: "good", Outlook.OPEN: "info", Outlook.SHORT: "warn"}


def warnings(
    judgement: Judgement, needs: Sequence[Need], *, visits: int, budget_left: int
) -> list[tuple[str, str]]:
    """Return (what about, what it says) of the whole claim; none of it decides.

    `budget_left` is 予算額 less what others were settled at.
    """
    return list(_warnings(judgement, needs, visits, budget_left - judgement.granted))


def _warnings(
    judgement: Judgement, needs: Sequence[Need], visits: int, left: int
) -> Iterator[tuple[str, str]]:
    whole = [n for n in (*judgement.findings, *judgement.assessment.remarks) if not n.line]
    for note in whole:
        yield f"{note.title}（{note.article}）" if note.article else note.title, note.message
    told = {note.title for note in whole}  # a rule that the claim is judged by has said it
    for need in needs:
        if need.outlook is not Outlook.MET and need.title not in told:
            who = f"：{need.who}" if need.who else ""
            yield f"滞在（{need.title}{who}）", f"{need.outlook.label}。{need.so_far}{need.still}"
    if not visits:
        yield "現地確認", "この組の現地確認（実地検査）の記録がありません。"
    if left < 0:
        yield "予算", f"確定すると、年度の予算額を{-left:,}円超えます。"
    if judgement.granted <= 0:
        yield (
            "確定額",
            "確定できる額がありません。担当者に戻して内容を確かめるか、理由を記入して0円で確定してください。",
        )
