"""What a group said in a wave, as its year reads it: made anew whenever a reply comes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.db import db
from otameshi.followup.asked import counting_of
from otameshi.followup.models import Invitation, Outcome, Wave
from otameshi.followup.retention.meaning import answer_of, answer_of_group
from otameshi.followup.retention.rules import Counting
from otameshi.followup.rules import Answer
from otameshi.participation.actions.changing import JOINED
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear


def said(invitation: Invitation, counting: Counting) -> Answer:
    """Return what the newest reply says of the base; a refusal stands until there is an answer."""
    if invitation.refused_at is not None:
        return Answer.REFUSED
    if invitation.reply is None:
        return Answer.SILENT
    return answer_of(counting.keeps, invitation.reply.given, counting.undecided)


def begin(made: Iterable[Invitation], at: datetime) -> None:
    """Count groups that were just asked for the first time: they have said nothing yet."""
    groups = {one.participation: one.wave for one in made}
    for group, wave in groups.items():
        people = len(group.people)
        db.session.add(
            Outcome(
                wave=wave,
                participation=group,
                answer=Answer.SILENT,
                stayed=0,
                went=0,
                silent=people,
                refused=0,
                undecided=0,
                at=at,
            )
        )


def settle(invitation: Invitation, at: datetime) -> Outcome:
    """Write what follows for the group from its invitations in the wave, after one has changed."""
    counting = counting_of(invitation.wave.year)
    if invitation.participant_id is None:
        return _write(invitation.wave, [invitation], counting, at)
    asked = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.wave_id == invitation.wave_id,
            Invitation.participation_id == invitation.participation_id,
        )
        .options(joinedload(Invitation.participant), selectinload(Invitation.replies))
    )
    return _write(invitation.wave, list(asked), counting, at)


def group_grew(group: Participation, at: datetime) -> None:
    """Count who joined with the answer that the group has given as one."""
    whole = select(Invitation).where(
        Invitation.participation_id == group.id, Invitation.participant_id.is_(None)
    )
    for one in db.session.scalars(whole):
        settle(one, at)


JOINED.append(group_grew)


def settle_year(year: ProgrammeYear, at: datetime) -> int:
    """Read all answers of a year anew, as when its plan has changed; return how many 組 differ."""
    counting = counting_of(year)
    asked = db.session.scalars(
        select(Invitation)
        .join(Invitation.wave)
        .where(Wave.year_id == year.id)
        .options(
            joinedload(Invitation.wave),
            joinedload(Invitation.participant),
            joinedload(Invitation.participation).selectinload(Participation.people),
            selectinload(Invitation.replies),
        )
        .order_by(Invitation.id)
    ).unique()
    by_group: dict[tuple[int, int], list[Invitation]] = {}
    for one in asked:
        by_group.setdefault((one.wave_id, one.participation_id), []).append(one)
    known = {
        (one.wave_id, one.participation_id): one
        for one in db.session.scalars(
            select(Outcome).join(Outcome.wave).where(Wave.year_id == year.id)
        )
    }
    before = {key: one.answer for key, one in known.items()}
    for key, group in by_group.items():
        _write(group[0].wave, group, counting, at, known.get(key))
    return sum(before.get(key) != known[key].answer for key in known) + len(
        by_group.keys() - known.keys()
    )


def _write(  # what the outcome follows from
    wave: Wave,
    asked: list[Invitation],
    counting: Counting,
    at: datetime,
    row: Outcome | None = None,
) -> Outcome:
    group = asked[0].participation
    if row is None and group.id is not None:
        row = db.session.scalar(
            select(Outcome).where(Outcome.wave_id == wave.id, Outcome.participation_id == group.id)
        )
    if row is None:
        row = Outcome(wave=wave, participation=group)
        db.session.add(row)
    answers = [said(one, counting) for one in sorted(asked, key=_position)]
    people = _people(answers, group, by_member=asked[0].participant_id is not None)
    row.answer, row.at = answer_of_group(answers, counting.members), at
    row.stayed, row.went = people[Answer.STAYED], people[Answer.LEFT]
    row.silent, row.refused = people[Answer.SILENT], people[Answer.REFUSED]
    row.undecided = people[Answer.UNDECIDED]
    return row


def _position(one: Invitation) -> int:
    return one.participant.position if one.participant else 0


def _people(answers: Iterable[Answer], group: Participation, *, by_member: bool) -> Counter[Answer]:
    """Count people (名): a group that answers as one answers for all of its members."""
    found = Counter(answers)
    if by_member:
        return found
    (answer,) = found
    return Counter({answer: len(group.people)})
