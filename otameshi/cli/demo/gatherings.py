"""説明会 and 交流会: past years in the published numbers without names, this year by the actions.

Published of R6: 10 募集説明会, 3 交流会, one 大規模交流会 with 54 people (事業改善シート R6). Who
came to which, and how many came to the others, is assumed.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from otameshi.applications.models import Application
from otameshi.applications.prefectures import PREFECTURES
from otameshi.cli.demo import cast
from otameshi.cli.demo.present import DECIDED, IN_SELECTION, Builder
from otameshi.core.clock import japan
from otameshi.db import db
from otameshi.outreach import actions
from otameshi.outreach.actions import Plan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits.actions import booking, signing_up, ticking
from otameshi.outreach.visits.actions.booking import Guest
from otameshi.outreach.visits.actions.ticking import Ticks
from otameshi.outreach.visits.models import ApplicationVisit, Booking, GroupVisit
from otameshi.outreach.visits.rules import CHANNELS, Source
from otameshi.participation.models import Participation
from otameshi.programme.models import Call, ProgrammeYear

NAMELESS, ABSENT = 2, 3  # of each past 説明会: came without a name, booked and did not come
CAME_BEFORE = 2  # of three applicants of a past year, so many had come to a 説明会
GINZA, NAGANO = "銀座NAGANO（東京都）", "長野市内"


def hold_past(year: ProgrammeYear, groups: list[Participation], held: tuple[int, int, int]) -> None:
    """Enter a past year's 説明会, 交流会 and 大規模交流会: so many of each (回)."""
    sessions, meetings, large = held
    number = year.fiscal_year
    opened = japan(number, 4, 10, 19)
    talks = [_held(year, GatheringKind.SESSION, opened + timedelta(days=3 * n), 12 + n)
             for n in range(sessions)]  # fmt: skip
    small = [_held(year, GatheringKind.MEETING, japan(number, 9 + n, 20, 15), 24 + n)
             for n in range(meetings)]  # fmt: skip
    # 大規模交流会: 12月, 10周年, 54名 (published)
    small += [_held(year, GatheringKind.LARGE, japan(number, 12, 7, 14), 54)
              for _ in range(large)]  # fmt: skip
    db.session.flush()
    _book_past(talks)
    for place, meeting in enumerate(small):
        _attend_past(meeting, groups, place)
    _keep_visits(year)


def _held(year: ProgrammeYear, kind: GatheringKind, at: datetime, attendance: int) -> Gathering:
    one = Gathering(
        year=year,
        kind=kind,
        title=kind.label,
        held_at=at,
        place=GINZA if kind is GatheringKind.SESSION else "長野市",
        attendance=attendance,
        ticked_at=at + timedelta(hours=2),
    )
    db.session.add(one)
    return one


def _book_past(talks: list[Gathering]) -> None:
    """Enter bookings as they are left when names are forgotten; who came adds up."""
    mark, rows = count(1), list[dict[str, Any]]()
    for talk in talks:
        came = (talk.attendance or 0) - NAMELESS
        talk.walk_ins = NAMELESS
        for n in range(came + ABSENT):
            number = next(mark)
            rows.append(
                {
                    "gathering_id": talk.id,
                    "source": Source.BOOKED,
                    "name": "",
                    "email": "",
                    "email_key": f"#{talk.year.fiscal_year}-{number}",
                    "prefecture": PREFECTURES[12 + number % 17],
                    "people": 1,
                    "heard_from": CHANNELS[number % len(CHANNELS)],
                    "address": "",
                    "booked_at": talk.held_at - timedelta(days=2, hours=n),
                    "came": n < came,
                    "version": 1,
                }
            )
    db.session.execute(insert(Booking), rows)


def _attend_past(meeting: Gathering, groups: list[Participation], place: int) -> None:
    """Let two of three 組 come, other ones each time, and the rest of the number be others."""
    came = [one for n, one in enumerate(groups) if (n + place) % 3]
    rows = [
        GroupVisit(
            gathering=meeting,
            participation=one,
            signed_up_at=meeting.held_at - timedelta(days=9),
            people=len(one.people),
            came=True,
        )
        for one in came
    ]
    db.session.add_all(rows)
    meeting.walk_ins = max(0, (meeting.attendance or 0) - sum(one.people for one in rows))


