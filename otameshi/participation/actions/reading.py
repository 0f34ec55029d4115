"""Whose groups one sees, which places wait for an answer, and how many take part in a year."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.models import Application, Member
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART, State
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE


def visible_to(person: Person) -> Select[Participation]:
    """Select all for the office; for anybody else the groups they represent."""
    query = select(Participation).order_by(Participation.id)
    if person.roles & OFFICE:
        return query
    return query.where(Participation.representative_id == person.id)


def waiting_for_acceptance(person: Person) -> Sequence[Candidacy]:
    """Return the places offered to this person that are neither accepted nor declined yet."""
    return db.session.scalars(
        select(Candidacy)
        .join(Candidacy.application)
        .outerjoin(Participation, Participation.candidacy_id == Candidacy.id)
        .where(
            Application.applicant_id == person.id,
            Candidacy.state.in_(HOLDS_A_PLACE),
            Candidacy.told.in_(HOLDS_A_PLACE),
            Participation.id.is_(None),
        )
        .order_by(Candidacy.id)
    ).all()


def cohort_heads(year: ProgrammeYear) -> int:
    """Return the people (名) of the year on whom everybody's cap depends (25人以上→24万円).

    Every group that holds or held a place in the year counts whole, whichever call chose it: one
    that has accepted with its participants, also those who left later; one that is selected and
    has not answered yet with the members of its application. A declined place counts nobody.
    """
    taking_part = (
        select(func.count(Participant.id))
        .join(Participant.group)
        .where(Participation.year_id == year.id, Participation.state.in_(TOOK_PART))
    )
    expected = (
        select(func.count(Member.id))
        .join(Application, Member.application_id == Application.id)
        .join(Candidacy, Candidacy.application_id == Application.id)
        .join(Call, Application.call_id == Call.id)
        .outerjoin(Participation, Participation.candidacy_id == Candidacy.id)
        .where(
            Call.year_id == year.id,
            Candidacy.state.in_(HOLDS_A_PLACE),
            Participation.id.is_(None),
        )
    )
    return (db.session.scalar(taking_part) or 0) + (db.session.scalar(expected) or 0)


def listed(
    person: Person, fiscal_year: int | None = None, state: State | None = None
) -> Select[Participation]:
    """Select what a list shows, newest year first, with what its rows need."""
    query = visible_to(person).join(Participation.year)
    if fiscal_year is not None:
        query = query.where(ProgrammeYear.fiscal_year == fiscal_year)
    if state is not None:
        query = query.where(Participation.state == state)
    return (
        query.order_by(None)
        .order_by(ProgrammeYear.fiscal_year.desc(), Participation.id)
        .options(
            joinedload(Participation.year),
            joinedload(Participation.representative).lazyload(Person.held),
            joinedload(Participation.host),
            joinedload(Participation.office),
            joinedload(Participation.candidacy).joinedload(Candidacy.application),
            selectinload(Participation.people),
        )
    )
