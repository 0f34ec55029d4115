"""A scenario becomes the proposal: everybody it chose for is sent up, with their places."""

from collections.abc import Mapping
from datetime import datetime

from otameshi import history
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.actions import proposing
from otameshi.selection.board import reading, rules
from otameshi.selection.board.models import Scenario
from otameshi.selection.board.reading import Kept, Scene
from otameshi.selection.board.weighing import Weighed, weigh
from otameshi.selection.matching import Seat
from otameshi.selection.models import Candidacy
from otameshi.selection.placed import Placement
from otameshi.selection.rules import CANDIDACY, Outcome, State, must_be_explained


def stale(scene: Scene, kept: Kept) -> list[rules.Stale]:
    """Say which choices of a scenario no longer stand on what is known."""
    return rules.stale(kept.choices, scene.lines, scene.all.open, scene.ranking.written)


def doubts(scene: Scene, kept: Kept, weighed: Weighed) -> dict[int, list[str]]:
    """Return by candidate what must be explained before the scenario is taken over."""
    found = proposing.doubts_of(scene, {k: one.outcome for k, one in kept.choices.items()})
    for tie in weighed.ties:
        numbers = [scene.lines[key].number for key in (*tie.selected, *tie.others)]
        words = (
            f"{tie.rank}位は同点です（{'、'.join(sorted(numbers))}）。採択とする応募を選んだ理由"
        )
        for key in (*tie.selected, *tie.others):
            found.setdefault(key, []).append(words)
    return found


def said(found: Mapping[int, list[str]]) -> list[str]:
    """Return what is to be explained, each thing once."""
    return proposing.shortened(
        list(dict.fromkeys(text for texts in found.values() for text in texts))
    )


def take(  # what, who, when, why, and the page's version
    call: Call,
    scenario: Scenario,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> int:
    """Send every choice of a scenario up for decision, and say how many.

    Refused: nothing chosen; choices that rest on what has changed since; and without a reason,
    a tie that the border runs through, scores that are missing, a floor that is not reached.
    """
    CANDIDACY.choose("propose", by.roles, State.REVIEWING)
    call = locked(Call, call.id)
    scenario = locked(Scenario, scenario.id)
    unchanged(scenario, version)
    scene, kept = reading.scene_of(call), reading.kept_of(scenario)
    _must_be_fresh(scene, kept)
    weighed = weigh(scene, kept.choices, kept.placed)
    unclear = doubts(scene, kept, weighed)
    must_be_explained(said(unclear), note)
    for one in proposing.loaded(list(kept.choices)):
        choice = kept.choices[one.id]
        why = note if one.id in unclear else ""
        proposing.send_up(one, choice.outcome, choice.rank, by, at, why)
        _settle(one, weighed.placed.seats.get(one.id), by, at)
    scenario.taken_by_id, scenario.taken_at = by.id, at
    counts = {o.value: sum(c.outcome is o for c in kept.choices.values()) for o in Outcome}
    label = "案を決裁に上げる"
    history.record(scenario, "take", label, by=by, at=at, note=note, name=scenario.name, **counts)
    return len(kept.choices)


def _must_be_fresh(scene: Scene, kept: Kept) -> None:
    if not kept.choices:
        raise Refused("決裁に上げる応募の案（採択・補欠・不採択）を選んでください。")
    found = stale(scene, kept)
    if found:
        raise Refused(
            f"この案を保存した後に、{len(found)}件の応募の点や状態が変わりました。"
            "順位表で「最新の点で確かめる」を押し、案を確かめてから上げてください。"
        )
    held = proposing.taken_ranks(scene)
    twice = sorted({one.rank for one in kept.choices.values() if one.rank in held} - {None})
    if twice:
        raise Overtaken


def _settle(one: Candidacy, seat: Seat | None, by: Person, at: datetime) -> None:
    """Keep where a selected group is placed; whoever has no place keeps none."""
    if one.placement is not None:
        db.session.delete(one.placement)
        db.session.flush()
    if seat is None or seat.host is None:
        one.placement = None
        return
    one.placement = Placement(
        host_id=seat.host, office_id=seat.office, words=seat.words, by_id=by.id, at=at
    )
