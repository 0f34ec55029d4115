"""The notices of the selection: 採択通知書, 補欠通知書, 不採択通知書."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.applications.models import Application
from otameshi.core.clock import day_in_japan
from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.documents import official
from otameshi.documents.paper import Items, Paper, sheet
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome

TITLES = {
    Outcome.SELECTED: "参加者採択通知書",
    Outcome.WAITLISTED: "参加者補欠通知書",
    Outcome.REJECTED: "参加者不採択通知書",
}
WITHDRAWN = "参加者採択取消通知書"
ALTERED = "参加者選考結果変更通知書"
RESULTS = {
    Outcome.SELECTED: "下記のとおり採択することに決定しましたので、通知します。",
    Outcome.WAITLISTED: "下記のとおり補欠とすることに決定しましたので、通知します。",
    Outcome.REJECTED: "下記のとおり採択しないことに決定しましたので、通知します。",
}
NEXT = {
    Outcome.SELECTED: (
        "参加の承諾",
        "マイページから、参加する市町村と期間を確かめて、承諾又は辞退の手続をしてください。",
    ),
    Outcome.WAITLISTED: (
        "今後の取扱い",
        "採択された方に辞退があった場合に、順位に従って繰り上げ、改めて通知します。",
    ),
    Outcome.REJECTED: (
        "問合せ",
        "選考の結果についての問合せは、下記の担当までお願いします。",
    ),
}
NOT_A_GRANT = (
    "なお、この通知は補助金の交付を決定するものではありません。補助金を受けようとする場合は、"
    "別に交付申請をしてください。交付決定の前に支払った経費は、補助の対象になりません。"
)


@dataclass(frozen=True, slots=True)
class Before:
    """The notice that a later one takes the place of."""

    outcome: Outcome
    number: str
    on: date


def title_of(outcome: Outcome, before: Before | None = None) -> str:
    """Name the notice: of a result, of a place taken away, or of any other change."""
    if before is None or _moved_up(outcome, before):
        return TITLES[outcome]
    return WITHDRAWN if before.outcome is Outcome.SELECTED else ALTERED


def _moved_up(outcome: Outcome, before: Before) -> bool:
    return before.outcome is Outcome.WAITLISTED and outcome is Outcome.SELECTED


def notice(
    candidacy: Candidacy,
    outcome: Outcome,
    number: str,
    on: date,
    reasons: Sequence[str] = (),
) -> bytes:
    """Set the notice of one decision; `reasons` are given where a place is refused."""
    return sheet(written(candidacy, outcome, number, on, reasons))


def written(  # noqa: PLR0913  # a notice has this many particulars
    candidacy: Candidacy,
    outcome: Outcome,
    number: str,
    on: date,
    reasons: Sequence[str] = (),
    *,
    answer_by: date | None = None,
    before: Before | None = None,
) -> Paper:
    """Write the notice of one decision; what it says concerns its addressee alone."""
    application = candidacy.application
    year = application.call.year
    name = f"{fiscal_year_label(year.fiscal_year)}{year.name}"
    opening = f"{_applied(application)}{name}の参加者の募集について、"
    said = f"{opening}{_changed(outcome, before)}{RESULTS[outcome]}"
    if outcome is Outcome.SELECTED:
        said += f"\n{NOT_A_GRANT}"
    rows = _rows(candidacy, outcome, reasons)
    if before is not None:
        rows.append(
            ("変更前の決定", f"{wareki(before.on)}付け{before.number}（{before.outcome.label}）")
        )
    if outcome is Outcome.SELECTED and answer_by is not None:
        rows.append(("回答の期限", wareki(answer_by)))
    return official.notice(
        year.letterhead,
        f"{year.name}{title_of(outcome, before)}",
        said,
        (Items([*rows, NEXT[outcome]]),),
        number=number,
        dated=on,
        to=addressee(application),
    )


def _changed(outcome: Outcome, before: Before | None) -> str:
    if before is None:
        return ""
    if _moved_up(outcome, before):
        return f"{wareki(before.on)}付け{before.number}の補欠から繰り上げ、"
    return f"{wareki(before.on)}付け{before.number}による決定を変更し、"


def _applied(application: Application) -> str:
    if application.submitted_at is None:
        return ""
    return f"{wareki(day_in_japan(application.submitted_at))}付けで応募のありました"


def addressee(application: Application) -> tuple[str, ...]:
    representative = application.members[0].name if application.members else ""
    name = application.leader or representative or application.applicant.name
    lines = [application.trade_name] if application.title == application.trade_name else []
    return (*lines, f"{name}　様")


def who_applied(candidacy: Candidacy) -> list[tuple[str, str]]:
    """Return the rows that name an application."""
    return [
        ("募集回", candidacy.application.call.title),
        ("受付番号", candidacy.application.number or "－"),
        ("応募者", f"{candidacy.title}（{candidacy.heads}名）"),
    ]


def _rows(candidacy: Candidacy, outcome: Outcome, reasons: Sequence[str]) -> list[tuple[str, str]]:
    rows = [*who_applied(candidacy), ("結果", _result(candidacy, outcome))]
    placed = candidacy.placement if outcome is Outcome.SELECTED else None
    where = [("参加する市町村", placed.place)] if placed else []
    return [*rows, *where, *(("理由", reason) for reason in reasons)]


def _result(candidacy: Candidacy, outcome: Outcome) -> str:
    if outcome is Outcome.WAITLISTED and candidacy.waitlist_rank is not None:
        return f"補欠（順位{candidacy.waitlist_rank}番）"
    return outcome.label
