"""Groups go to municipalities by wish and rank: stable, explained, and never where unwished."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from otameshi.programme.rules import PlaceUnit
from otameshi.selection.matching import Fixed, Group, Place, Seat, Taken, match

SHIOJIRI, UEDA, IIDA = 1, 2, 3
OFFICE = 11


def towns(**rooms: int | None) -> dict[int, Place]:
    names = {"shiojiri": (SHIOJIRI, "塩尻市"), "ueda": (UEDA, "上田市"), "iida": (IIDA, "飯田市")}
    return {
        key: Place(key, word, rooms.get(name), PlaceUnit.GROUPS)
        for name, (key, word) in names.items()
    }


def group(order: int, *wishes: int, heads: int = 1, office: int | None = None) -> Group:
    return Group(order, heads, wishes, office, order)


def test_the_higher_rank_takes_the_wished_place_and_the_lower_its_second_wish() -> None:
    seats = match([group(2, SHIOJIRI, UEDA), group(1, SHIOJIRI)], towns(shiojiri=1), {})
    assert seats[1] == Seat(SHIOJIRI, None, 1, "第1希望")
    words = "第2希望: 第1希望の塩尻市は満員で、より上位の応募があるため"
    assert seats[2] == Seat(UEDA, None, 2, words)


def test_nobody_is_placed_where_they_did_not_wish() -> None:
    seats = match([group(1, SHIOJIRI), group(2, SHIOJIRI), group(3)], towns(shiojiri=1), {})
    assert seats[2].host is None
    assert seats[2].words == (
        "希望に沿える市町村がありません: 第1希望の塩尻市は満員で、より上位の応募があるため"
    )
    assert seats[3].words == "希望する市町村の記入がありません"


def test_places_counted_in_people_take_whole_groups() -> None:
    hosts = {SHIOJIRI: Place(SHIOJIRI, "塩尻市", 3, PlaceUnit.HEADS)}
    wishing = [group(1, SHIOJIRI, heads=2), group(2, SHIOJIRI, heads=2), group(3, SHIOJIRI)]
    seats = match(wishing, hosts, {})
    assert [seats[key].host for key in (1, 2, 3)] == [SHIOJIRI, None, SHIOJIRI]


def test_a_place_without_a_limit_takes_everybody_and_one_of_zero_nobody() -> None:
    seats = match([group(n, SHIOJIRI, UEDA) for n in range(5)], towns(shiojiri=0), {})
    assert {seat.host for seat in seats.values()} == {UEDA}
    assert "塩尻市は受入れがないため" in seats[0].words


def test_the_office_is_given_where_it_lies_in_the_municipality_and_has_room() -> None:
    offices = {OFFICE: Place(OFFICE, "塩尻オフィス", 1, host=SHIOJIRI)}
    wishing = [
        group(1, SHIOJIRI, office=OFFICE),
        group(2, SHIOJIRI, office=OFFICE),
        group(3, UEDA, office=OFFICE),
    ]
    seats = match(wishing, towns(), offices)
    assert [seats[key].office for key in (1, 2, 3)] == [OFFICE, None, None]
    assert "希望のオフィス: 塩尻オフィスは満員で、より上位の応募があるため" in seats[2].words


def test_an_officers_word_and_other_calls_have_their_room_first() -> None:
    fixed = {3: Fixed(SHIOJIRI, None, "子どもの学校のため")}
    wishing = [group(1, SHIOJIRI), group(2, SHIOJIRI), group(3, UEDA)]
    seats = match(wishing, towns(shiojiri=2), {}, fixed, [Taken(SHIOJIRI, None, 1)])
    assert seats[3] == Seat(SHIOJIRI, None, 0, "子どもの学校のため", overruled=True)
    assert seats[1].words == (
        "希望に沿える市町村がありません: 第1希望の塩尻市は受入可能数が2組のため"
    )


cases = some.lists(
    some.tuples(
        some.lists(some.integers(1, 3), max_size=3, unique=True).map(tuple), some.integers(1, 3)
    ),
    max_size=4,
)
rooms = some.tuples(
    *(
        some.tuples(some.none() | some.integers(0, 3), some.sampled_from(PlaceUnit))
        for _ in range(3)
    )
)


def blocked(
    groups: Sequence[Group], hosts: Mapping[int, Place], where: Mapping[int, int | None]
) -> bool:
    """Say whether somebody would rather go, and could if only lower ranks were asked to leave."""
    for one in groups:
        got = where[one.key]
        better = one.wishes if got is None else one.wishes[: one.wishes.index(got)]
        for host in better:
            place = hosts[host]
            before = [o for o in groups if o.order < one.order and where[o.key] == host]
            used = sum(place.size(o.heads) for o in before)
            if place.room is None or used + place.size(one.heads) <= place.room:
                return True
    return False


def fits(
    groups: Sequence[Group], hosts: Mapping[int, Place], where: Mapping[int, int | None]
) -> bool:
    for key, place in hosts.items():
        used = sum(place.size(one.heads) for one in groups if where[one.key] == key)
        if place.room is not None and used > place.room:
            return False
    return True


@settings(max_examples=60)
@given(cases, rooms)
def test_the_matching_is_the_only_stable_one(wishing, room) -> None:
    groups = [Group(n, heads, wishes, None, n) for n, (wishes, heads) in enumerate(wishing)]
    hosts = {n: Place(n, str(n), most, unit) for n, (most, unit) in enumerate(room, start=1)}
    every = (
        dict(zip([one.key for one in groups], combination, strict=True))
        for combination in product(*[(None, *one.wishes) for one in groups])
    )
    stable = [
        where for where in every if fits(groups, hosts, where) and not blocked(groups, hosts, where)
    ]
    forward, backward = match(groups, hosts, {}), match(groups[::-1], hosts, {})
    assert forward == backward
    assert stable == [{key: seat.host for key, seat in sorted(forward.items())}]
