"""What people see of conversations: whose, in which order, what is new."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.messages.models import Mailing, Message, MessageFile, Recipient, Thread
from otameshi.messages.rules import ANSWERING, State
from otameshi.people import HeldRole, Person
from otameshi.programme.models import Call

WITH_CALL = joinedload(Thread.call).joinedload(Call.year)
NEWEST_CALLS = 8


def own(person: Person) -> Select[Thread]:
    """Select a person's own conversations, the latest first."""
    mine = select(Thread).where(Thread.person_id == person.id).options(WITH_CALL)
    return mine.order_by(Thread.last_at.desc(), Thread.id.desc())


def own_about(person: Person, call: Call | None) -> Thread | None:
    about = Thread.call_id.is_(None) if call is None else Thread.call_id == call.id
    return db.session.scalar(own(person).where(about))


def inbox(state: State | None, assignee_id: int | None, words: str) -> Select[Thread]:
    """Select what the office was written: unanswered first and the longest waiting at the head."""
    query = select(Thread).join(Thread.person)
    if state is not None:
        query = query.where(Thread.state == state)
    if assignee_id is not None:
        query = query.where(Thread.assignee_id == assignee_id)
    if words:
        parts = (Person.name, Person.email)
        query = query.where(or_(*(part.icontains(words, autoescape=True) for part in parts)))
    waits = Thread.state == State.WAITING
    return query.options(
        WITH_CALL, joinedload(Thread.person), joinedload(Thread.assignee)
    ).order_by(
        waits.desc(),
        case((waits, Thread.last_at)),  # who waits, in the order of waiting
        Thread.last_at.desc(),  # the others, the latest first
        Thread.id,
    )


def latest(threads: Iterable[Thread]) -> dict[int, Message]:
    """Return the newest message of each of these conversations, in one statement."""
    ids = [one.id for one in threads]
    newest = select(func.max(Message.id)).where(Message.thread_id.in_(ids))
    found = select(Message).where(Message.id.in_(newest.group_by(Message.thread_id)))
    return {one.thread_id: one for one in db.session.scalars(found)}


def said_in(thread: Thread) -> Select[Message]:
    """Select the messages of a conversation, newest first."""
    return (
        select(Message)
        .where(Message.thread_id == thread.id)
        .options(selectinload(Message.files), joinedload(Message.author))
        .order_by(Message.id.desc())
    )


def file_in(thread: Thread, file_id: int) -> MessageFile | None:
    return db.session.scalar(
        select(MessageFile)
        .join(MessageFile.message)
        .where(MessageFile.id == file_id, Message.thread_id == thread.id)
    )


def unseen(person: Person) -> int:
    """Return how many messages of the office the person has not yet said to have read."""
    return db.session.scalar(_unseen(Thread.person_id == person.id)) or 0


def unseen_in(thread: Thread) -> int:
    return db.session.scalar(_unseen(Thread.id == thread.id)) or 0


def unseen_by_thread(person: Person) -> dict[int, int]:
    mine = _unseen(Thread.person_id == person.id)
    rows = db.session.execute(mine.add_columns(Thread.id).group_by(Thread.id))
    return {thread_id: count for count, thread_id in rows}


def _unseen(where: ColumnElement[bool]) -> Select[int]:
    query = select(func.count(Message.id)).join(Message.thread)
    return query.where(Message.from_office, Message.seen_at.is_(None), where)


def unanswered() -> int:
    query = select(func.count()).select_from(Thread).where(Thread.state == State.WAITING)
    return db.session.scalar(query) or 0


def colleagues() -> Sequence[Person]:
    """Return who may answer, for the choice of who does."""
    held = Person.held.any(HeldRole.role.in_(ANSWERING))
    query = select(Person).where(held, Person.closed_at.is_(None))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def calls(also: int | None = None) -> Sequence[Call]:
    """Return the newest calls and one more, for the choice of what a message is about."""
    newest = select(Call.id).order_by(Call.opens_at.desc()).limit(NEWEST_CALLS)
    query = select(Call).where(or_(Call.id.in_(db.session.scalars(newest).all()), Call.id == also))
    query = query.options(joinedload(Call.year)).order_by(Call.opens_at.desc())
    return db.session.scalars(query).all()


def mailings() -> Select[Mailing]:
    about = joinedload(Mailing.call).joinedload(Call.year)
    query = select(Mailing).options(about, joinedload(Mailing.author))
    return query.order_by(Mailing.id.desc())


def recipients(mailings: Iterable[Mailing]) -> dict[int, int]:
    """Return how many people each of these mailings is for, in one statement."""
    ids = [one.id for one in mailings]
    query = select(Recipient.mailing_id, func.count()).where(Recipient.mailing_id.in_(ids))
    found = db.session.execute(query.group_by(Recipient.mailing_id))
    return {row[0]: row[1] for row in found}


def reachable(ids: Iterable[int]) -> Sequence[Person]:
    """Return those of these people who are applicants and have not closed their account."""
    applicant = Person.held.any(HeldRole.role == Role.APPLICANT)
    query = select(Person).where(Person.id.in_(list(ids)), applicant, Person.closed_at.is_(None))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()
