"""A page that needs no database tells that the database fails, whenever it fails."""

import pytest
from flask import Flask

from tests import make
from tests.conftest import Browser
from tests.quality.faults import Fault, failing


@pytest.fixture
def signed_in(app: Flask) -> Browser:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in production: a fault is a page
    return Browser(app, make.person())


def test_a_database_that_stays_away_is_told_to_somebody_signed_in(signed_in: Browser) -> None:
    with failing(Fault(0, gone=True)):
        answer = signed_in.get("/accounts/me")
    assert answer.status_code == 503
    assert "今の操作は保存されていません" in answer.text
    assert signed_in.get("/accounts/me").status_code == 200


def test_a_commit_that_fails_is_told_as_a_database_that_is_away(signed_in: Browser) -> None:
    form = {**signed_in.hidden("/accounts/me/name"), "name": "見本　次郎"}
    with failing(Fault(at="COMMIT")):
        answer = signed_in.client.post("/accounts/me/name", data=form)
    assert answer.status_code == 503
    assert "今の操作は保存されていません" in answer.text
    assert signed_in.client.post("/accounts/me/name", data=form).status_code == 303
