"""What the tests of decisions begin with: proposals, a decision, and the hold that passes."""

from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from otameshi.applications.models import Application
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import actions
from otameshi.selection.decision.actions import sending
from otameshi.selection.decision.models import Decision, Dispatch
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome, State
from tests import make

AT = japan(2026, 6, 1, 10)


def proposed(
    outcome: Outcome = Outcome.SELECTED,
    of: Application | None = None,
    rank: int | None = None,
    by: Person | None = None,
) -> Candidacy:
    return make.candidacy(
        of,
        State.PROPOSED,
        proposal=outcome,
        waitlist_rank=rank,
        proposed_by=by or make.person(Role.OFFICER),
    )


def decided(call: Call, by: Person, *outcomes: Outcome) -> list[Candidacy]:
    """Decide one candidate for each outcome; the waiting list is numbered in this order."""
    rank = 0
    found = []
    for outcome in outcomes:
        rank += outcome is Outcome.WAITLISTED
        line = rank if outcome is Outcome.WAITLISTED else None
        found.append(proposed(outcome, make.application(to=call), line))
    actions.decide_all(call, by, AT)
    return found


def send(call: Call, by: Person) -> Dispatch:
    return sending.send(call, set(sending.lots(sending.ready(call))), by, AT)


def tell(call: Call, by: Person) -> None:
    """Send every notice that waits, and let the hold pass."""
    sending.release(send(call, by).id, AT)


def decisions(of: Candidacy) -> list[Decision]:
    return list(db.session.scalars(sending.of_candidate(of)))


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def paper_of(one: Decision) -> IssuedPaper:
    assert one.paper is not None
    return one.paper


def read(one: Decision) -> str:
    """Return the text of the paper of a decision as it was issued."""
    return text(storage.content(paper_of(one).attachment))


def read_paper(paper: IssuedPaper) -> str:
    return text(storage.content(paper.attachment))


def text(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
