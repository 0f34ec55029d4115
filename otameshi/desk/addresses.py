"""Where the pages of the stages are: the links from the path, the work list and the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from otameshi.desk.facts import Need, Stage
from otameshi.desk.paths import Journey
from otameshi.desk.today import Deadline
from otameshi.desk.waiting import Queue, Waiting
from otameshi.followup.models import Wave
from otameshi.history import Event
from otameshi.programme.models import Call

LISTS = {
    Queue.APPLICATIONS: "applications_desk.index",
    Queue.PARTICIPATION: "participation_desk.index",
    Queue.GRANTS: "grants_desk.index",
    Queue.CLAIMS: "claims_desk.index",
}
OWN = {
    Stage.PARTICIPATION: "participation.index",
    Stage.GRANT: "grants.index",
    Stage.CLAIM: "claims.index",
    Stage.PAYMENT: "claims.index",
}
STAGE_OF = {
    Need.FINISH_APPLICATION: Stage.APPLICATION,
    Need.ANSWER_OFFER: Stage.PARTICIPATION,
    Need.APPLY_FOR_GRANT: Stage.GRANT,
    Need.BEGIN_CLAIM: Stage.CLAIM,
    Need.FINISH_CLAIM: Stage.CLAIM,
    Need.CORRECT_CLAIM: Stage.CLAIM,
    Need.INVOICE: Stage.CLAIM,
}


def page_of(stage: Stage, journey: Journey) -> str | None:
    """Return the applicant's own page of a stage, if there is anything to see yet."""
    if stage is Stage.APPLICATION:
        return url_for("applications.summary", application_id=journey.application.id)
    if stage is Stage.GRANT and journey.grant:
        return url_for("grants.show", grant_id=journey.grant.id)
    begun = {
        Stage.PARTICIPATION: journey.selected,
        Stage.GRANT: journey.place,
        Stage.CLAIM: journey.grant and journey.grant.amount,
        Stage.PAYMENT: journey.claim,
    }
    return url_for(OWN[stage]) if begun.get(stage) else None


def answer_to(need: Need, journey: Journey, survey: int | None) -> str:
    """Return where the applicant does what is needed; the survey's link stands in its letter."""
    if need is Need.ANSWER_SURVEY:
        return url_for("my.letter", letter_id=survey) if survey else url_for("my.letters")
    if need in {Need.FINISH_GRANT, Need.CORRECT_GRANT} and journey.grant:
        return url_for("grants.edit", grant_id=journey.grant.id)
    return page_of(STAGE_OF[need], journey) or url_for("my.index")


def rows_of(waiting: Waiting) -> str:
    """Return the list that shows just the rows that were counted."""
    if waiting.queue is Queue.SELECTION:
        state = waiting.state or None
        return url_for("selection_desk.show", call_id=waiting.call_id, state=state)
    return url_for(LISTS[waiting.queue], state=waiting.state)


def of_deadline(deadline: Deadline) -> str:
    """Return the page where the office sees what ends."""
    subject = deadline.subject
    if isinstance(subject, Wave):
        return url_for("followup_desk.show", wave_id=subject.id)
    if isinstance(subject, Call):
        return url_for("applications_desk.index", call=subject.id)
    return url_for("programme_desk.index")


@dataclass(frozen=True, slots=True)
class Subject:
    label: str
    endpoint: str | None = None
    argument: str = ""


SUBJECTS = {
    "applications": Subject("応募", "applications_desk.show", "application_id"),
    "candidacies": Subject("選考", "selection_desk.candidate", "candidacy_id"),
    "sheets": Subject("採点票"),
    "participations": Subject("参加", "participation_desk.show", "participation_id"),
    "grants": Subject("交付", "grants_desk.show", "grant_id"),
    "claims": Subject("請求", "claims_desk.show", "claim_id"),
    "waves": Subject("追跡調査", "followup_desk.show", "wave_id"),
    "invitations": Subject("追跡調査の回答"),
    "programme_years": Subject("年度の設定"),
    "calls": Subject("募集回"),
    "gatherings": Subject("説明会・交流会"),
    "people": Subject("利用者・職員", "people.show", "person_id"),
    "mail_links": Subject("招待"),
    "letters": Subject("通知（メール）", "outbox.show", "letter_id"),
}


def name_of(event: Event) -> str:
    known = SUBJECTS.get(event.subject)
    return f"{known.label if known else event.subject} {event.subject_id}"


def subject_of(event: Event, waves: Mapping[int, int]) -> str | None:
    """Return the page of what an event happened to; `waves` are those of the invitations."""
    if event.subject_id in waves and event.subject == "invitations":
        wave_id = waves[event.subject_id]
        return url_for("followup_desk.group", wave_id=wave_id, invitation_id=event.subject_id)
    known = SUBJECTS.get(event.subject)
    if known is None or known.endpoint is None:
        return None
    row: dict[str, Any] = {known.argument: event.subject_id}
    return url_for(known.endpoint, **row)
