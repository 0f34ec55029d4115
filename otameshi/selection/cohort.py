"""What a selection does to everybody's money: the cohort, the cap, the budget. No database."""

from collections.abc import Sequence
from dataclasses import dataclass

from otameshi import subsidy
from otameshi.core.yen import Yen, total

LOOK_AHEAD = 30  # 名: further than any call goes over its quota


@dataclass(frozen=True, slots=True)
class Quota:
    groups: int  # 組
    soft: bool  # 程度

    @property
    def label(self) -> str:
        return f"{self.groups}組{'程度' if self.soft else ''}"


@dataclass(frozen=True, slots=True)
class NextStep:
    """So many more people, and the cap of everybody becomes this."""

    people: int
    cap: Yen


@dataclass(frozen=True, slots=True)
class Effect:
    """The cohort of the year as it would be: 組, 名, and what it may cost at most."""

    chosen: int  # 組 of this call
    heads: int  # 名, the whole year's
    quota: Quota
    budget: Yen
    cap_per_person: Yen | None
    most: Yen | None
    next_step: NextStep | None
    step_back: NextStep | None = None  # so many fewer people

    @property
    def over_quota(self) -> bool:
        return self.chosen > self.quota.groups

    @property
    def over_budget(self) -> bool:
        return self.most is not None and self.most > self.budget


def effect(
    book: subsidy.Rulebook | None,
    chosen: Sequence[int],
    elsewhere: Sequence[int],
    quota: Quota,
    budget: Yen,
) -> Effect:
    """Count 名 of the chosen groups and of the year's other groups, and find everybody's cap.

    `most` is what the year would pay if every group used its whole cap.
    """
    groups = [*chosen, *elsewhere]
    heads = sum(groups)
    of_size = {each: subsidy.cap(book, each, heads) for each in set(groups)} if book else {}
    caps = [of_size[each] for each in groups] if book else [None]
    known = [cap for cap in caps if cap is not None]
    return Effect(
        chosen=len(chosen),
        heads=heads,
        quota=quota,
        budget=budget,
        cap_per_person=subsidy.cap_per_person(book, heads) if book else None,
        most=total(known) if len(known) == len(caps) else None,
        next_step=_step(book, heads, 1) if book else None,
        step_back=_step(book, heads, -1) if book else None,
    )


def _step(book: subsidy.Rulebook, heads: int, way: int) -> NextStep | None:
    """Find the nearest number of people, more (1) or fewer (-1), that changes the cap."""
    now = subsidy.cap_per_person(book, heads)
    for apart in range(1, LOOK_AHEAD + 1):
        cap = subsidy.cap_per_person(book, heads + way * apart) if heads + way * apart > 0 else None
        if cap is not None and cap != now:
            return NextStep(apart, cap)
    return None
