"""What is held of a person's decisions: those of which the notice has left, and nothing before."""

from sqlalchemy import select

from otameshi.applications.models import Application
from otameshi.core.held import Fact, Part, Record, part, record, said
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.decision.models import Decision
from otameshi.selection.decision.rules import Notice
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State

TOLD = {"told_at": "知らせた日時", "answer_by": "回答の期限"}
DECIDED = {"decided_at": "決定した日時", "document_number": "文書番号"}
DECISION = {
    "number": "文書番号",
    "outcome": "結果",
    "waitlist_rank": "補欠の順位",
    "reason": "理由",
    "at": "決定した日時",
}
OFFICE = "事務局が決定と通知を準備するための記録です。決まったことは、通知と「決定」にあります。"

TABLES = {"candidacies": {"told": "状態", **TOLD, **DECIDED}, "decisions": DECISION}
LEFT = {
    "candidacies": frozenset({"state", "findings", "proposal", "waitlist_rank"}),
    "decisions": frozenset({"round", "way", "note", "own_reason", "answer_by", "notice", "made"}),
}
REASONS = {"dispatches": OFFICE, "revisions": OFFICE, "selection_meetings": OFFICE}


def told(person: Person) -> dict[int, list[Decision]]:
    """Return the decisions of which the notice has left, by candidacy."""
    found: dict[int, list[Decision]] = {}
    for one in db.session.scalars(
        select(Decision)
        .join(Decision.candidacy)
        .join(Candidacy.application)
        .where(Application.applicant_id == person.id, Decision.notice == Notice.SENT)
        .order_by(Decision.id)
    ):
        found.setdefault(one.candidacy_id, []).append(one)
    return found


def of(one: Candidacy, decisions: list[Decision]) -> Record:
    known = one.told is one.state  # a later decision may be on its way
    facts = (
        Fact("state", "状態", said(one.told or State.SCREENING)),
        Fact("application", "受付番号", one.application.number),
        *(
            Fact(key, label, said(getattr(one, key)) if known else None)
            for key, label in DECIDED.items()
        ),
    )
    parts: list[Part] = [part("decisions", "決定", (record(each, DECISION) for each in decisions))]
    return record(one, TOLD, *facts, parts=parts)
