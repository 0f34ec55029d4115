"""The officer's proposal: what a scenario chose, sent up for decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import ranking
from otameshi.selection.actions.pile import living
from otameshi.selection.board.reading import Scene, scene_of
from otameshi.selection.board.rows import named, titles_of
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import (
    CANDIDACY,
    REVIEWING,
    Outcome,
    State,
    must_be_explained,
    must_be_under_review,
    waiting_order,
)

MOST_NAMED = 20  # doubts that one refusal names


@dataclass(frozen=True, slots=True)
class Choice:
    """What a row of the board says: an outcome or none yet, and a number on the waiting list."""

    outcome: Outcome | None
    waitlist_rank: int | None = None


Choices = Mapping[int, Choice]
Seen = Mapping[int, int] | None


def propose_all(  # what, who, when, why, and the page's versions
    call: Call, choices: Choices, by: Person, at: datetime, note: str = "", seen: Seen = None
) -> int:
    """Send every candidate with a choice up for decision, and say how many.

    Refused: no choice at all; 補欠順位 given twice; and without a reason, a candidate whose
    scores are missing, or one below a floor who is not rejected. `seen` are the versions of the
    candidates that the page showed open.
    """
    CANDIDACY.choose("propose", by.roles, State.REVIEWING)
    locked(Call, call.id)
    scene = scene_of(call)
    _as_shown(scene, seen)
    open_ = set(scene.open)
    wanted = {key: one for key, one in choices.items() if key in open_ and one.outcome}
    if not wanted:
        raise Refused("決裁に上げる応募の案（採択・補欠・不採択）を選んでください。")
    doubts = doubts_of(scene, {key: one.outcome for key, one in wanted.items() if one.outcome})
    must_be_explained(shortened([text for texts in doubts.values() for text in texts]), note)
    ranks = _waiting(scene, wanted)
    for candidacy in loaded(list(wanted)):
        outcome, rank = wanted[candidacy.id].outcome, ranks.get(candidacy.id)
        assert outcome is not None  # noqa: S101  # those without were left out above
        send_up(candidacy, outcome, rank, by, at, note if candidacy.id in doubts else "")
    return len(wanted)


def propose(  # who, what, when, why
    candidacy: Candidacy,
    outcome: Outcome,
    by: Person,
    at: datetime,
    waitlist_rank: int | None = None,
    note: str = "",
) -> None:
    """Send one candidate up for decision, under the same conditions as `propose_all`."""
    locked(Call, candidacy.application.call_id)
    candidacy = living(candidacy)
    must_be_under_review(candidacy.state)
    scene = scene_of(candidacy.application.call)
    rank = _waiting(scene, {candidacy.id: Choice(outcome, waitlist_rank)}).get(candidacy.id)
    doubts = doubts_of(scene, {candidacy.id: outcome})
    must_be_explained([text for texts in doubts.values() for text in texts], note)
    send_up(candidacy, outcome, rank, by, at, note)


def _as_shown(scene: Scene, seen: Seen) -> None:
    if seen is not None and {key: scene.lines[key].version for key in scene.open} != dict(seen):
        raise Overtaken


def doubts_of(scene: Scene, outcomes: Mapping[int, Outcome]) -> dict[int, list[str]]:
    """Return what must be explained of each candidate; who gives no doubt is left out."""
    standings = scene.ranking.standings
    found = [key for key, one in outcomes.items() if ranking.doubts("", standings[key], one)]
    titles, stand = titles_of(found), named(scene, found)
    return {key: ranking.doubts(titles[key], stand[key], outcomes[key]) for key in found}


def shortened(doubts: Sequence[str]) -> list[str]:
    """Name the first doubts, and how many more there are."""
    more = len(doubts) - MOST_NAMED
    return [*doubts[:MOST_NAMED], *([f"ほか{more}件。"] if more > 0 else [])]


def _waiting(scene: Scene, wanted: Choices) -> dict[int, int]:
    """Give the waiting list its numbers in the order given, beside those who wait already."""
    asked = [
        (key, one.waitlist_rank) for key, one in wanted.items() if one.outcome is Outcome.WAITLISTED
    ]
    return waiting_order(asked, taken_ranks(scene))


def taken_ranks(scene: Scene) -> set[int]:
    """Return the 補欠順位 of those who are no longer open."""
    lines = (line for line in scene.lines.values() if line.state not in REVIEWING)
    return {line.waitlist_rank for line in lines if line.waitlist_rank is not None}


def loaded(keys: Sequence[int]) -> list[Candidacy]:
    """Load candidates for change, in one statement and in the order given."""
    query = (
        select(Candidacy)
        .where(Candidacy.id.in_(keys))
        .options(joinedload(Candidacy.placement))
        .with_for_update(of=Candidacy)
        .execution_options(populate_existing=True)
    )
    by_id = {one.id: one for one in db.session.scalars(query).unique()}
    return [by_id[key] for key in keys]


def send_up(  # whom, as what, who, when, why
    candidacy: Candidacy,
    outcome: Outcome,
    waitlist_rank: int | None,
    by: Person,
    at: datetime,
    note: str,
) -> None:
    """Put one candidate, loaded for change, before those who decide."""
    move = CANDIDACY.choose("propose", by.roles, candidacy.state, note)
    candidacy.proposal, candidacy.waitlist_rank = outcome, waitlist_rank
    candidacy.state, candidacy.proposed_by = move.target, by
    history.record(
        candidacy,
        move.name,
        move.label,
        by=by,
        at=at,
        note=note,
        proposal=outcome,
        waitlist_rank=waitlist_rank,
    )
