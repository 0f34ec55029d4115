"""What a scenario does: to the cohort, everybody's cap, the budget, the places, the balance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from otameshi.core.yen import Yen
from otameshi.programme import actions as programme
from otameshi.selection import cohort
from otameshi.selection.board import balance, placing, reading
from otameshi.selection.board.expected import expected
from otameshi.selection.board.reading import Asked, Scene
from otameshi.selection.board.rules import Choice, Tie, border_ties, passed_over
from otameshi.selection.matching import Fixed
from otameshi.selection.rules import Outcome


@dataclass(frozen=True, slots=True)
class Weighed:
    """A scenario on the scales."""

    outcomes: Mapping[int, Outcome]
    counts: Counter[Outcome]
    undecided: int
    effect: cohort.Effect
    expected: Yen | None
    ties: list[Tie]
    passed_over: list[int]
    kinds: list[balance.Share]
    regions: list[balance.Share]
    placed: placing.Placing
    tight: list[placing.Use]  # places that are full or over
    homeless: list[int]  # selected, and no wish could be met

    @property
    def over_expected(self) -> bool:
        return self.expected is not None and self.expected > self.effect.budget


def weigh(
    scene: Scene, choices: Mapping[int, Choice] | None, by_hand: Mapping[int, Fixed] | None = None
) -> Weighed:
    outcomes = reading.outcomes(scene, choices)
    chosen = [key for key, outcome in outcomes.items() if outcome is Outcome.SELECTED]
    others = reading.elsewhere(scene)
    mine = {scene.lines[key].application_id: scene.lines[key].heads for key in chosen}
    asked = reading.asked_by(scene, {**others, **mine})
    effect, plausible = _money(scene, list(mine.values()), list(others.values()), asked)
    placed = placing.place(scene, chosen, asked, others, by_hand or {})
    inside, chosen_lines = set(chosen), [scene.lines[key] for key in chosen]
    uses = [*placed.uses.values(), *placed.office_uses.values()]
    return Weighed(
        outcomes=outcomes,
        counts=Counter(outcomes.values()),
        undecided=len(scene.lines) - len(outcomes) - scene.all.neither,
        effect=effect,
        expected=plausible,
        ties=border_ties(scene.ranking.ranks, inside),
        passed_over=passed_over(scene.ranking.ranks, inside),
        kinds=balance.shares(scene.all.kinds, map(balance.kind_of, chosen_lines)),
        regions=balance.shares(scene.all.regions, map(balance.region_of, chosen_lines)),
        placed=placed,
        tight=[use for use in uses if use.groups and use.left is not None and use.left <= 0],
        homeless=[key for key, seat in placed.seats.items() if seat.host is None],
    )


def _money(
    scene: Scene, chosen: list[int], others: list[int], asked: Mapping[int, Asked]
) -> tuple[cohort.Effect, Yen | None]:
    """Return the effect on everybody's cap, and what the planned costs would come to."""
    call = scene.call
    version = programme.current_rulebook(call.year)
    book = programme.parsed(version.text) if version else None
    quota = cohort.Quota(call.quota, call.quota_soft)
    effect = cohort.effect(book, chosen, others, quota, call.year.budget)
    if book is None or version is None:
        return effect, None
    plans = [one.plan for one in asked.values()]
    return effect, expected(book, version.sha256, plans, effect.heads)
