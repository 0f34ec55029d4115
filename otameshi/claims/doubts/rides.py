"""Remarks on rides: the stay log, what a route usually costs, only on days off."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from otameshi.claims.doubts.facts import Around, Doubt, Item, Kind, Log
from otameshi.claims.doubts.folding import place_key
from otameshi.core.holidays import is_day_off

ONE = timedelta(days=1)
LEAST_OTHERS = 5  # fewer make no usual amount
LEAST_RIDES = 5  # fewer on days off are chance
# The modified z-score above 3.5 is an outlier: B. Iglewicz and D. Hoaglin, "How to Detect and
# Handle Outliers", ASQC 1993; NIST/SEMATECH e-Handbook 1.3.5.17. 0.6745 is theirs.
OUTLIER, CONSISTENT = Fraction("3.5"), Fraction("0.6745")
# Fares are the same to the yen, so that the deviation is often nothing: less than this is no
# difference.
LEAST_SHARE = Fraction(1, 4)

# Stations and cities that are in the prefecture whatever follows; 中野, 朝日 and other names that
# also lie elsewhere are not among them.
INSIDE = tuple(
    place_key(name)
    for name in (
        "長野", "松本", "上田", "岡谷", "飯田", "諏訪", "上諏訪", "下諏訪", "須坂", "小諸", "伊那",
        "駒ヶ根", "信州", "信濃", "大町", "飯山", "茅野", "塩尻", "佐久", "千曲", "東御", "安曇野",
        "軽井沢", "小布施", "白馬", "木曽福島", "富士見", "辰野", "王滝", "立科", "御代田",
    )
)  # fmt: skip


def rides(items: Sequence[Item], asked: Collection[int], around: Around) -> Iterator[Doubt]:
    travelled = [item for item in items if item.way]
    mine = [item for item in travelled if item.line in asked]
    yield from _elsewhere(mine, around)
    yield from _above_the_fare(items)
    yield from _unusual(mine, around)
    yield from _days_off(travelled)


def _elsewhere(travelled: Sequence[Item], around: Around) -> Iterator[Doubt]:
    """Remark rides to or from the prefecture on a day whose log says that one was not there.

    The days before and after must say so too: who leaves late may log the next day as the first.
    """
    for item in travelled:
        if _away(item, around.log) and _touches(item, around.bases.get(item.group, "")):
            yield Doubt(
                Kind.STAY,
                item.line,
                f"滞在記録では、{item.traveller}さんはこの日とその前後の日に県内にいないことに"
                "なっています。滞在記録か移動した日のどちらかに、書き間違いがないか確かめてください。",
            )


def _away(item: Item, log: Log) -> bool:
    days = log.get((item.group, item.traveller), {})
    near = (item.incurred_on - ONE, item.incurred_on, item.incurred_on + ONE)
    return all(days.get(day) is False for day in near)


def _touches(item: Item, base: str) -> bool:
    known = (*INSIDE, place_key(base.removesuffix("市"))) if base else INSIDE
    return any(end.startswith(known) for end in item.way or ())


def _above_the_fare(items: Sequence[Item]) -> Iterator[Doubt]:
    for item in items:
        if item.usual_fare is not None and item.amount > item.usual_fare:
            yield Doubt(
                Kind.FARE,
                item.line,
                f"通常の経路の運賃（{item.usual_fare:,}円）より高い額です。"
                "理由があれば、そのままで問題ありません。",
            )


def _unusual(travelled: Sequence[Item], around: Around) -> Iterator[Doubt]:
    """Remark amounts far from what others paid for the same way by the same means."""
    paid = {route: sorted(Counter(fares).elements()) for route, fares in around.fares.items()}
    for item in travelled:
        others = list(paid.get(item.route, ())) if item.route else []
        if item.amount in others:
            others.remove(item.amount)  # its own
        usual = usual_amount(item.amount, others)
        if usual is not None:
            yield Doubt(
                Kind.USUAL,
                item.line,
                f"この区間のほかの{len(others)}件（{others[0]:,}円～{others[-1]:,}円、中央値"
                f"{int(usual):,}円）と離れています。"
                "経路や切符の種類が違うときは、そのままで問題ありません。",
            )


def usual_amount(amount: int, others: Sequence[int]) -> Fraction | None:
    """Return the median of the others, in order, where the amount lies far from it, or None.

    Far is a modified z-score above 3.5 and a quarter of the median at least.
    """
    if len(others) < LEAST_OTHERS:
        return None
    doubled = _twice_median(others)  # whole numbers are quicker than fractions
    middle = Fraction(doubled, 2)
    spread = Fraction(_twice_median(sorted(abs(2 * one - doubled) for one in others)), 4)
    far = abs(amount - middle)
    outside = CONSISTENT * far > OUTLIER * spread and far > LEAST_SHARE * middle
    return middle if outside else None


def _twice_median(ordered: Sequence[int]) -> int:
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]


def _days_off(travelled: Sequence[Item]) -> Iterator[Doubt]:
    """Remark, on the first of them, that all rides of a person were on days off."""
    people: defaultdict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in travelled:
        if item.traveller:
            people[item.group, item.traveller].append(item)
    for (_, name), those in people.items():
        if len(those) >= LEAST_RIDES and all(is_day_off(day) for day in _days(those)):
            first, *rest = sorted(those, key=lambda item: (item.incurred_on, item.line))
            yield Doubt(
                Kind.WEEKENDS,
                first.line,
                f"{name}さんの移動{len(those)}件が、すべて土日・祝日です。"
                "仕事の予定どおりであれば、そのままで問題ありません。",
                tuple(item.line for item in rest),
            )


def _days(those: Sequence[Item]) -> set[date]:
    return {item.incurred_on for item in those}
