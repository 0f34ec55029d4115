"""What the desk shows of claims: which wait, what was said before, what asks to look twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, UnaryExpression, case, func, select
from sqlalchemy.orm import joinedload

from otameshi.claims import seeing
from otameshi.claims.checking import rules, shown
from otameshi.claims.checking.models import LineReport, LineRuling, OnSiteCheck
from otameshi.claims.checking.rules import Said
from otameshi.claims.doubts.seeing import Remark, remarks_of
from otameshi.claims.judged import Judgement
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import WAITS, State, Verdict
from otameshi.core.labels import Labelled
from otameshi.db import db
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from otameshi.subsidy import Rulebook


class Order(Labelled):
    """How the list of claims is sorted."""

    NEWEST = "newest", "新しい順"
    WAITING = "waiting", "待っている期間が長い順"
    OPEN = "open", "未確認の行が多い順"
    ROUNDS = "rounds", "差戻しの回数が多い順"


OPEN_LINES = (
    select(func.count(ClaimLine.id))
    .where(ClaimLine.claim_id == Claim.id, ClaimLine.verdict == Verdict.OPEN)
    .correlate(Claim)
    .scalar_subquery()
)
SINCE = case((Claim.state == State.SUBMITTED, Claim.submitted_at), else_=Claim.changed_at)
SORTED: dict[Order, tuple[UnaryExpression[Any], ...]] = {
    Order.NEWEST: (Claim.id.desc(),),
    Order.WAITING: (Claim.state.in_(WAITS).desc(), SINCE.asc(), Claim.id.asc()),
    Order.OPEN: (OPEN_LINES.desc(), Claim.id.desc()),
    Order.ROUNDS: (Claim.rounds_returned.desc(), Claim.id.desc()),
}


def listed(
    person: Person, state: State | None, fiscal_year: int | None, order: Order
) -> Select[Claim]:
    """Select what a list with these filters shows, in this order."""
    query = seeing.visible_to(person)
    if state is not None:
        query = query.where(Claim.state == state)
    if fiscal_year is not None:
        query = query.join(Participation.year).where(ProgrammeYear.fiscal_year == fiscal_year)
    return query.order_by(None).order_by(*SORTED[order])


def since(claim: Claim) -> datetime:
    """Return since when the claim is where it is: judging its lines does not move it."""
    judged = claim.state is State.SUBMITTED and claim.submitted_at
    return judged or claim.changed_at


def said_of(claim: Claim) -> dict[int, list[Said]]:
    """Return, by line, what officers said of it, oldest first."""
    found: dict[int, list[Said]] = {}
    query = (
        select(LineRuling.line_id, LineRuling.round, LineRuling.verdict, LineRuling.reason)
        .where(LineRuling.claim_id == claim.id, LineRuling.line_id.is_not(None))
        .order_by(LineRuling.id)
    )
    for line_id, number, verdict, reason in db.session.execute(query):
        found.setdefault(line_id or 0, []).append(Said(number, verdict, reason))
    return found


def undoubted(
    claim: Claim,
    judgement: Judgement | None = None,
    doubts: Mapping[int, Sequence[Remark]] | None = None,
    said: Mapping[int, Sequence[Said]] | None = None,
) -> list[ClaimLine]:
    """Return the open lines that ask nobody to look twice; what is known already may be given."""
    judgement = judgement or seeing.judgement_of(claim)
    doubts = remarks_of(claim) if doubts is None else doubts
    said = said_of(claim) if said is None else said
    judged = {one.expense.key: one for one in judgement.lines}
    return [
        line
        for line in claim.lines
        if rules.undoubted(
            judged[str(line.id)],
            doubts=[one for one in doubts.get(line.id, ()) if one.open],
            said=said.get(line.id, ()),
        )
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a group changed in one line before a report: nothing of the first."""

    report: LineReport
    differences: Sequence[shown.Difference]


@dataclass(frozen=True, slots=True)
class Past:
    """What was said of one line, and what changed between its reports."""

    rulings: Sequence[LineRuling]
    changes: Sequence[Changed]


def past_of(line: ClaimLine, rulebook: Rulebook) -> Past:
    rulings = db.session.scalars(
        select(LineRuling)
        .where(LineRuling.line_id == line.id)
        .options(joinedload(LineRuling.person))
        .order_by(LineRuling.id)
    ).all()
    reports = db.session.scalars(
        select(LineReport).where(LineReport.line_id == line.id).order_by(LineReport.round)
    ).all()
    changes = [
        Changed(later, shown.differences(earlier.shown, later.shown, rulebook))
        for earlier, later in pairwise(reports)
    ]
    return Past(rulings, changes)


def visits_of(group: Participation) -> Sequence[OnSiteCheck]:
    """Return the 現地確認 of a group, latest first."""
    return db.session.scalars(
        select(OnSiteCheck)
        .where(OnSiteCheck.participation_id == group.id)
        .options(joinedload(OnSiteCheck.recorded_by))
        .order_by(OnSiteCheck.checked_on.desc(), OnSiteCheck.id.desc())
    ).all()
