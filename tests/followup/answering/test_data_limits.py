"""How often one link of the survey may write: shared by all workers, told on the page."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.answering import rules
from otameshi.followup.models import Reply
from tests import make
from tests.followup.make import choice, groups, wave

JSON = {"Accept": "application/json"}
TYPED = "打ちかけの言葉"


@pytest.fixture
def asked(app):
    del app
    groups(2)
    made = wave(asked_on=today() - timedelta(days=3), closes_on=today() + timedelta(days=3))
    both = actions.invite(made, make.person(Role.OFFICER), now())
    db.session.commit()
    return both


def stays(one):
    return {"own_q1": choice(one.invitation.wave, counts=True)}


def test_an_answer_too_many_is_told_when_to_come_again_and_keeps_what_was_typed(
    asked, browse, monkeypatch
):
    monkeypatch.setattr(rules, "MOST_ANSWERS", 2)
    one, other = asked
    page = f"/survey/{one.token}"
    for _ in range(2):
        assert browse().post(page, **stays(one)).status_code == 303
    refused = browse().post(page, **stays(one), own_q2=TYPED)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= rules.WINDOW.total_seconds()
    assert "15分ほど待ってから、もう一度送ってください" in refused.text
    assert TYPED in refused.text
    assert browse().post(f"/survey/{other.token}", **stays(other)).status_code == 303
    assert db.session.scalar(select(func.count(Reply.id))) == 3


def test_a_save_too_many_keeps_the_half_before_and_an_answer_goes_through(
    asked, browse, monkeypatch
):
    monkeypatch.setattr(rules, "MOST_SAVES", 2)
    one, _ = asked
    phone, page = browse(), f"/survey/{one.token}"
    for text in ("一", "二"):
        assert phone.post(page, action="save", own_q2=text).status_code == 200
    refused = phone.post(page, action="save", own_q2=TYPED)
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    assert "この内容はまだ保存していません" in refused.text
    assert TYPED in refused.text
    typing = phone.client.post(f"{page}/typing", data=phone.hidden(page), headers=JSON)
    assert (typing.status_code, "Retry-After" in typing.headers) == (429, True)
    assert phone.post(page, **stays(one), own_q2=TYPED).status_code == 303
