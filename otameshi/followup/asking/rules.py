"""When a group is asked, reminded and called. Days are days in Japan. No database, no web."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from otameshi.core.holidays import is_day_off
from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.followup.rules import REMINDERS, YEAR, check_wave, due

ONE = timedelta(days=1)
# 長野県の休日を定める条例: besides Saturdays, Sundays and holidays, 12月29日 to 1月3日.
TURN_OF_THE_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
SHORTEST, LONGEST = 7, 180  # days in which one may answer
REMINDED_AFTER = (10, 20)  # days, unless the wave says otherwise
BUSY = timedelta(hours=1)  # since something was saved: a new link would end the one in use
FIRST_HOUR, LAST_HOUR = 9, 18  # nobody's telephone rings at night for a survey


def is_business_day(day: date) -> bool:
    return not is_day_off(day) and (day.month, day.day) not in TURN_OF_THE_YEAR


def business_day_from(day: date) -> date:
    """Return the day itself, or the next one on which the office is open."""
    while not is_business_day(day):
        day += ONE
    return day


def may_write(local: datetime) -> bool:
    """Say whether letters may leave by themselves at this time by the clock in Japan."""
    return FIRST_HOUR <= local.hour < LAST_HOUR


@dataclass(frozen=True, slots=True)
class Plan:
    """How a wave asks: on days of its own, or each group so many months after its last day."""

    months: int
    open_days: int  # after the first day: 30 means that one may answer on 31 days
    reminder_days: tuple[int, ...]  # after the first day, at most two
    asked_on: date | None = None
    closes_on: date | None = None

    @property
    def own_days(self) -> Period | None:
        if self.asked_on is None or self.closes_on is None:
            return None
        return Period(self.asked_on, self.closes_on)


def check_plan(plan: Plan) -> None:
    """Refuse a wave that could not be answered, or whose reminders would come out of order."""
    check_wave(plan.asked_on, plan.closes_on)
    own, days = plan.own_days, plan.reminder_days
    if own is None and not SHORTEST <= plan.open_days <= LONGEST:
        raise Refused(f"回答できる日数は、{SHORTEST}日から{LONGEST}日までにしてください。")
    if len(days) > REMINDERS:
        raise Refused(f"催促は{REMINDERS}回までです。")
    length = (own.last - own.first).days if own else plan.open_days
    if any(one < 1 or one >= length for one in days) or list(days) != sorted(set(days)):
        raise Refused(
            "催促する日は、調査を始める日の翌日から締切日の前日までの間で、早い順に入力してください。"
        )


def a_year_on(plan: Plan, years: int = 1) -> Plan:
    """Return the plan for a later year: days of its own move on, 2月29日 to the 28th.

    Reminders for which its time is too short are left out.
    """
    own, length = plan.own_days, plan.open_days
    if own is not None:
        first, last = (due(day, YEAR * years) for day in (own.first, own.last))
        plan, length = replace(plan, asked_on=first, closes_on=last), (last - first).days
    return replace(plan, reminder_days=tuple(one for one in plan.reminder_days if one < length))


def planned(plan: Plan, last_day: date) -> Period:
    """Return the days on which a group may answer, if all goes as planned.

    A group that gave up early (途中辞退) has its day of leaving for its last day.
    """
    if plan.own_days is not None:
        return plan.own_days
    opens = due(last_day, plan.months)
    return Period(opens, opens + timedelta(days=plan.open_days))


def window(plan: Plan, last_day: date, today: date, *, by_hand: bool = False) -> Period | None:
    """Return the days of a group that is asked today, or None if it is not its time.

    Who is asked late has the whole time from then on. What was missed altogether, nobody asks
    but an officer (`by_hand`).
    """
    days = planned(plan, last_day)
    if plan.own_days is not None:
        return days if today in days else None
    if today < days.first or (today > days.last and not by_hand):
        return None
    return Period(today, today + timedelta(days=plan.open_days))


def stays_asked_on(plan: Plan, today: date) -> Period | None:
    """Return between which days a stay must have ended for its group to be asked today.

    The converse of `window` for a wave without days of its own: `due` never falls as days go on.
    """
    if plan.own_days is not None:
        return None
    opened = today - timedelta(days=plan.open_days)
    first, last = due(opened, -plan.months), due(today, -plan.months)
    while due(first, plan.months) < opened:
        first += ONE
    while due(last + ONE, plan.months) <= today:
        last += ONE
    return Period(first, last)


@dataclass(frozen=True, slots=True)
class AskedFact:
    """One who was asked: until when, since when nothing was sent, and what came of it."""

    opens_on: date
    closes_on: date
    last_letter_on: date | None
    reminders: int = 0
    answered: bool = False
    refused: bool = False
    revoked: bool = False
    undeliverable: bool = False

    @property
    def silent(self) -> bool:
        return not (self.answered or self.refused)


def reminder_on(days: Sequence[int], asked: AskedFact) -> date | None:
    """Return the business day of the next reminder, or None if none will go out.

    After a late letter, or one sent by hand, the planned distance is kept: nobody is reminded
    on the day after. On the last day it would come too late.
    """
    sent = asked.reminders
    heard = not asked.silent or asked.revoked or asked.undeliverable
    if heard or asked.last_letter_on is None or sent >= min(len(days), REMINDERS):
        return None
    distance = days[sent] - (days[sent - 1] if sent else 0)
    day = max(
        asked.opens_on + timedelta(days=days[sent]),
        asked.last_letter_on + timedelta(days=distance),
    )
    day = business_day_from(day)
    return day if day < asked.closes_on else None


def reminds_today(days: Sequence[int], asked: AskedFact, today: date) -> bool:
    day = reminder_on(days, asked)
    return day is not None and day <= today < asked.closes_on and is_business_day(today)


class Standing(Labelled):
    """Where one who was asked stands; each is in exactly one."""

    ANSWERED = "answered", "回答済み"
    REFUSED = "refused", "回答辞退"
    UNDELIVERABLE = "undeliverable", "メールが届かない"
    SILENT = "silent", "未回答"


def standing(asked: AskedFact) -> Standing:
    """Return the standing; without an address, nothing was ever delivered."""
    if asked.answered:
        return Standing.ANSWERED
    if asked.refused:
        return Standing.REFUSED
    if asked.undeliverable or asked.last_letter_on is None:
        return Standing.UNDELIVERABLE
    return Standing.SILENT


class Way(Labelled):
    """When a wave asks."""

    MONTHS = "months", "組ごとに、おためし期間の最終日から数えて尋ねる"
    DAYS = "days", "決まった期間に、全ての組に尋ねる"


class Kind(Labelled):
    SILENT = "silent", "回答がない"
    UNDELIVERABLE = "undeliverable", "メールが届かない"
    NO_ADDRESS = "no_address", "メールアドレスがない"


class State(Labelled):
    OPEN = "open", "電話で確かめる"
    DONE = "done", "済"


class Result(Labelled):
    REACHED = "reached", "電話などで話せた"
    ADDRESS = "address", "新しい連絡先が分かった"
    NO_CONTACT = "no_contact", "連絡がつかない"
    HEARD = "heard", "回答または辞退があった"


# What an officer may choose; that somebody was heard, the programme sees by itself.
CHOSEN = (Result.REACHED, Result.ADDRESS, Result.NO_CONTACT)
TASK = Machine(
    Move(
        "finish",
        "確かめた結果を記録する",
        frozenset({State.OPEN}),
        State.DONE,
        Role.OFFICER,
        needs_note=True,
    ),
)


def task_for(asked: AskedFact, today: date) -> Kind | None:
    """Return why somebody is to be called: at once if no mail arrives, else when time is over."""
    if not asked.silent:
        return None
    if asked.last_letter_on is None and not asked.revoked:
        return Kind.NO_ADDRESS
    if asked.undeliverable:
        return Kind.UNDELIVERABLE
    return Kind.SILENT if today > asked.closes_on else None
