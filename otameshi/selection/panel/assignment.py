"""Sharing the candidates among the reviewers: as evenly as can be, proven. No database, no web.

It is a minimum-cost flow: each candidate sends as many units as it wants reviewers, each reviewer's
n-th sheet costs 2n - 1, so that the cheapest flow has the smallest sum of squared loads. Units go
one by one along the cheapest augmenting path (successive shortest paths: Ahuja, Magnanti and Orlin,
Network Flows, 1993, 9.7). On such a path only the last reviewer's load changes, so the cheapest
path ends at the least busy reviewer that can be reached by handing sheets on.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Plan:
    """The new pairs; for each candidate that could not be filled how many are lacking, and why.

    `full` are, by candidate, the reviewers whose limit stands in the way: all that could judge it,
    or could take over from one who could, take no more.
    """

    pairs: tuple[tuple[int, int], ...]  # (candidate, reviewer)
    lacking: Mapping[int, int]
    full: Mapping[int, frozenset[int]] = field(default_factory=dict)


def share_out(
    open_to: Mapping[int, frozenset[int]],
    wanted: Mapping[int, int],
    load: Mapping[int, int],
    most: Mapping[int, int] | None = None,
) -> Plan:
    """Give each candidate the wanted number of reviewers, so that the loads differ least.

    `open_to` leaves out conflicts and those who have the candidate already; `load` is what each
    reviewer has already, which is not moved; `most` is how many sheets one takes in all.
    No other sharing gives out more sheets, and none of as many has a smaller sum of squared loads.
    """
    flow = _Flow(open_to, load, most or {})
    lacking, full = {}, {}
    for candidate in sorted(wanted, key=lambda one: (len(open_to[one]), one)):
        for done in range(wanted[candidate]):
            if not flow.send(candidate):
                lacking[candidate] = wanted[candidate] - done
                full[candidate] = flow.reached(candidate)
                break
    return Plan(tuple(sorted(flow.pairs())), lacking, full)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class _Flow:
    """The units sent so far. Reviewers are bits of an integer, so a set of them is one number."""

    def __init__(
        self,
        open_to: Mapping[int, frozenset[int]],
        load: Mapping[int, int],
        most: Mapping[int, int],
    ) -> None:
        self.people: Sequence[int] = sorted(load)
        place = {reviewer: n for n, reviewer in enumerate(self.people)}
        self.open = {c: sum(1 << place[r] for r in people) for c, people in open_to.items()}
        self.holders = dict.fromkeys(open_to, 0)
        self.given: list[set[int]] = [set() for _ in self.people]
        self.load = [load[reviewer] for reviewer in self.people]
        self.most = [most.get(reviewer) for reviewer in self.people]
        # movable[a][b]: how many sheets of a could be handed on to b; onward[a]: to whom any can.
        self.movable = [[0] * len(self.people) for _ in self.people]
        self.onward = [0] * len(self.people)
        self.at_load: dict[int, int] = {}  # load → those with room who have it
        for n in range(len(self.people)):
            self._enter(n)

    def pairs(self) -> Iterator[tuple[int, int]]:
        for n, candidates in enumerate(self.given):
            yield from ((candidate, self.people[n]) for candidate in candidates)

    def send(self, candidate: int) -> bool:
        """Give a candidate one more reviewer along the cheapest path, if there is one."""
        start = self.open[candidate] & ~self.holders[candidate]
        came, seen = self._spread(start)
        end = self._least_busy(seen, candidate)
        if end is None:
            return False
        path = [end]
        while not start >> path[-1] & 1:
            path.append(came[path[-1]])
        for taker, giver in pairwise(path):
            self._hand_on(giver, taker)
        self._give(candidate, path[-1])
        self._leave(end)
        self.load[end] += 1
        self._enter(end)
        return True

    def reached(self, candidate: int) -> frozenset[int]:
        """Return whom a candidate's unit can reach: all of them full where it could not be sent."""
        _, seen = self._spread(self.open[candidate] & ~self.holders[candidate])
        return frozenset(self.people[n] for n in _bits(seen))

    def _spread(self, start: int) -> tuple[dict[int, int], int]:
        """Search breadth first whom handing on can reach, until nobody less busy is left."""
        least = self.at_load[min(self.at_load)] if self.at_load else 0
        came: dict[int, int] = {}
        seen, edge = start, start
        while edge and not seen & least:
            found = 0
            for n in _bits(edge):
                new = self.onward[n] & ~seen
                seen |= new
                found |= new
                came.update(dict.fromkeys(_bits(new), n))
            edge = found
        return came, seen

    def _least_busy(self, among: int, candidate: int) -> int | None:
        for load in sorted(self.at_load):
            here = self.at_load[load] & among
            if here:
                # Whoever it is costs the same; mixing them lets every two reviewers meet somewhere.
                return min(_bits(here), key=lambda n: zlib.crc32(b"%d:%d" % (candidate, n)))
        return None

    def _hand_on(self, giver: int, taker: int) -> None:
        bit = 1 << taker
        candidate = min(
            one for one in self.given[giver] if self.open[one] & bit & ~self.holders[one]
        )
        self._take(candidate, giver)
        self._give(candidate, taker)

    def _give(self, candidate: int, n: int) -> None:
        for holder in _bits(self.holders[candidate]):
            self._count(holder, n, -1)
        self.holders[candidate] |= 1 << n
        self.given[n].add(candidate)
        for other in _bits(self.open[candidate] & ~self.holders[candidate]):
            self._count(n, other, 1)

    def _take(self, candidate: int, n: int) -> None:
        for other in _bits(self.open[candidate] & ~self.holders[candidate]):
            self._count(n, other, -1)
        self.given[n].remove(candidate)
        self.holders[candidate] &= ~(1 << n)
        for holder in _bits(self.holders[candidate]):
            self._count(holder, n, 1)

    def _count(self, giver: int, taker: int, by: int) -> None:
        row = self.movable[giver]
        row[taker] += by
        if row[taker]:
            self.onward[giver] |= 1 << taker
        else:
            self.onward[giver] &= ~(1 << taker)

    def _enter(self, n: int) -> None:
        most = self.most[n]
        if most is None or self.load[n] < most:
            self.at_load[self.load[n]] = self.at_load.get(self.load[n], 0) | 1 << n

    def _leave(self, n: int) -> None:
        left = self.at_load[self.load[n]] & ~(1 << n)
        if left:
            self.at_load[self.load[n]] = left
        else:
            del self.at_load[self.load[n]]
