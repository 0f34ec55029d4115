"""Links that led nowhere, counted for each network address, so that none is guessed without end."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Key, Model, db
from otameshi.followup.answering import rules


class LinkTry(Model):
    """A link of a survey that did not count; forgotten as soon as it no longer bars the way."""

    __tablename__ = "link_tries"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


def wait(address: str, at: datetime) -> int:
    """Return for how many seconds an address must wait; 0 is not at all."""
    lately = select(LinkTry.at).where(LinkTry.address == address, LinkTry.at > at - rules.WINDOW)
    newest = lately.order_by(LinkTry.at.desc()).limit(rules.MOST_USELESS)
    return rules.wait(db.session.scalars(newest).all(), at)


def note(address: str, at: datetime) -> None:
    """Count a link that led nowhere, and forget what lies too far back."""
    db.session.execute(delete(LinkTry).where(LinkTry.at <= at - rules.WINDOW))
    db.session.add(LinkTry(address=address, at=at))
