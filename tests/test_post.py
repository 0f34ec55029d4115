"""The outbox: nothing lost, nothing forged, sent by a worker to a real mail server."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi.app import create_app
from otameshi.db import db
from otameshi.documents import delivery, post
from otameshi.documents.post import LEASE, RETRIES, Enclosure, Fate, Letter
from otameshi.people import new_token
from tests import make
from tests.conftest import settings
from tests.make import NOON


class PostOffice:
    """A mail server that keeps what it gets, or answers as it is told."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.answer = "250 OK"
        self.answer_to: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        answer = self.answer_to.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answer.startswith("250"):
            self.got.append(envelope)
        return self.answer

    @property
    def mails(self) -> list[Message]:
        return [message_from_bytes(one.content or b"", policy=default) for one in self.got]  # type: ignore[arg-type]  # bytes, as asked for


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    handler = PostOffice()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def server(database: str, tmp_path: Path, office: tuple[PostOffice, int]) -> Iterator[PostOffice]:
    """Run the application with a mail server."""
    handler, port = office
    config = replace(settings(database, tmp_path), MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
    # Under TESTING flask-mail would only pretend to send.
    with create_app(replace(config, TESTING=False)).app_context():
        yield handler
        db.session.remove()
        db.engine.dispose()


def letter(to: str = "taro@example.jp", **facts: Any) -> Letter:
    standard = {"purpose": "利用登録"}
    written = post.write("known_address", to=to, at=NOON, **{**standard, **facts})
    db.session.commit()
    return written


def run(at: datetime = NOON) -> int:
    """Do what the worker does, at a time of the test's choice."""
    taken = post.lease(at)
    db.session.commit()
    for one in taken:
        post.deliver(one, delivery.by_smtp, at)
        db.session.commit()
    return len(taken)


def test_a_letter_arrives_as_it_was_written(server: PostOffice) -> None:
    written = letter(purpose="髙橋𠮷野の申込み " + "長い文" * 400)
    assert run() == 1
    (mail,) = server.mails
    assert mail["To"] == "taro@example.jp"
    assert mail["Subject"] == written.subject
    assert mail["Message-ID"] == written.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_payload(decode=True).decode() == written.body  # type: ignore[union-attr]  # a plain mail
    longest = max(len(line) for line in (server.got[0].content or b"").splitlines())
    assert longest <= 998
    assert (written.fate, written.sent_at) == (Fate.SENT, NOON)


def test_what_is_enclosed_arrives_as_a_file_of_its_kind(server: PostOffice) -> None:
    kind = "text/calendar; method=REQUEST; charset=UTF-8"
    post.write(
        "known_address",
        to="taro@example.jp",
        at=NOON,
        purpose="利用登録",
        enclosed=[Enclosure(name="interview.ics", media_type=kind, text="面談\r\n")],
    )
    db.session.commit()
    assert run() == 1
    (mail,) = server.mails
    words, file = (part for part in mail.walk() if not part.is_multipart())
    assert words.get_content_type() == "text/plain"
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "REQUEST")
    assert file.get_filename() == "interview.ics"
    assert file.get_payload(decode=True) == "面談\r\n".encode()


def test_the_worker_sends_what_waits_and_ends(server: PostOffice) -> None:
    letter()
    assert delivery.run_once() == 1
    assert delivery.run_once() == 0
    assert len(server.got) == 1


def test_a_letter_is_saved_with_its_decision_or_not_at_all(app: Flask) -> None:
    post.write("known_address", to="taro@example.jp", at=NOON, purpose="x")
    db.session.rollback()
    assert post.lease(NOON) == []


def test_a_leased_letter_is_left_alone_by_a_second_worker(app: Flask) -> None:
    one = letter().id
    assert post.lease(NOON) == [one]
    db.session.commit()
    assert post.lease(NOON + LEASE) == []
    assert post.lease(NOON + LEASE + timedelta(seconds=1)) == [one]


def test_a_crash_after_sending_sends_the_same_message_again_and_loses_none(
    server: PostOffice,
) -> None:
    first, second = letter(), letter("hanako@example.jp")
    taken = post.lease(NOON)
    db.session.commit()
    post.deliver(taken[0], delivery.by_smtp, NOON)
    db.session.rollback()  # killed before it could note that the letter is sent
    assert run(NOON) == 0
    assert run(NOON + LEASE + timedelta(seconds=1)) == 2
    assert [mail["Message-ID"] for mail in server.mails] == [
        first.message_id,
        first.message_id,
        second.message_id,
    ]
    assert {one.fate for one in db.session.scalars(select(Letter))} == {Fate.SENT}


def test_a_server_that_is_busy_is_asked_again_and_given_up_after_the_last_retry(
    server: PostOffice,
) -> None:
    server.answer = "451 try later"
    written, at = letter(), NOON
    for minutes in RETRIES:
        assert run(at) == 1
        assert (written.fate, written.fault[:20]) == (Fate.WAITING, "SMTPDataError: (451,")
        assert run(at + timedelta(minutes=minutes, seconds=-1)) == 0
        at += timedelta(minutes=minutes)
    assert run(at) == 1
    assert written.fate is Fate.FAILED


def test_a_letter_goes_out_when_the_server_is_back(server: PostOffice) -> None:
    server.answer = "451 try later"
    written = letter()
    run()
    server.answer = "250 OK"
    assert run(NOON + timedelta(minutes=1)) == 1
    assert (written.fate, written.fault, written.tries) == (Fate.SENT, "", 2)


def test_a_server_that_does_not_answer_is_asked_again(app: Flask) -> None:
    written = letter()
    post.lease(NOON)

    def unreachable(_: Letter) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    post.deliver(written.id, unreachable, NOON)
    assert written.fate is Fate.WAITING
    assert "ConnectionRefusedError" in written.fault


