"""The notices of the 形式審査: who does not meet the conditions, and that it was an error."""

from collections.abc import Sequence
from datetime import date

from otameshi.applications.models import Application
from otameshi.core.clock import day_in_japan
from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.documents import official
from otameshi.documents.paper import Items, sheet
from otameshi.selection.documents import addressee, who_applied
from otameshi.selection.models import Candidacy

TITLE = "要件を満たさない旨の通知"
LIFTED = "要件を満たさない旨の通知の取消しについて"
NOT_MET = (
    "応募の要件を確認した結果、下記のとおり要件を満たさないため、"
    "選考の対象としないこととしましたので、通知します。"
)
TAKEN_BACK = "下記のとおり取り消し、改めて応募の要件を確認しますので、通知します。"
ASK = ("問合せ", "この通知についての問合せは、下記の担当までお願いします。")


def notice(candidacy: Candidacy, number: str, on: date, reasons: Sequence[str]) -> bytes:
    """Set the notice that the conditions are not met, with every reason in a line of its own."""
    numbered = len(reasons) > 1
    told = [(f"理由{place}" if numbered else "理由", one) for place, one in enumerate(reasons, 1)]
    body = f"{_applied(candidacy.application)}{NOT_MET}"
    return _sheet(candidacy, TITLE, number, on, body, told)


def lifted(candidacy: Candidacy, number: str, on: date, before: str, reason: str) -> bytes:
    """Set the notice that takes the one numbered `before` back."""
    body = f"先に通知した「{TITLE}」（{before}）を、{TAKEN_BACK}"
    return _sheet(candidacy, LIFTED, number, on, body, [("取り消す理由", reason)])


def _sheet(  # a notice has this many particulars
    candidacy: Candidacy, title: str, number: str, on: date, body: str, told: list[tuple[str, str]]
) -> bytes:
    application = candidacy.application
    year = application.call.year
    return sheet(
        official.notice(
            year.letterhead,
            f"{year.name}　{title}",
            body,
            (Items([*who_applied(candidacy), *told, ASK]),),
            number=number,
            dated=on,
            to=addressee(application),
        )
    )


def _applied(application: Application) -> str:
    year = application.call.year
    name = f"{fiscal_year_label(year.fiscal_year)}{year.name}"
    on = application.submitted_at
    since = f"{wareki(day_in_japan(on))}付けで" if on else ""
    return f"{since}応募のありました{name}の参加者の募集について、"
