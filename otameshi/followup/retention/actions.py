"""The year's way of counting is changed; all of its answers are read anew by it."""

from datetime import datetime

from sqlalchemy import exists, select

from otameshi import history
from otameshi.db import db, locked, unchanged
from otameshi.followup import asked, outcomes
from otameshi.followup.locking.standing import must_be_free
from otameshi.followup.models import Invitation, Reply, Wave
from otameshi.followup.retention import knowing, rules, words
from otameshi.followup.retention.models import RetentionPlan, written
from otameshi.followup.retention.rules import Counting, Figure
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


def newest_wave(year: ProgrammeYear) -> Wave | None:
    return db.session.scalar(
        select(Wave).where(Wave.year_id == year.id).order_by(Wave.id.desc()).limit(1)
    )


def decisive_wave(year: ProgrammeYear) -> Wave | None:
    return db.session.scalar(select(Wave).where(Wave.year_id == year.id, Wave.decisive))


def preview(year: ProgrammeYear, counting: Counting) -> Figure | None:
    """Return the figure that another way of counting would give; nothing is changed."""
    wave = decisive_wave(year)
    if wave is None:
        return None
    return Figure(knowing.of(wave, counting).on().of(counting), counting)


def answered(year: ProgrammeYear) -> bool:
    of_year = exists().where(
        Reply.invitation_id == Invitation.id,
        Invitation.wave_id == Wave.id,
        Wave.year_id == year.id,
    )
    return bool(db.session.scalar(select(of_year)))


def recount(  # of which year, how, by whom, when and why
    year: ProgrammeYear,
    counting: Counting,
    note: str,
    *,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> RetentionPlan:
    """Count a year in another way: every outcome of it is made anew from the replies."""
    year = locked(ProgrammeYear, year.id)
    must_be_free(year.id)
    wave = newest_wave(year)
    survey = asked.next_survey(year)
    whole = wave.whole if wave else survey.whole
    rules.check_counting(counting, whole)
    rules.check_reason(note, answered=answered(year))
    plan = asked.plan_for(year, survey)
    db.session.flush()
    unchanged(plan, version)
    before = plan.counting
    plan.keeps, plan.undecided = written(counting.keeps), written(counting.undecided)
    plan.members, plan.unit = counting.members, counting.unit
    plan.denominator, plan.rounding = counting.denominator, counting.rounding
    db.session.flush()
    moved = outcomes.settle_year(year, at)
    history.record(
        plan, "recount", "拠点維持の数え方を変更", by=by, at=at, note=note, moved=moved,
        differences=words.differences(before, counting, whole),
    )  # fmt: skip
    return plan
