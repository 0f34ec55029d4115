"""Gatherings, bookings and groups that came; say only what the test is about."""

from datetime import timedelta
from typing import Any

from otameshi.core.clock import japan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits.models import Booking, GroupVisit
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear
from tests import make

APRIL = japan(2026, 4, 10, 19)  # when the 説明会 of `gathering()` begins
BEFORE = APRIL - timedelta(days=3)
AFTER = APRIL + timedelta(days=1)


def gathering(of: ProgrammeYear | None = None, **facts: Any) -> Gathering:
    standard: dict[str, Any] = {
        "year": of or make.year(),
        "kind": GatheringKind.SESSION,
        "title": "第1回募集説明会",
        "held_at": APRIL,
        "place": "銀座NAGANO",
        "bookable": True,
    }
    return make.keep(Gathering(**{**standard, **facts}))


def booking(of: Gathering, email: str = "taro@example.jp", **facts: Any) -> Booking:
    standard: dict[str, Any] = {"name": "見本　太郎", "prefecture": "大阪府", "booked_at": BEFORE}
    return make.keep(Booking(gathering=of, email=email, **{**standard, **facts}))


def came(of: Gathering, group: Participation, **facts: Any) -> GroupVisit:
    of.ticked_at = of.held_at + timedelta(hours=2)
    return make.keep(GroupVisit(gathering=of, participation=group, came=True, **facts))
