"""Who goes where: groups matched to municipalities and offices by wish and rank. No database.

Every municipality ranks the groups alike, by score. Where all share one order, what deferred
acceptance with the groups proposing (Gale & Shapley, 1962) ends with is what comes of letting each
group in that order take its best wish with room left, and it is the only stable outcome; and it
stays stable where places are counted in 名, for which no other rule always finds one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from otameshi.programme.rules import PlaceUnit


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, or an office in the municipality `host`, and how many it takes."""

    key: int
    name: str
    room: int | None = None  # None: without a limit
    unit: PlaceUnit = PlaceUnit.GROUPS
    host: int | None = None

    def size(self, heads: int) -> int:
        """Return how much of the room a group of so many people takes."""
        return 1 if self.unit is PlaceUnit.GROUPS else heads


@dataclass(frozen=True, slots=True)
class Group:
    """A selected group; the smaller `order` comes first, and no two are alike."""

    key: int
    heads: int
    wishes: tuple[int, ...]  # municipalities, the first wish first
    office: int | None = None  # the wished office
    order: Any = ()  # comparable


@dataclass(frozen=True, slots=True)
class Fixed:
    """Where a group is placed whatever the matching says: by an officer, with the reason."""

    host: int
    office: int | None
    why: str
    by_hand: bool = True  # and not as the matching had it when it was proposed


@dataclass(frozen=True, slots=True)
class Taken:
    """A place that a group of another call holds already."""

    host: int
    office: int | None
    heads: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a group goes and why; `host` is None where no wish could be met."""

    host: int | None
    office: int | None
    wish: int  # 1 for the first wish; 0 for none of them
    words: str
    overruled: bool = False


@dataclass(slots=True)
class _Rooms:
    hosts: Mapping[int, Place]
    offices: Mapping[int, Place]
    used: dict[tuple[bool, int], int] = field(default_factory=dict)
    # How much of it groups of this call hold that the matching placed.
    ranked: dict[tuple[bool, int], int] = field(default_factory=dict)

    def fits(self, place: Place, heads: int) -> bool:
        mark = (place.host is None, place.key)
        return place.room is None or self.used.get(mark, 0) + place.size(heads) <= place.room

    def take(self, place: Place, heads: int, *, ranked: bool = False) -> None:
        mark = (place.host is None, place.key)
        self.used[mark] = self.used.get(mark, 0) + place.size(heads)
        if ranked:
            self.ranked[mark] = self.ranked.get(mark, 0) + place.size(heads)

    def hold(self, host: int, office: int | None, heads: int) -> None:
        for place in (self.hosts.get(host), self.offices.get(office or 0)):
            if place is not None:
                self.take(place, heads)

    def full_words(self, place: Place) -> str:
        """Say why a group did not fit."""
        if self.ranked.get((place.host is None, place.key)):
            return f"{place.name}は満員で、より上位の応募があるため"
        if not place.room:
            return f"{place.name}は受入れがないため"
        return f"{place.name}は受入可能数が{place.room}{place.unit.label}のため"


def match(
    groups: Iterable[Group],
    hosts: Mapping[int, Place],
    offices: Mapping[int, Place],
    fixed: Mapping[int, Fixed] | None = None,
    taken: Sequence[Taken] = (),
) -> dict[int, Seat]:
    """Place each group; whom an officer placed, and other calls' groups, have their room first."""
    rooms = _Rooms(hosts, offices)
    seats: dict[int, Seat] = {}
    for one in taken:
        rooms.hold(one.host, one.office, one.heads)
    inorder = sorted(groups, key=lambda group: group.order)
    by_hand = fixed or {}
    for group in inorder:
        if group.key in by_hand:
            where = by_hand[group.key]
            rooms.hold(where.host, where.office, group.heads)
            wish = group.wishes.index(where.host) + 1 if where.host in group.wishes else 0
            seats[group.key] = Seat(
                where.host, where.office, wish, where.why, overruled=where.by_hand
            )
    for group in inorder:
        if group.key not in seats:
            seats[group.key] = _seat(group, rooms)
    return seats


def _seat(group: Group, rooms: _Rooms) -> Seat:
    refused: list[str] = []
    for wish, key in enumerate(group.wishes, start=1):
        host = rooms.hosts.get(key)
        if host is None:
            refused.append(f"第{wish}希望の市町村はこの年度に参加していないため")
        elif not rooms.fits(host, group.heads):
            refused.append(f"第{wish}希望の{rooms.full_words(host)}")
        else:
            rooms.take(host, group.heads, ranked=True)
            office, said = _office(group, host, rooms)
            why = f"第{wish}希望" + (f": {'、'.join(refused)}" if refused else "")
            return Seat(host.key, office, wish, f"{why}。{said}" if said else why)
    if not group.wishes:
        return Seat(None, None, 0, "希望する市町村の記入がありません")
    return Seat(None, None, 0, f"希望に沿える市町村がありません: {'、'.join(refused)}")


def _office(group: Group, host: Place, rooms: _Rooms) -> tuple[int | None, str]:
    """Return the wished office where it is in this municipality and has room."""
    wished = rooms.offices.get(group.office or 0)
    if wished is None or wished.host != host.key:
        return None, ""
    if not rooms.fits(wished, group.heads):
        return None, f"希望のオフィス: {rooms.full_words(wished)}、決まっていません"
    rooms.take(wished, group.heads, ranked=True)
    return wished.key, ""
