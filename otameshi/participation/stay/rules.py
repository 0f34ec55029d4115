"""What the log says of a day, which days it may hold, and how a month of it is filled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.participation.rules import TOOK_PART, Membership, State
from otameshi.subsidy.calendar import month_end

MOST_HOURS = 24
FULL_DAY = 8  # hours of work
WEEK = timedelta(days=7)
SATURDAY = 5
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of one person; the place is named where it was not the base."""

    present: bool = False
    night: bool = False
    work_hours: int = 0
    place: str = ""

    @property
    def words(self) -> str:
        """Return the day as people read it: 泊・仕事8時間."""
        said = ["泊" if self.night else "日帰り" if self.present else "県内にいない"]
        if self.work_hours:
            said.append(f"仕事{self.work_hours}時間")
        if self.place:
            said.append(self.place)
        return "・".join(said)


AWAY = Entry()


def noted(entry: Entry) -> Entry:
    """Return a day as it is kept: who slept or worked in the prefecture was there."""
    there = entry.present or entry.night or entry.work_hours > 0
    return Entry(there, entry.night, entry.work_hours, entry.place)


class Fill(Labelled):
    """How a page is filled at once; what is already on it stays."""

    WEEKDAYS = "weekdays", "平日に泊・仕事8時間を入れる"
    WEEK = "week", "前の週と同じにする"


def filled(
    how: Fill, days: Iterable[date], typed: Mapping[date, Entry], before: Mapping[date, Entry]
) -> dict[date, Entry]:
    """Fill the days that are empty; `before` are the days of the month before."""
    found = {**before, **typed}
    days = sorted(days)
    for day in days:
        if found.get(day, AWAY) != AWAY:
            continue
        if how is Fill.WEEK:
            found[day] = found.get(day - WEEK, AWAY)
        elif day.weekday() < SATURDAY:
            found[day] = Entry(present=True, night=True, work_hours=FULL_DAY)
    return {day: found.get(day, AWAY) for day in days}


def open_days(stay: Period, member: Membership, today: date) -> Period:
    """Return the days that may be logged by now; it runs backwards while there is none."""
    first = max(stay.first, member.joined_on)
    return Period(first, min(stay.last, member.left_on or stay.last, today))


def days_of(period: Period) -> list[date]:
    length = (period.last - period.first).days + 1
    return [period.first + timedelta(days=number) for number in range(max(length, 0))]


def months_of(period: Period) -> list[date]:
    """Return the first of each month that the period touches."""
    return sorted({day.replace(day=1) for day in days_of(period)})


def within_month(period: Period, month: date) -> Period:
    """Return the part of a period that lies in a month."""
    return Period(max(period.first, month), min(period.last, month_end(month)))


def must_be_open(days: Collection[date], allowed: Period) -> None:
    """Refuse days before joining, after leaving, outside the stay, or still to come."""
    if all(day in allowed for day in days) and days:
        return
    if allowed.last < allowed.first:
        raise Refused("この月には、記録できる日がまだありません。")
    raise Refused(
        f"記録できるのは、{_day(allowed.first)}から{_day(allowed.last)}までの日です。"
        "これから先の日と、参加していない日は記録できません。"
    )


def must_have_taken_part(state: State) -> None:
    if state not in TOOK_PART:
        raise Refused("参加を辞退したため、滞在の記録はありません。")


def must_say_why(note: str) -> None:
    if not note.strip():
        raise Refused("訂正の理由を記入してください。")


@dataclass(frozen=True, slots=True)
class Seal:
    """Up to which day a log is fixed: for its group once reported, for all once 額の確定."""

    reported: date | None
    settled: date | None


def must_not_be_sealed(changed: Collection[date], seal: Seal, *, by_the_office: bool) -> None:
    """Refuse to change days on which a reported or a settled amount rests."""
    first = min(changed, default=None)
    if first is None:
        return
    if seal.settled is not None and first <= seal.settled:
        raise Refused(
            f"{_day(seal.settled)}までの滞在は、確定した補助金の額の根拠になっているため変更できません。"
        )
    if not by_the_office and seal.reported is not None and first <= seal.reported:
        raise Refused(
            f"{_day(seal.reported)}までの滞在は、実績報告に使われているため変更できません。"
            "誤りがあるときは、担当課に連絡してください。"
        )


def visits(present: Iterable[date]) -> dict[date, int]:
    """Return the number of the visit (来県) of each day: a run of days without a gap, from 1.

    Given the days on which anybody of the 組 was there, two members who come together make one
    visit, so that a cost of all of them belongs to it.
    """
    numbers: dict[date, int] = {}
    number = 0
    for day in sorted(set(present)):
        if day - timedelta(days=1) not in numbers:
            number += 1
        numbers[day] = number
    return numbers


@dataclass(frozen=True, slots=True)
class Sum:
    """What a month of one person comes to; `logged` of `open` days are written down."""

    days: int = 0
    nights: int = 0
    work_days: int = 0
    work_hours: int = 0
    logged: int = 0
    open: int = 0

    @property
    def missing(self) -> int:
        return self.open - self.logged


def summed(entries: Sequence[Entry], open_: int) -> Sum:
    return Sum(
        days=sum(one.present for one in entries),
        nights=sum(one.night for one in entries),
        work_days=sum(one.work_hours > 0 for one in entries),
        work_hours=sum(one.work_hours for one in entries),
        logged=len(entries),
        open=open_,
    )


def day_words(day: date) -> str:
    """Return 9月1日（火）."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def month_words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
