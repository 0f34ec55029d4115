"""One search over applications, those who take part, and accounts."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from otameshi.applications import actions as applications
from otameshi.applications.models import Application
from otameshi.core.labels import Labelled
from otameshi.core.names import search_key
from otameshi.core.roles import Role
from otameshi.participation.models import Participant, Participation
from otameshi.people import HeldRole, Person
from otameshi.selection.models import Candidacy


class Where(Labelled):
    APPLICATIONS = "applications", "応募"
    PARTICIPATIONS = "participations", "参加"
    PEOPLE = "people", "利用者・職員"


def matches(where: Where, words: str, by: Person) -> Select[Any]:
    """Select what of one kind matches; width, case, kana and 髙/高 do not matter in names."""
    match where:
        case Where.APPLICATIONS:
            return _applications(words, by)
        case Where.PARTICIPATIONS:
            return _participations(words)
        case Where.PEOPLE:
            return _people(words)


def _key(words: str) -> ColumnElement[bool]:
    return Application.search_key.contains(search_key(words), autoescape=True)


def _named(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """Look for words in a name whether or not either is written with spaces."""
    bare = func.replace(func.replace(column, " ", ""), "\u3000", "")
    return bare.icontains("".join(words.split()), autoescape=True)


def _applications(words: str, by: Person) -> Select[Application]:
    return (
        applications.visible_to(by)
        .where(_key(words))
        .options(
            joinedload(Application.call),
            joinedload(Application.applicant),
            selectinload(Application.members),
        )
        .order_by(None)
        .order_by(Application.id.desc())
    )


def _participations(words: str) -> Select[Participation]:
    """Look into the application, and at those who joined or changed since."""
    people = select(Participant.participation_id).where(
        or_(_named(Participant.name, words), _named(Participant.kana, words))
    )
    return (
        select(Participation)
        .join(Participation.candidacy)
        .join(Candidacy.application)
        .where(
            or_(
                _key(words),
                _named(Participation.title, words),
                Participation.id.in_(people),
            )
        )
        .options(
            joinedload(Participation.year),
            joinedload(Participation.representative),
            joinedload(Participation.host),
        )
        .order_by(Participation.id.desc())
    )


def _people(words: str) -> Select[Person]:
    return (
        select(Person)
        .where(~Person.held.any(HeldRole.role == Role.VISITOR))  # a guest has no account
        .where(or_(_named(Person.name, words), _named(Person.email, words)))
        .order_by(Person.id.desc())
    )
