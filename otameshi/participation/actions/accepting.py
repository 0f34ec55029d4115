"""A selected group takes its place, or gives it up."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from otameshi import history
from otameshi.applications.models import Member
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import State, must_fit, must_have_pledged
from otameshi.people import Person
from otameshi.programme.models import Host, Office, ProgrammeYear
from otameshi.selection import actions as selection
from otameshi.selection.decision.actions.revising import BONDS
from otameshi.selection.decision.answers import ANSWERED
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE


def accept(  # noqa: PLR0913  # what a group says when it takes its place is this much
    candidacy: Candidacy,
    by: Person,
    at: datetime,
    *,
    host_id: int,
    office_id: int | None,
    base_address: str,
    first_day: date,
    last_day: date,
    wants_grant: bool,
    pledged: bool,
    note: str = "",
) -> Participation:
    """Take an offered place; the members of the application become participants.

    Refused: somebody else's place, or one answered before; a town or office that is not of the
    year; days outside the trial window; a stay below the shortest without a reason; no pledge.
    """
    candidacy = _offered(candidacy, by)
    year = candidacy.application.call.year
    must_have_pledged(pledged=pledged)
    must_fit(first_day, last_day, year.terms, note)
    host, office = place(year, host_id, office_id)
    group = _group(candidacy, at, first_day, last_day)
    group.host, group.office, group.base_address = host, office, base_address
    group.wants_grant = wants_grant
    group.people = [_participant(one, first_day) for one in candidacy.application.members]
    db.session.add(group)
    label = "参加を承諾"
    history.record(group, "accept", label, by=by, at=at, note=note, host=host.name)
    _tell(group, "participation_accepted", at)
    return group


def decline(candidacy: Candidacy, by: Person, at: datetime, note: str = "") -> Participation:
    """Give an offered place up; it is free again for the waiting list."""
    candidacy = _offered(candidacy, by)
    group = declined(candidacy, at)
    selection.decline(candidacy, by, at, note)
    history.record(group, "decline", "参加を辞退", by=by, at=at, note=note)
    _tell(group, "participation_declined", at, note=note)
    return group


def declined(candidacy: Candidacy, at: datetime) -> Participation:
    """Keep a place that was given up as a group that never took part."""
    application = candidacy.application
    terms = application.call.year.terms
    first = application.stay_from or terms.trial.first
    group = _group(candidacy, at, first, max(first, application.stay_to or terms.trial.last))
    group.state, group.wants_grant = State.DECLINED, False
    db.session.add(group)
    return group


def answered(candidacies: Collection[int]) -> Collection[int]:
    """Return those of these candidacies whose place was accepted or given up."""
    query = select(Participation.candidacy_id).where(Participation.candidacy_id.in_(candidacies))
    return db.session.scalars(query).all()


ANSWERED.append(answered)


def bond(candidacy: Candidacy) -> str:
    """Say why the selection cannot take a place away any more."""
    if not answered([candidacy.id]):
        return ""
    return "参加の承諾または辞退が済んでいます。参加のページで手続きしてください。"


BONDS.append(bond)


def _offered(candidacy: Candidacy, by: Person) -> Candidacy:
    candidacy = locked(Candidacy, candidacy.id)
    if candidacy.application.applicant_id != by.id:
        raise Refused("採択された組の代表者だけが手続きできます。")
    offered = candidacy.state in HOLDS_A_PLACE and candidacy.told in HOLDS_A_PLACE
    if not offered or answered([candidacy.id]):
        raise Refused("承諾または辞退の手続きが済んでいるか、採択されていません。")
    return candidacy


def _group(candidacy: Candidacy, at: datetime, first: date, last: date) -> Participation:
    application = candidacy.application
    return Participation(
        candidacy=candidacy,
        year=application.call.year,
        representative=application.applicant,
        title=application.title,
        state=State.ACTIVE,
        first_day=first,
        last_day=last,
        accepted_at=at,
    )


def _participant(member: Member, joined_on: date) -> Participant:
    return Participant(
        position=member.position,
        name=member.name,
        kana=member.kana,
        birth_date=member.birth_date,
        prefecture=member.prefecture,
        occupation=member.occupation,
        joined_on=joined_on,
    )


def place(year: ProgrammeYear, host_id: int, office_id: int | None) -> tuple[Host, Office | None]:
    """Return the town and the office, or refuse those of another year or town."""
    host = db.session.get(Host, host_id)
    if host is None or host.year_id != year.id:
        raise Refused("この年度に受け入れている市町村を選んでください。")
    if office_id is None:
        return host, None
    office = db.session.get(Office, office_id)
    if office is None or office.host_id != host.id:
        raise Refused(f"{host.name}の連携オフィスを選んでください。")
    return host, office


def _tell(group: Participation, kind: str, at: datetime, note: str = "") -> None:
    """Write to the representative, and to the office."""
    year = group.year
    post.write(kind, to=group.representative, at=at, group=group, year=year)
    post.write(f"{kind}_office", to=year.email, at=at, group=group, year=year, note=note)
