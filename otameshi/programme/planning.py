"""Keeping when a call plans its next steps."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from otameshi import history
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme import schedule
from otameshi.programme.models import Call, PlannedStep
from otameshi.programme.schedule import Expected, Step


def set_plan(
    call: Call, plan: Sequence[Expected], by: Person, at: datetime, version: int | None = None
) -> None:
    """Replace the plan of a call; a step without a date is not announced."""
    call = locked(Call, call.id)
    unchanged(call, version)
    schedule.check(plan, call.closes_at)
    before = _in_words(call.expected)
    call.plan.clear()
    db.session.flush()
    call.plan.extend(PlannedStep(step=one.step, on=one.on, precision=one.precision) for one in plan)
    flag_modified(call, "title")  # the plan is rows of its own: the version must move as well
    after = _in_words(plan)
    changes = {
        step.label: [before.get(step, ""), after.get(step, "")]
        for step in Step
        if before.get(step) != after.get(step)
    }
    label = f"募集「{call.title}」の今後の予定を変更"
    history.record(call.year, "set_plan", label, by=by, at=at, changes=changes)


def _in_words(plan: Sequence[Expected]) -> dict[Step, str]:
    return {one.step: f"{one.on:%Y}年{one.words}" for one in plan}
