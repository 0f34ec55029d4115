"""The letters of a wave: to whom they are addressed, and what they say."""

from dataclasses import dataclass
from datetime import datetime

from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.documents import post
from otameshi.followup.contacts.reading import Known, known_of, representative
from otameshi.followup.models import Invitation, Reply
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person, digest, new_token


@dataclass(frozen=True, slots=True)
class Reached:
    """Where the members of a group are written to now."""

    group: Participation
    known: Known

    def of(self, invitation: Invitation) -> str:
        return self.known.email(addressee(invitation))


def reached(group: Participation) -> Reached:
    return Reached(group, known_of([group]))


def addressee(invitation: Invitation) -> Participant | None:
    """Return who is asked: a member, or the representative for the group."""
    return invitation.participant or representative(invitation.participation)


def name_of(invitation: Invitation) -> str:
    one = addressee(invitation)
    return one.name if one else invitation.participation.representative.name


def send(invitation: Invitation, kind: str, known: Reached, at: datetime) -> str:
    """Write a letter with a new link, and return what the link is known by."""
    token = new_token()
    invitation.token_hash, invitation.sent_at, invitation.revoked_at = digest(token), at, None
    invitation.letter = _post(invitation, kind, known, token, at)
    return token


def thank(reply: Reply, token: str, at: datetime) -> None:
    """Thank for a first answer, and say where it may be corrected; a correction needs no letter."""
    invitation = reply.invitation
    known = reached(invitation.participation)
    if reply.number == 1 and known.of(invitation):
        _post(invitation, "followup_thanks", known, token, at)


def _post(
    invitation: Invitation, kind: str, known: Reached, token: str, at: datetime
) -> post.Letter:
    group, wave = invitation.participation, invitation.wave
    letter = post.write(
        kind,
        to=_mailbox(invitation, known),
        at=at,
        confidential=True,
        token=token,
        name=name_of(invitation),
        group=group.title,
        year=fiscal_year_label(wave.year.fiscal_year),
        closes=wareki(invitation.closes_on),
        questions=len(wave.whole.questions),
        section=wave.year.section,
        phone=wave.year.phone,
        email=wave.year.email,
    )
    if invitation.participant is None:
        letter.person = group.representative
    return letter


def _mailbox(invitation: Invitation, known: Reached) -> Person | str:
    """Return the account where the letter goes to its address, so that it is found there too."""
    to, person = known.of(invitation), invitation.participation.representative
    return person if person.email == to else to
