"""Tokens are shown once, kept as a hash, counted, and end when they are revoked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.history import Event
from otameshi.people import digest
from otameshi.statistics.api import actions, rules
from otameshi.statistics.api.rules import Life, Scope, Standing
from tests import make

AT = japan(2026, 11, 29, 12, 0)


def issued():
    token, text = actions.issue("県庁の連携基盤", [Scope.GROUPS], Life.MONTH, None, AT)
    db.session.commit()
    return token, text


def test_only_the_hash_of_a_token_is_kept_and_the_history_knows_less(app):
    admin = make.person(Role.ADMIN)
    token, text = actions.issue("連携", [Scope.GROUPS, Scope.STATISTICS], Life.MONTH, admin, AT)
    db.session.commit()
    assert rules.looks_like_one(text)
    assert token.token_hash == digest(text)
    assert token.scopes == ["groups:read", "statistics:read"]
    assert token.expires_at == AT + timedelta(days=30)
    [event] = db.session.scalars(select(Event).filter_by(subject="api_tokens"))
    assert event.person_id == admin.id
    assert text not in str(event.facts)
    assert token.token_hash not in str(event.facts)


def test_a_token_is_found_by_its_text_alone(app):
    token, text = issued()
    assert actions.found(text) is token
    assert actions.found(text[:-1] + ("a" if text[-1] != "a" else "b")) is None
    assert actions.found(digest(text)) is None


def test_a_revoked_token_is_revoked_at_once_and_once(app):
    token, _ = issued()
    actions.revoke(token.id, None, AT + timedelta(hours=1), token.version)
    assert token.standing(AT + timedelta(hours=1)) is Standing.REVOKED
    with pytest.raises(Refused):
        actions.revoke(token.id, None, AT, token.version)


def test_a_token_that_somebody_changed_meanwhile_is_not_revoked_blindly(app):
    token, _ = issued()
    with pytest.raises(Overtaken):
        actions.revoke(token.id, None, AT, token.version - 1)


def test_answers_are_counted_by_the_minute_without_overtaking_an_administrator(app):
    token, _ = issued()
    version = token.version
    for seconds in (0, 20, 40, 61):
        actions.used(token.id, AT + timedelta(seconds=seconds))
    db.session.commit()
    db.session.refresh(token)
    assert (token.asked, token.window) == (1, AT + timedelta(minutes=1))
    assert token.last_used_at == AT + timedelta(seconds=61)
    assert token.version == version
    actions.used(token.id, AT + timedelta(seconds=62))
    db.session.commit()
    db.session.refresh(token)
    assert token.asked == 2
