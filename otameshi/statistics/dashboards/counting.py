"""The sums behind the charts: SQL groups, and no page takes more statements for more rows."""

from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from otameshi.applications.models import Application, Member
from otameshi.applications.rules import State as Applied
from otameshi.core.questions import Kind
from otameshi.db import db
from otameshi.followup.models import Invitation, Outcome, Reply, Wave
from otameshi.followup.question_models import WaveQuestions
from otameshi.followup.rules import Answer
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.participation.rules import State as Stay
from otameshi.programme.models import Call, Host, Municipality, ProgrammeYear
from otameshi.programme.questionnaires import questions_of
from otameshi.selection.interviews.models import Interview
from otameshi.selection.interviews.rules import State as Talk
from otameshi.selection.models import Candidacy

First = aliased(Member)
Later = aliased(Reply)
DIVIDED: dict[str, Any] = {
    "prefecture": func.coalesce(First.prefecture, ""),
    "kind": Application.kind,
    "heard_from": Application.heard_from,
}


def years() -> list[int]:
    """Return every 年度 that is set up, newest first."""
    return list(
        db.session.scalars(
            select(ProgrammeYear.fiscal_year).order_by(ProgrammeYear.fiscal_year.desc())
        )
    )


def single_calls() -> dict[int, int]:
    """Return the 募集回 of each 年度 that has one alone: the list of applications is by 募集回."""
    query = (
        select(ProgrammeYear.fiscal_year, func.min(Call.id))
        .join(Call, Call.year_id == ProgrammeYear.id)
        .group_by(ProgrammeYear.fiscal_year)
        .having(func.count(Call.id) == 1)
    )
    return dict(db.session.execute(query).all())


def _divided(way: str) -> Select[*tuple[Any, ...]]:
    """Count by call in the order of an index, and only the sums by year."""
    query = (
        select(Application.call_id, DIVIDED[way].label("divided"), func.count().label("groups"))
        .select_from(Application)
        .where(Application.state == Applied.SUBMITTED)
        .group_by(Application.call_id, "divided")
    )
    if way == "prefecture":
        representative = and_(First.application_id == Application.id, First.position == 1)
        query = query.outerjoin(First, representative)
    by_call = query.subquery()
    return (
        select(ProgrammeYear.fiscal_year, by_call.c.divided, func.sum(by_call.c.groups))
        .select_from(by_call)
        .join(Call, Call.id == by_call.c.call_id)
        .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
        .group_by(ProgrammeYear.fiscal_year, by_call.c.divided)
        .order_by(ProgrammeYear.fiscal_year, by_call.c.divided)
    )


# Put together once: a page asks them every time.
APPLICATIONS = {way: _divided(way) for way in DIVIDED}


def applications(way: str) -> list[tuple[int, Any, int]]:
    """Return (年度, value, 組 that applied) for each value of a way to divide, oldest first."""
    rows = db.session.execute(APPLICATIONS[way])
    return [(year, found, int(count)) for year, found, count in rows]


def by_year(query: Select[*tuple[Any, ...]]) -> dict[int, int]:
    """Return what a query sums of each 年度."""
    return {year: int(count or 0) for year, count in db.session.execute(query)}


def talked(fiscal_year: int) -> int:
    """Return how many 組 had their 面談 in a 年度."""
    query = (
        select(func.count(Interview.id))
        .select_from(Interview)
        .join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .join(Application, Application.id == Candidacy.application_id)
        .join(Call, Call.id == Application.call_id)
        .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
        .where(Interview.state == Talk.HELD, ProgrammeYear.fiscal_year == fiscal_year)
    )
    return db.session.scalar(query) or 0


def ended(fiscal_year: int) -> int:
    """Return how many 組 of a 年度 stayed to the end of their おためし."""
    query = (
        select(func.count(Participation.id))
        .select_from(Participation)
        .join(ProgrammeYear, ProgrammeYear.id == Participation.year_id)
        .where(Participation.state == Stay.ENDED, ProgrammeYear.fiscal_year == fiscal_year)
    )
    return db.session.scalar(query) or 0


def lived(fiscal_year: int) -> list[tuple[str, int]]:
    """Return how many 組 took part in each 市町村."""
    query = (
        select(Municipality.name, func.count(Participation.id))
        .select_from(Participation)
        .join(ProgrammeYear, ProgrammeYear.id == Participation.year_id)
        .join(Host, Host.id == Participation.host_id)
        .join(Municipality, Municipality.id == Host.municipality_id)
        .where(ProgrammeYear.fiscal_year == fiscal_year, Participation.state.in_(TOOK_PART))
        .group_by(Municipality.name)
    )
    return [(name, count) for name, count in db.session.execute(query)]


def municipality_key(fiscal_year: int) -> str | None:
    """Return the key of the first question for a 市町村 in the newest version of the wave's."""
    query = (
        select(WaveQuestions)
        .join(Wave, Wave.id == WaveQuestions.wave_id)
        .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
        .where(ProgrammeYear.fiscal_year == fiscal_year, Wave.decisive)
        .order_by(WaveQuestions.number.desc())
        .limit(1)
    )
    newest = db.session.scalar(query)
    if newest is None:
        return None
    asked = (one for one in questions_of(newest).questions if one.kind is Kind.MUNICIPALITY)
    return next((one.key for one in asked), None)


def kept(fiscal_year: int, key: str) -> list[tuple[str, int]]:
    """Return how many 組 that keep a base named each 市町村 in their newest answers."""
    newest = (
        select(func.max(Later.number))
        .where(Later.invitation_id == Reply.invitation_id)
        .scalar_subquery()
    )
    said = and_(Outcome.wave_id == Wave.id, Outcome.participation_id == Invitation.participation_id)
    query = (
        select(
            Reply.answers[key].as_string().label("municipality"),
            func.count(func.distinct(Invitation.participation_id)),
        )
        .select_from(Reply)
        .join(Invitation, Invitation.id == Reply.invitation_id)
        .join(Wave, Wave.id == Invitation.wave_id)
        .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
        .join(Outcome, said)
        .where(
            ProgrammeYear.fiscal_year == fiscal_year,
            Wave.decisive,
            Outcome.answer == Answer.STAYED,
            Reply.number == newest,
        )
        .group_by("municipality")
    )
    return [(name, count) for name, count in db.session.execute(query) if name]
