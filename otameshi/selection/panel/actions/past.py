"""Earlier history: whom a reviewer met in a group that applied, or on a panel."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.keys import mail_key
from otameshi.core.names import search_key
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db, holds
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import SERVED
from otameshi.selection.panel.signs import address_key, born_key, name_key

Met: TypeAlias = dict[str, str]  # the key of somebody met → how


def met_by(seats: Sequence[Seat]) -> dict[int, Met]:
    """Return by reviewer whom they met: in a group that applied, or on a panel."""
    found: dict[int, Met] = {seat.person_id: {} for seat in seats if seat.person_id}
    if found:
        _in_groups(seats, found)
        _on_panels(found)
    return found


def _in_groups(seats: Sequence[Seat], found: dict[int, Met]) -> None:
    names = {search_key(seat.known_as): seat for seat in seats}
    mails = {mail_key(seat.email): seat for seat in seats}
    for application in _applications(names, mails):
        inside = {search_key(one.name) for one in application.members}
        own = {names[key] for key in names.keys() & inside}
        if application.applicant.email_key in mails:
            own.add(mails[application.applicant.email_key])
        words = (
            f"{fiscal_year_label(application.call.year.fiscal_year)}に同じ組で応募した人がいます"
        )
        for seat in own:
            met = found[seat.person_id or 0]
            for member in application.members:
                if search_key(member.name) != search_key(seat.known_as):
                    met[born_key(member.name, member.birth_date)] = words


def _applications(names: Iterable[str], mails: Iterable[str]) -> Sequence[Application]:
    """Return the applications that somebody of these names or addresses had a part in."""
    words = literal("|") + Application.search_key + literal("|")
    spelt = [holds(words, f"|{name}|") for name in names if name]
    applicants = select(Person.id).where(Person.email_key.in_(list(mails)))
    return (
        db.session.scalars(
            select(Application)
            .where(
                Application.state != ApplicationState.DRAFT,
                or_(Application.applicant_id.in_(applicants), *spelt),
            )
            .options(joinedload(Application.applicant), selectinload(Application.members))
            .order_by(Application.id)
        )
        .unique()
        .all()
    )


def _on_panels(found: dict[int, Met]) -> None:
    """Note with whom each sits or sat on a panel: a colleague may apply, too."""
    other = aliased(Seat)
    rows = db.session.execute(
        select(Seat.person_id, other.email, Person.name, Call.title, ProgrammeYear.fiscal_year)
        .join(other, (other.call_id == Seat.call_id) & (other.person_id != Seat.person_id))
        .join(Person, Person.id == other.person_id)
        .join(Call, Call.id == Seat.call_id)
        .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
        .where(Seat.person_id.in_(found), Seat.state.in_(SERVED), other.state.in_(SERVED))
        .order_by(Seat.id, other.id)
    )
    for person_id, email, name, title, year in rows:
        met = found[person_id or 0]
        words = f"{fiscal_year_label(year)}の{title}で、同じ選考委員会の委員でした"
        met[address_key(email)] = met[name_key(name)] = words