@pytest.mark.parametrize("where", ["recipient", "letter"])
def test_what_is_refused_for_good_is_not_sent_again_but_told(
    server: PostOffice, where: str
) -> None:
    if where == "recipient":
        server.answer_to["taro@example.jp"] = "550 no such user"
    else:
        server.answer = "554 spam"
    written = letter()
    run()
    assert written.fate is Fate.FAILED
    assert written.fault in ("550 no such user", "554 spam")
    assert run(NOON + timedelta(days=30)) == 0


def test_one_letter_that_fails_does_not_keep_the_others_back(server: PostOffice) -> None:
    server.answer_to["gone@example.jp"] = "550 no such user"
    wrong = ("gone@example.jp", "a\nBcc: b@example.jp", "見本@example.jp")
    letters = [letter(to) for to in (*wrong, "taro@example.jp")]
    run()
    assert [one.fate for one in letters] == [*(Fate.FAILED for _ in wrong), Fate.SENT]
    assert len(server.got) == 1


def test_staff_have_a_failed_letter_sent_once_more_under_its_own_number(
    server: PostOffice,
) -> None:
    server.answer = "554 spam"
    written = letter()
    run()
    server.answer = "250 OK"
    post.again(written, NOON)
    db.session.commit()
    run()
    assert written.fate is Fate.SENT
    assert server.mails[0]["Message-ID"] == written.message_id


@pytest.mark.parametrize(
    "typed",
    [
        "x\r\nBcc: victim@example.com",
        "x\nSubject: other",
        "x\r\n\r\n<html>",
        "x\x0bBcc: victim@example.com",
        "x\u2028Bcc: victim@example.com",
        "=?utf-8?b?Qmcc?=",
    ],
)
def test_what_people_type_never_becomes_a_header(server: PostOffice, typed: str) -> None:
    written = letter(purpose=typed)
    written.subject = post.one_line(f"お知らせ {typed}")
    db.session.commit()
    run()
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject") or []) == 1
    assert server.got[0].rcpt_tos == ["taro@example.jp"]
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize("typed", ["{{ 7*7 }}", "{% include 'x' %}", "{event.__init__}", "${x}"])
def test_what_people_type_is_never_a_template(app: Flask, typed: str) -> None:
    assert typed in letter(purpose=typed).body


def test_a_subject_is_the_first_line_and_stays_one_line(app: Flask) -> None:
    written = letter()
    assert written.subject == "【おためしナガノ】このメールアドレスは登録済みです"
    assert "\n" not in written.subject
    assert "http://localhost/accounts/sign-in" in written.body


def test_without_a_mail_server_the_outbox_is_the_end_of_the_way(app: Flask) -> None:
    written = letter()
    assert delivery.run_once() == 1
    assert written.fate is Fate.SENT


def test_the_worker_command_delivers_once_and_ends(app: Flask) -> None:
    number = letter().id
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    assert db.session.get_one(Letter, number).fate is Fate.SENT


def test_a_letter_to_a_person_is_kept_with_the_person(app: Flask) -> None:
    person = make.person()
    written = post.write("password_changed", to=person, at=NOON)
    db.session.flush()
    assert (written.to, written.person) == (person.email, person)


def with_link(to: str = "taro@example.jp") -> tuple[Letter, str]:
    token = new_token()
    written = post.write("reset", to=to, at=NOON, token=token)
    db.session.commit()
    return written, token


def test_a_letter_with_a_link_keeps_it_only_until_it_is_sent(server: PostOffice) -> None:
    written, token = with_link()
    assert written.confidential
    assert token in written.body
    assert delivery.run_once() == 1
    (mail,) = server.mails
    assert token in mail.get_payload(decode=True).decode()  # type: ignore[union-attr]  # a plain mail
    assert token not in written.body
    assert post.LINK_GONE in written.body
    assert written.blanked_at
    assert "お心当たりがない場合" in written.body


def test_a_letter_without_a_link_stays_as_it_was_sent(server: PostOffice) -> None:
    written = letter()
    body = written.body
    delivery.run_once()
    assert (written.body, written.blanked_at) == (body, None)


def test_a_link_that_was_not_delivered_waits_for_staff_and_not_for_ever(server: PostOffice) -> None:
    server.answer = "550 no such user"
    sent_anew, _ = with_link()
    old, _ = with_link("gone@example.jp")
    delivery.run_once()
    assert [one.fate for one in (sent_anew, old)] == [Fate.FAILED, Fate.FAILED]
    assert list(delivery.due(NOON)) == []
    server.answer = "250 OK"
    with_link()
    delivery.run_once()
    assert [key for _, key in delivery.due(NOON)] == [sent_anew.id]
    later = NOON + delivery.KEPT_FAILED + timedelta(seconds=1)
    found = list(delivery.due(later))
    assert [key for _, key in found] == [sent_anew.id, old.id]
    for task, key in found:
        task(key, later)
        task(key, later)  # by another worker
    assert post.LINK_GONE in old.body
    assert list(delivery.due(later)) == []


def test_a_letter_without_its_link_is_never_queued_again(server: PostOffice) -> None:
    written, _ = with_link()
    delivery.run_once()
    post.again(written, NOON)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize("kind", sorted(one.stem for one in post.TEMPLATES.glob("*.txt")))
def test_every_link_of_a_letter_is_known_as_one(kind: str) -> None:
    text = post.source(kind).replace("{{ site }}", "http://localhost")
    linked = text.replace("{{ token }}", new_token())
    assert len(post.LINK.findall(linked)) == text.count("{{ token }}")
    assert text.count("{{ token }}") == len(re.findall(r"\btoken\b", text))
