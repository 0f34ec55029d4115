"""A deadline of one applicant's own: granted, used by every check, revoked. On both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.applications import actions, answering
from otameshi.applications.answers import BusinessAnswers
from otameshi.applications.entering import actions as entering
from otameshi.applications.extension import actions as extension
from otameshi.applications.extension.rules import LONGEST
from otameshi.applications.outline import Outline
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection import actions as selection
from tests import make

DEADLINE = japan(2026, 5, 18, 17)
AFTER, LATER = DEADLINE + timedelta(days=1), DEADLINE + timedelta(days=3)
WHY = "停電のため"


def grant(to, by=None, until=LATER, at=AFTER, call=None):
    by = by or make.person(Role.MANAGER)
    return extension.grant(call or make.call(), to, until, WHY, by, at)


def submit(application, at):
    by = application.applicant
    actions.submit(application, by, at, pledged=True, consented=True)


def letters() -> list[str]:
    return [one.kind for one in db.session.scalars(select(Letter).order_by(Letter.id))]


def test_every_check_of_the_deadline_knows_the_extension(whole):
    by = whole.applicant
    grant(by.email, call=whole.call)
    db.session.expire_all()
    assert Outline(whole, AFTER).open
    answering.save_business(whole, BusinessAnswers("印刷", "10年"), by, AFTER)
    submit(whole, LATER - timedelta(microseconds=1))
    assert whole.number == "R8-0001"
    actions.withdraw(whole, "都合", by, LATER - timedelta(microseconds=1))
    assert letters()[0] == "extension_granted"


def test_the_extended_deadline_is_as_exact_as_the_calls(whole):
    grant(whole.applicant.email, call=whole.call)
    with pytest.raises(Refused, match="締切を過ぎた"):
        submit(whole, LATER)


def test_others_get_nothing_of_it(whole):
    grant("somebody@example.jp", call=whole.call)
    with pytest.raises(Refused, match="締切を過ぎた"):
        submit(whole, AFTER)


def test_somebody_who_has_not_begun_nor_signed_up_may_begin_late(app):
    call = make.call()
    grant("new@example.jp", call=call)
    person = make.person(email="new@example.jp")
    [(offered, window)] = extension.offered(person, AFTER)
    assert (offered, window.closes_at, window.extended) == (call, LATER, True)
    assert extension.offered(make.person(), AFTER) == []
    assert extension.offered(person, LATER) == []
    begun = actions.begin(call, person, AFTER)
    assert begun.window.closes_at == LATER
    person.email = "moved@example.jp"
    db.session.flush()
    assert extension.window_for(call, person).closes_at == LATER
    with pytest.raises(Refused, match="締切を過ぎた"):
        actions.begin(call, make.person(), AFTER)


def test_an_extension_is_of_one_call(whole):
    other = make.call(whole.call.year, title="第2回募集")
    grant(whole.applicant.email, call=other)
    with pytest.raises(Refused, match="締切を過ぎた"):
        submit(whole, AFTER)


def test_a_later_deadline_of_the_call_is_not_taken_away_by_an_extension(whole):
    grant(whole.applicant.email, call=whole.call)
    whole.call.closes_at = LATER + timedelta(days=4)
    db.session.flush()
    submit(whole, LATER + timedelta(days=1))


def test_a_revoked_extension_opens_nothing_and_what_was_submitted_stays(whole):
    manager = make.person(Role.MANAGER)
    found = grant(whole.applicant.email, manager, call=whole.call)
    extension.revoke(found, "誤り", manager, AFTER)
    db.session.expire_all()
    with pytest.raises(Refused, match="締切を過ぎた"):
        submit(whole, AFTER)
    again = grant(whole.applicant.email, manager, call=whole.call)
    db.session.expire_all()
    submit(whole, AFTER)
    extension.revoke(again, "不要", manager, AFTER)
    assert whole.number is not None
    assert letters().count("extension_revoked") == 2


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.MANAGER])
def test_nobody_but_a_manager_extends_or_revokes(app, role):
    found, other = grant("a@example.jp"), make.person(role)
    with pytest.raises(Refused, match="権限"):
        grant("b@example.jp", other, call=found.call)
    with pytest.raises(Refused, match="権限"):
        extension.revoke(found, "x", other, AFTER)


def test_both_need_a_reason(app):
    manager = make.person(Role.MANAGER)
    with pytest.raises(Refused, match="理由"):
        extension.grant(make.call(), "a@example.jp", LATER, " ", manager, AFTER)
    with pytest.raises(Refused, match="理由"):
        extension.revoke(grant("a@example.jp", manager), "", manager, AFTER)


@pytest.mark.parametrize(
    ("until", "at", "words"),
    [
        (LATER, LATER, "いまより後"),
        (DEADLINE, DEADLINE - timedelta(days=1), "募集の締切"),
        (DEADLINE + LONGEST + timedelta(seconds=1), AFTER, "30日まで"),
        (LATER, japan(2026, 4, 1), "募集が始まってから"),
    ],
)
def test_an_extension_is_later_and_within_the_limit(app, until, at, words):
    with pytest.raises(Refused, match=words):
        grant("a@example.jp", until=until, at=at)
    assert letters() == []


def test_a_deadline_may_be_extended_before_it_has_come(whole):
    grant(whole.applicant.email, until=DEADLINE + LONGEST, at=make.NOON, call=whole.call)


def test_one_extension_at_a_time(whole):
    grant(whole.applicant.email, call=whole.call)
    with pytest.raises(Refused, match="すでに延ばされています"):
        grant(whole.applicant.email, call=whole.call)


def test_what_is_submitted_is_not_extended(whole):
    submit(whole, make.NOON)
    with pytest.raises(Refused, match="補正依頼"):
        grant(whole.applicant.email, call=whole.call)


def test_the_second_of_two_managers_is_told(app):
    manager = make.person(Role.MANAGER)
    found = grant("a@example.jp", manager)
    shown = found.version
    extension.revoke(found, "誤り", manager, AFTER, shown)
    with pytest.raises(Overtaken):
        extension.revoke(found, "誤り", manager, AFTER, shown)


def test_the_history_says_who_extended_until_when_and_why(whole):
    manager = make.person(Role.MANAGER)
    grant(whole.applicant.email, manager, call=whole.call)
    db.session.commit()
    event = db.session.scalars(history.of(whole)).one()
    assert (event.act, event.person, event.note) == ("grant_extension", manager, WHY)
    assert event.facts["until"] == "令和8年5月21日（木）17時00分00秒"


def test_the_selection_waits_for_who_may_still_correct(whole):
    grant(whole.applicant.email, call=whole.call)
    db.session.expire_all()
    submit(whole, AFTER)
    officer = make.person(Role.OFFICER)
    with pytest.raises(Refused, match="選考に加える応募はありません"):
        selection.open_pile(whole.call, officer, AFTER)
    assert len(selection.open_pile(whole.call, officer, LATER)) == 1


def test_paper_is_taken_from_whom_the_deadline_was_put_off(app):
    call, officer = make.call(), make.person(Role.OFFICER)
    grant("paper@example.jp", call=call)
    sender = entering.Sender("見本　紙子", "paper@example.jp", AFTER)
    begun = entering.begin(call, sender, officer, LATER + timedelta(days=1))
    assert begun.window.closes_at == LATER
    other = entering.Sender("見本　他子", "other@example.jp", AFTER)
    with pytest.raises(Refused, match="締切の令和8年5月18日"):
        entering.begin(call, other, officer, LATER)
