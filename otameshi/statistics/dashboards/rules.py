"""How free words become a channel, and what one 組 that stays costs. No database, no web."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from otameshi.core.yen import Yen
from otameshi.outreach.visits.rules import CHANNELS

WEB, SNS, FRIENDS, EVENTS, PRESS, TOWNS, OTHER = CHANNELS
NOTHING = "記入なし"
THOUSAND = 1_000
# Looked for in this order: a friend who showed the website is a friend.
WORDS = (
    (FRIENDS, "知人 友人 友達 知り合い 紹介 口コミ くちコミ 家族 同僚 先輩 過去の参加者 元参加者"),
    (SNS, "sns twitter ツイッター facebook フェイスブック instagram インスタ youtube tiktok 旧x"),
    (EVENTS, "イベント 銀座nagano セミナー 説明会 フェア 相談会 交流会"),
    (PRESS, "新聞 雑誌 テレビ ラジオ ニュース 広報誌"),
    (TOWNS, "市役所 役場 市町村 自治体 コワーキング オフィス"),
    (WEB, "web ウェブ サイト ホームページ hp 検索 google グーグル インターネット ネット"),
)


def channel_of(said: str) -> str:
    """Return the channel that free words of 知ったきっかけ name; what names none is その他."""
    if said in CHANNELS:
        return said
    folded = unicodedata.normalize("NFKC", said).casefold().strip()
    if not folded:
        return NOTHING
    found = (name for name, words in WORDS if any(word in folded for word in words.split()))
    return next(found, OTHER)


def by_channel(counts: Iterable[tuple[int, str, int]]) -> Counter[tuple[int, str]]:
    """Sum (年度, words, 組) by 年度 and channel."""
    found: Counter[tuple[int, str]] = Counter()
    for year, said, count in counts:
        found[year, channel_of(said)] += count
    return found


def share(part: int, whole: int) -> str:
    """Return a share of a whole in words, rounded once half up: 20 of 36 is 55.6％."""
    if not whole:
        return ""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}％"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a 年度 cost, and how many 組 keep a base by its decisive wave."""

    fiscal_year: int
    settled_thousands: int | None  # 決算額, 千円: subsidy and operation
    paid: Yen  # 支払額 of the subsidy
    stayed: int | None  # 組; None before anybody was asked

    @property
    def whole_each(self) -> int | None:
        """Return 決算額 for each 組 that stays, in 円 rounded half up."""
        thousands = self.settled_thousands
        return None if thousands is None else _each(thousands * THOUSAND, self.stayed)

    @property
    def subsidy_each(self) -> int | None:
        return _each(self.paid, self.stayed)


def _each(amount: int, groups: int | None) -> int | None:
    if not groups:
        return None
    rate = Fraction(amount, groups)
    return (2 * rate.numerator + rate.denominator) // (2 * rate.denominator)
