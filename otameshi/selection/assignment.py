"""Sharing the candidates among the reviewers: as evenly as conflicts allow. No database."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """The new pairs, and for each candidate that could not be filled how many are lacking."""

    pairs: tuple[tuple[int, int], ...]  # (candidate, reviewer)
    lacking: Mapping[int, int]


@dataclass(slots=True)
class _Board:
    open_to: Mapping[int, frozenset[int]]  # candidate: reviewers who may be given it
    load: dict[int, int]
    given: dict[int, set[int]] = field(default_factory=dict)  # reviewer: new candidates

    def give(self, candidate: int, reviewer: int) -> None:
        self.given.setdefault(reviewer, set()).add(candidate)
        self.load[reviewer] += 1

    def take(self, candidate: int, reviewer: int) -> None:
        self.given[reviewer].remove(candidate)
        self.load[reviewer] -= 1

    def free_for(self, candidate: int) -> list[int]:
        """Return who may still be given a candidate, the least busy first."""
        free = [r for r in self.open_to[candidate] if candidate not in self.given.get(r, ())]
        return sorted(free, key=lambda reviewer: (self.load[reviewer], reviewer))


def share_out(
    open_to: Mapping[int, frozenset[int]], wanted: Mapping[int, int], load: Mapping[int, int]
) -> Plan:
    """Give each candidate the wanted number of reviewers, so that loads differ least.

    `open_to` leaves out conflicts and those who have the candidate already; `load` is what each
    reviewer has already, which is not moved. First each candidate goes to its least busy
    reviewers; then pairs are handed on along chains from a busier reviewer to one with at least
    two fewer, until no chain is left: then no other sharing is more even (Harvey et al.,
    Semi-matchings for bipartite graphs, 2006).
    """
    board = _Board(open_to, dict(load))
    lacking = {}
    for candidate in sorted(wanted, key=lambda one: (len(open_to[one]), one)):
        chosen = board.free_for(candidate)[: wanted[candidate]]
        for reviewer in chosen:
            board.give(candidate, reviewer)
        if len(chosen) < wanted[candidate]:
            lacking[candidate] = wanted[candidate] - len(chosen)
    while _even_out(board):
        pass
    pairs = sorted((c, reviewer) for reviewer, given in board.given.items() for c in given)
    return Plan(tuple(pairs), lacking)


def _even_out(board: _Board) -> bool:
    """Hand pairs on along one chain that makes the loads more even, if there is one."""
    for busiest in sorted(board.load, key=lambda r: (-board.load[r], r)):
        chain = _chain(board, busiest)
        if chain:
            for giver, candidate, taker in chain:
                board.take(candidate, giver)
                board.give(candidate, taker)
            return True
    return False


def _chain(board: _Board, start: int) -> list[tuple[int, int, int]]:
    """Find hand-overs (giver, candidate, taker) ending at somebody with two fewer than `start`."""
    came: dict[int, tuple[int, int]] = {}
    queue = deque([start])
    while queue:
        giver = queue.popleft()
        for candidate in sorted(board.given.get(giver, ())):
            for taker in board.free_for(candidate):
                if taker == start or taker in came:
                    continue
                came[taker] = (giver, candidate)
                if board.load[taker] <= board.load[start] - 2:
                    return _walk(came, taker, start)
                queue.append(taker)
    return []


def _walk(came: dict[int, tuple[int, int]], end: int, start: int) -> list[tuple[int, int, int]]:
    chain = []
    while end != start:
        giver, candidate = came[end]
        chain.append((giver, candidate, end))
        end = giver
    return chain
