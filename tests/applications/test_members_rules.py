"""What a member's consent is worth, and who may be written to. Worked cases."""

from datetime import timedelta

import pytest

from otameshi.applications.members.rules import (
    LIFETIME,
    MOST_A_DAY,
    REQUEST,
    Consent,
    RequestFact,
    State,
    content_hash,
    may_be_written_to,
    may_join,
    must_be_a_member,
    must_be_promised,
    owed,
    standing,
)
from otameshi.core.states import Refused
from tests.make import NOON

NOW, THEN = content_hash(["髙﨑", "a"]), content_hash(["高崎", "a"])
LATER = NOON + timedelta(days=1)


def sent(state=State.WAITING, content="", at=NOON):
    answered = at + timedelta(hours=1) if state is State.ANSWERED else None
    return RequestFact(state, at, at + LIFETIME, answered, content)


def test_the_table_of_moves():
    assert [(one.name, one.by.value, one.target.value) for one in REQUEST.moves] == [
        ("ask", "applicant", "waiting"),
        ("replace", "applicant", "replaced"),
        ("revoke", "applicant", "revoked"),
        ("answer", "visitor", "answered"),
    ]
    assert all(one.sources == {State.WAITING} for one in REQUEST.moves[1:])


@pytest.mark.parametrize(
    ("requests", "consent"),
    [
        ([], Consent.NONE),
        ([sent(State.REVOKED)], Consent.NONE),
        ([sent()], Consent.WAITING),
        ([sent(State.REPLACED), sent(at=LATER)], Consent.WAITING),
        ([sent(State.ANSWERED, NOW)], Consent.GIVEN),
        ([sent(State.ANSWERED, THEN)], Consent.EARLIER),
        ([sent(State.ANSWERED, THEN), sent(at=LATER)], Consent.WAITING),
        ([sent(State.ANSWERED, THEN), sent(State.REVOKED, at=LATER)], Consent.EARLIER),
        ([sent(State.ANSWERED, THEN), sent(State.ANSWERED, NOW, LATER)], Consent.GIVEN),
        # The content became again what was consented to at first.
        ([sent(State.ANSWERED, NOW), sent(at=LATER)], Consent.GIVEN),
    ],
)
def test_a_consent_is_worth_what_it_was_given_to(requests, consent):
    assert standing(requests, NOW).consent is consent


def test_it_is_said_with_its_moment():
    assert standing([sent()], NOW).words == "依頼中（令和8年5月11日送信）"
    given = standing([sent(State.ANSWERED, NOW)], NOW)
    assert given.words == "本人が入力し、同意済み（令和8年5月11日13時00分）"
    again = standing([sent(State.ANSWERED, THEN), sent(at=LATER)], NOW)
    assert again.words == (
        "依頼中（令和8年5月12日送信）。以前の内容への同意：令和8年5月11日13時00分"
    )
    assert standing([], NOW).words == "本人の入力・同意なし"


def test_a_link_ends_after_fourteen_days_to_the_moment():
    found = standing([sent()], NOW)
    assert not found.expired(NOON + timedelta(days=14) - timedelta(microseconds=1))
    assert found.expired(NOON + timedelta(days=14))
    assert not standing([], NOW).expired(NOON)


def test_a_difference_of_one_character_or_of_a_border_between_fields_is_another_content():
    assert NOW != THEN
    assert content_hash(["ab", "c"]) != content_hash(["a", "bc"])


@pytest.mark.parametrize(
    ("position", "wanted", "on_its_way", "found"),
    [(2, True, True, True), (1, True, True, False), (2, False, True, False),
     (2, True, False, False)],
)  # fmt: skip
def test_a_consent_is_owed_where_the_year_wants_it(position, wanted, on_its_way, found):
    missing = standing([sent()], NOW)
    assert owed(position, missing, wanted=wanted, on_its_way=on_its_way) is found
    given = standing([sent(State.ANSWERED, NOW)], NOW)
    assert not owed(position, given, wanted=wanted, on_its_way=on_its_way)


def test_nobody_joins_what_is_submitted_without_consent():
    may_join(wanted=True, submitted=False)
    may_join(wanted=False, submitted=True)
    with pytest.raises(Refused, match="追加できません"):
        may_join(wanted=True, submitted=True)


@pytest.mark.parametrize(
    ("position", "members", "limit"), [(1, 2, 3), (4, 2, 3), (0, 2, 3), (4, 3, 3)]
)
def test_only_a_member_or_the_next_one_is_asked(position, members, limit):
    with pytest.raises(Refused):
        must_be_a_member(position, members, limit)
    must_be_a_member(2, members, limit)


def test_letters_are_limited_and_never_go_to_the_representative():
    may_be_written_to("a@example.jp", "b@example.jp", lately=MOST_A_DAY - 1, crowded=False)
    with pytest.raises(Refused, match="代表者のメールアドレス"):
        may_be_written_to("B+x@example.jp", "b@example.jp", lately=0, crowded=False)
    with pytest.raises(Refused, match="続けて送っています"):
        may_be_written_to("a@example.jp", "b@example.jp", lately=0, crowded=True)
    with pytest.raises(Refused, match="1日に送れる依頼は10通まで"):
        may_be_written_to("a@example.jp", "b@example.jp", lately=MOST_A_DAY, crowded=False)


@pytest.mark.parametrize("given", [(True, False), (False, True), (False, False)])
def test_both_promises_are_needed(given):
    pledged, consented = given
    with pytest.raises(Refused, match="チェック"):
        must_be_promised(pledged=pledged, consented=consented)
