"""What people do with a grant. No function here knows of pages or commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.applications.models import Application
from otameshi.core.clock import day_in_japan
from otameshi.core.period import Period
from otameshi.core.roles import OFFICE, Role
from otameshi.core.states import Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants import documents, rules
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import GRANT, Budget, Prospect, State
from otameshi.participation.actions import cohort_heads
from otameshi.participation.actions.declining import BONDS
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.participation.rules import State as Part
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear, RulebookVersion
from otameshi.selection.models import Candidacy
from otameshi.subsidy import Rulebook

ENDED = frozenset({State.REFUSED, State.WITHDRAWN})
MAY_RECEIVE = frozenset({Part.ACTIVE, Part.ENDED})
WITH_GROUP = (
    joinedload(Grant.participation).joinedload(Participation.year),
    joinedload(Grant.participation).joinedload(Participation.representative),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page 交付申請 holds; `asked` None asks for all that the rules allow."""

    purpose: str
    plan: tuple["PlanLine", ...]
    other_support: str
    other_funds: Yen
    asked: Yen | None
    pledged: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    kind: str
    amount: Yen
    note: str = ""


def bond(group: Participation) -> str:
    """Say why a group with a grant cannot be taken off the list of participants."""
    under_way = Grant.participation_id == group.id, Grant.state.not_in(ENDED)
    if db.session.scalar(select(Grant.id).where(*under_way)) is None:
        return ""
    return "補助金の交付の手続きがあります。先に交付申請の取下げなどの手続きをしてください。"


BONDS.append(bond)


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
    return rules.prospect(
        rulebook_of(grant),
        grant.plan_facts,
        heads=(grant.heads or 0) if frozen else len(group.people),
        cohort_heads=(grant.cohort_heads or 0) if frozen else cohort_heads(group.year),
        trial=Period(group.first_day, group.last_day),
    )


def decided_sum(year: ProgrammeYear) -> Yen:
    """Return the sum of the year's 交付決定額."""
    found = db.session.scalar(
        select(func.sum(Grant.amount))
        .join(Grant.participation)
        .where(Participation.year_id == year.id, Grant.state == State.DECIDED)
    )
    return Yen(int(found or 0))


def begin(participation: Participation, by: Person, at: datetime) -> Grant:
    """Start a 交付申請 with what the application already says; a second one is never made."""
    if participation.representative_id != by.id:
        raise Refused("交付申請は、代表者が行ってください。")
    if not participation.wants_grant or participation.state not in MAY_RECEIVE:
        raise Refused("この参加では、補助金の交付を申請できません。担当課へお問い合わせください。")
    found = db.session.scalar(select(Grant).where(Grant.participation_id == participation.id))
    if found is not None:
        return found
    application = _application(participation)
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


def _application(participation: Participation) -> Application:
    return db.session.scalars(
        select(Application)
        .join(Candidacy, Candidacy.application_id == Application.id)
        .where(Candidacy.id == participation.candidacy_id)
    ).one()


def save(grant: Grant, draft: Draft, by: Person, at: datetime, version: int | None = None) -> Grant:
    """Keep what was typed, with own funds computed so that the 収支予算書 balances."""
    grant = locked(Grant, grant.id)
    unchanged(grant, version)
    _must_be_own(grant, by)
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
    limit = rules.most(prospect_of(grant), grant.expenditure, grant.other_funds)
    budget = rules.balance(grant.expenditure, grant.other_funds, limit, draft.asked)
    grant.asked, grant.own_funds = draft.asked, budget.own_funds
    history.record(grant, "save", "交付申請書を保存する", by=by, at=at)
    return grant


def take(
    grant: Grant, name: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Grant:
    """Move the grant on by its table of moves, keep why, and write to the grantee."""
    grant = locked(Grant, grant.id)
    unchanged(grant, version)
    move = GRANT.choose(name, by.roles, grant.state, note)
    if move.by is Role.APPLICANT:
        _must_be_own(grant, by)
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](grant, by, at)
        grant.state = move.target
    facts = {"amount": grant.amount} if grant.amount is not None else {}
    history.record(grant, name, move.label, by=by, at=at, note=note, **facts)
    if name in PAPERS:
        PAPERS[name](grant, at, note)
    if name in LETTERS:
        year = grant.participation.year
        post.write(LETTERS[name], to=grant.grantee, at=at, grant=grant, note=note, year=year)
    return grant


def apply(grant: Grant, by: Person, at: datetime, version: int | None = None) -> Grant:
    """Hand in the 交付申請."""
    return take(grant, "apply", by, at, version=version)


