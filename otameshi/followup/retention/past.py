"""The year's counts on any past day, from what was known and since when. No database, no web."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from otameshi.followup.retention.meaning import Members, answer_of_group
from otameshi.followup.retention.rules import Counts, of_whole
from otameshi.followup.rules import Answer

AS_ONE = 0  # the place of a group that answers as one; members have theirs from 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A group as it was known from a day on, and who of it is asked; nobody before it is asked."""

    key: int
    people: int
    subsidised: bool = False
    places: tuple[int, ...] = ()
    on: date = date.min
    takes_part: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What one who was asked said: an answer as the year reads it, or a refusal."""

    on: date
    group: int
    place: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Day:
    """The counts at the end of a day on which they changed, and which groups changed them."""

    on: date
    before: Counts
    counts: Counts
    moved: tuple[tuple[Answer, Answer, int], ...]  # from, to, 組


@dataclass(slots=True)
class _Standing:
    """What is known of each group so far: in any order within a day, it comes to the same."""

    members: Members
    groups: dict[int, Asked] = field(default_factory=dict)
    said: dict[int, dict[int, Answer]] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)  # of those that take part

    def take(self, one: Asked | Said) -> None:
        if isinstance(one, Asked):
            self.groups[one.key] = one
            self._read(one.key)
            return
        self.said.setdefault(one.group, {})[one.place] = one.answer
        self._read(one.group)

    def _read(self, key: int) -> None:
        group = self.groups.get(key)
        if group is not None and group.takes_part:
            self.answers[key] = answer_of_group(self._each(group), self.members)
        else:
            self.answers.pop(key, None)

    def _each(self, group: Asked) -> list[Answer]:
        said = self.said.get(group.key, {})
        return [said.get(place, Answer.SILENT) for place in group.places]

    def _people(self, group: Asked) -> Counter[Answer]:
        if group.places == (AS_ONE,):
            return Counter({self.answers[group.key]: group.people})
        return Counter(self._each(group))

    def counts(self) -> Counts:
        every = [self.groups[key] for key in self.answers]
        subsidised = [one for one in every if one.subsidised]
        found = [
            of_whole(whole, said)
            for some in (every, subsidised)
            for whole, said in (
                (len(some), Counter(self.answers[one.key] for one in some)),
                (sum(one.people for one in some), self._sum(some)),
            )
        ]
        return Counts(*found)

    def _sum(self, some: Iterable[Asked]) -> Counter[Answer]:
        found: Counter[Answer] = Counter()
        for one in some:
            found.update(self._people(one))
        return found


def counts_on(
    groups: Iterable[Asked], said: Iterable[Said], members: Members, day: date | None = None
) -> Counts:
    """Return what was known at the end of a day, or is known now; each sort is in its order."""
    standing = _Standing(members)
    every: list[Asked | Said] = [*groups, *said]
    for one in every:
        if day is None or one.on <= day:
            standing.take(one)
    return standing.counts()


def course(
    groups: Sequence[Asked], said: Sequence[Said], members: Members, since: date = date.min
) -> list[Day]:
    """Return each day on which the counts changed, from a day on, oldest first."""
    every: list[Asked | Said] = [*groups, *said]
    every.sort(key=lambda one: one.on)  # keeps the order within a day
    days = _course(_Standing(members), every)
    return [one for one in days if one.on >= since and one.on > date.min]


def _course(standing: _Standing, every: Iterable[Asked | Said]) -> Iterator[Day]:
    known = standing.counts()
    for on, of_day in groupby(every, key=lambda one: one.on):
        before = dict(standing.answers)
        for one in of_day:
            standing.take(one)
        counts = standing.counts()
        if counts != known:
            yield Day(on, known, counts, _moved(before, standing.answers))
        known = counts


def _moved(
    before: dict[int, Answer], after: dict[int, Answer]
) -> tuple[tuple[Answer, Answer, int], ...]:
    """Count the groups that take part on both days and answer otherwise."""
    found = Counter((before[key], answer) for key, answer in after.items() if key in before)
    return tuple((old, new, number) for (old, new), number in found.items() if old is not new)
