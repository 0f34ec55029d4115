"""Make a round of interviews with a place, slots and a panel; say only what the test is about."""

from datetime import datetime, timedelta

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.models import Interview, InterviewRound, InterviewSlot
from otameshi.selection.interviews.rules import PlaceKind, series
from otameshi.selection.models import Candidacy
from otameshi.selection.panel.actions import seat_of
from tests import make

AT = japan(2026, 7, 1, 10)
DAY = timedelta(days=1)
UNTIL = japan(2026, 7, 20, 17)
FIRST = japan(2026, 8, 1, 13)
ANCHORS = ["不十分", "やや不十分", "普通", "良い", "とても良い"]


def plan(**facts) -> actions.Plan:
    standard = {
        "choose_until": UNTIL,
        "change_days": 2,
        "remind_days": 1,
        "note": "",
        "anchors": ANCHORS,
        "criteria": [("面談の総合評価", 1)],
    }
    return actions.Plan(**{**standard, **facts})


def held(
    call: Call | None = None,
    officer: Person | None = None,
    panel: list[Person] | None = None,
    first: datetime = FIRST,
    count: int = 3,
    at: datetime = AT,
    **facts,
) -> tuple[InterviewRound, list[InterviewSlot]]:
    """Make a round of three slots of 20 minutes on 1 August."""
    officer = officer or make.person(Role.OFFICER)
    found = actions.set_round(call or make.call(), plan(**facts), officer, at)
    place = actions.add_place(
        found, PlaceKind.ROOM, "銀座NAGANO（東京都中央区）", "5階 会議室A", officer, at
    )
    spans = series(first, first + count * timedelta(minutes=30), 20, 10)
    people = panel or [make.person(Role.REVIEWER)]
    for one in people:
        seated(found.call, one)
    return found, actions.make_slots(place, spans, {one.id for one in people}, officer, at)


def seated(call: Call, person: Person) -> Person:
    """Have a reviewer accept a seat of the call, if there is none yet."""
    if person.has(Role.REVIEWER) and seat_of(person, call.id) is None:
        make.seat(call, person)
    return person


def invited(found: InterviewRound, *of: Candidacy, at: datetime = AT) -> list[Interview]:
    officer = make.person(Role.OFFICER)
    seen = {one.id: one.version for one in of}
    return actions.invite(found, seen, officer, at)
