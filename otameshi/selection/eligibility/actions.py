"""What officers make of the findings one by one, and how a judgement is taken up again."""

from datetime import datetime

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.actions.pile import living
from otameshi.selection.eligibility import notices
from otameshi.selection.eligibility.models import FindingMark
from otameshi.selection.eligibility.reading import lines
from otameshi.selection.eligibility.rules import Verdict, must_be_reasoned
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import CANDIDACY, SCREENING


def mark(  # which finding of whom, as what, who, when, why
    candidacy: Candidacy, finding: str, verdict: Verdict, by: Person, at: datetime, reason: str
) -> None:
    """Confirm or overrule one finding; an earlier mark on it gives way and stays in the history.

    Refused: no officer; the candidate is judged already; the finding is no longer there, as after
    a correction; overruling without a reason.
    """
    candidacy = living(candidacy)
    if candidacy.state not in SCREENING or not by.has(Role.OFFICER):
        raise Refused("この手続きは、今の状態または権限では行えません。")
    must_be_reasoned(verdict, reason)
    found = next((one for one in lines(candidacy) if one.key == finding), None)
    if found is None:
        raise Overtaken
    row = db.session.query(FindingMark).filter_by(candidacy_id=candidacy.id, finding=finding)
    kept = row.one_or_none() or FindingMark(candidacy_id=candidacy.id, finding=finding)
    kept.text, kept.verdict, kept.reason = found.finding.text, verdict, reason
    kept.by, kept.at = by, at
    db.session.add(kept)
    label = f"{verdict.label}とする：{found.finding.text}"
    history.record(candidacy, f"finding_{verdict}", label, by=by, at=at, note=reason)


def recheck(
    candidacy: Candidacy, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Put a candidate under review back into the 形式審査; the sheets stay as they are."""
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose("recheck", by.roles, candidacy.state, note)
    candidacy.state, candidacy.findings = move.target, None
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note)


def restore(
    candidacy: Candidacy, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Take back that a candidate was excluded, with a notice and a letter of its own."""
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose("restore", by.roles, candidacy.state, note)
    before = candidacy.document_number or ""
    candidacy.state, candidacy.findings = move.target, None
    candidacy.decided_by = candidacy.decided_at = candidacy.document_number = None
    candidacy.tell(at)
    candidacy.tell(at)
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note, before=before)
    notices.tell_restored(candidacy, at, note, before)
