"""The menu: each entry is shown to those who may open its page, and to nobody else."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from otameshi.core.roles import ANYONE, Role
from otameshi.web.access import needed

ENTRIES = (
    ("マイページ", "my.index"),
    ("メッセージ", "messages.index"),
    ("採点", "review.index"),
    ("担当の面談", "interview_panel.index"),
    ("今日の仕事", "desk.index"),
    ("メッセージ", "messages_desk.index"),
    ("応募", "applications_desk.index"),
    ("選考", "selection_desk.index"),
    ("参加", "participation_desk.index"),
    ("交付", "grants_desk.index"),
    ("請求", "claims_desk.index"),
    ("支払", "payments.index"),
    ("追跡調査", "followup_desk.index"),
    ("統計", "statistics.index"),
    ("説明会・交流会", "outreach_desk.index"),
    ("年度の設定", "programme_desk.index"),
    ("送信箱", "outbox.index"),
    ("履歴", "history.index"),
    ("職員・権限", "people.index"),
)
# Who else may open these reaches them from a page of the own work.
NARROWER = {"interview_panel.index": frozenset({Role.REVIEWER})}


# Pages of a stage that have a blueprint of their own stand under the stage's entry.
ROOMS = {
    "retention_desk": "statistics",
    **dict.fromkeys(
        ("decision_desk", "fairness", "interviews_desk", "panel_desk", "scoring_summary"),
        "selection_desk",
    ),
    "criteria_desk": "programme_desk",
    "courses_desk": "statistics",
    "totals": "statistics",
    "dashboards": "statistics",
    "tokens": "people",
    "open_data": "statistics",
    "tables": "statistics",
    **dict.fromkeys(("asking_desk", "stay_desk"), "participation_desk"),
    **dict.fromkeys(("waves_desk", "contacts_desk", "survey_groups"), "followup_desk"),
    "banks_desk": "payments",
    "budget_desk": "payments",
    "after_desk": "payments",
    "taxes_desk": "payments",
    "closing_desk": "payments",
    "changes_desk": "grants_desk",
    "payment_runs": "payments",
    "visits_desk": "outreach_desk",
    "doubts_desk": "claims_desk",
    "invoicing": "claims",
    "advances": "claims",
    "advances_desk": "payments",
}


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    current: bool


def navigation() -> list[Entry]:
    """Return the entries open to this person; a visitor has none."""
    if not current_user.is_authenticated:
        return []
    here = ROOMS.get(request.blueprint or "", request.blueprint)
    return [
        Entry(label, url_for(endpoint), endpoint.partition(".")[0] == here)
        for label, endpoint in ENTRIES
        if endpoint in current_app.view_functions
        and needed(endpoint) != ANYONE
        and NARROWER.get(endpoint, needed(endpoint)) & current_user.roles
    ]


def init_app(app: Flask) -> None:
    app.add_template_global(navigation)