def withdraw(
    grant: Grant, by: Person, at: datetime, note: str, version: int | None = None
) -> Grant:
    return take(grant, "withdraw", by, at, note, version)


def decide(grant: Grant, by: Person, at: datetime, version: int | None = None) -> Grant:
    """交付決定: freeze the amount and the rules it is judged by."""
    return take(grant, "decide", by, at, version=version)


def _must_be_own(grant: Grant, by: Person) -> None:
    if grant.participation.representative_id != by.id:
        raise Refused("この手続きは、申請した組の代表者が行ってください。")


def _apply(grant: Grant, _by: Person, at: datetime) -> None:
    limit = rules.most(prospect_of(grant), grant.expenditure, grant.other_funds)
    budget = rules.balance(grant.expenditure, grant.other_funds, limit, grant.asked)
    rules.complete(grant.purpose, grant.plan_facts, pledged=grant.pledged, asked=budget.asked)
    grant.asked, grant.own_funds = budget.asked, budget.own_funds
    grant.applied_on = day_in_japan(at)


def _check(grant: Grant, by: Person, _at: datetime) -> None:
    grant.checked_by = by


def _send_back(grant: Grant, _by: Person, _at: datetime) -> None:
    grant.checked_by = None


def _decide(grant: Grant, by: Person, at: datetime) -> None:
    another_person(grant.checked_by_id, by.id)
    group = grant.participation
    if group.state not in MAY_RECEIVE:
        raise Refused("参加を辞退した組には、交付を決定できません。")
    # Whoever decides holds the year: two managers never share out the same last yen.
    year = locked(ProgrammeYear, group.year_id)
    grant.rulebook = current_rulebook(year)
    found = prospect_of(grant)
    amount = rules.amount(grant.asked or Yen(0), found)
    rules.within_budget(year.budget, decided_sum(year), amount)
    grant.amount, grant.cap = amount, amount if found.cap is None else found.cap
    grant.heads, grant.cohort_heads = found.heads, found.cohort_heads
    grant.first_day, grant.last_day, grant.paid_by = group.first_day, group.last_day, year.paid_by
    _sign(grant, by, at)


def _refuse(grant: Grant, by: Person, at: datetime) -> None:
    another_person(grant.checked_by_id, by.id)
    _sign(grant, by, at)


def _sign(grant: Grant, by: Person, at: datetime) -> None:
    grant.decided_by, grant.decided_on = by, day_in_japan(at)
    grant.document_number = issue.next_number(grant.participation.year.document_code, at)


def _issue(grant: Grant, kind: str, title: str, content: bytes, at: datetime) -> None:
    number = grant.document_number
    issue.issue(grant, kind, title, content, to=grant.grantee, at=at, number=number)


def _application_paper(grant: Grant, at: datetime, _note: str) -> None:
    content = documents.application(grant, prospect_of(grant), day_in_japan(at))
    _issue(grant, "grant_application", "補助金交付申請書", content, at)


def _decision_paper(grant: Grant, at: datetime, _note: str) -> None:
    content = documents.decision(grant, prospect_of(grant))
    _issue(grant, "grant_decision", "補助金交付決定通知書", content, at)


def _refusal_paper(grant: Grant, at: datetime, note: str) -> None:
    content = documents.refusal(grant, note)
    _issue(grant, "grant_refusal", "補助金不交付決定通知書", content, at)


CHANGES: dict[str, Callable[[Grant, Person, datetime], None]] = {
    "apply": _apply,
    "check": _check,
    "send_back": _send_back,
    "decide": _decide,
    "refuse": _refuse,
}
PAPERS: dict[str, Callable[[Grant, datetime, str], None]] = {
    "apply": _application_paper,
    "decide": _decision_paper,
    "refuse": _refusal_paper,
}
LETTERS = {
    "apply": "grant_applied",
    "withdraw": "grant_withdrawn",
    "return": "grant_returned",
    "decide": "grant_decided",
    "refuse": "grant_refused",
}


def papers(grant: Grant) -> Select[issue.IssuedPaper]:
    return issue.about(grant)


def most_of(grant: Grant) -> Yen:
    """Return the most that may be asked for with the plan as it is kept."""
    return rules.most(prospect_of(grant), grant.expenditure, grant.other_funds)


def budget_of(grant: Grant) -> Budget:
    """Return the 収支予算書; while nothing is asked for yet, with all that the rules allow."""
    if grant.asked is not None:
        return grant.budget
    return rules.balance(grant.expenditure, grant.other_funds, most_of(grant), None)


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
    for cost in _application(grant.participation).costs:
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
