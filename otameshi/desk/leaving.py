"""Closing one's own account, when nothing is open any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from otameshi.accounts import closing as accounts
from otameshi.applications.discarding import discard_drafts, never_submitted
from otameshi.applications.extension.models import Extension
from otameshi.claims.models import Claim
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db, locked
from otameshi.desk import closing
from otameshi.desk.closing import Kept, PathEnd
from otameshi.desk.paths import Journey, journeys
from otameshi.documents.issue import IssuedPaper
from otameshi.messages.models import Thread
from otameshi.outreach.visits import forgetting as visits
from otameshi.people import Person
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as CandidacyState


@dataclass(frozen=True, slots=True)
class Outlook:
    """What closing would mean: what hinders it, what goes at once, what stays and why."""

    hindrances: list[str]
    removed: list[str]
    kept: list[Kept]


def outlook(person: Person, at: datetime) -> Outlook:
    paths = _paths(person, at)
    stays = closing.kept(paths, wrote=_traces(person))
    drafts = len(never_submitted(person))
    return Outlook(
        closing.hindrances(paths), closing.removed(drafts, nothing_kept=not stays), stays
    )


def open_things(person: Person, at: datetime) -> Sequence[str]:
    return closing.hindrances(_paths(person, at))


accounts.checks.append(open_things)


def close(person: Person, at: datetime) -> None:
    """Close the account, remove the drafts; refuse while something is open."""
    person = locked(Person, person.id)
    if person.is_staff or person.closed_at is not None:
        raise Refused("職員の登録は、管理者が閉じます。")
    accounts.must_be_free(person, at)
    stays = closing.kept(_paths(person, at), wrote=_traces(person))
    discard_drafts(person, at)
    if not stays:
        visits.forget_mailbox(person.email_key, at)
    accounts.leave(person, at, forget=not stays)


def _paths(person: Person, at: datetime) -> list[PathEnd]:
    found = journeys(person, at)
    claims = _claims(found)
    return [
        _end(one, claims.get(one.grant.id, []) if one.grant else [], at)
        for one in found
        if one.application.number is not None
    ]


def _claims(found: Sequence[Journey]) -> dict[int, list[Claim]]:
    """Return every claim by its grant: an earlier round may still wait for its payment."""
    grants = [one.grant.id for one in found if one.grant]
    rows = select(Claim).where(Claim.grant_id.in_(grants)).options(joinedload(Claim.payment))
    by_grant: dict[int, list[Claim]] = {}
    for claim in db.session.scalars(rows.order_by(Claim.round)):
        by_grant.setdefault(claim.grant_id, []).append(claim)
    return by_grant


def _end(one: Journey, claims: Sequence[Claim], at: datetime) -> PathEnd:
    call = one.application.call
    return PathEnd(
        title=f"{fiscal_year_label(call.year.fiscal_year)}　{call.title}",
        application=one.application.state,
        opening=call.opening(at),
        completed_on=max(_days(one, claims)),
        candidacy=_known(one.candidacy),
        place=one.place.state if one.place else None,
        grant=one.grant.state if one.grant else None,
        claims=tuple(claim.state for claim in claims),
        paid=any(claim.payment for claim in claims),
    )


def _known(one: Candidacy | None) -> CandidacyState | None:
    """Return what was decided, once it is told; a decision on its way is none yet."""
    return one.state if one is not None and one.told is one.state else None


def _days(one: Journey, claims: Sequence[Claim]) -> list[date]:
    decided = one.candidacy.decided_at if one.candidacy else None
    days = [
        day_in_japan(one.application.saved_at),
        day_in_japan(decided) if decided else None,
        one.place.last_day if one.place else None,
        *(claim.payment.paid_on for claim in claims if claim.payment),
    ]
    return [day for day in days if day is not None]


def _traces(person: Person) -> bool:
    """Say whether the office has written to this person, or kept something in the name."""
    return any(
        db.session.scalar(select(exists().where(one)))
        for one in (
            Thread.person_id == person.id,
            Extension.person_id == person.id,
            IssuedPaper.person_id == person.id,
        )
    )
