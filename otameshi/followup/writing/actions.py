"""The questions of a wave: their versions, their draft, and how they are copied and published."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from otameshi.core.questions import Kind, Questionnaire
from otameshi.db import db
from otameshi.followup import asked
from otameshi.followup.models import Invitation, Reply, Wave
from otameshi.followup.question_models import WaveDraft, WaveQuestions
from otameshi.followup.sections import PAGES
from otameshi.followup.writing.rules import check_meaning, check_standing
from otameshi.people import Person
from otameshi.programme.written import Pen, Shelf, questions_of

# Who answers by a link has no account to which files could belong.
KINDS = tuple(kind for kind in Kind if kind is not Kind.FILE)

SHELF: Shelf[Wave] = Shelf(
    owner=Wave,
    versions=lambda wave: wave.questions,
    version=WaveQuestions,
    draft=WaveDraft,
    key="wave_id",
    called="調査の質問",
    check=lambda wave, whole: check_meaning(whole, asked.conditions_of(wave.year)),
)


def _taken(wave: Wave) -> Iterable[Questionnaire]:
    """Yield all that the year's waves ever asked: one key means one question in all of them."""
    waves = db.session.scalars(select(Wave).where(Wave.year_id == wave.year_id)).all()
    for one in waves:
        yield from map(questions_of, one.questions)
        yield SHELF.being_written(one)


PEN: Pen[Wave] = Pen(SHELF, PAGES, taken=_taken)


def copy(
    wave: Wave, source: Wave | None, by: Person, at: datetime, version: int | None = None
) -> None:
    """Write the draft anew as another wave asks, or as the standard survey where none is given."""
    whole = asked.standard().whole if source is None else source.whole
    check_standing(whole)
    named = "標準の質問" if source is None else f"「{source.name}」"
    label = f"質問の下書き：{named}から写した"
    PEN.take_over(wave, whole, (by, at, label), version)


def sources(wave: Wave) -> Sequence[Wave]:
    """Return the waves whose questions can be copied, the newest first."""
    others = select(Wave).where(Wave.id != wave.id, Wave.questions.any())
    return db.session.scalars(others.order_by(Wave.id.desc())).all()


def answered(wave: Wave) -> int:
    """Count who has answered already, and stays with the version answered under."""
    mine = select(Invitation.id).where(Invitation.wave_id == wave.id)
    replied = select(Reply.invitation_id).where(Reply.invitation_id.in_(mine)).distinct()
    return len(db.session.scalars(replied).all())
