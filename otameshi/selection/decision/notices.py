"""The letter and the paper of a decision, made from what stands now; and what made them differ."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from otameshi.core.clock import day_in_japan
from otameshi.core.wareki import wareki
from otameshi.documents import post
from otameshi.documents.paper import Paper
from otameshi.selection import documents
from otameshi.selection.decision.models import Decision


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as it would leave now."""

    kind: str
    title: str
    subject: str
    body: str
    paper: Paper
    made: dict[str, str]


def draft(decision: Decision, answer_by: date | None = None) -> Draft:
    """Make a notice; `answer_by` is known only when it is sent, and is no part of its digests."""
    kind = decision.kind
    subject, body = _letter(decision, answer_by)
    bare = (subject, body) if answer_by is None else _letter(decision, None)
    return Draft(
        kind=kind,
        title=title_of(decision),
        subject=subject,
        body=body,
        paper=_paper(decision, answer_by),
        made={
            "template": _digest(post.source(kind)),
            "letter": _digest("\n".join(bare)),
            "paper": _digest(repr(_paper(decision, None))),
        },
    )


def title_of(decision: Decision) -> str:
    return documents.title_of(decision.outcome, before_of(decision))


def before_of(decision: Decision) -> documents.Before | None:
    one = decision.replaces
    if one is None:
        return None
    return documents.Before(one.outcome, one.number, day_in_japan(one.at))


def _letter(decision: Decision, answer_by: date | None) -> tuple[str, str]:
    application = decision.candidacy.application
    return post.rendered(
        decision.kind,
        application=application,
        decision=decision,
        year=application.call.year,
        number=decision.number,
        before=before_of(decision),
        answer_by=wareki(answer_by) if answer_by else "",
    )


def _paper(decision: Decision, answer_by: date | None) -> Paper:
    return documents.written(
        decision.candidacy,
        decision.outcome,
        decision.number,
        day_in_japan(decision.at),
        [decision.reason] if decision.reason else [],
        answer_by=answer_by,
        before=before_of(decision),
    )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
