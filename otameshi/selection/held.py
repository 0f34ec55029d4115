"""What is held of a person's candidacies, as far as it was told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.applications.models import Application
from otameshi.core.held import Fact, Holding, Part, Record, part, record, said
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.board import held as board
from otameshi.selection.criteria import held as criteria
from otameshi.selection.interviews import held as interviews
from otameshi.selection.models import Candidacy
from otameshi.selection.panel import held as panel
from otameshi.selection.rules import TOLD
from otameshi.selection.scoring import held as scoring

CANDIDACY = {"state": "状態"}
DECISION = {"decided_at": "決定した日時", "document_number": "文書番号"}

HOLDS = Holding(
    tables={"candidacies": {**CANDIDACY, **DECISION}, **interviews.TABLES},
    left={"candidacies": frozenset({"findings", "proposal", "waitlist_rank"}), **interviews.LEFT},
    reasons={
        **criteria.REASONS,
        **scoring.REASONS,
        **interviews.REASONS,
        **panel.REASONS,
        **board.REASONS,
    },
)


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Candidacy)
        .join(Candidacy.application)
        .where(Application.applicant_id == person.id)
        .options(joinedload(Candidacy.application))
        .order_by(Candidacy.id)
    )
    yield part("selection", "選考", (_record(one) for one in rows))
    yield from interviews.held(person)


def _record(one: Candidacy) -> Record:
    told = one.state in TOLD
    number = Fact("application", "受付番号", one.application.number)
    decision = [
        Fact(key, label, said(getattr(one, key)) if told else None)
        for key, label in DECISION.items()
    ]
    return record(one, CANDIDACY, number, *decision)
