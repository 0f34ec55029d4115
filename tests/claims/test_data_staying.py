"""A claim under rules that look at the stay is judged by the log, which is then fixed."""

from datetime import date, timedelta

import pytest
from flask import Flask

from otameshi.claims import judging
from otameshi.claims.models import Claim
from otameshi.claims.rules import State
from otameshi.claims.seeing import judgement_of
from otameshi.claims.staying import looks_at_stay
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.participation.models import Participation
from otameshi.participation.stay import actions as stay
from otameshi.participation.stay.rules import Entry
from otameshi.subsidy import read
from tests import make

AT = japan(2026, 9, 20, 10)
FIRST = date(2026, 9, 1)
NIGHT = Entry(present=True, night=True)
RULE = """
[[rules]]
rule = "presence"
id = "stay"
article = "要綱第8条"
count = "nights"
how = "total"
least = 3
"""


def book(text: str = RULE) -> str:
    return make.EXAMPLE_RULEBOOK.replace("order = [", 'order = [\n  "stay",', 1) + text


@pytest.fixture
def claim(app: Flask) -> Claim:
    """A claim of 50,000 yen of the first of September, by rules that ask for three nights."""
    group = make.participation()
    grant = make.decided_grant(group, rulebook=make.rulebook(group.year, book()))
    made = make.claim(grant)
    make.claim_line(made)
    return made


def log(group: Participation, nights: int, by=None, note: str = "") -> None:
    days = {FIRST + timedelta(days=n): NIGHT for n in range(nights)}
    stay.save(group.people[0], FIRST, days, by or group.representative, AT, note=note)


def test_only_rules_that_look_at_the_stay_read_the_log() -> None:
    assert looks_at_stay(read(book()))
    assert not looks_at_stay(read(make.EXAMPLE_RULEBOOK))


def test_the_log_decides_whether_anything_is_paid(claim: Claim) -> None:
    group = claim.grant.participation
    for nights, words in ((0, "滞在記録がない"), (2, "宿泊 2泊 は、条件")):
        if nights:
            log(group, nights)
        with pytest.raises(Refused, match=words):
            judging.ready_to_submit(judgement_of(claim))
    log(group, 3)
    found = judgement_of(claim)
    judging.ready_to_submit(found)
    assert found.granted == Yen(50_000)


def test_a_cost_belongs_to_the_visit_on_which_it_arose(claim: Claim) -> None:
    group = claim.grant.participation
    log(group, 3)
    terms = judgement_of(claim).terms
    who = group.people[0].name
    assert terms.visit_on(FIRST, who) == terms.visit_on(FIRST, "") == 1
    assert terms.visit_on(FIRST, "ほかの人") is None
    assert terms.visit_on(FIRST + timedelta(days=5), "") is None


def test_days_that_a_report_rests_on_are_changed_by_the_office_alone(claim: Claim) -> None:
    group, officer = claim.grant.participation, make.person(Role.OFFICER)
    log(group, 3)
    claim.state, claim.submitted_at = State.SUBMITTED, japan(2026, 9, 2, 10)
    log(group, 3)  # as it stands
    with pytest.raises(Refused, match="2026年9月2日までの滞在は、実績報告に使われて"):
        stay.save(group.people[0], FIRST, {FIRST: Entry()}, group.representative, AT)
    stay.save(
        group.people[0], FIRST, {FIRST + timedelta(days=2): Entry()}, group.representative, AT
    )
    stay.save(group.people[0], FIRST, {FIRST: Entry()}, officer, AT, note="宿の記録による")


def test_days_that_a_settled_amount_rests_on_are_fixed_for_all(claim: Claim) -> None:
    group, officer = claim.grant.participation, make.person(Role.OFFICER)
    log(group, 3)
    settled = {
        "state": State.SETTLED,
        "submitted_at": AT,
        "settled": Yen(50_000),
        "settled_on": FIRST,
        "document_number": "見本第1号",
        "checked_by": officer,
        "settled_by": make.person(Role.MANAGER),
    }
    for name, value in settled.items():
        setattr(claim, name, value)
    with pytest.raises(Refused, match="2026年9月1日までの滞在は、確定した補助金の額の根拠"):
        stay.save(group.people[0], FIRST, {FIRST: Entry()}, officer, AT, note="訂正")
    stay.save(
        group.people[0], FIRST, {FIRST + timedelta(days=1): Entry()}, officer, AT, note="訂正"
    )
