"""A version of an application as it was submitted or corrected. It is never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.applications.models import Application
from otameshi.applications.versions.rules import Occasion, Snapshot, restored
from otameshi.db import Key, Model, never_changed
from otameshi.people import Person


@never_changed()
class SubmittedVersion(Model):
    __tablename__ = "submitted_versions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]  # 版, from 1
    occasion: Mapped[Occasion]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    # [{"page": …, "label": …, "rows": [[label, value], …]}, …]: words, as they were read then.
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # [{"id": of the attachment, "label": …, "name": …, "size": bytes, "sha256": …}, …]
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sha256: Mapped[str]  # over answers and files

    application: Mapped[Application] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def title(self) -> str:
        return f"第{self.number}版"

    @property
    def snapshot(self) -> Snapshot:
        return restored(self.answers, self.files)

    @property
    def unaltered(self) -> bool:
        """Whether the content is what its hash was taken of."""
        return self.snapshot.sha256 == self.sha256
