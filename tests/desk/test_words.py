"""Two vocabularies of state from one table: the office's, and what the applicant is told."""

import re
from itertools import pairwise

import pytest
from flask import Flask

from otameshi.applications.rules import State as Application
from otameshi.claims.models import Claim
from otameshi.claims.rules import BEING_WEIGHED, Verdict
from otameshi.claims.rules import State as ClaimState
from otameshi.core.clock import now
from otameshi.core.labels import TwoWorded
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.desk.waiting import TABLES, Queue
from otameshi.grants.rules import State as Grant
from otameshi.people import Person
from otameshi.selection.rules import TOLD
from otameshi.selection.rules import State as Candidacy
from tests import make

STAGES = TwoWorded.__subclasses__()  # of every stage: the application imports them all
STATES = [state for stage in STAGES for state in stage]
# What only the office says: no line of any table tells it to an applicant.
OFFICE_ONLY = {one.label for one in STATES} - {one.told for one in STATES}
WEIGHED = [one for one in Candidacy if one not in TOLD]
BEING_CHECKED = (Grant.APPLIED, Grant.CHECKED)
# Of these nobody outside the office sees a state.
OFFICE_ROOMS = {Queue.RUNS, Queue.SURVEYS}
CHANGES = re.compile(
    r'name="(csrf_token|once|typist)" value="[^"]*"|<p class="session-stay".*?</p>', re.DOTALL
)


def every(machine) -> set[TwoWorded]:
    return {state for move in machine.moves for state in (*move.sources, move.target)}


@pytest.mark.parametrize("state", STATES, ids=lambda one: f"{type(one).__module__}.{one.name}")
def test_each_state_has_a_word_for_the_office_and_a_word_for_the_applicant(state) -> None:
    assert state.label
    assert state.told


@pytest.mark.parametrize("queue", [one for one in TABLES if one not in OFFICE_ROOMS])
def test_every_state_of_every_procedure_has_two_words(queue) -> None:
    assert all(isinstance(state, TwoWorded) and state.told for state in every(TABLES[queue]))


def test_what_is_still_weighed_has_one_word_for_applicants() -> None:
    assert {one.told for one in WEIGHED} == {"選考中"}
    assert len({one.told for one in BEING_CHECKED}) == 1
    assert len({one.told for one in BEING_WEIGHED}) == 1


def pages_of(browse, person: Person, *paths: str) -> list[str]:
    """Return what an applicant reads, without what differs from one reading to the next."""
    me = browse(person)
    shown = []
    for path in ("/my/", "/applications/", "/participation/", "/grants/", "/claims/", *paths):
        answer = me.get(path)
        assert answer.status_code == 200, path
        shown.append(CHANGES.sub("", answer.text))
    return shown


def says_only_what_is_told(pages: list[str]) -> None:
    for page in pages:
        for word in re.findall(r'<span class="badge[^>]*>([^<]*)</span>', page):
            assert word.strip() not in OFFICE_ONLY
        for word in ("決裁待ち", "形式審査待ち", "額の確定待ち", "採択後に辞退", "決裁に上げ"):
            assert word not in page


@pytest.mark.parametrize("state", Application)
def test_an_applicant_reads_the_told_word_of_an_application(browse, state) -> None:
    one = make.application(to=make.open_call(now()), state=state)
    pages = pages_of(browse, one.applicant, f"/applications/{one.id}")
    assert state.told in pages[1]
    says_only_what_is_told(pages)


def decide(candidacy, state: Candidacy) -> None:
    if state is Candidacy.PROPOSED:
        candidacy.proposal = "selected"
    if state in TOLD:
        candidacy.decided_by, candidacy.decided_at = make.person(Role.MANAGER), make.NOON
    candidacy.state = state
    db.session.commit()


@pytest.mark.parametrize("state", Candidacy)
def test_an_applicant_reads_no_word_of_the_office_on_the_way_through_selection(
    browse, state
) -> None:
    one = make.application()
    decide(make.candidacy(one), state)
    says_only_what_is_told(pages_of(browse, one.applicant, f"/applications/{one.id}"))


def test_until_the_outcome_is_told_every_page_reads_the_same(app: Flask, browse) -> None:
    one = make.application()
    read = [pages_of(browse, one.applicant, f"/applications/{one.id}")]
    candidacy = make.candidacy(one, Candidacy.SCREENING)
    for state in WEIGHED:
        decide(candidacy, state)
        read.append(pages_of(browse, one.applicant, f"/applications/{one.id}"))
    assert all(before == after for before, after in pairwise(read))


@pytest.mark.parametrize("state", Grant)
def test_a_grantee_reads_the_told_word_of_a_grant(browse, state) -> None:
    decided = {Grant.DECIDED, Grant.RETRACTED, Grant.ABOLISHED, Grant.CANCELLED}
    grant = make.decided_grant() if state in decided else make.grant(state=state)
    grant.state = state
    pages = pages_of(browse, grant.grantee, f"/grants/{grant.id}")
    assert state.told in pages[-1]
    says_only_what_is_told(pages)


def test_a_grantee_does_not_see_that_a_grant_waits_for_its_decision(app: Flask, browse) -> None:
    grant = make.grant(state=Grant.APPLIED)
    version = re.compile(r'name="version" value="\d+"|<form class="move".*?</form>', re.DOTALL)
    shown = []
    for state in BEING_CHECKED:
        grant.state = state
        page = pages_of(browse, grant.grantee, f"/grants/{grant.id}")[-1]
        shown.append(version.sub("", page))
    assert re.sub(r"\s+", " ", shown[0]).count("県が確認中") == shown[1].count("県が確認中") == 1


def claim_in(state: ClaimState) -> Claim:
    if state in {ClaimState.SETTLED, ClaimState.INVOICED, ClaimState.PAID}:
        return make.invoiced_claim(state=state)
    if state is ClaimState.CLOSED:
        return make.settled_claim(amount=10_000, state=state, set_off=Yen(10_000))
    claim = make.claim(state=state)
    make.claim_line(claim)
    return claim


@pytest.mark.parametrize("state", ClaimState)
def test_a_claimant_reads_the_told_word_of_a_claim(browse, state) -> None:
    claim = claim_in(state)
    pages = pages_of(browse, claim.claimant, f"/claims/{claim.id}")
    assert state.told in pages[-1]
    says_only_what_is_told(pages)


@pytest.mark.parametrize("state", sorted(BEING_WEIGHED))
def test_a_ruling_on_a_line_is_told_with_the_whole_claim_and_not_before(browse, state) -> None:
    claim = make.claim(state=state)
    line = make.claim_line(claim, 50_000)
    before = pages_of(browse, claim.claimant, f"/claims/{claim.id}")
    line.verdict, line.reduced_to, line.reason = Verdict.REDUCED, Yen(1_000), "領収書と違う"
    db.session.commit()
    assert pages_of(browse, claim.claimant, f"/claims/{claim.id}") == before
    claim.state = ClaimState.RETURNED
    assert "減額して認められました" in pages_of(browse, claim.claimant, f"/claims/{claim.id}")[-1]
