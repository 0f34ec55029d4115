"""Where the pages of the stages are: the links from the path, the work list and the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from otameshi.claims.rules import State as Claim
from otameshi.desk.ahead import Deadline
from otameshi.desk.facts import Need, Stage
from otameshi.desk.paths import Journey
from otameshi.desk.waiting import Queue, Waiting
from otameshi.followup.models import Wave
from otameshi.history import Event
from otameshi.programme.models import Call
from otameshi.selection.decision.actions.tasks import Task
from otameshi.web.access import may_open

LISTS = {
    Queue.MESSAGES: "messages_desk.index",
    Queue.APPLICATIONS: "applications_desk.index",
    Queue.CORRECTIONS: "corrections_desk.index",
    Queue.INTERVIEWS: "interviews_desk.index",
    Queue.PARTICIPATION: "participation_desk.index",
    Queue.REQUESTS: "asking_desk.index",
    Queue.GRANTS: "grants_desk.index",
    Queue.CHANGES: "changes_desk.index",
    Queue.CLAIMS: "claims_desk.index",
    Queue.ADVANCES: "advances_desk.index",
    Queue.RUNS: "payment_runs.index",
    Queue.CANCELLATIONS: "after_desk.index",
    Queue.REPAYMENTS: "after_desk.index",
    Queue.TAXES: "taxes_desk.index",
    Queue.SURVEYS: "waves_desk.tasks_index",
    Queue.GATHERINGS: "outreach_desk.index",
    Queue.NOTES: "notes.index",
}
# Where what is needed is done: the endpoint, and what of the journey its address names.
DONE_AT = {
    Need.FINISH_APPLICATION: ("applications.summary", "application"),
    Need.ANSWER_CORRECTION: ("corrections.show", "application"),
    Need.CHOOSE_INTERVIEW: ("interviews.own", "interview"),
    Need.ANSWER_OFFER: ("participation.accept", "candidacy"),
    Need.APPLY_FOR_GRANT: ("grants.index", None),
    Need.FINISH_GRANT: ("grants.edit", "grant"),
    Need.CORRECT_GRANT: ("grants.edit", "grant"),
    Need.BEGIN_CLAIM: ("claims.index", None),
    Need.FINISH_CLAIM: ("claims.show", "claim"),
    Need.CORRECT_CLAIM: ("claims.show", "claim"),
    Need.INVOICE: ("invoicing.start", "claim"),
}


def _own(endpoint: str, journey: Journey, named: str | None) -> str:
    row = {} if named is None else {f"{named}_id": getattr(journey, named).id}
    return url_for(endpoint, **row)


def page_of(stage: Stage, journey: Journey) -> str | None:
    """Return the applicant's own page of a stage, if there is anything to see yet."""
    if stage is Stage.APPLICATION:
        return _own("applications.summary", journey, "application")
    if stage is Stage.SELECTION and journey.interview and journey.awaits_outcome:
        return _own("interviews.own", journey, "interview")
    if stage is Stage.PARTICIPATION and journey.selected:
        return url_for("participation.index")
    if stage is Stage.GRANT and journey.grant:
        return _own("grants.show", journey, "grant")
    if stage in {Stage.CLAIM, Stage.PAYMENT} and journey.claim:
        return _own("claims.show", journey, "claim")
    return None


def answer_to(need: Need, journey: Journey, survey: int | None) -> str:
    """Return where the applicant does what is needed; the survey's link stands in its letter."""
    if need is Need.ANSWER_SURVEY:
        return url_for("my.letter", letter_id=survey) if survey else url_for("my.letters")
    endpoint, named = DONE_AT[need]
    return _own(endpoint, journey, named)


AFTER_DECIDING = {
    Task.NOTICES.value: "decision_desk.notices",
    Task.LINE.value: "decision_desk.line",
    Task.ANSWERS.value: "decision_desk.line",
    Task.CHANGES.value: "decision_desk.changes",
}


def rows_of(waiting: Waiting) -> str | None:
    """Return the list of just the rows that were counted, or None where the reader may not go."""
    endpoint, row = _list_of(waiting)
    return url_for(endpoint, **row) if may_open(endpoint) else None


