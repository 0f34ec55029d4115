"""Telling of a new address, agreeing to be written to, and ending that. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.followup.contacts import rules
from otameshi.followup.contacts.models import Consent, Contact, ContactExport, ContactLink
from otameshi.followup.contacts.reading import known_of
from otameshi.followup.contacts.rules import Address, How
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person, digest, new_token


def contact_of(participant: Participant) -> Contact | None:
    return db.session.scalar(select(Contact).where(Contact.participant_id == participant.id))


def change(  # noqa: PLR0913  # whose, what, how it was learnt, by whom, when, why, the version
    participant: Participant,
    after: Address,
    how: How,
    by: Person | None,
    at: datetime,
    *,
    note: str = "",
    version: int | None = None,
) -> Contact:
    """Keep a new address, telephone or mail address; the old one stays in the history."""
    contact = _locked(participant, version)
    before = known_of([participant.group]).of[participant.id]
    found = rules.changes(before, after)
    rules.must_differ(found)
    if contact.consent is not None:
        rules.must_be_reachable(after.email, after.address)
    contact.email, contact.phone = after.email, after.phone
    contact.postal_code, contact.address = after.postal_code, after.address
    history.record(
        contact, "change", "連絡先を変更", by=by, at=at, note=note, how=how.label, changes=found
    )
    if before.email and before.email != after.email:
        year = participant.group.year
        post.write("contact_changed", to=before.email, at=at, name=participant.name, year=year)
    return contact


def consent(
    participant: Participant,
    how: How,
    by: Person | None,
    at: datetime,
    version: int | None = None,
) -> Consent:
    """Take the consent to be written to, and send a copy of its words with a link to end it."""
    contact = _locked(participant, version)
    rules.must_consent_once(consents=contact.consent is not None)
    known = known_of([participant.group]).of[participant.id]
    rules.must_be_reachable(known.email, known.address)
    given = Consent(purpose=rules.PURPOSE, given_at=at, how=how)
    contact.consents.append(given)
    history.record(contact, "consent", "ご案内を受け取ることに同意", by=by, at=at, how=how.label)
    if known.email:
        _send_copy(contact, known.email, at)
    return given


def _send_copy(contact: Contact, email: str, at: datetime) -> None:
    token = new_token()
    db.session.add(ContactLink(contact=contact, token_hash=digest(token), at=at))
    group = contact.participant.group
    post.write(
        "contact_consented",
        to=email,
        at=at,
        confidential=True,
        token=token,
        name=contact.participant.name,
        purpose=rules.PURPOSE,
        year=group.year,
    )


def withdraw(  # whose, how it was learnt, by whom, when, why, and the page's version
    contact: Contact,
    how: How,
    by: Person | None,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """End the consent; from then on nothing is sent to the person but surveys of their stay."""
    contact = locked(Contact, contact.id)
    unchanged(contact, version)
    standing = contact.consent
    rules.must_have_consented(consents=standing is not None)
    if standing is None:
        return
    standing.withdrawn_at, standing.withdrawn_how = at, how
    history.record(
        contact, "withdraw", "ご案内への同意を取りやめ", by=by, at=at, note=note, how=how.label
    )


def behind(token: str) -> Contact | None:
    """Return whose consent a link of a letter ends."""
    found = db.session.scalar(select(ContactLink).where(ContactLink.token_hash == digest(token)))
    return found.contact if found else None


def taken_away(people: int, purpose: str, by: Person, at: datetime) -> ContactExport:
    """Note that the list was taken as a file, by whom and what for."""
    run = ContactExport(at=at, person=by, people=people, purpose=purpose)
    db.session.add(run)
    history.record(run, "export", "ご案内の名簿を出力", by=by, at=at, note=purpose, people=people)
    return run


def _locked(participant: Participant, version: int | None) -> Contact:
    """Return the participant's row for change; of two at once the second waits at the group."""
    locked(Participation, participant.participation_id)
    contact = contact_of(participant)
    if contact is None:
        contact = Contact(participant=participant)
        db.session.add(contact)
        db.session.flush()
        return contact
    contact = locked(Contact, contact.id)
    unchanged(contact, version)
    return contact
