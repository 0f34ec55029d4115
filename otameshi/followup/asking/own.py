"""Who is asked, and is signed in, has a new link sent to where the letters of the survey go."""

from datetime import datetime, timedelta

from sqlalchemy import select

from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.followup.asking import sending
from otameshi.followup.asking.letters import addressee
from otameshi.followup.contacts.reading import representative
from otameshi.followup.models import Invitation
from otameshi.participation.models import Participation
from otameshi.people import Person

PAUSE = timedelta(minutes=10)


def asked_now(person: Person, at: datetime) -> Invitation | None:
    """Return the newest survey that a representative may answer now by a link."""
    today = day_in_japan(at)
    found = db.session.scalars(
        select(Invitation)
        .join(Participation)
        .where(
            Participation.representative_id == person.id,
            Invitation.token_hash.is_not(None),
            Invitation.revoked_at.is_(None),
            Invitation.opens_on <= today,
            Invitation.closes_on >= today,
        )
        .order_by(Invitation.id.desc())
    )
    return next((one for one in found if addressee(one) is representative(one.participation)), None)


def new_link(person: Person, at: datetime) -> Invitation:
    """Write once more, with a new link; the one before ends."""
    found = asked_now(person, at)
    if found is None:
        raise Refused("いま回答いただける調査はありません。")
    invitation = locked(Invitation, found.id)
    if invitation.sent_at and at < invitation.sent_at + PAUSE:
        raise Refused(
            "リンクは、先ほどメールで送りました。届かないときは、10分たってからもう一度お試しください。"
        )
    return sending.write(
        invitation, "followup_invitation", "本人が新しいリンクを頼んだ", person, at
    ).invitation
