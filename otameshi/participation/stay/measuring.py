"""How far each kind of presence rule is met by the days so far, and what is still needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.subsidy import Day
from otameshi.subsidy.calendar import (
    calendar_months,
    length,
    longest_run,
    month_end,
    months,
    weeks,
)
from otameshi.subsidy.rules import Presence
from otameshi.subsidy.rules.stay import UNIT, tally
from otameshi.subsidy.words import Count, How, decimal, percent

ONE = timedelta(days=1)


class Outlook(Labelled):
    MET = "met", "満たしています"
    OPEN = "open", "これからの滞在で満たせます"
    SHORT = "short", "足りません"


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of a group so far, its whole period, and the day on which one asks."""

    trial: Period
    today: date
    people: tuple[str, ...]
    days: tuple[Day, ...]


Said = tuple[Outlook, str, str]  # how it looks, where it stands, what is still needed


def left(rule: Presence, stay: Stay, days: Sequence[Day]) -> int:
    """Return how many more days can count, from today to the end of the stay."""
    first = max(stay.today, stay.trial.first)
    today = [day for day in days if day.on == stay.today]
    return max(length(Period(first, stay.trial.last)) - (tally(rule.count, today) > 0), 0)


def target(rule: Presence, trial: Period) -> int:
    """Return what must be reached by the end of the stay, in whole nights, days or hours."""
    most = {How.AVERAGE: max(months(trial), 1), How.OF_TRIAL: max(length(trial), 1)}
    return ceil(rule.least * most.get(rule.how, 1))


def _by_the_end(rule: Presence, stay: Stay, days: Sequence[Day]) -> Said:
    unit, had, wanted = UNIT[rule.count], tally(rule.count, days), target(rule, stay.trial)
    so_far, needed = _reached(rule, stay, had), wanted - had
    if needed <= 0:
        return Outlook.MET, so_far, ""
    sum_ = f"{_whole(rule, stay.trial)}－{had}{unit}＝{needed}{unit}"
    rest, room = Period(max(stay.today, stay.trial.first), stay.trial.last), left(rule, stay, days)
    if rule.count is Count.WORK_HOURS:
        room = needed if room else 0  # hours are not bounded by days
    if needed > room:
        return (
            Outlook.SHORT,
            so_far,
            f"あと{needed}{unit}が必要です（{sum_}）。残りは{room}日です。",
        )
    until = f"{_short(stay.trial.last)}までの残り{length(rest)}日"
    return Outlook.OPEN, so_far, f"{until}で、{needed}{unit}以上が必要です（{sum_}）。"


def _whole(rule: Presence, trial: Period) -> str:
    """Return how the target comes about: 6泊×6か月＝36泊."""
    unit, wanted = UNIT[rule.count], target(rule, trial)
    if rule.how is How.AVERAGE:
        return f"{decimal(rule.least)}{unit}×{months(trial)}か月＝{wanted}{unit}、{wanted}{unit}"
    if rule.how is How.OF_TRIAL:
        days = f"参加期間{length(trial)}日の{percent(rule.least)}"
        return f"{days}＝{wanted}{unit}、{wanted}{unit}"
    return f"{wanted}{unit}"


def _reached(rule: Presence, stay: Stay, had: int) -> str:
    unit = UNIT[rule.count]
    past = Period(stay.trial.first, min(stay.today, stay.trial.last))
    if rule.how is How.AVERAGE:
        so_far = max(months(past), 1)
        mean = decimal(Fraction(had, so_far))
        return f"いまは平均{mean}{unit}です（{had}{unit}÷{so_far}か月）。"
    if rule.how is How.OF_TRIAL:
        whole = max(length(past), 1)
        share = percent(Fraction(had, whole))
        return f"いまは{share}です（{had}{unit}÷これまでの{whole}日）。"
    return f"いまは合計{had}{unit}です。"


def _in_each(rule: Presence, stay: Stay, days: Sequence[Day]) -> Said:
    """Look at each month or week; one that lies in part in the stay is judged by a person."""
    by_month = rule.how is How.EACH_MONTH
    parts = list(calendar_months(stay.trial) if by_month else weeks(stay.trial))
    begun = [_part(rule, stay, part, days) for part in parts if part.first <= stay.today]
    so_far = f"{'、'.join(one.said for one in begun)}です。" if begun else "まだ始まっていません。"
    still = "".join(one.still for one in begun)
    if len(begun) < len(parts):
        still += f"これからの各{'月' if by_month else '週'}も、同じだけ必要です。"
    if any(one.short for one in begun):
        return Outlook.SHORT, so_far, still
    return (Outlook.OPEN if still else Outlook.MET), so_far, still


