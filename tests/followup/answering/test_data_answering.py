"""Answering by halves, declining and taking back, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.followup import actions, held
from otameshi.followup.answering import actions as answering
from otameshi.followup.models import Outcome
from otameshi.followup.rules import Answer, Source
from tests import make
from tests.followup.make import IN_MARCH, LAST, groups, saying, wave

TYPED = [["own_q1", "維持し、活動する"], ["own_q2", "書きかけ"]]


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def asked(officer):
    groups(1)
    found = actions.invite(wave(officer), officer, IN_MARCH)[0]
    db.session.commit()
    return found


def say(asked, *, counts):
    return saying(asked.invitation.wave, counts=counts)


def outcome():
    db.session.flush()
    return db.session.scalars(select(Outcome.answer)).one()


def half(invitation):
    return (invitation.draft or {})["fields"]


def acts(asked):
    db.session.commit()
    return [one.act for one in db.session.scalars(history.of(asked.invitation)).unique()]


def test_what_is_typed_by_halves_is_kept_and_counts_for_nothing(asked):
    kept = answering.keep_draft(asked.token, TYPED, IN_MARCH)
    assert half(kept) == TYPED
    assert kept.reply is None
    assert outcome() is Answer.SILENT
    answering.keep_draft(asked.token, TYPED[:1], IN_MARCH)
    assert half(kept) == TYPED[:1]
    actions.reply(asked.token, saying(kept.wave, counts=True), IN_MARCH)
    assert [kept.draft, kept.draft_at] == [None, None]
    assert outcome() is Answer.STAYED


def test_of_two_who_write_at_once_the_second_is_told(asked):
    shown = asked.invitation.version
    answering.keep_draft(asked.token, TYPED, IN_MARCH, shown)
    for late in (
        lambda: answering.keep_draft(asked.token, TYPED[:1], IN_MARCH, shown),
        lambda: actions.reply(asked.token, say(asked, counts=True), IN_MARCH, shown),
        lambda: answering.decline(asked.token, IN_MARCH, shown),
    ):
        with pytest.raises(Overtaken):
            late()
    assert half(asked.invitation) == TYPED


def test_who_declines_is_counted_apart_and_may_take_it_back(asked):
    answering.keep_draft(asked.token, TYPED, IN_MARCH)
    answering.decline(asked.token, IN_MARCH)
    assert outcome() is Answer.REFUSED
    assert asked.invitation.draft is None
    assert not asked.invitation.may_be_reminded
    with pytest.raises(Refused, match="すでに受け付けています"):
        answering.decline(asked.token, IN_MARCH)
    actions.reply(asked.token, say(asked, counts=False), IN_MARCH)
    assert outcome() is Answer.LEFT
    with pytest.raises(Refused, match="すでに回答をいただいています"):
        answering.decline(asked.token, IN_MARCH)
    assert acts(asked)[-2:] == ["refuse", "answer"]


def test_nothing_is_taken_by_a_link_that_does_not_count(asked, officer):
    late = IN_MARCH + timedelta(days=60)
    actions.reissue(asked.invitation, officer, IN_MARCH)
    for token, at in ((asked.token, IN_MARCH), ("forged", IN_MARCH), (asked.token, late)):
        for act in (
            lambda token=token, at=at: answering.keep_draft(token, TYPED, at),
            lambda token=token, at=at: answering.decline(token, at),
        ):
            with pytest.raises(Refused, match="このリンクでは回答できません"):
                act()
    assert asked.invitation.draft is None
    assert asked.invitation.refused_at is None


def test_staff_note_a_refusal_and_an_answer_takes_its_place(asked, officer):
    answering.record_refusal(asked.invitation, officer, IN_MARCH, "電話で聞いた")
    assert outcome() is Answer.REFUSED
    actions.record(asked.invitation, say(asked, counts=True), by=officer, at=IN_MARCH)
    assert outcome() is Answer.STAYED
    with pytest.raises(Refused, match="辞退に替える理由"):
        answering.record_refusal(asked.invitation, officer, IN_MARCH, "")
    answering.record_refusal(asked.invitation, officer, IN_MARCH, "回答を取り消したいとの電話")
    assert outcome() is Answer.REFUSED
    assert asked.invitation.reply is not None  # what was said once is kept


def test_an_answer_on_paper_keeps_its_day_and_who_took_it_down(asked, officer):
    late = IN_MARCH + timedelta(days=30)
    with pytest.raises(Refused, match="締切後に記録する理由"):
        actions.record(asked.invitation, say(asked, counts=True), by=officer, at=late)
    reply = actions.record(
        asked.invitation,
        say(asked, counts=True),
        by=officer,
        at=late,
        source=Source.PAPER,
        given_on=LAST,
        note="郵送が遅れたため",
    )
    assert (reply.source, reply.given_on, reply.person) == (Source.PAPER, LAST, officer)
    with pytest.raises(Refused, match="今日まで"):
        actions.record(
            asked.invitation,
            say(asked, counts=True),
            by=officer,
            at=late,
            given_on=late.date() + timedelta(days=2),
            note="直し",
        )


def test_a_person_takes_along_what_was_typed_and_not_sent(asked):
    answering.keep_draft(asked.token, TYPED, IN_MARCH)
    (part,) = held.held(asked.invitation.participation.representative)
    facts = {one.key: one.value for one in part.records[0].facts}
    assert facts["draft"] == "維持し、活動する、書きかけ"
    assert facts["draft_at"]
