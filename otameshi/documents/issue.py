"""Papers that left the office: numbered, kept byte for byte as issued, never made again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.clock import day_in_japan
from otameshi.core.period import fiscal_year
from otameshi.db import Key, Model, db
from otameshi.documents import numbering
from otameshi.files import storage
from otameshi.files.models import Attachment
from otameshi.people import Person


class IssuedPaper(Model):
    __tablename__ = "issued_papers"
    __table_args__ = (Index("ix_issued_papers_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)  # 文書番号; a receipt has none
    subject: Mapped[str]
    subject_id: Mapped[int]
    # The addressee; a record of the office, such as minutes, has none.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    # 文書番号 of the paper that took its place.
    replaced_by: Mapped[str | None]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)
    at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
    attachment: Mapped[Attachment] = relationship(lazy="joined")


def next_number(code: str, at: datetime) -> str:
    """Take the next 文書番号 of a 記号 such as 8産立: 8産立第123号. One series a 年度."""
    return f"{code}第{numbering.following(code, fiscal_year(day_in_japan(at)))}号"


def issue(  # noqa: PLR0913  # a paper has this many particulars
    row: Any,
    kind: str,
    title: str,
    content: bytes,
    *,
    to: Person | None,
    at: datetime,
    number: str | None = None,
) -> IssuedPaper:
    """Keep a finished PDF about a saved row, for its addressee to download."""
    kept = printed(title, content, at, number)
    return hand_out(row, kind, title, kept, to=to, at=at, number=number)


def printed(title: str, content: bytes, at: datetime, number: str | None = None) -> Attachment:
    """Keep a finished PDF that has not left the office yet."""
    name = f"{title}.pdf" if number is None else f"{number}_{title}.pdf"
    return storage.keep(content, name, "application/pdf", None, at)


def hand_out(  # noqa: PLR0913  # a paper has this many particulars
    row: Any,
    kind: str,
    title: str,
    attachment: Attachment,
    *,
    to: Person | None,
    at: datetime,
    number: str | None = None,
) -> IssuedPaper:
    """Issue what is printed."""
    paper = IssuedPaper(
        kind=kind,
        title=title,
        number=number,
        subject=row.__tablename__,
        subject_id=row.id,
        person=to,
        attachment=attachment,
        at=at,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def about(row: Any) -> Select[IssuedPaper]:
    """Select the papers issued about a row, oldest first."""
    return (
        select(IssuedPaper)
        .where(IssuedPaper.subject == row.__tablename__, IssuedPaper.subject_id == row.id)
        .order_by(IssuedPaper.id)
    )


def sent_to(person: Person) -> Select[IssuedPaper]:
    return (
        select(IssuedPaper)
        .where(IssuedPaper.person_id == person.id)
        .order_by(IssuedPaper.id.desc())
    )
