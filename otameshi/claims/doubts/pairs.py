"""Remarks on two expenses that resemble each other. What one says of the other holds both ways."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence

from otameshi.claims.doubts.facts import Item, Kind, Shown
from otameshi.subsidy.calendar import overlap

# Of 64 bits: with three apart at most, one of four parts of 16 is equal, by which it is found.
NEAR_MOST = 3
BAND = 0xFFFF
# Of 1,024 bits: other receipts of one shop differ by 48 and more in 4,000 pairs that were drawn and
# photographed, the same one scaled, compressed or turned by 43 at most (docs/decisions).
FINE_MOST = 44

SAYS = {
    Kind.SAME_FILE: (
        "同じファイルが、ほかの経費にも添付されています。"
        "1枚の領収書に複数の経費が載っているときは、そのままで問題ありません。"
    ),
    Kind.SAME_PICTURE: (
        "よく似た写真が、ほかの経費にも添付されています。"
        "別の領収書であれば、そのままで問題ありません。"
    ),
    Kind.SAME_PAYMENT: (
        "同じ日・同じ支払先・同じ金額の経費がほかにもあります。"
        "別の支払であれば、そのままで問題ありません。"
    ),
    Kind.OVERLAP: (
        "同じ支払先の利用期間が、ほかの経費と重なっています。"
        "別の席や部屋など、別の契約であれば、そのままで問題ありません。"
    ),
}

Pair = tuple[Kind, int, int]
Alike = Callable[[Item, Item], bool]
Keys = Callable[[Item], Iterable[Hashable]]


def pairs(items: Sequence[Item], asked: Collection[int]) -> Iterator[Pair]:
    """Yield each two lines that resemble each other, one of them asked for, and in what."""
    mine = [item for item in items if item.line in asked]
    yield from _beside(Kind.SAME_FILE, _sharing(mine, items, _files), lambda *_: True)
    yield from _beside(Kind.SAME_PICTURE, _sharing(mine, items, _bands, _turned), same_picture)
    yield from _beside(Kind.SAME_PAYMENT, _sharing(mine, items, _payment), same_payment)
    yield from _beside(Kind.OVERLAP, _sharing(mine, items, _contract), overlapping)


def _sharing(
    mine: Iterable[Item], items: Iterable[Item], keys: Keys, own: Keys | None = None
) -> Iterator[tuple[Item, Item]]:
    """Yield who shares a key with those asked for."""
    holders: defaultdict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        for key in set(keys(item)):
            holders[key].append(item)
    for item in mine:
        for key in set((own or keys)(item)):
            yield from ((item, other) for other in holders.get(key, ()))


def _beside(kind: Kind, found: Iterable[tuple[Item, Item]], alike: Alike) -> Iterator[Pair]:
    seen: set[tuple[int, int]] = set()
    for one, other in found:
        pair = min(one.line, other.line), max(one.line, other.line)
        if one is not other and pair not in seen:
            seen.add(pair)
            if alike(one, other):
                yield kind, *pair


def _files(item: Item) -> Iterator[Hashable]:
    return (file.sha256 for file in item.files)


def _bands(item: Item) -> Iterator[Hashable]:
    """Name the parts of 16 bits of each picture."""
    for file in item.files:
        if file.print is not None:
            yield from enumerate(bands(file.print.near))


def _turned(item: Item) -> Iterator[Hashable]:
    """Name the parts of each picture in each of its four turns."""
    for file in item.files:
        if file.print is not None:
            for near in file.print.near_turns():
                yield from enumerate(bands(near))


def bands(near: int) -> tuple[int, int, int, int]:
    """Return 64 bits in four parts: of two prints three bits apart, one part is equal."""
    return near >> 48, near >> 32 & BAND, near >> 16 & BAND, near & BAND


def same_picture(one: Item, other: Item) -> bool:
    """Say whether some picture of each shows the same, however turned; equal files do not count."""
    return any(
        mine.sha256 != theirs.sha256 and _resemble(mine, theirs)
        for mine in one.files
        for theirs in other.files
    )


def _resemble(mine: Shown, theirs: Shown) -> bool:
    if mine.print is None or theirs.print is None or _read_apart(mine, theirs):
        return False
    near, fine = theirs.print.near, theirs.print.fine
    if all((turn ^ near).bit_count() > NEAR_MOST for turn in mine.print.near_turns()):
        return False
    return any(
        (turn.near ^ near).bit_count() <= NEAR_MOST and (turn.fine ^ fine).bit_count() <= FINE_MOST
        for turn in mine.print.turns()
    )


def _read_apart(mine: Shown, theirs: Shown) -> bool:
    """Say whether a machine read another day or another total from each."""
    one, other = mine.reading, theirs.reading
    if one is None or other is None:
        return False
    days = None not in {one.on, other.on} and one.on != other.on
    totals = None not in {one.total, other.total} and one.total != other.total
    return days or totals


def _payment(item: Item) -> Iterator[Hashable]:
    yield item.payee_key, item.incurred_on, item.amount


def same_payment(one: Item, other: Item) -> bool:
    """Say whether two of one day, payee and amount may be one: no way back, no other months.

    Each 組 of an office pays the same for the same month: contracts of two are not compared.
    """
    if one.way and other.way and one.way != other.way:
        return False
    return not (one.used and other.used and (one.group != other.group or _apart(one, other)))


def _contract(item: Item) -> Iterator[Hashable]:
    if item.used is not None:
        yield item.group, item.kind, item.payee_key


def overlapping(one: Item, other: Item) -> bool:
    """Say whether two payments of a 組 to one payee are for the same days.

    Each member may have a seat of one's own: two that name different people are two contracts.
    """
    different = one.traveller and other.traveller and one.traveller != other.traveller
    return not different and not _apart(one, other)


def _apart(one: Item, other: Item) -> bool:
    if one.used is None or other.used is None:
        return True
    common = overlap(one.used, other.used)
    return common.first > common.last
