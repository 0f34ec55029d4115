"""Granting and revoking a deadline of one applicant's own; and whose it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.applications.extension.models import Extension, window_of
from otameshi.applications.extension.rules import EXTENSION, State, must_fit
from otameshi.applications.models import Application
from otameshi.applications.rules import ALIVE
from otameshi.applications.rules import State as ApplicationState
from otameshi.applications.window import Window, second_in_words
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import Call

GRANTED = Extension.state == State.GRANTED


def _of(person: Person) -> ColumnElement[bool]:
    unclaimed = and_(Extension.person_id.is_(None), Extension.email == person.email)
    return or_(Extension.person_id == person.id, unclaimed)


def standing(call: Call, person: Person) -> Extension | None:
    """Return the extension that a person has for a call, also one granted before signing up."""
    query = select(Extension).where(Extension.call_id == call.id, GRANTED, _of(person))
    return db.session.scalars(query.order_by(Extension.closes_at.desc())).first()


def window_for(call: Call, person: Person) -> Window:
    """Return until when a person's application to a call is taken, begun or not."""
    return window_of(call, standing(call, person))


def window_at(call: Call, email: str) -> Window:
    """Return until when an application is taken from the holder of a mail address."""
    holder = select(Person.id).where(Person.email == email).scalar_subquery()
    named = or_(Extension.email == email, Extension.person_id == holder)
    query = select(Extension).where(Extension.call_id == call.id, GRANTED, named)
    return window_of(call, db.session.scalars(query).first())


def adopt(call: Call, person: Person) -> None:
    """Make an extension granted to the mail address the account's own."""
    found = standing(call, person)
    if found is not None and found.person_id is None:
        found.person = person
        db.session.flush()


def offered(person: Person, at: datetime) -> list[tuple[Call, Window]]:
    """Return the calls to which this person can apply now, each with the person's own deadline."""
    query = select(Extension).where(GRANTED, _of(person)).options(joinedload(Extension.call))
    own = {one.call_id: one for one in db.session.scalars(query.order_by(Extension.closes_at))}
    calls = {one.id: one for one in programme.open_calls(at)}
    calls |= {key: one.call for key, one in own.items() if window_of(one.call, one).open(at)}
    return [(call, window_of(call, own.get(key))) for key, call in calls.items()]


def running(at: datetime) -> ColumnElement[bool]:
    """Say, in a query over applications, whose own deadline is still to come."""
    return exists().where(
        Extension.call_id == Application.call_id,
        Extension.person_id == Application.applicant_id,
        GRANTED,
        Extension.closes_at > at,
    )


def listed(call_id: int | None = None) -> Select[Extension]:
    query = select(Extension).order_by(Extension.id.desc())
    return query if call_id is None else query.where(Extension.call_id == call_id)


def grant(  # who, for which call, until when, why
    call: Call, email: str, closes_at: datetime, reason: str, by: Person, at: datetime
) -> Extension:
    """Give the holder of a mail address a later deadline, and tell them."""
    call = locked(Call, call.id)
    move = EXTENSION.choose("grant", by.roles, State.NONE, reason)
    must_fit(window_of(call, None), closes_at, at)
    person = db.session.scalar(
        select(Person).where(Person.email == email, Person.closed_at.is_(None))
    )
    application = _alive(call, person)
    _must_be_wanted(call, email, person, application)
    found = Extension(
        call=call,
        email=email,
        person=person,
        closes_at=closes_at,
        reason=reason,
        state=move.target,
        granted_by=by,
        granted_at=at,
    )
    db.session.add(found)
    _note(found, application, move.name, move.label, by=by, at=at, note=reason)
    _tell("extension_granted", found, at)
    return found


def _alive(call: Call, person: Person | None) -> Application | None:
    if person is None:
        return None
    mine = select(Application).where(
        Application.call_id == call.id, Application.applicant_id == person.id
    )
    return db.session.scalar(mine.where(Application.state.in_(ALIVE)))


def _must_be_wanted(
    call: Call, email: str, person: Person | None, application: Application | None
) -> None:
    """Refuse a second extension, and one for what is submitted already."""
    if application is not None and application.state is ApplicationState.SUBMITTED:
        raise Refused(
            f"この方の応募（{application.number}）は提出されています。"
            "提出の後の直しは、補正依頼で行ってください。"
        )
    same = Extension.email == email
    his = or_(same, Extension.person_id == person.id) if person else same
    taken = select(Extension).where(Extension.call_id == call.id, GRANTED, his)
    if db.session.scalars(taken).first() is not None:
        raise Refused(
            "この方の締切は、すでに延ばされています。変えるときは、取り消してから延ばしてください。"
        )


def revoke(
    extension: Extension, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Take a later deadline back; what was submitted meanwhile stays submitted."""
    found = locked(Extension, extension.id)
    unchanged(found, version)
    move = EXTENSION.choose("revoke", by.roles, found.state, note)
    found.state = move.target
    found.revoked_by, found.revoked_at, found.revoke_reason = by, at, note
    application = _alive(found.call, found.person)
    _note(found, application, move.name, move.label, by=by, at=at, note=note)
    _tell("extension_revoked", found, at)


def _note(
    found: Extension, application: Application | None, act: str, label: str, **what: Any
) -> None:
    """Record it where staff look: at the application, or, before there is one, by itself."""
    db.session.flush()
    until = second_in_words(found.closes_at)
    history.record(
        application or found, f"{act}_extension", label, until=until, extension=found.id, **what
    )


def _tell(kind: str, found: Extension, at: datetime) -> None:
    words = {
        "until": second_in_words(found.closes_at),
        "deadline": second_in_words(found.call.closes_at),
    }
    to = found.person or found.email
    post.write(kind, to, at, extension=found, call=found.call, words=words)
