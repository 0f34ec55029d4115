"""Gathers what every stage knows of one person's applications, in a constant number of reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.correction import reading as correction
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.models import Application
from otameshi.claims.models import Claim
from otameshi.core.clock import day_in_japan
from otameshi.db import db
from otameshi.desk.facts import (
    ClaimFact,
    GrantFact,
    InterviewFact,
    PathFact,
    PlaceFact,
    SurveyFact,
)
from otameshi.desk.rules import Path, path
from otameshi.followup.models import Invitation
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.interviews import actions as interviewing
from otameshi.selection.interviews.models import Interview
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE, TOLD

T = TypeVar("T")


@dataclass(frozen=True)
class Journey:
    """One application, the rows that followed from it, and where it stands at a moment."""

    at: datetime
    application: Application
    candidacy: Candidacy | None
    place: Participation | None
    grant: Grant | None
    claim: Claim | None
    asked: tuple[Invitation, ...]
    correction: CorrectionRequest | None = None
    interview: Interview | None = None

    @cached_property
    def path(self) -> Path:
        return path(self._fact(), self.at)

    @property
    def selected(self) -> bool:
        return self.candidacy is not None and self.candidacy.told in HOLDS_A_PLACE

    @property
    def awaits_outcome(self) -> bool:
        return self.candidacy is not None and self.candidacy.told not in TOLD

    def _fact(self) -> PathFact:
        call, window = self.application.call, self.application.window
        limit = self.grant.paid_by if self.grant else None
        return PathFact(
            application=self.application.state,
            opening=window.opening(self.at),
            closes_at=window.closes_at,
            correction_due=self.correction.due_on if self.correction else None,
            submitted_on=_day(self.application.submitted_at),
            candidacy=self.candidacy.told if self.candidacy else None,
            decided_on=_day(self.candidacy.told_at) if self.candidacy else None,
            answer_by=self.candidacy.answer_by if self.candidacy else None,
            interview=_interview(self.interview) if self.interview else None,
            place=_place(self.place) if self.place else None,
            grant=_grant(self.grant) if self.grant else None,
            claim=_claim(self.claim) if self.claim else None,
            paid_by=limit or call.year.paid_by,
            surveys=tuple(_survey(one) for one in self.asked if one.has_link or one.reply),
            plan=tuple(call.expected),
        )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else day_in_japan(moment)


def _interview(row: Interview) -> InterviewFact:
    return InterviewFact(row.state, row.round.choose_until, row.slot.words if row.slot else "")


def _place(row: Participation) -> PlaceFact:
    accepted = day_in_japan(row.accepted_at)
    return PlaceFact(row.state, accepted, row.first_day, row.last_day, row.wants_grant)


def _grant(row: Grant) -> GrantFact:
    return GrantFact(row.state, row.decided_on, row.amount)


def _claim(row: Claim) -> ClaimFact:
    paid = row.payment
    return ClaimFact(
        state=row.state,
        settled=row.settled,
        asked=row.payable,
        invoiced_on=row.invoiced_on,
        paid=paid.amount if paid else None,
        paid_on=paid.paid_on if paid else None,
    )


def _survey(row: Invitation) -> SurveyFact:
    answered = _day(row.reply.answered_at) if row.reply else None
    return SurveyFact(row.opens_on, row.closes_on, answered)


def journeys(person: Person, at: datetime) -> list[Journey]:
    """Return a person's own applications, newest first."""
    query = (
        select(Application)
        .where(Application.applicant_id == person.id)
        .options(
            joinedload(Application.call).joinedload(Call.year),
            joinedload(Application.call).selectinload(Call.plan),
            joinedload(Application.extension),
            selectinload(Application.members),
        )
        .order_by(Application.id.desc())
    )
    applications = db.session.scalars(query).all()
    candidacies = _by(Candidacy, "application_id", applications)
    interviews = {one.candidacy_id: one for one in db.session.scalars(interviewing.told_to(person))}
    places = _by(Participation, "candidacy_id", candidacies.values())
    grants = _by(Grant, "participation_id", places.values())
    corrections = correction.waiting_for(person, at)
    claims, surveys = _claims(grants.values()), _surveys(places.values())
    found = []
    for application in applications:
        candidacy = candidacies.get(application.id)
        place = places.get(candidacy.id) if candidacy else None
        grant = grants.get(place.id) if place else None
        claim = claims.get(grant.id) if grant else None
        asked = tuple(surveys.get(place.id, ())) if place else ()
        wanted = corrections.get(application.id)
        heard = interviews.get(candidacy.id) if candidacy else None
        found.append(Journey(at, application, candidacy, place, grant, claim, asked, wanted, heard))
    return found


def _by(kind: type[T], column: str, rows: Iterable[object]) -> dict[int, T]:
    """Return the row of a kind that follows from each of these, by the id of what it follows."""
    query = select(kind).where(getattr(kind, column).in_(_ids(rows)))
    return {getattr(one, column): one for one in db.session.scalars(query)}


def _ids(rows: Iterable[object]) -> list[int]:
    return [row.id for row in rows]  # type: ignore[attr-defined]  # rows of any stage


def _claims(grants: Iterable[Grant]) -> dict[int, Claim]:
    """Return the latest claim of each grant."""
    rows = db.session.scalars(
        select(Claim)
        .where(Claim.grant_id.in_(_ids(grants)))
        .options(joinedload(Claim.payment))
        .order_by(Claim.round)
    )
    return {one.grant_id: one for one in rows}


def _surveys(places: Iterable[Participation]) -> dict[int, list[Invitation]]:
    rows = db.session.scalars(
        select(Invitation)
        .where(Invitation.participation_id.in_(_ids(places)), Invitation.sent_at.is_not(None))
        .options(selectinload(Invitation.replies))
        .order_by(Invitation.id)
    )
    found: dict[int, list[Invitation]] = {}
    for one in rows:
        found.setdefault(one.participation_id, []).append(one)
    return found
