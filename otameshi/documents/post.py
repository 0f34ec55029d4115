"""Letters are saved with the decision they announce; the worker sends them afterwards."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.labels import Labelled
from otameshi.db import Key, Model, db
from otameshi.people import Person

TEMPLATES = Path(__file__).parents[2] / "templates" / "letters"
SENDING_DOMAIN = "otameshi.invalid"

LEASE = timedelta(minutes=5)
RETRIES = (1, 5, 15, 60, 120, 240, 480)  # minutes until the next try

# A link by which its addressee is known: an address that ends in a token (`people.new_token`).
LINK = re.compile(r"\S+/[\w-]{43}(?![\w-])")
LINK_GONE = "（あなた専用のリンクは、送信したメールにだけあります。）"

# Plain text: nothing is markup, so nothing is escaped; line breaks in a fact cannot add a header.
letters = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701  # text/plain
    trim_blocks=True,
    lstrip_blocks=True,
)


class Fate(Labelled):
    HELD = "held", "送信前（取り戻せます）"
    RECALLED = "recalled", "取り戻し済"
    WAITING = "waiting", "送信待ち"
    SENT = "sent", "送信済"
    FAILED = "failed", "送信できません"


# Neither has left the office: the addressee sees nothing of it.
KEPT_BACK = frozenset({Fate.HELD, Fate.RECALLED})


class Letter(Model):
    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_queue", "fate", "next_try_at"),
        CheckConstraint(
            "blanked_at IS NULL OR fate IN ('sent', 'failed')", name="is_sent_with_its_link"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    to: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str]
    body: Mapped[str]
    # Fixed when written: a copy sent again after a crash can be recognised by it.
    message_id: Mapped[str] = mapped_column(unique=True)
    # A link in it opens somebody's account: only its addressee may read it.
    confidential: Mapped[bool] = mapped_column(default=False)
    blanked_at: Mapped[datetime | None]  # when the link was taken out of the text
    written_at: Mapped[datetime]
    fate: Mapped[Fate] = mapped_column(default=Fate.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(default="")

    person: Mapped[Person | None] = relationship()
    enclosures: Mapped[list["Enclosure"]] = relationship(
        order_by="Enclosure.id", cascade="all, delete-orphan"
    )


class Enclosure(Model):
    """A small text that goes with a letter as a file, such as a calendar file (.ics)."""

    __tablename__ = "letter_enclosures"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    text: Mapped[str]


def one_line(text: str) -> str:
    return " ".join(text.split())


def rendered(kind: str, **facts: object) -> tuple[str, str]:
    """Return subject and text of templates/letters/KIND.txt; its first line is the subject."""
    text = letters.get_template(f"{kind}.txt").render(**facts)
    subject, _, body = text.partition("\n")
    return one_line(subject), body.strip() + "\n"


def source(kind: str) -> str:
    """Return the template of a letter as it stands."""
    return (TEMPLATES / f"{kind}.txt").read_text(encoding="utf-8")


def write(
    kind: str,
    to: Person | str,
    at: datetime,
    *,
    confidential: bool = False,
    enclosed: Sequence[Enclosure] = (),
    **facts: object,
) -> Letter:
    """Render a letter and keep it for the worker to send."""
    letter = keep(kind, to, at, *rendered(kind, **facts))
    letter.confidential = confidential or bool(facts.get("token"))
    letter.enclosures = list(enclosed)
    return letter


def keep(  # a letter has this many particulars
    kind: str,
    to: Person | str,
    at: datetime,
    subject: str,
    body: str,
    *,
    held_until: datetime | None = None,
) -> Letter:
    """Keep a letter that is written; one that is held is not sent before it is released."""
    letter = Letter(
        kind=kind,
        to=to.email if isinstance(to, Person) else to,
        person=to if isinstance(to, Person) else None,
        subject=subject,
        body=body,
        message_id=make_msgid(domain=SENDING_DOMAIN),
        written_at=at,
        fate=Fate.HELD if held_until else Fate.WAITING,
        next_try_at=held_until or at,
    )
    db.session.add(letter)
    return letter


def release(letter: Letter, at: datetime) -> None:
    """Let a held letter go; the worker sends it."""
    if letter.fate is Fate.HELD:
        letter.fate, letter.next_try_at = Fate.WAITING, at


def recall(letter: Letter) -> None:
    """Take a held letter back; it stays in the outbox as one that never left."""
    if letter.fate is Fate.HELD:
        letter.fate = Fate.RECALLED


def lease(at: datetime, most: int = 20) -> list[int]:
    """Take some waiting letters for this worker; another worker passes over them until LEASE."""
    waiting = (
        select(Letter.id)
        .where(
            Letter.fate == Fate.WAITING,
            Letter.next_try_at <= at,
            or_(Letter.leased_until.is_(None), Letter.leased_until < at),
        )
        .order_by(Letter.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Letter)
        .where(Letter.id.in_(waiting.scalar_subquery()))
        .values(leased_until=at + LEASE)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(db.session.scalars(taken))


def deliver(letter_id: int, send: Callable[[Letter], None], at: datetime) -> Letter:
    """Hand one leased letter to `send`; note its fate. A refusal for good is told to staff."""
    letter = db.session.get_one(Letter, letter_id)
    letter.tries += 1
    letter.leased_until = None
    try:
        send(letter)
    except Undeliverable as fault:
        letter.fate, letter.fault = Fate.FAILED, str(fault)
    except OSError as fault:  # includes every smtplib error: the server may be back later
        letter.fault = f"{type(fault).__name__}: {fault}"
        if letter.tries > len(RETRIES):
            letter.fate = Fate.FAILED
        else:
            letter.next_try_at = at + timedelta(minutes=RETRIES[letter.tries - 1])
    else:
        letter.fate, letter.sent_at, letter.fault = Fate.SENT, at, ""
    return letter


def again(letter: Letter, at: datetime) -> None:
    """Queue a letter once more, as staff asked; it keeps its Message-ID."""
    letter.fate, letter.next_try_at, letter.tries = Fate.WAITING, at, 0


def blank(letter: Letter, at: datetime) -> None:
    """Take the link out of a letter that goes no more: from now on the mail alone has it."""
    if letter.confidential and LINK.search(letter.body):
        letter.body, letter.blanked_at = LINK.sub(LINK_GONE, letter.body), at


class Undeliverable(Exception):
    """The mail server refused this letter for good (5xx)."""


def outbox() -> Select[Letter]:
    return select(Letter).order_by(Letter.id.desc())
