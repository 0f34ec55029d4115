"""An upload that is cut off on its way to the real server stores nothing and changes nothing."""

import socket
import time

import pytest
from flask import Flask

from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from tests import make, real_server
from tests.files import corpus, wire


@pytest.fixture
def draft(app: Flask) -> Application:
    return make.application(to=make.open_call(now()), state=State.DRAFT)


def sent(site: str, head: bytes, body: bytes, *, to: int) -> bytes:
    """Send the head and so many bytes of the body, then break off; return what was answered."""
    host, port = site.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head + body[:to])
        if to < len(body):
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while part := line.recv(4_096):
            answer += part
        return answer


def test_a_cut_upload_stores_nothing_and_the_whole_one_arrives(browse, app, draft) -> None:
    browser = browse(draft.applicant)
    where = f"/applications/{draft.id}/files"
    hidden = browser.hidden(where)
    cookie = browser.client.get_cookie("session")
    body = wire.form(hidden, "plan", "計画.pdf".encode(), corpus.pdf())
    head = (
        f"POST {where} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: session={cookie.value}\r\nContent-Type: {wire.CONTENT_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    before = wire.everything()
    with real_server.gunicorn(app) as site:
        after_the_file = body.index(b'name="csrf_token"') - 60
        for to in (0, 200, len(body) // 2, after_the_file, len(body) - 30, len(body) - 5):
            answer = sent(site, head, body, to=to)
            assert b" 303 " not in answer[:20], f"{to} bytes of {len(body)} were taken"
            time.sleep(0.1)
            assert wire.changed(before, wire.everything()) == set()
        assert b" 303 " in sent(site, head, body, to=len(body))[:20]
    assert "application_papers" in wire.changed(before, wire.everything())
    db.session.expire_all()
    assert [one.attachment.name for one in draft.papers] == ["計画.pdf"]
