"""A forged, ended, used or another's link of the survey: what was typed by halves stays hidden."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.answering import actions as answering
from otameshi.followup.models import Invitation, Reply
from tests import make
from tests.followup.make import choice, groups, wave

HALF, SAID = "誰にも見せない書きかけ", "送った意見"
JSON = {"Accept": "application/json"}


@pytest.fixture
def asked(app):
    """Two groups that are asked; the first has written half of its answer."""
    del app
    groups(2)
    made = wave(asked_on=today() - timedelta(days=3), closes_on=today() + timedelta(days=3))
    both = actions.invite(made, make.person(Role.OFFICER), now())
    answering.keep_draft(both[0].token, [["own_q2", HALF]], now())
    db.session.commit()
    return both


def forged(one):
    return one.token[:-1] + ("A" if one.token[-1] != "A" else "B")


def expired(one):
    one.invitation.closes_on = today() - timedelta(days=1)
    return one.token


def not_yet(one):
    one.invitation.opens_on = today() + timedelta(days=1)
    return one.token


def revoked(one):
    actions.revoke(one.invitation, make.person(Role.OFFICER), now(), "宛先の誤り")
    return one.token


def replaced(one):
    actions.reissue(one.invitation, make.person(Role.OFFICER), now())
    return one.token


def answered_and_over(one):
    """Return a link that has done its work: answered, and closed since."""
    actions.reply(one.token, {"q1": "維持し、活動する", "q2": SAID}, now())
    return expired(one)


def standing():
    db.session.expire_all()
    kept = db.session.scalars(select(Invitation).order_by(Invitation.id)).all()
    return [(one.draft, one.refused_at, one.answered_at, len(one.replies)) for one in kept]


@pytest.mark.parametrize("spoil", [forged, expired, not_yet, revoked, replaced, answered_and_over])
def test_a_link_that_does_not_count_shows_nothing_and_takes_nothing(asked, browse, spoil):
    first, _ = asked
    phone = browse()
    page = f"/survey/{first.token}"
    assert HALF in phone.read(page)
    fields = {**phone.hidden(page), "own_q1": choice(first.invitation.wave, counts=False)}
    dead = f"/survey/{spoil(first)}"
    db.session.commit()
    before = standing()
    pages = [phone.get(dead)]
    for action in ("", "save", "ask", "decline"):
        sent = {**fields, "once": f"another-key-{action:x<12}", "action": action}
        pages.append(phone.client.post(dead, data=sent))
    for one in pages:
        assert one.status_code == 404
        assert "このリンクは使えません" in one.text
        assert HALF not in one.text
        assert SAID not in one.text
    told = phone.client.post(f"{dead}/typing", data=fields, headers=JSON)
    assert (told.status_code, list(told.json)) == (404, ["message"])
    assert standing() == before


def test_one_groups_link_neither_shows_nor_changes_the_others_half(asked, browse):
    first, second = asked
    own, other = f"/survey/{first.token}", f"/survey/{second.token}"
    phone = browse(second.invitation.participation.representative)
    fields = phone.hidden(own)  # of the page of the first group
    assert HALF not in phone.read(other)
    half = {**fields, "version": second.invitation.version, "own_q2": "二組目の書きかけ"}
    saved = phone.client.post(other, data={**half, "action": "save"})
    assert saved.status_code == 200
    assert HALF not in saved.text
    assert HALF in phone.read(own)
    assert "二組目" not in phone.read(own)
    declined = {**phone.hidden(other), "action": "decline"}
    assert phone.client.post(other, data=declined).status_code == 303
    first_now, second_now = standing()
    assert first_now[0]["fields"] == [["own_q2", HALF]]
    assert first_now[1:] == (None, None, 0)
    assert second_now[0] is None
    assert second_now[1] is not None


def test_a_link_used_again_corrects_and_a_form_sent_again_does_not(asked, browse):
    first, _ = asked
    phone, page = browse(), f"/survey/{first.token}"
    sent = {**phone.hidden(page), "own_q1": choice(first.invitation.wave, counts=True)}
    for _ in range(2):
        assert phone.client.post(page, data=sent).status_code == 303
    assert HALF not in phone.read(page)
    again = {**phone.hidden(page), "own_q1": choice(first.invitation.wave, counts=False)}
    assert phone.client.post(page, data=again).status_code == 303
    assert db.session.scalars(select(Reply.number)).all() == [1, 2]
