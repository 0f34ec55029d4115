"""Writing to each other. No function here knows of pages."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.files import gate
from otameshi.files.models import Attachment
from otameshi.messages import rules
from otameshi.messages.models import Message, MessageFile, Thread
from otameshi.messages.reading import own_about
from otameshi.messages.rules import ANSWERING, THREAD, State
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear

Files = Sequence[tuple[str, bytes]]  # name and content


def write(call: Call | None, body: str, files: Files, by: Person, at: datetime) -> Thread:
    """Write to the office about a call; the first message begins the conversation."""
    rules.something_said(body)
    thread = thread_with(by, call, State.WAITING, at)
    move = THREAD.choose("write", by.roles, thread.state)
    thread.state, thread.last_at = move.target, at
    message = _say(thread, body, _received(files, by, at), by, at)
    _mark_seen(thread, at)
    history.record(thread, move.name, move.label, by=by, at=at, message=message.id)
    _tell_office(thread, message, at)
    return thread


def thread_with(person: Person, call: Call | None, state: State, at: datetime) -> Thread:
    """Return the conversation with a person about a call, locked; begin it if there is none."""
    locked(Person, person.id)  # of two that would begin it at once, one waits here
    found = own_about(person, call)
    if found is not None:
        return locked(Thread, found.id)
    thread = Thread(person=person, call=call, state=state, last_at=at)
    db.session.add(thread)
    db.session.flush()
    return thread


def _received(files: Files, by: Person, at: datetime) -> list[Attachment]:
    rules.few_files(len(files))
    return [gate.receive(name, content, by, at) for name, content in files]


def _say(
    thread: Thread, body: str, files: Iterable[Attachment], by: Person, at: datetime
) -> Message:
    message = Message(
        thread=thread,
        author=by,
        from_office=thread.person_id != by.id,
        body=body,
        at=at,
        files=[MessageFile(attachment=one) for one in files],
    )
    db.session.add(message)
    db.session.flush()
    return message


def answer(
    thread_id: int, body: str, files: Files, by: Person, at: datetime, version: int | None = None
) -> Thread:
    """Answer for the office; refuse when a colleague has answered meanwhile."""
    rules.something_said(body)
    thread = locked(Thread, thread_id)
    unchanged(thread, version)
    tell(thread, body, _received(files, by, at), by, at)
    if thread.assignee_id is None:
        thread.assignee = by
    return thread


def tell(
    thread: Thread, body: str, files: Sequence[Attachment], by: Person, at: datetime
) -> Message:
    """Say something for the office in a locked conversation, and write the letter."""
    rules.can_be_reached(closed=thread.person.closed_at is not None)
    move = THREAD.choose("answer", by.roles, thread.state)
    thread.state, thread.last_at = move.target, at
    message = _say(thread, body, files, by, at)
    history.record(thread, move.name, move.label, by=by, at=at, message=message.id)
    post.write(
        "message_to_applicant",
        to=thread.person,
        at=at,
        thread=thread,
        message=message,
        year=_year(thread.call),
    )
    return message


def _tell_office(thread: Thread, message: Message, at: datetime) -> None:
    """Write to who is responsible, or to the office's own address while nobody is."""
    year = _year(thread.call)
    known = thread.assignee if thread.assignee and thread.assignee.is_active else None
    to = known or (year.email if year else None)
    if to is not None:
        post.write("message_to_office", to=to, at=at, thread=thread, message=message)


def _year(call: Call | None) -> ProgrammeYear | None:
    if call is not None:
        return call.year
    latest = select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc()).limit(1)
    return db.session.scalar(latest)


def mark_seen(thread: Thread, by: Person, at: datetime) -> None:
    """Note that the addressee has read what the office wrote."""
    if _mark_seen(thread, at):
        history.record(thread, "seen", "メッセージを確認した", by=by, at=at)


def _mark_seen(thread: Thread, at: datetime) -> bool:
    new = Message.thread_id == thread.id, Message.from_office, Message.seen_at.is_(None)
    seen = db.session.execute(update(Message).where(*new).values(seen_at=at).returning(Message.id))
    return bool(seen.all())


def take(
    thread_id: int, name: str, note: str, by: Person, at: datetime, version: int | None = None
) -> Thread:
    """Take a move that is one button: close, dismiss, reopen."""
    thread = locked(Thread, thread_id)
    unchanged(thread, version)
    if name in rules.WITH_OWN_FORM:
        raise Refused("この手続きは、画面の入力欄から行ってください。")
    move = THREAD.choose(name, by.roles, thread.state, note)
    thread.state = move.target
    history.record(thread, move.name, move.label, by=by, at=at, note=note)
    return thread


def assign(
    thread_id: int, assignee_id: int | None, by: Person, at: datetime, version: int | None = None
) -> Thread:
    """Say who answers, or that nobody in particular does."""
    thread = locked(Thread, thread_id)
    unchanged(thread, version)
    move = THREAD.choose("assign", by.roles, thread.state)
    chosen = db.session.get(Person, assignee_id) if assignee_id is not None else None
    if assignee_id is not None and (chosen is None or not chosen.has(*ANSWERING)):
        raise Refused("担当は、返信できる職員から選んでください。")
    before = thread.assignee.name if thread.assignee else ""
    thread.assignee = chosen
    after = chosen.name if chosen else ""
    history.record(thread, move.name, move.label, by=by, at=at, before=before, after=after)
    return thread
