"""A month of the log is saved by the group's representative, or corrected by the office."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.participation.models import Participant, Participation
from otameshi.participation.stay.models import StayDay, StaySheet
from otameshi.participation.stay.reading import allowed, month_of
from otameshi.participation.stay.rules import (
    Entry,
    Seal,
    month_words,
    must_be_open,
    must_have_taken_part,
    must_not_be_sealed,
    must_say_why,
    noted,
    within_month,
)
from otameshi.people import Person

# Later stages say up to which day a log is fixed, because an amount rests on it.
SEALS: list[Callable[[Participation], Seal | None]] = []


def save(  # noqa: PLR0913  # whose month, what of each day, who, when, why, and the page's version
    participant: Participant,
    month: date,
    entries: Mapping[date, Entry],
    by: Person,
    at: datetime,
    *,
    note: str = "",
    version: int | None = None,
) -> None:
    """Keep a month of one member; the days that are not in `entries` stay as they are.

    Refused: days outside the membership, the group's period or the month, or still to come, or
    that an amount rests on; anybody's log but that of one's own group, except to an officer who
    says why. A page that showed no month yet stands on version 0.
    """
    group = locked(Participation, participant.participation_id)
    must_have_taken_part(group.state)
    correcting = _corrects(group, by, note)
    sheet = month_of(participant, month)
    if version is not None and version != (sheet.version if sheet else 0):
        raise Overtaken
    days = within_month(allowed(participant, day_in_japan(at)), month)
    must_be_open(entries, days)
    changes = _changes(participant, entries, days)
    for seal in filter(None, (ask(group) for ask in SEALS)):
        must_not_be_sealed(changes.keys(), seal, by_the_office=correcting)
    changed = _write(participant, changes)
    if sheet is None:
        sheet = StaySheet(participant=participant, month=month)
        db.session.add(sheet)
    sheet.saved_at = at
    flag_modified(sheet, "saved_at")  # the version moves with every saving
    verb = "訂正" if correcting else "記録"
    label = f"{participant.name}の{month_words(month)}の滞在を{verb}"
    act = "correct" if correcting else "log"
    history.record(sheet, act, label, by=by, at=at, note=note, changed=changed)


def _corrects(group: Participation, by: Person, note: str) -> bool:
    """Return whether somebody of the office writes, who then needs a reason."""
    if group.representative_id == by.id:
        return False
    if not by.has(Role.OFFICER):
        raise Refused("滞在は、組の代表者が記録してください。")
    must_say_why(note)
    return True


def _changes(
    participant: Participant, entries: Mapping[date, Entry], days: Period
) -> dict[date, tuple[StayDay | None, Entry]]:
    """Return the days that become another, each with the row that it has already."""
    rows = db.session.scalars(
        select(StayDay)
        .where(StayDay.participant_id == participant.id, StayDay.on.between(days.first, days.last))
        .execution_options(populate_existing=True)
    )
    known = {row.on: row for row in rows}
    return {
        on: (known.get(on), noted(entry))
        for on, entry in sorted(entries.items())
        if on not in known or known[on].entry != noted(entry)
    }


def _write(
    participant: Participant, changes: Mapping[date, tuple[StayDay | None, Entry]]
) -> dict[str, list[str]]:
    """Write the days, and return them in words, before and after."""
    said = {}
    for on, (row, entry) in changes.items():
        said[on.isoformat()] = [row.entry.words if row else "", entry.words]
        if row is None:
            row = StayDay(participant=participant, on=on)  # noqa: PLW2901  # the day's first row
            db.session.add(row)
        row.present, row.night = entry.present, entry.night
        row.work_hours, row.place = entry.work_hours, entry.place
    return said
