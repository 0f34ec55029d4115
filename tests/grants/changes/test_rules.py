"""How requests under a grant move, without a database."""

from datetime import date

import pytest

from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.grants.changes.checks import (
    must_be_alone,
    must_be_open,
    must_explain,
    must_fit,
    open_kinds,
)
from otameshi.grants.changes.rules import MACHINES, UNDER, Kind, State
from otameshi.grants.changes.words import ASKS, NEXT, NEXT_AT_THE_DESK, TONE
from otameshi.grants.rules import State as Grant

STAY = Period(date(2026, 8, 1), date(2027, 2, 28))
TODAY = date(2026, 10, 1)


def table(kind: Kind) -> dict[tuple[str, str], list[str]]:
    return {
        (state.value, role.value): [move.name for move in moves]
        for state in State
        for role in Role
        if (moves := MACHINES[kind].open_to({role}, state))
    }


APPROVAL = {
    ("draft", "applicant"): ["ask", "withdraw"],
    ("draft", "officer"): ["close"],
    ("returned", "applicant"): ["ask", "withdraw"],
    ("returned", "officer"): ["close"],
    ("asked", "applicant"): ["withdraw"],
    ("asked", "officer"): ["return", "check"],
    ("checked", "manager"): ["send_back", "approve", "refuse"],
}


def test_every_move_in_one_table():
    for kind in (Kind.EARLY, Kind.SUSPEND, Kind.ABOLISH):
        assert table(kind) == APPROVAL
    assert table(Kind.PLAN) == {
        **APPROVAL,
        ("draft", "applicant"): ["ask", "withdraw", "record"],
        ("returned", "applicant"): ["ask", "withdraw", "record"],
    }
    assert table(Kind.ACCIDENT) == {
        ("draft", "applicant"): ["ask", "withdraw"],
        ("draft", "officer"): ["close"],
        ("returned", "applicant"): ["ask", "withdraw"],
        ("returned", "officer"): ["close"],
        ("asked", "applicant"): ["withdraw"],
        ("asked", "officer"): ["return", "acknowledge"],
    }


def test_every_kind_and_every_state_has_its_words():
    assert set(ASKS) == set(MACHINES) == set(UNDER) == set(Kind)
    assert set(NEXT) == set(NEXT_AT_THE_DESK) == set(TONE) == set(State)


@pytest.mark.parametrize(
    ("grant", "early", "kinds"),
    [
        (Grant.APPLIED, True, [Kind.EARLY]),
        (Grant.APPLIED, False, []),
        (Grant.DECIDED, True, [Kind.PLAN, Kind.SUSPEND, Kind.ABOLISH, Kind.ACCIDENT]),
        (Grant.ABOLISHED, True, [Kind.ACCIDENT]),
        (Grant.REFUSED, True, []),
        (Grant.RETRACTED, True, []),
    ],
)
def test_what_may_be_asked_for_follows_the_grant(grant, early, kinds):
    assert open_kinds(grant, early_start=early) == kinds
    for kind in Kind:
        if kind in kinds:
            must_be_open(kind, grant, early_start=early)
        else:
            with pytest.raises(Refused):
                must_be_open(kind, grant, early_start=early)


@pytest.mark.parametrize("missing", ["what", "why", "considered"])
def test_a_request_says_what_why_and_what_was_considered(missing):
    said = {"what": "机を借りる", "why": "本数が足りない", "considered": "既存の机で試した"}
    must_explain(Kind.PLAN, **said)
    with pytest.raises(Refused, match=getattr(ASKS[Kind.PLAN], missing)):
        must_explain(Kind.PLAN, **{**said, missing: " \n"})


@pytest.mark.parametrize(
    ("kind", "day", "told"),
    [
        (Kind.PLAN, None, "記入してください"),
        (Kind.PLAN, date(2027, 3, 1), "参加の期間"),
        (Kind.ABOLISH, date(2026, 7, 31), "参加の期間"),
        (Kind.EARLY, date(2026, 9, 30), "届け出る日以後"),
        (Kind.ACCIDENT, date(2026, 10, 2), "今日まで"),
    ],
)
def test_a_day_that_cannot_be_is_refused(kind, day, told):
    with pytest.raises(Refused, match=told):
        must_fit(kind, day, TODAY, STAY)


def test_a_day_at_the_edge_is_accepted():
    must_fit(Kind.EARLY, TODAY, TODAY, STAY)
    must_fit(Kind.ACCIDENT, TODAY, TODAY, STAY)
    must_fit(Kind.PLAN, STAY.last, TODAY, STAY)
    must_fit(Kind.ABOLISH, STAY.first, TODAY, STAY)


def test_two_requests_never_change_the_same_terms_at_once():
    must_be_alone([], Kind.PLAN)
    must_be_alone([Kind.PLAN], Kind.ACCIDENT)
    with pytest.raises(Refused, match="手続き中の変更"):
        must_be_alone([Kind.ABOLISH], Kind.PLAN)
