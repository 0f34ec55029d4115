"""Hands letters to the mail server. The demonstration has none: there the outbox is the end."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.charset import BASE64, SHORTEST, add_charset

from flask import Flask, current_app
from flask_mail import BadHeaderError, Connection, Mail, Message
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from otameshi.core.clock import now
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.documents.post import Fate, Letter, Undeliverable

SECONDS = 20
PERMANENT = 500
KEPT_FAILED = timedelta(days=30)  # a link that was never delivered, for staff to send again


class PromptConnection(Connection):
    """A connection that gives up on a server which does not answer, instead of waiting for ever."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        kind = smtplib.SMTP_SSL if self.mail.use_ssl else smtplib.SMTP
        host = kind(self.mail.server, self.mail.port, timeout=SECONDS)
        if self.mail.use_tls:
            host.starttls()
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host


class PromptMail(Mail):
    def connect(self) -> Connection:
        return PromptConnection(current_app.extensions["mail"])


mail = PromptMail()


def mime(letter: Letter) -> Message:
    """Return the letter as a plain-text mail with its own Message-ID."""
    message = Message(
        letter.subject,
        recipients=[letter.to],
        body=letter.body,
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    message.msgId = letter.message_id
    for one in letter.enclosures:
        message.attach(one.name, one.media_type, one.text.encode())
    return message


def by_smtp(letter: Letter) -> None:
    try:
        mail.send(mime(letter))
    except smtplib.SMTPRecipientsRefused as refused:
        code, reason = next(iter(refused.recipients.values()))
        _give_up_on(code, _words(reason), refused)
    except smtplib.SMTPResponseException as refused:
        _give_up_on(refused.smtp_code, _words(refused.smtp_error), refused)
    except (BadHeaderError, UnicodeError) as fault:
        # No server would take it, and the worker must go on to the next letter.
        raise Undeliverable("宛先のメールアドレスが正しくありません。") from fault


def _words(reason: bytes | str) -> str:
    return reason if isinstance(reason, str) else reason.decode(errors="replace")


def _give_up_on(code: int, reason: str, refused: OSError) -> None:
    if code >= PERMANENT:
        raise Undeliverable(f"{code} {reason}") from refused
    raise refused


def into_the_outbox(_: Letter) -> None:
    """Send nothing: where no mail server is set, letters are read on the outbox page."""


def way_out() -> Callable[[Letter], None]:
    return by_smtp if current_app.config["MAIL_SERVER"] else into_the_outbox


def run_once() -> int:
    """Deliver what is waiting, each letter in its own transaction; return how many were tried."""
    taken = post.lease(now())
    db.session.commit()
    for letter_id in taken:
        _sent(post.deliver(letter_id, way_out(), now()))
        db.session.commit()
    return len(taken)


def _sent(letter: Letter) -> None:
    """Leave no link behind that its addressee has; without a mail server, the outbox has it."""
    if letter.fate is Fate.SENT and current_app.config["MAIL_SERVER"]:
        post.blank(letter, now())


def due(at: datetime) -> Iterator[tuple[Callable[[int, datetime], None], int]]:
    """Yield the undelivered letters whose link was sent anew since, or is of no more use."""
    later = aliased(Letter)
    anew = exists().where(
        later.kind == Letter.kind,
        or_(later.to == Letter.to, later.person_id == Letter.person_id),
        later.id > Letter.id,
        later.fate == Fate.SENT,
    )
    left = (
        select(Letter.id, Letter.body)
        .where(
            Letter.fate == Fate.FAILED,
            Letter.confidential,
            Letter.blanked_at.is_(None),
            or_(anew, Letter.written_at < at - KEPT_FAILED),
        )
        .order_by(Letter.id)
    )
    # What is confidential without a link, such as where a panel meets, stays as it is.
    yield from ((forget, key) for key, body in db.session.execute(left) if post.LINK.search(body))


def forget(letter_id: int, at: datetime) -> None:
    """Take the link out of a letter that failed for good."""
    letter = locked(Letter, letter_id)
    if letter.fate is Fate.FAILED:
        post.blank(letter, at)


def init_app(app: Flask) -> None:
    # flask-mail asks for raw 8-bit text, whose long lines break at 998 octets: base64 has none.
    add_charset("utf-8", SHORTEST, BASE64, "utf-8")
    post.letters.globals["site"] = app.config["SITE_URL"]
    mail.init_app(app)
