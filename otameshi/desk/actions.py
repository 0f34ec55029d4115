"""Letters and papers: whose they are, and sending one again. No function here knows of pages."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from otameshi import history
from otameshi.accounts.rules import Purpose
from otameshi.claims.rules import BANK_PAPER, SEES_ACCOUNT
from otameshi.core.roles import OFFICE, Role
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.desk import relinking
from otameshi.documents import post
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import KEPT_BACK, Fate, Letter
from otameshi.followup.models import Invitation
from otameshi.history import Event
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear

NOT_AGAIN = KEPT_BACK | {Fate.WAITING}
MAY_RESEND = frozenset({Role.OFFICER, Role.ADMIN})

# A link that proves a mailbox is read in the mailbox: a stolen session must not find it here.
MAILBOX_ONLY = frozenset(purpose.value for purpose in Purpose)
SURVEY = (
    "followup_invitation",
    "followup_reminder",
    "followup_last_reminder",
    "followup_thanks",
)


def letters_to(person: Person) -> Select[Letter]:
    """Select the letters that left for a person, newest first."""
    own = Letter.person_id == person.id, Letter.fate.not_in(KEPT_BACK)
    return select(Letter).where(*own).order_by(Letter.id.desc())


def survey_letter(person: Person) -> int | None:
    """Return the newest letter that carries a person's link to the survey."""
    query = letters_to(person).where(Letter.kind.in_(SURVEY)).with_only_columns(Letter.id)
    return db.session.scalar(query.limit(1))


def mailboxes(words: str) -> Select[Letter]:
    """Select what has left the office, as it would lie in the mailboxes."""
    return letters(None, words).where(Letter.fate.not_in(KEPT_BACK))


def letters(fate: Fate | None, words: str) -> Select[Letter]:
    """Select the letters of a fate whose recipient or subject contains the words."""
    query = post.outbox()
    if fate is not None:
        query = query.where(Letter.fate == fate)
    if words:
        query = query.where(_contains(Letter.to, words) | _contains(Letter.subject, words))
    return query


def _contains(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    return column.icontains(words, autoescape=True)


def may_read(person: Person, letter: Letter, *, demonstration: bool) -> bool:
    """Say whether somebody may read the text; what is confidential is for its addressee alone.

    Once the link is out of it, the text is as any other.

    The demonstration has no mailboxes: there the outbox is where such letters are read.
    """
    if demonstration or letter.blanked_at:
        return True
    if letter.kind in MAILBOX_ONLY:
        return False
    return not letter.confidential or letter.person_id == person.id


def may_resend(person: Person, letter: Letter) -> bool:
    may = letter.fate not in NOT_AGAIN and letter.blanked_at is None
    return person.has(*MAY_RESEND) and may


def resend(letter_id: int, by: Person, at: datetime) -> Letter:
    """Queue a letter once more under its old Message-ID; refuse while it still waits."""
    letter = locked(Letter, letter_id)
    if not by.has(*MAY_RESEND):
        raise Refused("送り直しは、担当者または管理者が行ってください。")
    if letter.fate in KEPT_BACK:
        raise Refused("この通知は、まだ送信していないか、取り戻したものです。送り直せません。")
    if letter.fate is Fate.WAITING:
        raise Refused("この通知は送信待ちです。送信されるまでお待ちください。")
    if letter.blanked_at:
        raise Refused(relinking.instead(letter))
    before = letter.fate.label
    post.again(letter, at)
    history.record(letter, "resend", "通知を送り直す", by=by, at=at, before=before, to=letter.to)
    return letter


def papers_for(person: Person) -> Select[IssuedPaper]:
    """Select the papers that a person may download: one's own; for the office, those of its work.

    An invoice shows a bank account: only those who work with accounts may open it. What has no
    addressee is a record of the office, opened on the pages of its own stage.
    """
    addressed = IssuedPaper.person_id.is_not(None)
    query = select(IssuedPaper).where(addressed).order_by(IssuedPaper.id.desc())
    own = IssuedPaper.person_id == person.id
    if not person.roles & OFFICE:
        return query.where(own)
    if not person.has(*SEES_ACCOUNT):
        return query.where(own | (IssuedPaper.kind != BANK_PAPER))
    return query


def events(subject: str, person: str, words: str) -> Select[Event]:
    """Select the history, newest first, of one kind of thing, by one person, about some words."""
    query = select(Event).order_by(Event.id.desc())
    if subject:
        query = query.where(Event.subject == subject)
    if person:
        query = query.join(Event.person).where(
            or_(_contains(Person.name, person), _contains(Person.email, person))
        )
    if words:
        query = query.where(_contains(Event.label, words) | _contains(Event.note, words))
    return query


def deeper(found: Iterable[Event]) -> dict[tuple[str, int], dict[str, int]]:
    """Return how the address of a page below another names the subject of each of these events."""
    ids: dict[str, list[int]] = {}
    for event in found:
        ids.setdefault(event.subject, []).append(event.subject_id)
    asked = select(Invitation.id, Invitation.wave_id).where(
        Invitation.id.in_(ids.get("invitations", ()))
    )
    years = select(ProgrammeYear.id, ProgrammeYear.fiscal_year).where(
        ProgrammeYear.id.in_(ids.get("programme_years", ()))
    )
    calls = (
        select(Call.id, ProgrammeYear.fiscal_year)
        .join(Call.year)
        .where(Call.id.in_(ids.get("calls", ())))
    )
    read = db.session.execute
    return {
        **{
            ("invitations", key): {"invitation_id": key, "wave_id": wave}
            for key, wave in read(asked)
        },
        **{("programme_years", key): {"fiscal_year": year} for key, year in read(years)},
        **{("calls", key): {"fiscal_year": year} for key, year in read(calls)},
    }
