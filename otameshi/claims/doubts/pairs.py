"""Remarks on two expenses that resemble each other. What one says of the other holds both ways."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from otameshi.claims.doubts.facts import Item, Kind, Shown
from otameshi.files.likeness import Print
from otameshi.subsidy.calendar import overlap

# Of 64 bits: with three apart at most, one of four parts of 16 is equal, by which it is found.
NEAR_MOST = 3
# Of 1,024 bits: other receipts of one shop differ by 51 and more in 2,000 pairs that were drawn and
# photographed, the same one scaled, compressed or turned by 43 at most (docs/decisions).
FINE_MOST = 48

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


def pairs(items: Sequence[Item]) -> Iterator[Pair]:
    """Yield each two lines that resemble each other, once, and in what."""
    yield from _among(Kind.SAME_FILE, items, _files, lambda *_: True)
    yield from _among(Kind.SAME_PICTURE, items, _bands, same_picture)
    yield from _among(Kind.SAME_PAYMENT, items, _payment, same_payment)
    yield from _among(Kind.OVERLAP, items, _contract, overlapping)


def _among(
    kind: Kind, items: Sequence[Item], keys: Callable[[Item], Iterable[Hashable]], alike: Alike
) -> Iterator[Pair]:
    """Compare only those that share a key."""
    sharing: defaultdict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        for key in set(keys(item)):
            sharing[key].append(item)
    seen: set[tuple[int, int]] = set()
    for those in sharing.values():
        for one, other in combinations(sorted(those, key=lambda item: item.line), 2):
            if (one.line, other.line) not in seen:
                seen.add((one.line, other.line))
                if alike(one, other):
                    yield kind, one.line, other.line


def _files(item: Item) -> Iterator[Hashable]:
    return (file.sha256 for file in item.files)


def _bands(item: Item) -> Iterator[Hashable]:
    """Name the parts of 16 bits of each picture, in each of its four turns."""
    for file in item.files:
        if file.print is not None:
            for turn in file.print.turns():
                yield from enumerate(bands(turn))


def bands(of: Print) -> tuple[int, int, int, int]:
    """Return the 64 bits in four parts: of two prints three bits apart, one part is equal."""
    first, second, third, fourth = (of.near >> shift & 0xFFFF for shift in (48, 32, 16, 0))
    return first, second, third, fourth


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
    print_ = theirs.print
    return any(_close(turn, print_) for turn in mine.print.turns())


def _close(one: Print, other: Print) -> bool:
    near = (one.near ^ other.near).bit_count() <= NEAR_MOST
    return near and (one.fine ^ other.fine).bit_count() <= FINE_MOST


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
    """Say whether two of one day, payee and amount may be one: no way back, no other months."""
    if one.way and other.way and one.way != other.way:
        return False
    return not (one.used and other.used and _apart(one, other))


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
