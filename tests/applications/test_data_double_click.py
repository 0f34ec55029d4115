"""提出する pressed twice in the same instant: one submission, on both databases."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from otameshi.applications.models import Application
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter

DAY = timedelta(days=1)


def count(kind) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize("attempt", range(2))
def test_a_double_click_submits_once(app: Flask, browse, whole: Application, attempt: int) -> None:
    whole.call.opens_at, whole.call.closes_at = now() - DAY, now() + DAY
    key = whole.id
    browser = browse(whole.applicant)
    page = f"/applications/{key}/confirm"
    sent = {**browser.hidden(page), "pledged": "y", "consented": "y"}
    cookie = browser.client.get_cookie("session")
    db.session.remove()
    begin, answers = threading.Barrier(4), []

    def press(client: FlaskClient) -> None:
        begin.wait()
        answers.append(client.post(page, data=sent))

    threads = []
    for _ in range(4):
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        threads.append(threading.Thread(target=press, args=(client,)))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [(one.status_code, one.location) for one in answers] == [
        (303, f"/applications/{key}")
    ] * 4
    db.session.expire_all()
    assert db.session.get_one(Application, key).number == "R8-0001"
    assert [count(kind) for kind in (Letter, IssuedPaper, SubmittedVersion)] == [1, 1, 1]
