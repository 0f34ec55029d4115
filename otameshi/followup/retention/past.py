"""The year's counts on any past day, from what was said and when. No database, no web."""

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
    """A group that took part, and who of it is asked; nobody where it was never asked."""

    key: int
    people: int
    subsidised: bool = False
    places: tuple[int, ...] = ()


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
    counts: Counts
    moved: tuple[tuple[Answer, Answer, int], ...]  # from, to, 組


@dataclass(slots=True)
class _Standing:
    """What each group is known to have said so far."""

    members: Members
    groups: dict[int, Asked]
    said: dict[int, dict[int, Answer]] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)

    def take(self, one: Said) -> None:
        group = self.groups.get(one.group)
        if group is None or one.place not in group.places:
            return
        self.said.setdefault(one.group, {})[one.place] = one.answer
        self.answers[one.group] = answer_of_group(self._each(group), self.members)

    def _each(self, group: Asked) -> list[Answer]:
        said = self.said.get(group.key, {})
        return [said.get(place, Answer.SILENT) for place in group.places]

    def _people(self, group: Asked) -> Counter[Answer]:
        if group.places == (AS_ONE,):
            return Counter({self.answers.get(group.key, Answer.SILENT): group.people})
        return Counter(self._each(group))

    def counts(self) -> Counts:
        every = list(self.groups.values())
        subsidised = [one for one in every if one.subsidised]
        found = [
            of_whole(whole, said)
            for some in (every, subsidised)
            for whole, said in (
                (len(some), Counter(self.answers.get(one.key, Answer.SILENT) for one in some)),
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
    groups: Sequence[Asked], said: Iterable[Said], members: Members, day: date | None = None
) -> Counts:
    """Return what was known at the end of a day, or is known now.

    Who took part and who is subsidised is as of now: only what was said has its day here.
    """
    standing = _Standing(members, {one.key: one for one in groups})
    for one in said:
        if day is None or one.on <= day:
            standing.take(one)
    return standing.counts()


def course(groups: Sequence[Asked], said: Sequence[Said], members: Members) -> list[Day]:
    """Return each day on which the counts changed, oldest first; `said` is in its order."""
    return list(_course(_Standing(members, {one.key: one for one in groups}), said))


def _course(standing: _Standing, said: Sequence[Said]) -> Iterator[Day]:
    known = standing.counts()
    for on, of_day in groupby(said, key=lambda one: one.on):
        before = dict(standing.answers)
        for one in of_day:
            standing.take(one)
        counts = standing.counts()
        if counts != known:
            yield Day(on, counts, _moved(before, standing.answers))
        known = counts


def _moved(
    before: dict[int, Answer], after: dict[int, Answer]
) -> tuple[tuple[Answer, Answer, int], ...]:
    found = Counter((before.get(key, Answer.SILENT), answer) for key, answer in after.items())
    return tuple((old, new, number) for (old, new), number in found.items() if old is not new)