def _list_of(waiting: Waiting) -> tuple[str, dict[str, Any]]:
    if waiting.queue is Queue.SELECTION and waiting.state in AFTER_DECIDING:
        return AFTER_DECIDING[waiting.state], {"call_id": waiting.call_id}
    state = {"state": waiting.state or None}
    if waiting.queue is Queue.GATHERINGS:
        return LISTS[waiting.queue], {"missing": "1"}
    if waiting.queue is Queue.CANCELLATIONS:
        return LISTS[waiting.queue], {"cancelling": waiting.state}
    if waiting.queue is Queue.SELECTION:
        return "selection_desk.show", {"call_id": waiting.call_id, **state}
    if waiting.queue is Queue.CLAIMS and waiting.state == Claim.INVOICED:
        return "payments.index", {}
    return LISTS[waiting.queue], state


def of_deadline(deadline: Deadline) -> str:
    """Return the page where the office sees what ends."""
    subject = deadline.subject
    if isinstance(subject, Wave):
        return url_for("followup_desk.show", wave_id=subject.id)
    if isinstance(subject, Call):
        return url_for("applications_desk.index", call=subject.id)
    return url_for("programme_desk.show", fiscal_year=subject.fiscal_year)


@dataclass(frozen=True, slots=True)
class Subject:
    label: str
    endpoint: str | None = None
    argument: str = ""


SUBJECTS = {
    "applications": Subject("応募", "applications_desk.show", "application_id"),
    "extensions": Subject("締切の延長"),
    "export_runs": Subject("応募の出力", "exports.show", "run_id"),
    "saved_views": Subject("検索条件"),
    "application_notes": Subject("内部メモ"),
    "candidacies": Subject("選考", "selection_desk.candidate", "candidacy_id"),
    "sheets": Subject("採点票"),
    "interview_rounds": Subject("面談の設定"),
    "interviews": Subject("面談", "interviews_desk.interview", "interview_id"),
    "interview_records": Subject("面談記録"),
    "participations": Subject("参加", "participation_desk.show", "group_id"),
    "participation_requests": Subject("変更の申出", "asking_desk.show", "request_id"),
    "stay_sheets": Subject("滞在記録"),
    "grants": Subject("交付", "grants_desk.show", "grant_id"),
    "grant_changes": Subject("交付の変更", "changes_desk.show", "change_id"),
    "claims": Subject("請求", "claims_desk.show", "claim_id"),
    "cancellations": Subject("交付決定の取消", "after_desk.cancellation", "key"),
    "tax_reports": Subject("仕入控除税額報告"),
    "repayments": Subject("返還", "after_desk.repayment", "key"),
    "payment_runs": Subject("振込", "payment_runs.show", "run_id"),
    "waves": Subject("追跡調査", "followup_desk.show", "wave_id"),
    "retention_plans": Subject("拠点維持の数え方"),
    "retention_locks": Subject("指標の確定"),
    "invitations": Subject("追跡調査の回答", "followup_desk.group"),
    "programme_years": Subject("年度の設定", "programme_desk.show"),
    "calls": Subject("募集回", "programme_desk.show"),
    "gatherings": Subject("説明会・交流会"),
    "threads": Subject("メッセージ", "messages_desk.show", "thread_id"),
    "mailings": Subject("まとめて送るメッセージ", "messages_desk.check", "mailing_id"),
    "published_figures": Subject("公表値（成果指標）"),
    "published_counts": Subject("公表値（取組実績）"),
    "settled_costs": Subject("決算額"),
    "sheet_texts": Subject("要因分析・今後の方向性"),
    "incoming_totals": Subject("過去の集計の表"),
    "people": Subject("利用者・職員", "people.show", "person_id"),
    "mail_links": Subject("招待"),
    "api_tokens": Subject("APIトークン"),
    "table_runs": Subject("統計の表の出力", "tables.show", "run_id"),
    "letters": Subject("通知（メール）", "outbox.show", "letter_id"),
}


def name_of(event: Event) -> str:
    known = SUBJECTS.get(event.subject)
    return f"{known.label if known else event.subject} {event.subject_id}"


def subject_of(event: Event, deeper: Mapping[tuple[str, int], dict[str, int]]) -> str | None:
    """Return the page of what an event happened to, where there is one that the reader may open.

    `deeper` says how the address names what lies below something else.
    """
    known = SUBJECTS.get(event.subject)
    if known is None or known.endpoint is None or not may_open(known.endpoint):
        return None
    row: dict[str, Any] | None = {known.argument: event.subject_id}
    if not known.argument:
        row = deeper.get((event.subject, event.subject_id))
    return None if row is None else url_for(known.endpoint, **row)
