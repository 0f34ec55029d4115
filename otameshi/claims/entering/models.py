"""What was typed about an expense and not recorded yet, kept exactly as it was typed."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Key, Model


class UnsavedExpense(Model):
    """One opened page of a claim; it changes no line until its button is pressed."""

    __tablename__ = "unsaved_expenses"
    __table_args__ = (UniqueConstraint("claim_id", "place"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    place: Mapped[str]  # the end of the page's address: new/office:, 12, 12/again
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    at: Mapped[datetime]

    @property
    def stamp(self) -> int:
        """Return which of two keepings is the later one: the claim's version does not say it."""
        return int(self.at.timestamp() * 1_000)
