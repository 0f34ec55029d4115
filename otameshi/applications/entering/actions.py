"""Entering on somebody's behalf what came on paper or as a table."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.accounts import actions as accounts
from otameshi.applications import actions, answering
from otameshi.applications.entering.entry import Entry, Problem
from otameshi.applications.entering.models import IncomingTable
from otameshi.applications.entering.rules import (
    TABLE,
    came_in_time,
    few_enough,
    problems,
    without_problems,
)
from otameshi.applications.extension import actions as extension
from otameshi.applications.extension.models import window_of
from otameshi.applications.models import Application
from otameshi.applications.rules import ALIVE, ENTERED, Channel, State
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import Call

STAFF = "職員のメールアドレスです。応募者のメールアドレスを書いてください。"
HAS_ONE = "この募集に、すでに応募があるメールアドレスです。"


def calls() -> Sequence[Call]:
    """Return every call with its year, the latest first: paper may be entered after the end."""
    return db.session.scalars(
        select(Call).options(joinedload(Call.year)).order_by(Call.closes_at.desc())
    ).all()


def unfinished() -> Select[Application]:
    """Select what was begun on somebody's behalf and not yet submitted, oldest first."""
    return (
        select(Application)
        .where(Application.channel.in_(ENTERED), Application.state == State.DRAFT)
        .options(joinedload(Application.applicant), joinedload(Application.entered_by))
        .order_by(Application.id)
    )


def tables() -> Select[IncomingTable]:
    return select(IncomingTable).order_by(IncomingTable.id.desc())


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent an application to the office, and when and how it came."""

    name: str
    email: str
    received_at: datetime
    channel: Channel = Channel.PAPER


def begin(call: Call, sender: Sender, by: Person, at: datetime) -> Application:
    """Begin an application for whoever sent it; it counts by when it came to the office."""
    if sender.received_at > at:
        raise Refused("届いた日時が、今より後になっています。")
    came_in_time(extension.window_at(call, sender.email), sender.received_at)
    applicant = _applicant(sender, by, at)
    extension.adopt(call, applicant)
    refusal = _taken(call, [sender.email]).get(sender.email)
    if refusal is not None:
        raise Refused(refusal)
    application = Application(
        call=call,
        applicant=applicant,
        channel=sender.channel,
        entered_by=by,
        received_at=sender.received_at,
        begun_at=at,
        saved_at=at,
    )
    db.session.add(application)
    label = f"代わりの入力を始めた（{sender.channel.label}）"
    history.record(application, "begin", label, by=by, at=at, received=sender.received_at)
    return application


def _applicant(sender: Sender, by: Person, at: datetime) -> Person:
    """Return the account of an address, or one that its owner takes over by signing up."""
    found = accounts.with_address(sender.email)
    if found is None:
        found = Person(name=sender.name, email=sender.email)
        found.give(Role.APPLICANT)
        db.session.add(found)
        history.record(found, "entered", "代わりの入力のための登録", by=by, at=at)
    return found


def _taken(call: Call, emails: Sequence[str]) -> Mapping[str, str]:
    """Say of addresses why no application can be entered for them, in two statements."""
    people = db.session.scalars(select(Person).where(Person.email.in_(emails))).all()
    refused = {one.email: STAFF for one in people if one.is_staff or not one.has(Role.APPLICANT)}
    alive = db.session.scalars(
        select(Person.email)
        .join(Application, Application.applicant_id == Person.id)
        .where(
            Application.call_id == call.id,
            Application.state.in_(ALIVE),
            Person.email.in_(emails),
        )
    )
    return {**dict.fromkeys(alive, HAS_ONE), **refused}


def found(call: Call, entries: Sequence[Entry]) -> list[Problem]:
    """Return what stands in the way of taking these entries in, row by row."""
    towns = {host.id: host.name for host in programme.hosts_of(call.year)}
    taken = _taken(call, [entry.email for entry in entries])
    return list(problems(entries, call.year.terms, window_of(call, None), towns, taken))


def receive(
    call: Call, name: str, content: bytes, rows: list[list[str]], by: Person, at: datetime
) -> IncomingTable:
    """Keep a table as it was sent, to be looked over and then taken in."""
    few_enough(len(rows) - 1)
    table = IncomingTable(
        call=call,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=rows,
        at=at,
        person=by,
    )
    db.session.add(table)
    history.record(table, "receive", "応募の表を受け取った", by=by, at=at, rows=len(rows) - 1)
    return table


def drop(table: IncomingTable, by: Person, at: datetime, version: int | None = None) -> None:
    row = locked(IncomingTable, table.id)
    unchanged(row, version)
    move = TABLE.choose("drop", by.roles, row.state)
    row.state, row.settled_at = move.target, at
    history.record(row, move.name, move.label, by=by, at=at)


def take(
    table: IncomingTable,
    entries: Sequence[Entry],
    by: Person,
    at: datetime,
    version: int | None = None,
) -> list[Application]:
    """Take every row in as a submitted application, or, where anything is wrong, none."""
    row = locked(IncomingTable, table.id)
    unchanged(row, version)
    move = TABLE.choose("take", by.roles, row.state)
    without_problems(found(row.call, entries))
    taken = [_enter(row.call, entry, by, at) for entry in entries]
    row.state, row.settled_at = move.target, at
    numbers = [one.number for one in taken]
    history.record(row, move.name, move.label, by=by, at=at, numbers=numbers)
    return taken


def _enter(call: Call, entry: Entry, by: Person, at: datetime) -> Application:
    name = entry.members[0].name
    one = begin(call, Sender(name, entry.email, entry.received_at, Channel.TABLE), by, at)
    answering.save_kind(one, entry.kind, by, at)
    for position, member in enumerate(entry.members, start=1):
        answering.save_member(one, position, member, by, at)
    answering.save_business(one, entry.business, by, at)
    answering.save_plan(one, entry.plan, by, at)
    if entry.costs:
        answering.save_costs(one, entry.costs, by, at)
    actions.submit(one, by, at, pledged=entry.pledged, consented=entry.consented)
    return one
