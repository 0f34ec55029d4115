"""What is held of a person's answers to the follow-up survey."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.core.held import Fact, Holding, Part, Record, part, record, said
from otameshi.db import db
from otameshi.followup.models import Invitation, Reply
from otameshi.participation.models import Participation
from otameshi.people import Person

INVITATION = {"sent_at": "お尋ねした日時", "reminders": "再度のお願いの回数"}
REPLY = {"comment": "コメント", "source": "回答の方法", "answered_at": "回答の日時"}
HOLDS = Holding(
    tables={"invitations": INVITATION, "replies": REPLY},
    left={"invitations": frozenset({"revoked_at", "answered_at"})},
)


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Invitation)
        .join(Invitation.participation)
        .where(Participation.representative_id == person.id)
        .options(joinedload(Invitation.wave), joinedload(Invitation.reply).joinedload(Reply.choice))
        .order_by(Invitation.id)
    )
    yield part("surveys", "追跡調査", (_record(one) for one in rows))


def _record(one: Invitation) -> Record:
    reply = one.reply
    answer = [
        Fact("wave", "調査", one.wave.name),
        Fact("question", "質問", one.wave.question),
        Fact("answer", "回答", reply.choice.label if reply else None),
        *(Fact(key, label, said(getattr(reply, key, None))) for key, label in REPLY.items()),
    ]
    return record(one, INVITATION, *answer)
