"""Hostile uploads at the page itself: refused, or kept harmlessly; and nothing else changes."""

from collections.abc import Callable

import pytest
from flask import Flask

from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files.kinds import LONGEST_NAME
from otameshi.files.models import Attachment
from tests import make
from tests.files import corpus, wire
from tests.files.test_gate import REFUSED

KEPT = {"applications", "application_papers", "attachments", "spent_keys", "store"}
PAGE = (
    "HTML",
    "SVG",
    "EICAR",
    "a PDF that is HTML too",
    "a PDF with a zip behind",
    "a JPEG with a zip behind",
    "a PDF with a password",
    "a PDF with a hidden script",
    "half a PDF",
    "a PNG of 20000 × 20000",
    "a zip bomb",
    "Word with macros",
)


@pytest.fixture
def draft(app: Flask) -> Application:
    return make.application(to=make.open_call(now()), state=State.DRAFT)


@pytest.fixture
def send(browse, draft) -> Callable[..., tuple[int, str, set[str]]]:
    """Send one file as bytes on the wire; return the answer, and which tables changed."""
    browser = browse(draft.applicant)
    where = f"/applications/{draft.id}/files"

    def act(name: bytes, content: bytes) -> tuple[int, str, set[str]]:
        hidden = browser.hidden(where)
        before = wire.everything()
        body = wire.form(hidden, "plan", name, content)
        answer = browser.client.post(where, data=body, content_type=wire.CONTENT_TYPE)
        return answer.status_code, answer.text, wire.changed(before, wire.everything())

    return act


@pytest.mark.parametrize("what", PAGE)
def test_what_is_hostile_is_refused_in_words_and_changes_nothing(send, what) -> None:
    content, _ = REFUSED[what]
    status, page, changed = send("事業計画書.pdf".encode(), content())
    assert status == 422
    assert "「事業計画書.pdf」" in page
    assert changed == set()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\0b.pdf", "ab.pdf"),
        (b"photo\xe2\x80\xaefdp.exe", "photofdp.exe.pdf"),
        (b"\xed\xa0\x80plan.pdf", None),
        (b"../../../etc/passwd", "passwd.pdf"),
        (b"C:\\\\Windows\\\\plan.pdf", "plan.pdf"),
        (b"<script>alert(1)</script>.pdf", "script>.pdf"),
        ("長".encode() * 3_000 + b".pdf", None),
    ],
)
def test_a_deceiving_name_does_no_harm(send, name, shown) -> None:
    status, page, changed = send(name, corpus.pdf())
    if status >= 400:  # no paper could show the name, or nothing could be read at all
        assert "名前を変えてから" in page or "送信内容を確認できませんでした" in page
        assert changed == set()
        return
    assert status == 303
    assert changed == KEPT
    kept = db.session.scalars(db.select(Attachment)).one()
    assert kept.name == (shown or kept.name)
    assert len(kept.name) <= LONGEST_NAME
    assert not set(kept.name) & set("\0/\\\u202e\r\n")
    assert kept.name.isprintable()


def test_a_name_of_a_megabyte_is_refused_and_changes_nothing(send) -> None:
    status, page, changed = send(b"a" * 1_000_000 + b".pdf", corpus.pdf())
    assert status == 413
    assert "そのまま残っています" in page
    assert changed == set()


def test_ten_thousand_fields_are_refused_and_change_nothing(browse, draft) -> None:
    browser = browse(draft.applicant)
    where = f"/applications/{draft.id}/files"
    many = {f"field{n}": "x" for n in range(10_000)} | browser.hidden(where)
    before = wire.everything()
    answer = browser.client.post(where, data=wire.fields(many), content_type=wire.CONTENT_TYPE)
    assert answer.status_code == 413
    assert wire.changed(before, wire.everything()) == set()


def test_a_name_is_shown_and_never_run(send, browse, draft) -> None:
    send(b"<img src=x onerror=alert(1)>.pdf", corpus.pdf())
    page = browse(draft.applicant).read(f"/applications/{draft.id}/files")
    assert "<img src=x" not in page
