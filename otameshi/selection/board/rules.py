"""What a scenario proposes, where it stands on a tie, when it is out of date. No database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from otameshi.applications.rules import Kind
from otameshi.core.states import Refused
from otameshi.selection.ranking import shown
from otameshi.selection.rules import REVIEWING, Outcome, State

LONGEST_NAME = 60
MOST_RANK = 999
MOST_SCENARIOS = 20  # of a call: each is read whole to be compared


class Choice(NamedTuple):
    """The outcome proposed for one candidate, and the exact score it was chosen on."""

    outcome: Outcome
    rank: int | None = None  # 補欠順位
    score: str | None = None  # None: the one of now


class Line(NamedTuple):
    """One candidate as the board knows it."""

    id: int  # of the candidacy
    application_id: int
    version: int
    state: State
    proposal: Outcome | None
    waitlist_rank: int | None
    number: str
    kind: Kind | None
    heads: int  # 名
    prefecture: str | None  # of the representative, before coming
    host_id: int | None  # the first wish
    decided_at: datetime | None


Choices = Mapping[int, Choice]


@dataclass(frozen=True, slots=True)
class Tie:
    """Candidates of one rank of whom some are selected and some are not."""

    rank: int
    selected: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """Why what was chosen for a candidate no longer stands on what is known."""

    key: int
    words: str
    gone: bool  # the choice can no longer be made at all


def must_be_a_name(name: str, others: Collection[str]) -> None:
    if not name.strip():
        raise Refused("案の名前を入力してください。")
    if name in others:
        raise Refused(f"「{name}」という名前の案が、すでにあります。別の名前にしてください。")


def must_have_room(count: int) -> None:
    if count >= MOST_SCENARIOS:
        raise Refused(
            f"案は{MOST_SCENARIOS}件まで保存できます。使わない案を削除してから作ってください。"
        )


def written(score: Fraction | None) -> str:
    """Write a score exactly, as it is kept beside a choice."""
    return "" if score is None else f"{score.numerator}/{score.denominator}"


def read(score: str | None) -> Fraction | None:
    return Fraction(score) if score else None


def border_ties(ranks: Mapping[int, int], selected: Collection[int]) -> list[Tie]:
    """Find the ranks that the border between 採択 and not runs through."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for key in selected:
        if key in ranks:
            found.setdefault(ranks[key], ([], []))
    if not found:
        return []
    for key, rank in ranks.items():
        if rank in found:
            found[rank][key not in selected].append(key)
    return [
        Tie(rank, tuple(inside), tuple(outside))
        for rank, (inside, outside) in sorted(found.items())
        if outside
    ]


def passed_over(ranks: Mapping[int, int], selected: Collection[int]) -> list[int]:
    """Return who is not selected although somebody with a lower score is, the best first."""
    worst = max((ranks[key] for key in selected if key in ranks), default=0)
    found = [(rank, key) for key, rank in ranks.items() if rank < worst and key not in selected]
    return [key for _, key in sorted(found)]


def stale(
    choices: Choices,
    lines: Mapping[int, Line],
    open_: Collection[int],
    scores: Mapping[int, str],
) -> list[Stale]:
    """Say which choices rest on what has changed; `scores` are written exactly."""
    changed = (
        key
        for key, (_, _, score) in choices.items()
        if key not in open_ or scores.get(key) != score
    )
    return [_stale(key, choices[key], lines.get(key), scores.get(key, "")) for key in changed]


def _stale(key: int, choice: Choice, line: Line | None, score: str) -> Stale:
    if line is None:
        return Stale(key, "応募が取り下げられました", gone=True)
    if line.state not in REVIEWING:
        return Stale(key, f"今の状態は「{line.state.label}」です", gone=True)
    before, after = shown(read(choice.score)), shown(read(score))
    return Stale(key, f"点が{before}から{after}に変わりました", gone=False)


def differing(scenarios: Sequence[Choices]) -> list[int]:
    """Return the candidates for whom scenarios say different things."""
    keys: dict[int, None] = {}
    for one in scenarios:
        keys.update(dict.fromkeys(one))
    return [key for key in keys if len({_said(one.get(key)) for one in scenarios}) > 1]


def _said(choice: Choice | None) -> tuple[Outcome, int | None] | None:
    return None if choice is None else (choice.outcome, choice.rank)


def filled(order: Iterable[int], select: int, wait: int) -> dict[int, Choice]:
    """Choose by rank: so many are selected, the next so many wait, the others are rejected."""
    if select < 0 or wait < 0:
        raise Refused("採択と補欠の数は、0以上で入力してください。")
    made = {}
    for place, key in enumerate(order):
        if place < select:
            made[key] = Choice(Outcome.SELECTED)
        elif place < select + wait:
            made[key] = Choice(Outcome.WAITLISTED, place - select + 1)
        else:
            made[key] = Choice(Outcome.REJECTED)
    return made


def overlaid(kept: Choices, typed: Mapping[int, Choice | None]) -> dict[int, Choice]:
    """Lay what one page of the board says over what is kept; None takes a choice back."""
    whole = dict(kept)
    for key, choice in typed.items():
        if choice is None:
            whole.pop(key, None)
        else:
            whole[key] = choice
    return whole
