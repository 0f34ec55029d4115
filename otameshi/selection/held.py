"""What is held of a person's candidacies, as far as it was told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.applications.models import Application
from otameshi.core.held import Holding, Part, part
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.board import held as board
from otameshi.selection.criteria import held as criteria
from otameshi.selection.decision import held as decision
from otameshi.selection.interviews import held as interviews
from otameshi.selection.models import Candidacy
from otameshi.selection.panel import held as panel
from otameshi.selection.scoring import held as scoring

HOLDS = Holding(
    tables={**decision.TABLES, **interviews.TABLES},
    left={**decision.LEFT, **interviews.LEFT},
    reasons={
        **criteria.REASONS,
        **scoring.REASONS,
        **interviews.REASONS,
        **panel.REASONS,
        **board.REASONS,
        **decision.REASONS,
    },
)


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Candidacy)
        .join(Candidacy.application)
        .where(Application.applicant_id == person.id)
        .options(joinedload(Candidacy.application))
        .order_by(Candidacy.id)
    ).all()
    told = decision.told(person)
    yield part("selection", "選考", (decision.of(one, told.get(one.id, [])) for one in rows))
    yield from interviews.held(person)
