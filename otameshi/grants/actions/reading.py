"""Whose grants one sees, and what the rules of the day make of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.applications.models import Application
from otameshi.core.period import Period
from otameshi.core.roles import OFFICE
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants import reckoning
from otameshi.grants.models import Grant
from otameshi.grants.reckoning import Budget, Outlook, Prospect
from otameshi.grants.rules import IN_FORCE, State, retract_by
from otameshi.participation.actions import cohort_heads
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear, RulebookVersion
from otameshi.selection.models import Candidacy
from otameshi.subsidy import Rulebook

WITH_GROUP = (
    joinedload(Grant.participation).joinedload(Participation.year),
    joinedload(Grant.participation).joinedload(Participation.representative),
)


def visible_to(person: Person) -> Select[Grant]:
    """Select the grants of the person's own groups; for the office, all."""
    query = select(Grant).join(Grant.participation).options(*WITH_GROUP)
    if person.has(*OFFICE):
        return query.order_by(Grant.id.desc())
    return query.where(Participation.representative_id == person.id).order_by(Grant.id.desc())


def groups_of(person: Person) -> Select[Participation]:
    """Select the person's own groups that wish for a grant, newest first."""
    return (
        select(Participation)
        .where(
            Participation.representative_id == person.id,
            Participation.wants_grant,
            Participation.state.in_(TOOK_PART),
        )
        .options(joinedload(Participation.year))
        .order_by(Participation.id.desc())
    )


def listed(person: Person, state: State | None, fiscal_year: int | None) -> Select[Grant]:
    """Select what a list with these filters shows."""
    query = visible_to(person)
    if state is not None:
        query = query.where(Grant.state == state)
    if fiscal_year is not None:
        query = query.join(Participation.year).where(ProgrammeYear.fiscal_year == fiscal_year)
    return query


def current_rulebook(year: ProgrammeYear) -> RulebookVersion:
    found = programme.current_rulebook(year)
    if found is None:
        raise Refused(
            "この年度の補助の規則がまだ登録されていません。担当課へお問い合わせください。"
        )
    return found


def rulebook_of(grant: Grant) -> Rulebook:
    """Return the rules that this grant goes by: frozen once it is decided."""
    version = grant.rulebook or current_rulebook(grant.participation.year)
    return programme.parsed(version.text)


def prospect_of(grant: Grant) -> Prospect:
    """Judge the grant's plan by its rules and by the heads of its day."""
    group = grant.participation
    frozen = grant.heads is not None and grant.cohort_heads is not None
    return reckoning.prospect(
        rulebook_of(grant),
        grant.plan_facts,
        heads=(grant.heads or 0) if frozen else len(group.people),
        cohort_heads=(grant.cohort_heads or 0) if frozen else cohort_heads(group.year),
        trial=Period(group.first_day, group.last_day),
    )


def last_day_to_retract(grant: Grant) -> date:
    """Return until when a decided grant can be taken back by its group."""
    if grant.decided_on is None:
        message = f"grant {grant.id} is not decided"
        raise ValueError(message)
    return retract_by(grant.decided_on, grant.participation.year.grant_plan.withdraw_days)


def outlook(grant: Grant) -> Outlook | None:
    """Return what deciding this grant as it is asked for would make of the year's budget."""
    if grant.asked is None or grant.amount is not None:
        return None
    year, found = grant.participation.year, prospect_of(grant)
    limits = [grant.asked, found.estimate.low, *([] if found.cap is None else [found.cap])]
    return Outlook(year.budget, decided_sum(year), Yen(max(min(limits), 0)))


def decided_sum(year: ProgrammeYear) -> Yen:
    """Return the sum of the year's 交付決定額."""
    found = db.session.scalar(
        select(func.sum(Grant.amount))
        .join(Grant.participation)
        .where(Participation.year_id == year.id, Grant.state.in_(IN_FORCE))
    )
    return Yen(int(found or 0))


def application_of(participation: Participation) -> Application:
    return db.session.scalars(
        select(Application)
        .join(Candidacy, Candidacy.application_id == Application.id)
        .where(Candidacy.id == participation.candidacy_id)
    ).one()


def papers(grant: Grant) -> Select[issue.IssuedPaper]:
    return issue.about(grant)


def most_of(grant: Grant) -> Yen:
    """Return the most that may be asked for with the plan as it is kept."""
    return reckoning.most(prospect_of(grant), grant.expenditure, grant.other_funds)


def budget_of(grant: Grant) -> Budget:
    """Return the 収支予算書; while nothing is asked for yet, with all that the rules allow."""
    if grant.asked is not None:
        return grant.budget
    return reckoning.balance(grant.expenditure, grant.other_funds, most_of(grant), None)


def last_note(grant: Grant) -> str:
    """Return why the grant was returned, withdrawn or refused last, or nothing."""
    found = history.of(grant).where(history.Event.act.in_(("return", "refuse")))
    events = db.session.scalars(found).unique().all()
    return events[-1].note if events else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of cost: planned at 応募, applied for now, and what of it counts."""

    label: str
    planned: Yen
    applied: Yen
    eligible: Yen


def compared(grant: Grant) -> list[Compared]:
    """Lay the application's figures beside those of the 交付申請."""
    planned: dict[str, int] = {}
    for cost in application_of(grant.participation).costs:
        planned[cost.kind] = planned.get(cost.kind, 0) + cost.amount
    sums = {one.kind: one for one in prospect_of(grant).estimate.assessment.subtotals}
    return [
        Compared(
            label=kind.label,
            planned=Yen(planned.get(kind.key, 0)),
            applied=sums[kind.key].claimed if kind.key in sums else Yen(0),
            eligible=sums[kind.key].eligible if kind.key in sums else Yen(0),
        )
        for kind in rulebook_of(grant).kinds
        if kind.key in sums or kind.key in planned
    ]
