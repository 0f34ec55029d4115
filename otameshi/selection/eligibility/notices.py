"""The letter and the numbered notice of the 形式審査: shown before they go, then sent."""

from datetime import datetime
from typing import Any

from otameshi.core.clock import day_in_japan
from otameshi.documents import issue, post
from otameshi.selection.eligibility import documents
from otameshi.selection.eligibility.rules import reasons_in
from otameshi.selection.models import Candidacy

KIND, LIFTED_KIND = "selection_ineligible", "selection_restored"
UNNUMBERED = "（文書番号は送るときに付きます）"


def letter(candidacy: Candidacy, note: str) -> tuple[str, str]:
    """Return subject and text of the letter as it would go out with these reasons."""
    return post.rendered(KIND, **_facts(candidacy, note))


def preview(candidacy: Candidacy, note: str, at: datetime) -> bytes:
    """Set the notice as it would leave the office; nothing is numbered or kept."""
    return documents.notice(candidacy, UNNUMBERED, day_in_japan(at), reasons_in(note))


def tell_ineligible(candidacy: Candidacy, at: datetime, note: str) -> None:
    """Issue the numbered notice and write the letter; each line of the note is a reason."""
    number = issue.next_number(candidacy.application.call.year.document_code, at)
    candidacy.document_number = number
    content = documents.notice(candidacy, number, day_in_japan(at), reasons_in(note))
    applicant = candidacy.application.applicant
    issue.issue(candidacy, KIND, documents.TITLE, content, to=applicant, at=at, number=number)
    post.write(KIND, applicant, at, **_facts(candidacy, note))


def tell_restored(candidacy: Candidacy, at: datetime, note: str, before: str) -> None:
    """Issue the notice that takes back the one numbered `before`, and write the letter."""
    number = issue.next_number(candidacy.application.call.year.document_code, at)
    content = documents.lifted(candidacy, number, day_in_japan(at), before, note)
    applicant = candidacy.application.applicant
    title = documents.LIFTED
    issue.issue(candidacy, LIFTED_KIND, title, content, to=applicant, at=at, number=number)
    post.write(LIFTED_KIND, applicant, at, **_facts(candidacy, note), before=before, number=number)


def _facts(candidacy: Candidacy, note: str) -> dict[str, Any]:
    application = candidacy.application
    return {
        "application": application,
        "year": application.call.year,
        "reasons": reasons_in(note),
        "note": note,
    }
