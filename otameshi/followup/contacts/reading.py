"""To what address a participant is written, and who agreed to hear from the programme."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, exists, false, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.members.models import MemberRequest
from otameshi.applications.members.rules import State as RequestState
from otameshi.applications.models import Member
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.documents.post import SENDING_DOMAIN
from otameshi.followup.contacts.models import Consent, Contact
from otameshi.followup.contacts.rules import Address
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from otameshi.selection.models import Candidacy

# What `known_of` needs of each group, to be loaded with it.
FOR_ADDRESSES = (
    joinedload(Participation.representative).lazyload(Person.held),
    selectinload(Participation.people),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of each participant: from the application, and what was told since."""

    of: dict[int, Address]

    def email(self, participant: Participant | None) -> str:
        return self.of[participant.id].email if participant and participant.id in self.of else ""


def representative(group: Participation) -> Participant | None:
    """Return the member who answers for the group: the first, as in the application."""
    return group.people[0] if group.people else None


def known_of(groups: Collection[Participation]) -> Known:
    """Return how all members of these groups are reached now, in a constant number of reads."""
    ids = [group.id for group in groups]
    first = _applied(ids)
    later = {
        one.participant_id: one.fact
        for one in db.session.scalars(
            select(Contact).join(Contact.participant).where(Participant.participation_id.in_(ids))
        )
    }
    return Known(
        {
            one.id: _newest(
                first.get((group.id, one.name), Address()),
                later.get(one.id, Address()),
                _account(group) if one is representative(group) else "",
            )
            for group in groups
            for one in group.people
        }
    )


def _applied(groups: Collection[int]) -> dict[tuple[int, str], Address]:
    """Return what the applications say, by group and name: a member keeps no other key.

    A member's own mail address is known only from the link by which they consented (本人の同意).
    """
    rows = db.session.execute(
        select(Participation.id, Member, MemberRequest.email)
        .join(Participation.candidacy)
        .join(Member, Member.application_id == Candidacy.application_id)
        .outerjoin(
            MemberRequest,
            (MemberRequest.member_id == Member.id) & (MemberRequest.state == RequestState.ANSWERED),
        )
        .where(Participation.id.in_(groups))
        .order_by(MemberRequest.id)
    )
    return {
        (group, one.name): Address(email or "", one.phone, one.postal_code, _whole(one))
        for group, one, email in rows
    }


def _whole(one: Member) -> str:
    return one.address if one.address.startswith(one.prefecture) else one.prefecture + one.address


def _account(group: Participation) -> str:
    """Return the address of the representative's account, unless it was closed and forgotten."""
    email = group.representative.email
    return "" if email.endswith(f"@{SENDING_DOMAIN}") else email


def _newest(first: Address, later: Address, account: str) -> Address:
    return Address(
        later.email or account or first.email,
        later.phone or first.phone,
        later.postal_code or first.postal_code,
        later.address or first.address,
    )


def participants_visible_to(person: Person) -> Select[Participant]:
    query = select(Participant).options(
        joinedload(Participant.group).joinedload(Participation.year)
    )
    return query if person.roles & OFFICE else query.where(false())


def alumni_visible_to(person: Person) -> Select[Contact]:
    """Select who agreed to hear from the programme, newest year first; for the office alone."""
    standing = exists().where(Consent.contact_id == Contact.id, Consent.withdrawn_at.is_(None))
    query = (
        select(Contact)
        .join(Contact.participant)
        .join(Participant.group)
        .join(Participation.year)
        .where(standing)
        .order_by(ProgrammeYear.fiscal_year.desc(), Participant.kana, Contact.id)
        .options(
            selectinload(Contact.consents),
            joinedload(Contact.participant)
            .joinedload(Participant.group)
            .options(joinedload(Participation.year), *FOR_ADDRESSES),
        )
    )
    return query if person.roles & OFFICE else query.where(false())
