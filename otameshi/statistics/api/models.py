"""Tokens for other programs: known here only by their hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.statistics.api.rules import Scope, Standing, standing


class ApiToken(Model):
    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint("made_at < expires_at", name="runs_forward"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str]  # who uses it and for what
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: by command
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    # Counted without a version: to ask is no change that an administrator could be overtaken by.
    last_used_at: Mapped[datetime | None]
    window: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    made_by: Mapped[Person | None] = relationship()

    def standing(self, at: datetime) -> Standing:
        return standing(self.expires_at, self.revoked_at, at)

    @property
    def scope_labels(self) -> list[str]:
        return [scope.label for scope in Scope if scope.value in self.scopes]
