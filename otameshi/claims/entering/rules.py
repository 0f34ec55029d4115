"""What the page of one expense asks for, by the rules of its year. No database, no web.

A rulebook names kinds of cost and rules; it does not say which fields a form has. They follow from
both: a rule that counts kilometres needs the distance, and the words of a kind tell a ride from a
thing that is used for a time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Protocol

from otameshi.claims.proof import is_corporate, registration_number
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.subsidy import Day, Kind, Rulebook, SubKind
from otameshi.subsidy.calendar import later, month_end
from otameshi.subsidy.rules import (
    Allowance,
    Cap,
    Net,
    OnLines,
    Pooled,
    Presence,
    Prorate,
    Rule,
    Visits,
)
from otameshi.subsidy.words import By, How, Per


class Ask(Enum):
    CONTRACT = auto()  # bought or rented
    WAY = auto()  # from, to, one way or return, route
    FARE = auto()  # of the ordinary economic route
    CAR = auto()  # distance and toll
    TIME = auto()  # the month or the days that are paid for
    VISIT = auto()
    NIGHTS = auto()
    SUPPORTED = auto()
    BUSINESS = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and what of it must be answered."""

    all: frozenset[Ask]
    must: frozenset[Ask]


RIDE = re.compile("交通|運賃|鉄道|新幹線|バス|航空|旅費|移動|往復|自家用車|タクシー|高速道路")
NO_TIME = re.compile("引越|移転|運送|整備|体験")
OWN_CAR = re.compile("自家用車|マイカー|自動車")
TOLD = re.compile(
    "運賃|鉄道|新幹線|バス|航空|タクシー|グリーン|公共交通|特別料金|高速道路|レンタカー"
)
LODGING = re.compile("宿泊")


def asked(book: Rulebook, kind: str, sub_kind: str) -> Asked:
    """Return what the page asks for about a cost of this kind."""
    found = book.kind(kind)
    if found is None:
        return Asked(frozenset(), frozenset())
    must = frozenset(_of_the_rules(book, kind, sub_kind))
    words = frozenset(_of_the_words(found, found.sub_kind(sub_kind)))
    return Asked(must | words, must | (words & {Ask.WAY, Ask.CONTRACT}))


def _of_the_words(kind: Kind, part: SubKind | None) -> Iterator[Ask]:
    words = f"{kind.label} {part.label if part else ''}"
    if kind.asks_contract:
        yield Ask.CONTRACT
    if LODGING.search(words):
        yield Ask.NIGHTS
    if not RIDE.search(words):
        if not NO_TIME.search(words):
            yield Ask.TIME
        return
    yield Ask.WAY
    if OWN_CAR.search(words) or not TOLD.search(words):
        yield Ask.CAR
    if not OWN_CAR.search(words):
        yield Ask.FARE


NEEDED = {"km": Ask.CAR, "night": Ask.NIGHTS, "day": Ask.TIME, "month": Ask.TIME}
TIMED = {By.DAYS: Ask.TIME, By.HALF_MONTHS: Ask.TIME, By.BUSINESS: Ask.BUSINESS}


def _of_the_rules(book: Rulebook, kind: str, sub_kind: str) -> Iterator[Ask]:
    for rule in book.rules:
        if isinstance(rule, Presence) and rule.how is How.EACH_VISIT:
            yield Ask.VISIT
        if isinstance(rule, OnLines) and rule.takes(kind, sub_kind):
            yield from _of_one(rule)


def _of_one(rule: Rule) -> Iterator[Ask]:
    if isinstance(rule, Visits) or (isinstance(rule, Pooled) and Per.VISIT in rule.per):
        yield Ask.VISIT
    if isinstance(rule, Net):
        yield Ask.SUPPORTED
    if isinstance(rule, Prorate) and rule.by in TIMED:
        yield TIMED[rule.by]
    units = [rule.unit] if isinstance(rule, Allowance) else []
    counted = [one.unit for one in rule.times] if isinstance(rule, Cap) else []
    yield from (NEEDED[one] for one in (*units, *counted) if one in NEEDED)


def used_time(month: date | None, first: date | None, last: date | None) -> Period | None:
    """Return the time that is paid for: a whole month, or from one day to another."""
    if month is not None:
        return Period(month.replace(day=1), month_end(month))
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise Refused("使った期間は、初日と末日の両方を入力してください。")
    if first > last:
        raise Refused("使った期間の末日が、初日より前になっています。")
    return Period(first, last)


def whole_month(used: Period | None) -> date | None:
    """Return the first day of the month that a time is, if it is one."""
    if used is None or used.first.day != 1 or used.last != month_end(used.first):
        return None
    return used.first


def km(metres: int) -> str:
    """Return metres as kilometres without needless noughts: 12500 is 12.5."""
    whole, rest = divmod(metres, 1_000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def next_month(first: date) -> date:
    return later(month_end(first), 1)


def papers_shown(
    book: Rulebook, cost: tuple[str, str], amount: Yen, has: frozenset[str]
) -> tuple[str, ...]:
    """Return what a file added now most likely shows: what is still lacking, or another page."""
    asking = list(book.evidence_for(*cost, amount))
    lacking = tuple(paper for rule in asking for paper in rule.missing(has))
    needs = tuple(paper for rule in asking for paper in rule.needs)
    return (lacking or needs)[:1]


def visits(stay: Iterable[Day]) -> dict[int, Period]:
    """Return the visits of a stay log by their numbers, each from its first day to its last."""
    found: dict[int, list[date]] = {}
    for one in stay:
        if one.visit is not None:
            found.setdefault(one.visit, []).append(one.on)
    return {number: Period(min(days), max(days)) for number, days in sorted(found.items())}


class Said(Protocol):
    """What a new or recorded expense says of itself."""

    @property
    def amount(self) -> Yen: ...
    @property
    def usual_fare(self) -> Yen | None: ...
    @property
    def registration_number(self) -> str: ...


def remarks(said: Said) -> tuple[str, ...]:
    """Say what the person who records an expense may want to look at once more."""
    return tuple(one for one in (_dear(said), _number(said)) if one)


def _dear(said: Said) -> str:
    if said.usual_fare is None or said.amount <= said.usual_fare:
        return ""
    more = said.amount - said.usual_fare
    return f"通常の経路より{more:,}円高くなっています。「内容・目的」に理由を書いてください。"


def _number(said: Said) -> str:
    if not said.registration_number or is_corporate(registration_number(said.registration_number)):
        return ""
    return (
        "登録番号が法人の番号の形（検査用数字）に合いません。領収書と見比べてください。"
        "個人の事業者などの番号であれば、このままで構いません。"
    )
