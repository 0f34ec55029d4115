"""A letter to a member with a personal link, and what came of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.applications.members.rules import RequestFact, State
from otameshi.db import Key, Model


class MemberRequest(Model):
    """One letter; a further one takes its place. The link is known here only by its hash."""

    __tablename__ = "member_requests"
    __table_args__ = (
        Index(
            "uq_member_requests_one_waiting",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        CheckConstraint(
            "state <> 'answered' OR (settled_at IS NOT NULL AND content <> '')",
            name="consents_to_something",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    # None once the member was taken out of the group: the link leads nowhere then.
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[State]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # answered, revoked or replaced
    content: Mapped[str] = mapped_column(default="")  # SHA-256 of what was consented to
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def fact(self) -> RequestFact:
        answered = self.settled_at if self.state is State.ANSWERED else None
        return RequestFact(self.state, self.sent_at, self.expires_at, answered, self.content)
