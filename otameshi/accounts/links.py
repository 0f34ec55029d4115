"""Links sent by mail: made, found again by the hash of their token, and used once."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from otameshi.accounts.models import MailLink
from otameshi.accounts.rules import LETTER_WINDOW, LETTERS, Purpose, expiry
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.people import Person, digest, new_token


def make(purpose: Purpose, email: str, at: datetime, **facts: Any) -> tuple[MailLink, str]:
    """Keep a link's hash and return it with its token, which stands in the letter alone."""
    token = new_token()
    link = MailLink(
        token_hash=digest(token),
        purpose=purpose,
        email=email,
        made_at=at,
        expires_at=expiry(purpose, at),
        **facts,
    )
    db.session.add(link)
    db.session.flush()
    return link, token


def usable(token: str, at: datetime) -> MailLink | None:
    """Return the link of a token, unless it was used or its time is over."""
    return db.session.scalar(
        select(MailLink).where(
            MailLink.token_hash == digest(token),
            MailLink.used_at.is_(None),
            MailLink.expires_at > at,
        )
    )


def use(link: MailLink, purpose: Purpose, at: datetime) -> None:
    """Spend a link; of two that use it at once, the second is refused."""
    spent = db.session.scalar(
        update(MailLink)
        .where(
            MailLink.id == link.id,
            MailLink.purpose == purpose,
            MailLink.used_at.is_(None),
            MailLink.expires_at > at,
        )
        .values(used_at=at)
        .returning(MailLink.id)
    )
    if spent is None:
        raise Refused("このリンクはすでに使われたか、期限が過ぎています。")


def cancel_others(email: str, person: Person | None, at: datetime) -> None:
    """Kill the open links of an address and a person, once one of them has done its work."""
    theirs = MailLink.email == email
    if person is not None:
        theirs |= MailLink.person_id == person.id
    db.session.execute(
        update(MailLink).where(theirs, MailLink.used_at.is_(None)).values(used_at=at)
    )


def crowded(email: str, kinds: tuple[str, ...], at: datetime) -> bool:
    """Return whether an address has had as many letters of these kinds as it should lately."""
    lately = Letter.written_at > at - LETTER_WINDOW
    sent = select(func.count()).where(Letter.to == email, Letter.kind.in_(kinds), lately)
    return (db.session.scalar(sent) or 0) >= LETTERS
