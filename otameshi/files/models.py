"""What is known of a stored file. Its content lies in the store under a random key."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.labels import Labelled
from otameshi.db import Key, Model
from otameshi.people import Person


class Scan(Labelled):
    """What the virus scanner says of a file."""

    NONE = "none", "検査なし"  # no scanner was set when it came in, or it is our own
    WAITING = "waiting", "ウイルスを確認中"
    CLEAN = "clean", "検査済"
    INFECTED = "infected", "ウイルスのため隔離"


class Attachment(Model):
    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        Index(
            "ix_attachments_waiting",
            "id",
            sqlite_where=text("scan = 'waiting'"),
            postgresql_where=text("scan = 'waiting'"),
        ),
        Index(
            "ix_attachments_unscanned",
            "id",
            sqlite_where=text("scan = 'none' AND person_id IS NOT NULL"),
            postgresql_where=text("scan = 'none' AND person_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    scan: Mapped[Scan] = mapped_column(default=Scan.NONE)
    scanned_at: Mapped[datetime | None]
    threat: Mapped[str] = mapped_column(default="")  # as the scanner calls it

    person: Mapped[Person | None] = relationship()

    @property
    def infected(self) -> bool:
        return self.scan is Scan.INFECTED

    @property
    def closed(self) -> bool:
        """Whether nobody may open it: not before the verdict, and never after a bad one."""
        return self.scan in {Scan.WAITING, Scan.INFECTED}

    @property
    def pictured(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.media_type.startswith("image/") and not self.closed
