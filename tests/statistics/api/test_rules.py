"""What a token opens, until when, and how often it may ask."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.statistics.api import rules
from otameshi.statistics.api.rules import MOST_A_MINUTE, Life, Scope, Standing

AT = japan(2026, 11, 29, 12, 0)
SECOND = timedelta(seconds=1)


def test_a_token_ends_at_its_moment_and_when_it_is_revoked() -> None:
    assert rules.standing(AT, None, AT - SECOND) is Standing.OPEN
    assert rules.standing(AT, None, AT) is Standing.EXPIRED
    assert rules.standing(AT + SECOND, AT, AT) is Standing.REVOKED


def test_a_token_is_revoked_once_and_an_expired_one_too() -> None:
    rules.check_revocable(Standing.EXPIRED)
    with pytest.raises(Refused, match="すでに取り消されています"):
        rules.check_revocable(Standing.REVOKED)


def test_a_scope_opens_itself_and_no_other() -> None:
    assert rules.opens([], None)
    assert rules.opens(["groups:read"], Scope.GROUPS)
    assert not rules.opens(["groups:read"], Scope.STATISTICS)
    assert not rules.opens([], Scope.GROUPS)


def test_no_token_lives_for_more_than_a_year() -> None:
    assert max(one.span for one in Life) == timedelta(days=365)


@pytest.mark.parametrize(
    "text", ["", "otameshi_", "otameshi_" + "a" * 30, "other_" + "a" * 46, "otameshi_" + "あ" * 43]
)
def test_what_can_be_no_token_is_not_looked_up(text: str) -> None:
    assert not rules.looks_like_one(text)


def test_a_token_waits_for_the_next_minute_after_its_last_answer() -> None:
    """At 12:00:40 after 120 answers since 12:00:00 it waits 20 seconds, and at 12:01 none."""
    at = AT + 40 * SECOND
    assert rules.wait(AT, MOST_A_MINUTE - 1, at) == 0
    assert rules.wait(AT, MOST_A_MINUTE, at) == 20
    assert rules.wait(AT, MOST_A_MINUTE, AT + 60 * SECOND) == 0
    assert rules.wait(None, 0, at) == 0


@given(st.integers(0, 59_999), st.integers(0, 500))
def test_nobody_waits_longer_than_a_minute(thousandths: int, asked: int) -> None:
    at = AT + timedelta(milliseconds=thousandths)
    assert 0 <= rules.wait(rules.window_of(at), asked, at) <= 60
