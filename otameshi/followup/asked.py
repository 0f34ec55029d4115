"""What a wave asks, and what the year makes of the answers: the standard, and copies of it."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select

from otameshi.core.questions import Condition, Questionnaire, parse, write
from otameshi.db import db
from otameshi.followup.models import Wave
from otameshi.followup.question_models import WaveQuestions
from otameshi.followup.retention.models import RetentionPlan, read, written
from otameshi.followup.retention.rules import Counting
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

STANDARD = Path(__file__).parent / "question.toml"


@dataclass(frozen=True, slots=True)
class Survey:
    """Questions, and which answers to them mean that a base is kept, or that nobody knows yet."""

    whole: Questionnaire
    keeps: tuple[Condition, ...]
    undecided: tuple[Condition, ...] = ()


@cache
def standard() -> Survey:
    found = tomllib.loads(STANDARD.read_text(encoding="utf-8"))
    whole = parse(json.dumps({"questions": found["question"]}))
    return Survey(whole, read(found["keeps"]), read(found["undecided"]))


def next_survey(year: ProgrammeYear) -> Survey:
    """Return what a new wave of a year asks: as the year's last, any year's last, the standard."""
    waves = select(Wave).where(Wave.questions.any())
    mine = waves.where(Wave.year_id == year.id)
    for query in (mine, waves):
        last = db.session.scalar(query.order_by(Wave.id.desc()).limit(1))
        if last is not None:
            counting = counting_of(last.year)
            return Survey(last.whole, counting.keeps, counting.undecided)
    return standard()


def plan_of(year: ProgrammeYear) -> RetentionPlan | None:
    return db.session.scalar(select(RetentionPlan).where(RetentionPlan.year_id == year.id))


def conditions_of(year: ProgrammeYear) -> tuple[Condition, ...]:
    """Return what the year counts as keeping a base."""
    return counting_of(year).keeps


def counting_of(year: ProgrammeYear) -> Counting:
    """Return how the year counts: by its plan, or as the standard survey means it."""
    plan = plan_of(year)
    if plan is not None:
        return plan.counting
    return Counting(keeps=standard().keeps, undecided=standard().undecided)


def plan_for(year: ProgrammeYear, survey: Survey) -> RetentionPlan:
    """Return the year's plan; the first wave brings it, as the last year had it."""
    plan = plan_of(year)
    if plan is None:
        plan = RetentionPlan(
            year=year, keeps=written(survey.keeps), undecided=written(survey.undecided)
        )
        last = db.session.scalar(select(RetentionPlan).order_by(RetentionPlan.id.desc()).limit(1))
        if last is not None:
            plan.members, plan.unit = last.members, last.unit
            plan.denominator, plan.rounding = last.denominator, last.rounding
        db.session.add(plan)
    return plan


def first_version(whole: Questionnaire, by: Person | None, at: datetime) -> WaveQuestions:
    text = write(whole)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return WaveQuestions(number=1, text=text, sha256=digest, at=at, person=by)
