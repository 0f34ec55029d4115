"""One month of one member as a page shows it: found, filled, and sent. Both audiences use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, request
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.clock import today
from otameshi.core.period import Period
from otameshi.db import db
from otameshi.participation import actions as participation
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.participation.stay.forms import MonthForm, as_typed
from otameshi.participation.stay.models import StaySheet
from otameshi.participation.stay.reading import allowed, entries, month_of
from otameshi.participation.stay.rules import (
    WEEK,
    Entry,
    Fill,
    days_of,
    filled,
    month_words,
    within_month,
)
from otameshi.web import typed
from otameshi.web.access import actor
from otameshi.web.transaction import only_looked

JANUARY, DECEMBER = 1, 12


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a member: the days that may be logged by now, and what is known of them."""

    who: Participant
    first: date
    sheet: StaySheet
    days: tuple[date, ...]
    known: Mapping[date, Entry]

    @property
    def words(self) -> str:
        return month_words(self.first)


def group_or_404(group_id: int) -> Participation:
    query = participation.visible_to(actor()).where(
        Participation.id == group_id, Participation.state.in_(TOOK_PART)
    )
    found = db.session.scalar(
        query.options(joinedload(Participation.year), selectinload(Participation.people))
    )
    return found or abort(404)


def month_or_404(group_id: int, participant_id: int, year: int, month: int) -> Month:
    """Return the month of a member of a group that this person may see."""
    group = group_or_404(group_id)
    who = next((one for one in group.people if one.id == participant_id), None) or abort(404)
    if not JANUARY <= month <= DECEMBER or not date.min.year < year < date.max.year:
        abort(404)
    first = date(year, month, 1)
    span = within_month(allowed(who, today()), first)
    days = days_of(span)
    if not days:
        abort(404)
    sheet = month_of(who, first) or StaySheet(version=0)
    return Month(who, first, sheet, tuple(days), entries(who, span))


def asked_fill() -> Fill | None:
    """Return how the page is to be filled, if it was sent by one of those buttons."""
    wanted = request.form.get("fill", "") if request.method == "POST" else ""
    return Fill(wanted) if wanted in set(Fill) else None


def form_of(kind: type[MonthForm], month: Month) -> MonthForm:
    form = kind()
    form.offer(month.days, month.known)
    return form


def filled_form(kind: type[MonthForm], month: Month, how: Fill) -> MonthForm:
    """Return the page with its empty days filled; nothing of it is saved yet."""
    only_looked()
    sent = form_of(kind, month)
    before = entries(month.who, Period(month.first - WEEK, month.first))
    found = filled(how, month.days, sent.entries, before)
    with typed.instead(as_typed(found)):
        return form_of(kind, month)
