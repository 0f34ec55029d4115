"""The applications of a year as cases without names, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from otameshi.applications.models import Application, Member
from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.questions.models import AnswerSheet
from otameshi.applications.rules import Kind
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.questions import Kind as QuestionKind
from otameshi.core.questions import Question
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme import questionnaires
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.fairness import groups
from otameshi.selection.fairness.rules import Case, Counts, Dimension, counts, dimension
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import SheetState, State

PLACES = {name: place for place, name in enumerate(PREFECTURES)}


@dataclass(frozen=True, slots=True)
class Report:
    total: Counts
    dimensions: Sequence[Dimension]
    sex_asked: bool


def report(year: ProgrammeYear, calls: Collection[Call]) -> Report:
    """Compare the groups of these calls of a year."""
    asked = _sex_question(year)
    cases = _cases(year, [call.id for call in calls], asked)
    found = [
        dimension(groups.KIND, cases, [one.label for one in Kind]),
        dimension(groups.REGION, cases, [name for _, name in groups.REGIONS]),
        dimension(groups.AGE, cases, groups.AGES),
    ]
    if asked is not None:
        found.append(dimension(groups.SEX, cases, asked.options))
    found.append(dimension(groups.REVIEWER, cases, overlapping=True))
    return Report(counts(cases), found, asked is not None)


def _sex_question(year: ProgrammeYear) -> Question | None:
    """Return the year's own question of the sex; without one nothing is guessed."""
    whole = questionnaires.questions_of(questionnaires.latest(year))
    return next(
        (
            one
            for one in whole.by_key.values()
            if one.kind is QuestionKind.CHOICE and groups.SEX in one.label
        ),
        None,
    )


def _cases(year: ProgrammeYear, calls: Sequence[int], asked: Question | None) -> list[Case]:
    on = year.age_base or year.trial_first
    reviewers = _reviewers(calls)
    sexes = _answers(calls, asked.key) if asked else {}
    rows = db.session.execute(
        select(
            Application.id, Candidacy.state, Application.kind, Member.prefecture, Member.birth_date
        )
        .outerjoin(Candidacy, Candidacy.application_id == Application.id)
        .outerjoin(Member, and_(Member.application_id == Application.id, Member.position == 1))
        .where(Application.call_id.in_(calls), Application.state == ApplicationState.SUBMITTED)
    )
    return [
        Case(
            state or State.SCREENING,
            {
                groups.KIND: (kind.label if kind else groups.UNKNOWN,),
                groups.REGION: (groups.region(PLACES.get(prefecture)),),
                groups.AGE: (groups.age_band(born, on),),
                groups.SEX: (sexes.get(key, groups.UNKNOWN),),
                groups.REVIEWER: tuple(reviewers.get(key, ())),
            },
        )
        for key, state, kind, prefecture, born in rows
    ]


def _reviewers(calls: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Candidacy.application_id, Person.name)
        .join(Candidacy.sheets)
        .join(Sheet.reviewer)
        .join(Candidacy.application)
        .where(Application.call_id.in_(calls), Sheet.state == SheetState.FINAL)
        .order_by(Person.id)
    )
    for key, name in rows:
        found[key].append(name)
    return found


def _answers(calls: Sequence[int], question: str) -> Mapping[int, str]:
    rows = db.session.execute(
        select(AnswerSheet.application_id, AnswerSheet.answers)
        .join(Application, Application.id == AnswerSheet.application_id)
        .where(Application.call_id.in_(calls))
    )
    given = {key: answers.get(question, {}).get("value") for key, answers in rows}
    return {key: value for key, value in given.items() if isinstance(value, str) and value}