@dataclass(frozen=True, slots=True)
class _Part:
    said: str
    still: str = ""
    short: bool = False


def _part(rule: Presence, stay: Stay, part: Period, days: Sequence[Day]) -> _Part:
    unit, by_month = UNIT[rule.count], rule.how is How.EACH_MONTH
    partial = by_month and length(part) < length(_month(part))
    had = tally(rule.count, [day for day in days if day.on in part])
    lack = max(ceil(rule.least) - had, 0)
    name = f"{part.first.month}月" if by_month else f"{_short(part.first)}からの週"
    said = f"{name}は{had}{unit}"
    if not lack:
        return _Part(said)
    if part.last < stay.today:
        judged = "。月の一部なので県が判断します" if partial else ""
        return _Part(f"{said}（{lack}{unit}不足{judged}）", short=not partial)
    room = left(rule, replace(stay, trial=part), days)
    bounded = rule.count is not Count.WORK_HOURS and not partial
    still = f"{name}は、{_short(part.last)}までにあと{lack}{unit}が必要です。"
    return _Part(said, still, short=bounded and lack > room)


def _in_a_row(rule: Presence, stay: Stay, days: Sequence[Day]) -> Said:
    unit = UNIT[rule.count]
    there = {day.on for day in days if tally(rule.count, [day])}
    best, wanted = longest_run(there), ceil(rule.least)
    so_far = f"いまの最長は連続{best}{unit}です。"
    if best >= wanted:
        return Outlook.MET, so_far, ""
    running = 0
    day = stay.today if stay.today in there else stay.today - ONE
    while day in there:
        running, day = running + 1, day - ONE
    still = f"連続して{wanted}{unit}以上が必要です。"
    enough = running + left(rule, stay, days) >= wanted
    return (Outlook.OPEN if enough else Outlook.SHORT), so_far, still


def _of_the_stay(rule: Presence, stay: Stay, days: Sequence[Day]) -> Said:
    unit, had, stayed = UNIT[rule.count], tally(rule.count, days), tally(Count.DAYS, days)
    so_far = f"いまは{percent(Fraction(had, max(stayed, 1)))}です（{had}{unit}÷滞在{stayed}日）。"
    lack = rule.least * max(stayed, 1) - had
    if lack <= 0:
        return Outlook.MET, so_far, ""
    if rule.least == 1 and stayed:
        return Outlook.SHORT, so_far, f"あと{ceil(lack)}{unit}足りません。"
    more = ceil(lack / (1 - rule.least)) if stayed else 1
    still = f"次の{more}日の滞在をすべて「{rule.count.label}」にすると満たせます。"
    return (Outlook.OPEN if more <= left(rule, stay, days) else Outlook.SHORT), so_far, still


def _in_each_visit(rule: Presence, stay: Stay, days: Sequence[Day]) -> Said:
    unit = UNIT[rule.count]
    numbers = sorted({day.visit for day in days if day.visit is not None})
    outlook, still = Outlook.MET if numbers else Outlook.OPEN, ""
    for number in numbers:
        own = [day for day in days if day.visit == number]
        lack = max(ceil(rule.least) - tally(rule.count, own), 0)
        first, last = min(day.on for day in own), max(day.on for day in own)
        span = f"{number}回目（{_short(first)}～{_short(last)}）"
        if lack and last < stay.today - ONE:
            outlook = Outlook.SHORT
            still += f"{span}は、あと{lack}{unit}足りません。その回の経費は対象になりません。"
        elif lack:
            outlook = outlook if outlook is Outlook.SHORT else Outlook.OPEN
            still += f"{span}は、続けてあと{lack}{unit}が必要です。"
    return outlook, f"来県は{len(numbers)}回です。", still


def _month(part: Period) -> Period:
    return Period(part.first.replace(day=1), month_end(part.first))


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


MEASURES: dict[How, Callable[[Presence, Stay, Sequence[Day]], Said]] = {
    How.TOTAL: _by_the_end,
    How.AVERAGE: _by_the_end,
    How.OF_TRIAL: _by_the_end,
    How.EACH_MONTH: _in_each,
    How.EACH_WEEK: _in_each,
    How.CONSECUTIVE: _in_a_row,
    How.OF_STAY: _of_the_stay,
    How.EACH_VISIT: _in_each_visit,
}
