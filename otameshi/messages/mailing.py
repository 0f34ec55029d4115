"""One text to many applicants: chosen, written, looked through, sent once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.files import gate
from otameshi.messages import rules
from otameshi.messages.actions import Files, tell, thread_with
from otameshi.messages.models import Mailing, MailingFile, Recipient
from otameshi.messages.reading import reachable
from otameshi.messages.rules import MAILING, State
from otameshi.people import Person
from otameshi.programme.models import Call


def begin(ids: Collection[int], by: Person, at: datetime, call_id: int | None = None) -> Mailing:
    """Keep whom a colleague chose on some list, as a mailing that is still to be written."""
    people = reachable(ids)
    rules.some_recipients(len(people))
    mailing = Mailing(
        author=by, call_id=call_id, made_at=at, recipients=[Recipient(person=one) for one in people]
    )
    db.session.add(mailing)
    history.record(
        mailing, "begin", "メッセージの作成を始めた", by=by, at=at, recipients=len(people)
    )
    return mailing


def _open(mailing_id: int, name: str, by: Person, version: int | None) -> Mailing:
    mailing = locked(Mailing, mailing_id)
    unchanged(mailing, version)
    mailing.state = MAILING.choose(name, by.roles, mailing.state).target
    return mailing


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written so far: about which call, the text, and files to add (name and content)."""

    call: Call | None
    body: str
    files: Files = ()


def save(
    mailing_id: int, draft: Draft, by: Person, at: datetime, version: int | None = None
) -> Mailing:
    """Keep the text and add files; nothing is sent yet."""
    rules.something_said(draft.body)
    mailing = _open(mailing_id, "save", by, version)
    rules.few_files(len(mailing.files) + len(draft.files))
    mailing.call, mailing.body = draft.call, draft.body
    for name, content in draft.files:
        mailing.files.append(MailingFile(attachment=gate.receive(name, content, by, at)))
    flag_modified(mailing, "body")  # files are rows of their own: the version must move as well
    history.record(mailing, "save", "メッセージの下書きを保存", by=by, at=at)
    return mailing


def take_out(mailing_id: int, file_id: int, by: Person, at: datetime) -> Mailing:
    mailing = _open(mailing_id, "save", by, None)
    found = [one for one in mailing.files if one.id == file_id]
    if not found:
        raise Refused("そのファイルは、すでに外されています。")
    mailing.files.remove(found[0])
    flag_modified(mailing, "body")
    name = found[0].attachment.name
    history.record(mailing, "take_out", "ファイルを外した", by=by, at=at, name=name)
    return mailing


def who_gets(mailing: Mailing) -> list[Person]:
    """Return those who can be reached still; who closed the account meanwhile is left out."""
    return list(reachable([one.person_id for one in mailing.recipients]))


def send(
    mailing_id: int, counted: int | None, by: Person, at: datetime, version: int | None = None
) -> int:
    """Put the text into each recipient's conversation and write the letters; return how many.

    `counted` is the number that the preview showed.
    """
    mailing = _open(mailing_id, "send", by, version)
    rules.something_said(mailing.body)
    people = who_gets(mailing)
    rules.some_recipients(len(people))
    rules.as_counted(counted, len(people))
    files = [one.attachment for one in mailing.files]
    for person in sorted(people, key=lambda one: one.id):  # one order: no two wait for each other
        thread = thread_with(person, mailing.call, State.ANSWERED, at)
        tell(thread, mailing.body, files, by, at).mailing_id = mailing.id
    mailing.sent_at = at
    history.record(mailing, "send", "メッセージを送った", by=by, at=at, recipients=len(people))
    return len(people)


def drop(mailing_id: int, by: Person, at: datetime, version: int | None = None) -> None:
    mailing = _open(mailing_id, "drop", by, version)
    history.record(mailing, "drop", "メッセージを取りやめた", by=by, at=at)
