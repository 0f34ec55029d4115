"""How large a file and an application may be; who sends too much is told, and loses nothing."""

from io import BytesIO

import pytest
from flask import Flask

from config import MEGABYTE, Config
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from tests import make
from tests.conftest import KEY
from tests.files import corpus


@pytest.fixture
def draft(app: Flask) -> Application:
    return make.application(to=make.open_call(now()), state=State.DRAFT)


def send(browser, draft, *files, **more):
    where = f"/applications/{draft.id}/files"
    return browser.post(where, plan=[(BytesIO(one), "計画.pdf") for one in files], **more)


def test_the_settings_say_how_large(monkeypatch):
    monkeypatch.setenv("LARGEST_FILE_MB", "5")
    monkeypatch.setenv("LARGEST_IN_ALL_MB", "30")
    config = Config(SECRET_KEY=KEY)
    assert (config.LARGEST_FILE, config.LARGEST_IN_ALL) == (5 * MEGABYTE, 30 * MEGABYTE)
    assert config.largest_request > config.LARGEST_IN_ALL


def test_a_file_over_the_limit_of_the_settings_is_refused(app, browse, draft):
    app.config["LARGEST_FILE"] = 1_000
    answer = send(browse(draft.applicant), draft, b"%PDF-" + b"\0" * 1_000)
    assert answer.status_code == 422
    assert "「計画.pdf」は大きすぎます" in answer.text


def test_the_page_says_how_large(app, browse, draft):
    app.config["LARGEST_FILE"] = 7 * MEGABYTE
    page = browse(draft.applicant).read(f"/applications/{draft.id}/files")
    assert "1つ7MBまで" in page
    assert "全部で60MBまで" in page


def test_all_files_of_an_application_are_counted_together(app, browse, draft):
    browser = browse(draft.applicant)
    app.config["LARGEST_IN_ALL"] = len(corpus.pdf()) * 2
    assert send(browser, draft, corpus.pdf()).status_code == 303
    answer = send(browser, draft, corpus.pdf(), corpus.pdf())
    assert answer.status_code == 422
    assert "添付は、全部で" in answer.text
    db.session.expire_all()
    assert len(draft.papers) == 1


def test_a_form_that_is_too_large_is_told_what_to_do_and_changes_nothing(app, browse, draft):
    browser = browse(draft.applicant)
    assert send(browser, draft, corpus.pdf()).status_code == 303
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = send(browser, draft, b"x" * 20_000)
    assert answer.status_code == 413
    assert "1つ20MB、合わせて60MBまで" in answer.text
    assert "保存済みの入力と添付は、そのまま残っています" in answer.text
    assert f'href="/applications/{draft.id}/files"' in answer.text
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    assert "計画.pdf" in browser.read(f"/applications/{draft.id}/files")
