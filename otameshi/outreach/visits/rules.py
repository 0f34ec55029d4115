"""When a 会 may be booked, how many seats are left, and how long a booking is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused, TooOften
from otameshi.outreach.rules import GatheringKind, Standing, standing

MOST_IN_A_PARTY = 9  # 名 in one booking
# Bookings that one mailbox, and one network address, may make within WINDOW. Two hundred people of
# one office or library share an address.
PER_MAILBOX, PER_ADDRESS, WINDOW = 5, 300, timedelta(hours=1)
KEPT_UNTIL = (5, 1)  # of the calendar year after the 年度: then names and addresses go

FOR_ANYBODY = frozenset({GatheringKind.SESSION})
FOR_GROUPS = frozenset(GatheringKind) - FOR_ANYBODY
CHANNELS = (
    "おためしナガノ・長野県のウェブサイト",
    "SNS",
    "知人・過去の参加者の紹介",
    "移住・起業などのイベント、銀座NAGANO",
    "新聞・雑誌・テレビ",
    "市町村・オフィスの案内",
    "その他",
)
ABROAD = "海外"


class Source(Labelled):
    BOOKED = "booked", "事前の申込み"
    WALK_IN = "walk_in", "当日の受付"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is announced of one 会, as far as booking goes."""

    kind: GatheringKind
    held_at: datetime
    bookable: bool = True
    capacity: int | None = None  # 名; None is without limit
    closes_at: datetime | None = None  # of booking; None is until it begins
    cancelled_at: datetime | None = None

    @property
    def last_moment(self) -> datetime:
        return min(self.closes_at or self.held_at, self.held_at)

    def standing(self, now: datetime) -> Standing:
        return standing(self.held_at, self.cancelled_at, now)

    def seats(self, booked: int) -> int | None:
        """Return how many 名 may still be booked; None is without limit."""
        return None if self.capacity is None else max(0, self.capacity - booked)


def open_for_booking(offer: Offer, now: datetime) -> bool:
    in_time = offer.bookable and now < offer.last_moment
    return in_time and offer.standing(now) is Standing.COMING


def check_booking(offer: Offer, booked: int, wanted: int, now: datetime) -> None:
    """Refuse a booking out of time or beyond the seats; nobody is put on a list to wait."""
    if offer.cancelled_at is not None:
        raise Refused("この会は中止になりました。申込みはできません。")
    if not offer.bookable:
        raise Refused("この会の申込みは、このサイトでは受け付けていません。案内をご覧ください。")
    if now >= offer.last_moment:
        raise Refused("申込みの受付は終わりました。ほかの日程をご覧ください。")
    check_seats(offer, booked, wanted)


def check_seats(offer: Offer, booked: int, wanted: int) -> None:
    left = offer.seats(booked)
    if left is None or wanted <= left:
        return
    if left == 0:
        raise Refused(
            "満席のため、申込みを受け付けられません。キャンセル待ちはありません。"
            "席が空いたときは、このページで再び申し込めるようになります。"
        )
    raise Refused(f"残りの席は{left}名分です。人数を{left}名以下にして申し込んでください。")


def check_crowd(mailbox: int, address: int) -> None:
    """Refuse when too many bookings came lately for a mailbox or from one network address."""
    if mailbox >= PER_MAILBOX or address >= PER_ADDRESS:
        raise TooOften(
            "短い時間に申込みが続いたため、受け付けられません。1時間ほど後にお試しください。",
            WINDOW,
        )


def check_cancelling(offer: Offer, now: datetime, *, cancelled: bool) -> None:
    if cancelled:
        raise Refused("この申込みは、すでに取り消されています。")
    if offer.standing(now) is not Standing.COMING:
        raise Refused("開始の時刻を過ぎたため、取り消せません。")


def check_ticking(found: Standing) -> None:
    """Refuse to say who came before the 会 begins, or of one that was cancelled."""
    if found is Standing.COMING:
        raise Refused("出欠は、開始の時刻を過ぎてから記録してください。")
    if found is Standing.CANCELLED:
        raise Refused("中止した会に出欠は記録できません。")


def check_calling_off(ticked_at: datetime | None) -> None:
    """Refuse to cancel what people came to."""
    if ticked_at is not None:
        raise Refused("出欠を記録した会は中止にできません。")


def check_guests(chosen: Collection[int], members: Collection[int]) -> None:
    """Refuse a sign-up of nobody, or of somebody who is not of the 組."""
    if not chosen:
        raise Refused("参加する人を1人以上選んでください。")
    if not set(chosen) <= set(members):
        raise Refused("選んだ人の中に、この組のメンバーでない人がいます。選び直してください。")


def check_kind(before: GatheringKind, after: GatheringKind, booked: int) -> None:
    """Refuse to turn a 説明会 that people booked into a 交流会, or the reverse."""
    if booked and (before in FOR_ANYBODY) != (after in FOR_ANYBODY):
        raise Refused("申込みのある会の種類は変えられません。中止にして、新しく登録してください。")


def suggested(listed: int, walk_ins: int) -> int:
    """Return how many 名 came by the ticks: who is listed, and who just came."""
    return listed + walk_ins


def forgotten_from(fiscal_year: int) -> date:
    """Return the day from which nothing of a booking of this 年度 names anybody."""
    return date(fiscal_year + 1, *KEPT_UNTIL)
