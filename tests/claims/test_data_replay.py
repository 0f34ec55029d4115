"""Past claims once more, as facts for other rules: on SQLite and on PostgreSQL."""

from datetime import date

from otameshi.claims import replay
from otameshi.claims.rules import State, Verdict
from otameshi.core.yen import Yen
from otameshi.programme import actions as programme
from otameshi.subsidy import compare
from tests import make
from tests.statements import counted


def group_of_2025(*amounts: int, state: State = State.SUBMITTED, name: str = "見本　花子"):
    """Make a group that reported office costs of these amounts, each in its own round."""
    year = make.year(2025)
    application = make.application(to=make.call(year))
    application.members[0].name = name
    grant = make.decided_grant(make.participation(make.selected(application)))
    first, *later = amounts
    facts = {} if later or state is State.DRAFT else {"submitted_at": make.NOON}
    if later:
        make.settled_claim(grant, first)
        made = make.claim(grant, round=2, state=state)
        make.claim_line(made, later[0])
    else:
        made = make.claim(grant, state=state, **facts)
        make.claim_line(made, first)
    return grant, made


def test_a_group_counts_once_with_all_its_rounds_and_a_draft_not_at_all(app):
    del app
    group_of_2025(100_000, 50_000)
    group_of_2025(70_000, state=State.DRAFT)
    assert list(replay.years()) == [(2025, 1)]
    [(title, facts)] = replay.claims_of(2025)
    assert [line.amount for line in facts.lines] == [100_000, 50_000]
    assert facts.heads == 1
    assert title
    assert list(replay.claims_of(2024)) == []


def test_what_was_reported_counts_in_full_whatever_the_office_has_said_of_it(app):
    del app
    _, claim = group_of_2025(80_000)
    claim.lines[0].verdict, claim.lines[0].reduced_to = Verdict.REDUCED, Yen(10_000)
    claim.lines[0].reason = "減額"
    [(_, facts)] = replay.claims_of(2025)
    assert facts.lines[0].amount == 80_000


def test_a_lower_cap_costs_each_group_what_stands_above_it(app):
    """310,500円 spent: 300,000 by the cap of 2025; with a cap of 200,000 it is 100,000 less."""
    del app
    grant, _ = group_of_2025(310_500)
    old = programme.parsed(grant.rulebook.text)
    text = grant.rulebook.text.replace("amount = 300000", "amount = 200000")
    new = programme.parsed(text.replace("amount = 240000", "amount = 200000"))
    found = compare(old, new, replay.claims_of(2025))
    assert [(row.before, row.after, row.change) for row in found.rows] == [
        (300_000, 200_000, -100_000)
    ]
    assert any("上限による減額 10,500円 → 110,500円" in reason for reason in found.rows[0].reasons)


def test_a_year_is_loaded_in_as_many_statements_however_many_groups_there_are(app):
    del app
    group_of_2025(100_000)
    few = counted(lambda: list(replay.claims_of(2025)))
    for amount in (1_000, 2_000, 3_000):
        group_of_2025(amount)
    assert counted(lambda: list(replay.claims_of(2025))) == few


def test_the_latest_version_is_offered_first(app):
    del app
    make.rulebook(make.year(2025))
    second = make.rulebook(make.year(2026))
    assert replay.versions()[0] is second
    assert date(2026, 4, 1) < make.NOON.date()
