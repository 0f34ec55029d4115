"""What is remarked of expenses: what repeats, what does not fit. No database, no web.

A remark is no verdict. It says what was seen and beside which lines, in words that leave open
whether anything is wrong, and it goes away with what it rests on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from otameshi.claims.doubts.facts import Around, Doubt, Item, Kind, Reading, Threshold
from otameshi.claims.doubts.pairs import SAYS, pairs
from otameshi.claims.doubts.rides import rides
from otameshi.core.states import Refused
from otameshi.core.wareki import wareki
from otameshi.core.yen import total


def doubts(
    items: Sequence[Item], asked: Collection[int], around: Around
) -> Mapping[int, tuple[Doubt, ...]]:
    """Return the remarks on the lines asked for, beside all that are in sight, by line.

    The order of the items does not matter; a remark comes once for each kind and line.
    """
    each: defaultdict[int, list[Doubt]] = defaultdict(list)
    for doubt in _all(sorted(items, key=lambda item: item.line), asked, around):
        if doubt.line in asked:
            each[doubt.line].append(doubt)
    order = list(Kind)
    return {
        line: tuple(sorted(found, key=lambda doubt: order.index(doubt.kind)))
        for line, found in sorted(each.items())
    }


def _all(items: Sequence[Item], asked: Collection[int], around: Around) -> Iterator[Doubt]:
    yield from _resembling(items, asked)
    yield from rides(items, asked, around)
    yield from _split(items, around)
    yield from _misread([item for item in items if item.line in asked])


def _resembling(items: Sequence[Item], asked: Collection[int]) -> Iterator[Doubt]:
    """Turn pairs into remarks: one for each kind and line, with all others as evidence."""
    beside: defaultdict[tuple[Kind, int], set[int]] = defaultdict(set)
    for kind, one, other in pairs(items, asked):
        beside[kind, one].add(other)
        beside[kind, other].add(one)
    for (kind, line), others in beside.items():
        yield Doubt(kind, line, SAYS[kind], tuple(sorted(others)))


def _split(items: Sequence[Item], around: Around) -> Iterator[Doubt]:
    """Remark payments of one day to one payee, each below a threshold that their sum reaches."""
    days: defaultdict[object, list[Item]] = defaultdict(list)
    for item in items:
        days[item.group, item.incurred_on, item.payee_key].append(item)
    for those in days.values():
        if len(those) > 1:
            yield from _below(those, around.thresholds.get(those[0].group, ()))


def _below(those: Sequence[Item], thresholds: Sequence[Threshold]) -> Iterator[Doubt]:
    told: set[int] = set()
    for threshold in sorted(thresholds, key=lambda one: one.least):
        small = [one for one in those if one.amount < threshold.least and threshold.asks(one)]
        whole = total(one.amount for one in small)
        if len(small) < 2 or whole < threshold.least:  # noqa: PLR2004  # one alone is not split
            continue
        for one in small:
            if one.line in told:
                continue
            told.add(one.line)
            yield Doubt(
                Kind.SPLIT,
                one.line,
                f"同じ日・同じ支払先の経費を合わせると{whole:,}円で、{threshold.papers}が必要になる"
                f"額（{threshold.least:,}円以上）です。別々の支払であれば、そのままで問題ありません。",
                tuple(other.line for other in small if other is not one),
            )


def _misread(items: Sequence[Item]) -> Iterator[Doubt]:
    """Remark where what a machine read from the receipts is not what was typed."""
    for item in items:
        readings = [file.reading for file in item.files if file.reading is not None]
        apart = "".join(_apart(item, readings))
        if apart:
            yield Doubt(
                Kind.READ, item.line, f"{apart}読み取りの誤りであれば、そのままで問題ありません。"
            )


def _apart(item: Item, readings: Sequence[Reading]) -> Iterator[str]:
    totals = [one.total for one in readings if one.total is not None]
    if totals and item.amount not in {*totals, total(totals)}:
        read = "、".join(f"{one:,}円" for one in totals)
        yield f"領収書から読み取った金額（{read}）と入力（{item.amount:,}円）が違います。"
    days = [one.on for one in readings if one.on is not None]
    if days and not {item.incurred_on, item.paid_on} & set(days):
        read = "、".join(wareki(one) for one in days)
        yield f"領収書から読み取った日付（{read}）と入力（{wareki(item.paid_on)}）が違います。"
    numbers = [one.number for one in readings if one.number]
    if numbers and item.registration_number and item.registration_number not in numbers:
        read, typed = "、".join(numbers), item.registration_number
        yield f"領収書から読み取った登録番号（{read}）と入力（{typed}）が違います。"


def must_be_said(words: str, what: str) -> str:
    """Return what was written, or refuse to keep nothing."""
    if not words.strip():
        raise Refused(f"{what}を記入してください。")
    return words.strip()


def must_be_explained(open_ones: int, note: str) -> None:
    """Refuse to go on over remarks that nobody looked at, without saying why."""
    if open_ones and not note.strip():
        raise Refused(
            f"まだ確かめていない気づきが{open_ones}件あります。"
            "確かめて記録するか、そのまま進める理由を記入してください。"
        )
