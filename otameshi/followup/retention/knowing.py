"""All that was ever known of a wave, and since when: what the figure of a past day is made of."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import selectinload

from otameshi.core.clock import day_in_japan
from otameshi.db import db
from otameshi.followup.models import Invitation, Wave
from otameshi.followup.retention.meaning import answer_of
from otameshi.followup.retention.past import AS_ONE, Asked, Said
from otameshi.followup.retention.reading import HEADS, SUBSIDISED
from otameshi.followup.retention.rules import Counting
from otameshi.followup.rules import Answer
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART

Moment = tuple[datetime, int]  # what comes first where two fall together


def asked(wave: Wave) -> list[Asked]:
    """Return who took part in the wave's year, and who of each group is asked in it."""
    places: dict[int, list[int]] = {}
    query = (
        select(Invitation.participation_id, Participant.position)
        .outerjoin(Participant, Participant.id == Invitation.participant_id)
        .where(Invitation.wave_id == wave.id)
        .order_by(Participant.position)
    )
    for group, position in db.session.execute(query):
        places.setdefault(group, []).append(AS_ONE if position is None else position)
    groups = select(Participation.id, HEADS, case((SUBSIDISED, 1), else_=0)).where(
        Participation.year_id == wave.year_id, Participation.state.in_(TOOK_PART)
    )
    return [
        Asked(key, people, bool(paid), tuple(places.get(key, ())))
        for key, people, paid in db.session.execute(groups)
    ]


def said_in(wave: Wave, counting: Counting) -> list[Said]:
    """Return all that was ever said in a wave, in its order, as the year reads it now."""
    rows = db.session.scalars(
        select(Invitation)
        .where(Invitation.wave_id == wave.id)
        .options(
            selectinload(Invitation.replies),
            selectinload(Invitation.refusals),
            selectinload(Invitation.participant),
        )
    )
    found = sorted(
        (moment for one in rows for moment in _moments(one, counting)), key=lambda each: each[0]
    )
    return [said for _, said in found]


def _moments(one: Invitation, counting: Counting) -> Iterator[tuple[Moment, Said]]:
    """Return what one who was asked said; of a reply and a refusal in one, that which stands."""
    place = one.participant.position if one.participant else AS_ONE

    def said(at: datetime, answer: Answer) -> Said:
        return Said(day_in_japan(at), one.participation_id, place, answer)

    for reply in one.replies:
        answer = answer_of(counting.keeps, reply.given)
        yield (reply.answered_at, 0), said(reply.answered_at, answer)
    for refusal in one.refusals:
        order = 1 if refusal.at == one.refused_at else -1
        yield (refusal.at, order), said(refusal.at, Answer.REFUSED)
