"""What is held of a person's messages with the office."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.held import Fact, Holding, Part, part, record
from otameshi.db import db
from otameshi.files.held import file_record
from otameshi.files.models import Attachment
from otameshi.messages.models import Message, Thread
from otameshi.messages.reading import own
from otameshi.people import Person

THREAD = {"subject": "用件", "state": "状態", "last_at": "最後のメッセージの日時"}
MESSAGE = {"at": "日時", "body": "本文", "seen_at": "確認した日時"}
MANY = "職員が作った元の文です。届いた文は、本人のやりとりにそのまま入っています。"

HOLDS = Holding(
    tables={"threads": THREAD, "messages": MESSAGE, "message_files": {}},
    left={"messages": frozenset({"from_office"})},
    reasons={"mailings": MANY, "mailing_files": MANY, "recipients": MANY},
)


def held(person: Person) -> Iterator[Part]:
    threads = db.session.scalars(own(person)).all()
    yield part(
        "messages",
        "事務局とのやりとり",
        (record(one, THREAD, parts=[_said(one)]) for one in threads),
    )


def _said(thread: Thread) -> Part:
    said = select(Message).where(Message.thread_id == thread.id).order_by(Message.id)
    rows = db.session.scalars(said.options(selectinload(Message.files))).all()
    return part(
        "messages",
        "メッセージ",
        (
            record(
                one,
                MESSAGE,
                Fact("from", "書いた人", "事務局" if one.from_office else "本人"),
                parts=[part("files", "添付", (file_record(f.attachment) for f in one.files))],
            )
            for one in rows
        ),
    )


def files(person: Person) -> Iterator[tuple[str, Attachment]]:
    for thread in db.session.scalars(own(person)):
        said = select(Message).where(Message.thread_id == thread.id).order_by(Message.id)
        for one in db.session.scalars(said.options(selectinload(Message.files))):
            yield from (("メッセージ", file.attachment) for file in one.files)
