"""Who is behind with the scoring of a call, and one letter a day to each of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from otameshi import history
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import OPEN_SHEET, REVIEWING
from otameshi.selection.scoring.actions import window_of
from otameshi.selection.scoring.models import ScoringReminder
from otameshi.selection.scoring.rules import Window, in_words


@dataclass(frozen=True, slots=True)
class Behind:
    """A reviewer with sheets still open, and when the last reminder went out."""

    reviewer: Person
    open_sheets: int
    reminded_on: date | None


def behind(call: Call) -> list[Behind]:
    """Return who has open sheets in a call, those with most of them first; two statements."""
    count = func.count(Sheet.id)
    rows = db.session.execute(
        select(Sheet.reviewer_id, count)
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(REVIEWING),
            Sheet.state.in_(OPEN_SHEET),
        )
        .group_by(Sheet.reviewer_id)
        .order_by(count.desc(), Sheet.reviewer_id)
    ).all()
    people = {
        one.id: one
        for one in db.session.scalars(select(Person).where(Person.id.in_([key for key, _ in rows])))
    }
    last = last_reminders(call)
    return [Behind(people[key], sheets, last.get(key)) for key, sheets in rows]


def last_reminders(call: Call) -> dict[int, date]:
    """Return the day of each reviewer's last reminder."""
    rows = db.session.execute(
        select(ScoringReminder.reviewer_id, func.max(ScoringReminder.on))
        .where(ScoringReminder.call_id == call.id)
        .group_by(ScoringReminder.reviewer_id)
    )
    return {key: day for key, day in rows}  # noqa: C416  # rows are no pairs to mypy


def remind(
    call: Call, by: Person, at: datetime, seen: Collection[int] | None = None
) -> list[Behind]:
    """Write to everybody who is behind and had no reminder today.

    Refused: nobody is left to write to; scoring has ended; and, with `seen` the reviewers that
    the page named, when it would be others.
    """
    call = locked(Call, call.id)
    window = window_of(call)
    until = window.fact if window else Window()
    if not until.open(at):
        raise Refused("採点は締め切られています。期限を延ばしてから、お知らせしてください。")
    today = day_in_japan(at)
    due = [one for one in behind(call) if one.reminded_on != today]
    if not due:
        raise Refused("今日、催促のお知らせを送る選考委員はいません。")
    if seen is not None and {one.reviewer.id for one in due} != set(seen):
        raise Overtaken
    for one in due:
        _write(call, one, until, by, at)
    history.record(
        call,
        "remind_reviewers",
        "採点の催促を送る",
        by=by,
        at=at,
        reviewers=[f"{one.reviewer.name}（{one.open_sheets}枚）" for one in due],
    )
    return due


def letter(call: Call, one: Behind, until: Window) -> dict[str, Any]:
    """Return what the reminder says, for its letter and for the page that shows it before."""
    return {
        "reviewer": one.reviewer,
        "count": one.open_sheets,
        "call": call,
        "year": call.year,
        "closes_on": in_words(until.closes_on) if until.closes_on else "",
    }


def _write(call: Call, one: Behind, until: Window, by: Person, at: datetime) -> None:
    db.session.add(
        ScoringReminder(
            call_id=call.id,
            reviewer_id=one.reviewer.id,
            on=day_in_japan(at),
            at=at,
            by_id=by.id,
            open_sheets=one.open_sheets,
        )
    )
    post.write("selection_reminder", to=one.reviewer, at=at, **letter(call, one, until))
