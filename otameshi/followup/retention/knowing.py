"""All that was ever known of a wave, and since when: what the figure of a past day is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from otameshi.core.clock import day_in_japan
from otameshi.db import db
from otameshi.followup.models import Invitation, Wave
from otameshi.followup.retention import past, recorded, words
from otameshi.followup.retention.meaning import Members, answer_of
from otameshi.followup.retention.past import AS_ONE, Asked, Day, Said
from otameshi.followup.retention.rules import Counting, Counts
from otameshi.followup.rules import Answer
from otameshi.history import Event

Moment = tuple[datetime, int]  # what comes first where two fall together


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a wave, each fact with its day, and in words what has no day."""

    groups: Sequence[Asked]
    said: Sequence[Said]
    members: Members
    asked_from: date
    undated: Sequence[str]

    def on(self, day: date | None = None) -> Counts:
        """Return the counts at the end of a day, or as of now."""
        return past.counts_on(self.groups, self.said, self.members, day)

    def course(self) -> list[Day]:
        """Return the days on which the counts changed since the first group was asked."""
        return past.course(self.groups, self.said, self.members, self.asked_from)


def of(wave: Wave, counting: Counting) -> Known:
    """Read a wave with all that belongs to its figure, in a fixed number of statements."""
    invitations = _invitations(wave)
    said = _said(invitations, counting)
    asked = _asked(wave, invitations, said)
    found = recorded.of_year(wave.year_id, asked)
    first = min((on for steps in asked.values() for on, _ in steps), default=date.max)
    undated = words.undated(found.declined_undated, found.grants_undated)
    return Known(found.groups, said, counting.members, first, undated)


def _invitations(wave: Wave) -> Sequence[Invitation]:
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.wave_id == wave.id)
        .order_by(Invitation.id)
        .options(
            selectinload(Invitation.replies),
            selectinload(Invitation.refusals),
            selectinload(Invitation.participant),
        )
    ).all()


def _said(invitations: Sequence[Invitation], counting: Counting) -> list[Said]:
    """Return all that was ever said, in its order, as the year reads it now."""
    found = sorted(
        (moment for one in invitations for moment in _moments(one, counting)),
        key=lambda each: each[0],
    )
    return [said for _, said in found]


def _moments(one: Invitation, counting: Counting) -> Iterator[tuple[Moment, Said]]:
    """Return what one who was asked said; of a reply and a refusal in one, that which stands."""

    def said(at: datetime, answer: Answer) -> Said:
        return Said(day_in_japan(at), one.participation_id, _place(one), answer)

    for reply in one.replies:
        answer = answer_of(counting.keeps, reply.given, counting.undecided)
        yield (reply.answered_at, 0), said(reply.answered_at, answer)
    for refusal in one.refusals:
        order = 1 if refusal.at == one.refused_at else -1
        yield (refusal.at, order), said(refusal.at, Answer.REFUSED)


def _place(one: Invitation) -> int:
    return one.participant.position if one.participant else AS_ONE


def _asked(
    wave: Wave, invitations: Sequence[Invitation], said: Sequence[Said]
) -> dict[int, list[tuple[date, int]]]:
    """Return for each group which places were asked from which day on.

    The day is that of the first entry in the history of the invitation; of one that was taken over
    without any, the first day on which it takes answers. Nobody answers before being asked.
    """
    first = dict(
        db.session.execute(
            select(Event.subject_id, func.min(Event.at))
            .join(Invitation, Invitation.id == Event.subject_id)
            .where(Event.subject == Invitation.__tablename__, Invitation.wave_id == wave.id)
            .group_by(Event.subject_id)
        ).all()
    )
    answered: dict[tuple[int, int], date] = {}
    for one in said:
        answered.setdefault((one.group, one.place), one.on)
    found: dict[int, list[tuple[date, int]]] = {}
    for each in invitations:
        place = _place(each)
        begun = day_in_japan(first[each.id]) if each.id in first else each.opens_on
        day = min(begun, answered.get((each.participation_id, place), begun))
        found.setdefault(each.participation_id, []).append((day, place))
    return found