def _keep_visits(year: ProgrammeYear) -> None:
    applied = db.session.scalars(
        select(Application.id)
        .join(Call, Call.id == Application.call_id)
        .where(Call.year_id == year.id)
        .order_by(Application.id)
    )
    db.session.execute(
        insert(ApplicationVisit),
        [{"application_id": key, "booked": 1, "came": 1}
         for n, key in enumerate(applied) if n % 3 < CAME_BEFORE],
    )  # fmt: skip


class Present:
    """The current year: two 説明会 and a 交流会 held, one of each to come."""

    def __init__(self, current: Builder) -> None:
        self.current, self.at = current, current.at
        self.officer = current.staff["tantou"]
        standing = Plan(GatheringKind.SESSION, "募集説明会（見本）", self.at(6, 19), GINZA)
        self.talk = replace(standing, bookable=True, capacity=30, note="どなたでも参加できます。")
        self.meeting = replace(
            self.talk,
            kind=GatheringKind.MEETING,
            title="参加者交流会（見本）",
            place=NAGANO,
            note="参加中の組と、これまでに参加した組の交流会です。",
        )

    def hold(self) -> None:
        self.held(-110, [one.mailbox for one in DECIDED[:5]])
        self.held(-20, [one.mailbox for one in IN_SELECTION[:2]])
        coming = self.plan(self.talk, 6, -9)
        for n in range(3):
            booking.book(coming, self.guest(f"yoyaku-{n}", n + 30), self.at(-2))
        self.meet(-15)
        self.sign_up(self.plan(self.meeting, 30, -9), -3, 2)

    def plan(self, what: Plan, day: int, said: int) -> Gathering:
        begins = japan(*self.current.day(day).timetuple()[:3], 19)
        wanted = replace(what, held_at=begins)
        made = actions.plan(self.current.year, wanted, self.officer, self.at(said))
        db.session.flush()
        return made

    def guest(self, mailbox: str, seed: int) -> Guest:
        name, _ = cast.somebody(seed)
        home = cast.HOMES[seed % len(cast.HOMES)][1]
        return Guest(name, f"{mailbox}@{cast.DOMAIN}", home, 1 + seed % 2, CHANNELS[seed % 7])

    def held(self, day: int, applicants: list[str]) -> None:
        """Hold a 説明会 that future applicants came to, and others, of whom one stayed away."""
        talk = self.plan(self.talk, day, day - 9)
        mailboxes = [*applicants, *(f"kengaku{-day}-{n}" for n in range(4))]
        for n, mailbox in enumerate(mailboxes):
            booking.book(talk, self.guest(mailbox, n - day), self.at(day - 3))
        after = self.at(day + 1)
        rows = list(db.session.scalars(select(Booking).filter_by(gathering_id=talk.id)))
        ids = [one.id for one in rows]
        ticking.tick(talk, Ticks(ids, ids[:-1], 1), self.officer, after)
        came = sum(one.people for one in rows[:-1]) + 1
        actions.attend(talk, came, self.officer, after)

    def meet(self, day: int) -> None:
        meeting = self.plan(self.meeting, day, day - 9)
        groups = self.sign_up(meeting, day - 5, 4)
        came = Ticks([one.id for one in groups], [one.id for one in groups[:-1]], 6)
        ticking.tick_groups(meeting, came, self.officer, self.at(day + 1))

    def sign_up(self, meeting: Gathering, day: int, most: int) -> list[Participation]:
        """Let the first 組 of the year sign up, whole; return them."""
        mine = select(Participation).where(Participation.year_id == self.current.year.id)
        groups = list(db.session.scalars(mine.order_by(Participation.id).limit(most)))
        for group in groups:
            chosen = [one.id for one in signing_up.members_of(group)]
            signing_up.sign_up(meeting, group, chosen, group.representative, self.at(day))
        return groups
