"""A group writes its 交付申請, and hands it in or takes it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.grants import reckoning
from otameshi.grants.actions.reading import (
    application_of,
    current_rulebook,
    prospect_of,
    rulebook_of,
)
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import State
from otameshi.participation.actions.declining import BONDS
from otameshi.participation.models import Participation
from otameshi.participation.rules import State as Part
from otameshi.people import Person
from otameshi.programme import actions as programme

ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.RETRACTED, State.CANCELLED})
MAY_RECEIVE = frozenset({Part.ACTIVE, Part.ENDED})


@dataclass(frozen=True, slots=True)
class PlanLine:
    kind: str
    amount: Yen
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page 交付申請 holds; `asked` None asks for all that the rules allow."""

    purpose: str
    plan: tuple[PlanLine, ...]
    other_support: str
    other_funds: Yen
    asked: Yen | None
    pledged: bool


def bond(group: Participation) -> str:
    """Say why a group with a grant cannot be taken off the list of participants."""
    under_way = Grant.participation_id == group.id, Grant.state.not_in(ENDED)
    if db.session.scalar(select(Grant.id).where(*under_way)) is None:
        return ""
    return "補助金の交付の手続きがあります。先に交付申請の取下げなどの手続きをしてください。"


BONDS.append(bond)


def begin(participation: Participation, by: Person, at: datetime) -> Grant:
    """Start a 交付申請 with what the application already says; a second one is never made."""
    if participation.representative_id != by.id:
        raise Refused("交付申請は、代表者が行ってください。")
    if not participation.wants_grant or participation.state not in MAY_RECEIVE:
        raise Refused("この参加では、補助金の交付を申請できません。担当課へお問い合わせください。")
    found = db.session.scalar(select(Grant).where(Grant.participation_id == participation.id))
    if found is not None:
        return found
    application = application_of(participation)
    known = programme.parsed(current_rulebook(participation.year).text)
    grant = Grant(
        participation=participation,
        purpose=application.plan,
        other_support=application.other_support,
        plan=[
            GrantPlanLine(kind=cost.kind, amount=cost.amount, note=cost.note)
            for cost in application.costs
            if known.kind(cost.kind)
        ],
    )
    db.session.add(grant)
    db.session.flush()
    history.record(grant, "begin", "交付申請書の作成を始める", by=by, at=at)
    return grant


def save(grant: Grant, draft: Draft, by: Person, at: datetime, version: int | None = None) -> Grant:
    """Keep what was typed, with own funds computed so that the 収支予算書 balances."""
    grant = locked(Grant, grant.id)
    unchanged(grant, version)
    must_be_own(grant, by)
    if not grant.editable:
        raise Refused("提出した申請書は変更できません。")
    known = rulebook_of(grant)
    if any(known.kind(line.kind) is None for line in draft.plan):
        raise Refused("この年度の対象経費の区分にない費目があります。選び直してください。")
    grant.purpose = draft.purpose
    grant.other_support, grant.other_funds = draft.other_support, draft.other_funds
    grant.pledged = draft.pledged
    grant.plan = [
        GrantPlanLine(kind=one.kind, amount=one.amount, note=one.note) for one in draft.plan
    ]
    limit = reckoning.most(prospect_of(grant), grant.expenditure, grant.other_funds)
    budget = reckoning.balance(grant.expenditure, grant.other_funds, limit, draft.asked)
    grant.asked, grant.own_funds = draft.asked, budget.own_funds
    history.record(grant, "save", "交付申請書を保存する", by=by, at=at)
    return grant


def must_be_own(grant: Grant, by: Person) -> None:
    if grant.participation.representative_id != by.id:
        raise Refused("この手続きは、申請した組の代表者が行ってください。")


def hand_in(grant: Grant, _by: Person, at: datetime) -> None:
    limit = reckoning.most(prospect_of(grant), grant.expenditure, grant.other_funds)
    budget = reckoning.balance(grant.expenditure, grant.other_funds, limit, grant.asked)
    reckoning.complete(grant.purpose, grant.plan_facts, pledged=grant.pledged, asked=budget.asked)
    grant.asked, grant.own_funds = budget.asked, budget.own_funds
    grant.applied_on = day_in_japan(at)
