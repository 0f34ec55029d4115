"""Where the selected of a scenario would go: the year's places, the wishes, what is taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from otameshi.applications.models import Application
from otameshi.db import db
from otameshi.programme import actions as programme
from otameshi.programme.models import Call, Host, Office
from otameshi.selection.board.memory import remembered
from otameshi.selection.board.reading import Asked, Scene
from otameshi.selection.matching import Fixed, Group, Place, Seat, Taken, match
from otameshi.selection.models import Candidacy
from otameshi.selection.placed import Placement
from otameshi.selection.rules import REVIEWING


@dataclass(frozen=True, slots=True)
class Use:
    """How far a municipality or an office is taken; `left` is None without a limit."""

    place: Place
    groups: int  # 組
    used: int  # in the unit of the place

    @property
    def left(self) -> int | None:
        return None if self.place.room is None else self.place.room - self.used


@dataclass(frozen=True, slots=True)
class Placing:
    """Each selected group's seat by candidacy, and how far every place is taken."""

    seats: Mapping[int, Seat]
    hosts: Mapping[int, Place]
    offices: Mapping[int, Place]
    uses: Mapping[int, Use]  # of the municipalities
    office_uses: Mapping[int, Use]


def places_of(call: Call) -> tuple[dict[int, Place], dict[int, Place]]:
    """Return the year's municipalities and offices."""
    hosts = programme.hosts_of(call.year)
    return (
        {one.id: _place(one) for one in hosts},
        {office.id: _place(office, one.id) for one in hosts for office in one.offices},
    )


def _place(one: Host | Office, host: int | None = None) -> Place:
    return Place(one.id, one.name, one.places, one.place_unit, host)


def place(
    scene: Scene,
    chosen: Iterable[int],
    asked: Mapping[int, Asked],
    others: Mapping[int, int],
    by_hand: Mapping[int, Fixed],
) -> Placing:
    """Match the chosen of a call; `others` are 名 of the year's groups of other calls."""
    hosts, offices = places_of(scene.call)
    name = ("placements", scene.call.id)
    known = remembered(name, scene.all.mark, lambda _: _placements(scene.call))
    groups = {key: _group(scene, key, asked, scene.ranking.position[key]) for key in chosen}
    settled = [key for key in groups if key in known and scene.lines[key].state not in REVIEWING]
    fixed = {key: known[key][1] for key in settled} | dict(by_hand)
    taken = _taken(others, asked, dict(known.values()))
    fixed = {key: one for key, one in fixed.items() if one.host in hosts}
    seats = match(groups.values(), hosts, offices, fixed, taken)
    spots = [
        *((seat.host, seat.office, groups[key].heads) for key, seat in seats.items()),
        *((one.host, one.office, one.heads) for one in taken),
    ]
    return Placing(
        seats,
        hosts,
        offices,
        _uses(hosts, [(host, heads) for host, _, heads in spots]),
        _uses(offices, [(office, heads) for _, office, heads in spots]),
    )


def _group(scene: Scene, key: int, asked: Mapping[int, Asked], position: int) -> Group:
    line = scene.lines[key]
    mine = asked[line.application_id]
    return Group(key, line.heads, mine.wishes, mine.office, position)


def _uses(places: Mapping[int, Place], spots: list[tuple[int | None, int]]) -> dict[int, Use]:
    here: dict[int, list[int]] = {}
    for spot, heads in spots:
        if spot is not None:
            here.setdefault(spot, []).append(heads)
    return {
        key: Use(one, len(here.get(key, ())), sum(map(one.size, here.get(key, ()))))
        for key, one in places.items()
    }


def _taken(
    others: Mapping[int, int], asked: Mapping[int, Asked], known: Mapping[int, Fixed]
) -> list[Taken]:
    """Return where other calls' groups are; one that was never placed holds its first wish."""
    found = []
    for application, heads in others.items():
        spot, mine = known.get(application), asked[application]
        if spot is not None:
            found.append(Taken(spot.host, spot.office, heads))
        elif mine.wishes:
            found.append(Taken(mine.wishes[0], mine.office, heads))
    return found


def _placements(call: Call) -> dict[int, tuple[int, Fixed]]:
    """Return by candidacy the application and where it was placed, in the whole year."""
    rows = db.session.execute(
        select(
            Placement.candidacy_id,
            Application.id,
            Placement.host_id,
            Placement.office_id,
            Placement.words,
        )
        .join(Candidacy, Placement.candidacy_id == Candidacy.id)
        .join(Application, Candidacy.application_id == Application.id)
        .join(Call, Application.call_id == Call.id)
        .where(Call.year_id == call.year_id)
    )
    return {row[0]: (row[1], Fixed(row[2], row[3], row[4], by_hand=False)) for row in rows}
