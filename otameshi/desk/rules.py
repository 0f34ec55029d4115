"""Where an applicant stands on the whole path, and what waits for whom. No database, no web."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from otameshi.core.clock import day_in_japan
from otameshi.desk.facts import THE_END, PathFact, Stage, Standing, Step, Task
from otameshi.desk.steps import TELL


@dataclass(frozen=True, slots=True)
class Path:
    steps: tuple[Step, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(step.task for step in self.steps if step.task)

    @property
    def here(self) -> Step:
        """Return the step the person stands on, or the last one done."""
        reached = [step for step in self.steps if step.standing is not Standing.NEXT]
        return next((s for s in reached if s.standing is Standing.CURRENT), reached[-1])

    @property
    def over(self) -> bool:
        ended = any(step.drops == THE_END for step in self.steps)
        return ended or all(step.standing is Standing.DONE for step in self.steps)


def path(fact: PathFact, at: datetime) -> Path:
    """Tell the path from 応募 to 追跡調査, without the stages that no longer come."""
    return Path(tuple(_one_current(list(_steps(fact, day_in_japan(at))))))


def _steps(fact: PathFact, today: date) -> Iterator[Step]:
    dropped: frozenset[Stage] = frozenset()
    for stage in Stage:
        if stage not in dropped:
            step = TELL[stage](fact, today)
            dropped |= step.drops
            yield step


def _one_current(steps: list[Step]) -> list[Step]:
    """Keep one 「いまここ」: who stays in the region while the office pays is past 参加."""
    current = [step for step in steps if step.standing is Standing.CURRENT]
    here = next((s for s in current if s.stage is not Stage.PARTICIPATION), None)
    if here is None:
        return steps
    order = list(Stage)
    return [
        replace(
            step,
            standing=Standing.DONE
            if order.index(step.stage) < order.index(here.stage)
            else Standing.NEXT,
        )
        if step in current and step is not here
        else step
        for step in steps
    ]
