"""Gatherings are planned, changed, cancelled and counted. No function here commits."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.db import db, locked, unchanged
from otameshi.outreach import rules
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind, Held
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


@dataclass(frozen=True, slots=True)
class Plan:
    """What is announced of a gathering."""

    kind: GatheringKind
    title: str
    held_at: datetime
    place: str
    note: str = ""
    minutes: int = 90  # how long it takes
    bookable: bool = False  # on this site
    capacity: int | None = None  # 名
    closes_at: datetime | None = None  # of booking
    told: str = ""  # only to those who booked


def announced() -> Select[Gathering]:
    """Select what anybody may see: every gathering, also a cancelled one, so that nobody waits."""
    return select(Gathering).options(joinedload(Gathering.year))


def coming(at: datetime) -> Select[Gathering]:
    return announced().where(Gathering.held_at > at).order_by(Gathering.held_at.asc(), Gathering.id)


def past(at: datetime) -> Select[Gathering]:
    """Select what was held, latest first; what was cancelled is of no more use to anybody."""
    held = announced().where(Gathering.held_at <= at, Gathering.cancelled_at.is_(None))
    return held.order_by(Gathering.held_at.desc(), Gathering.id.desc())


def next_session(at: datetime) -> Gathering | None:
    """Return the next 募集説明会 that takes place."""
    open_ones = coming(at).where(
        Gathering.kind == GatheringKind.SESSION, Gathering.cancelled_at.is_(None)
    )
    return db.session.scalar(open_ones.limit(1))


def plan(year: ProgrammeYear, wanted: Plan, by: Person, at: datetime) -> Gathering:
    rules.check_closing(wanted.held_at, wanted.closes_at)
    gathering = Gathering(year=year, **asdict(wanted))
    db.session.add(gathering)
    history.record(gathering, "plan", "会を登録", by=by, at=at, announced=asdict(wanted))
    return gathering


def change(
    gathering: Gathering, wanted: Plan, by: Person, at: datetime, version: int | None = None
) -> None:
    """Change what is announced; a cancelled gathering stays cancelled."""
    gathering = locked(Gathering, gathering.id)
    unchanged(gathering, version)
    rules.check_change(gathering.standing(at))
    rules.check_closing(wanted.held_at, wanted.closes_at)
    for name, value in asdict(wanted).items():
        setattr(gathering, name, value)
    history.record(gathering, "change", "会の内容を変更", by=by, at=at, announced=asdict(wanted))


def attend(
    gathering: Gathering, attendance: int, by: Person, at: datetime, version: int | None = None
) -> None:
    """Note how many people (名) came, once it was held."""
    gathering = locked(Gathering, gathering.id)
    unchanged(gathering, version)
    rules.check_attendance(gathering.standing(at))
    was, gathering.attendance = gathering.attendance, attendance
    history.record(
        gathering, "attend", "参加人数を記録", by=by, at=at, was=was, attendance=attendance
    )


def cancel(
    gathering: Gathering, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Cancel a gathering: it is no longer counted, and stands on the list as cancelled."""
    gathering = locked(Gathering, gathering.id)
    unchanged(gathering, version)
    rules.check_cancel(gathering.standing(at), gathering.attendance, note)
    gathering.cancelled_at = at
    history.record(gathering, "cancel", "会を中止", by=by, at=at, note=note)


def counts(fiscal_year: int, at: datetime) -> dict[GatheringKind, Held]:
    """Return how often each kind was held in a 年度 by that moment, and how many came."""
    held = (
        select(Gathering.kind, Gathering.attendance)
        .join(ProgrammeYear)
        .where(
            ProgrammeYear.fiscal_year == fiscal_year,
            Gathering.held_at <= at,
            Gathering.cancelled_at.is_(None),
        )
    )
    return rules.tally((kind, attendance) for kind, attendance in db.session.execute(held))
