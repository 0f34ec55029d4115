"""How a wave asks is laid down, and taken over from the year before. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.questions import Questionnaire
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.followup import waves
from otameshi.followup.asking.rules import Plan, a_year_on, check_plan
from otameshi.followup.models import Invitation, Wave
from otameshi.followup.rules import Addressee
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


def create(  # noqa: PLR0913  # what a wave consists of
    year: ProgrammeYear,
    name: str,
    plan: Plan,
    addressee: Addressee,
    *,
    decisive: bool,
    by_itself: bool,
    by: Person,
    at: datetime,
    whole: Questionnaire | None = None,
) -> Wave:
    """Plan a wave with all that says how it asks."""
    check_plan(plan)
    made = waves.create_wave(
        year,
        name=name,
        months=plan.months,
        asked_on=plan.asked_on,
        closes_on=plan.closes_on,
        decisive=decisive,
        by=by,
        at=at,
        whole=whole,
    )
    made.open_days, made.addressee = plan.open_days, addressee
    made.reminder_days, made.by_itself = list(plan.reminder_days), by_itself
    return made


def arrange(  # noqa: PLR0913  # what is laid down, by whom, when, and the page's version
    wave: Wave,
    plan: Plan,
    addressee: Addressee,
    *,
    by_itself: bool,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Lay down when a wave asks, whom, and whether the calendar does it.

    Once somebody was asked, their days and who is asked stand; the rest may still change.
    """
    wave = locked(Wave, wave.id)
    unchanged(wave, version)
    check_plan(plan)
    before = _laid_down(wave)
    settled = (wave.months, wave.asked_on, wave.closes_on, wave.addressee)
    if settled != (plan.months, plan.asked_on, plan.closes_on, addressee) and has_asked(wave):
        raise Refused(
            "すでに依頼した組があるため、いつ・誰に尋ねるかは変えられません。"
            "締切日を延ばすときは「変更する」から、尋ね方を変えるときは新しい調査回を作ってください。"
        )
    wave.months, wave.open_days, wave.addressee = plan.months, plan.open_days, addressee
    wave.asked_on, wave.closes_on = plan.asked_on, plan.closes_on
    wave.reminder_days, wave.by_itself = list(plan.reminder_days), by_itself
    after = _laid_down(wave)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        history.record(wave, "arrange", "尋ね方を設定", by=by, at=at, changes=changed)


def _laid_down(wave: Wave) -> dict[str, object]:
    return {
        "months": wave.months,
        "asked_on": wave.asked_on,
        "closes_on": wave.closes_on,
        "open_days": wave.open_days,
        "addressee": wave.addressee.value,
        "reminder_days": list(wave.reminder_days),
        "by_itself": wave.by_itself,
    }


def has_asked(wave: Wave) -> bool:
    query = select(Invitation.id).where(Invitation.wave_id == wave.id).limit(1)
    return db.session.scalar(query) is not None


def to_copy(year: ProgrammeYear) -> Sequence[Wave]:
    """Return the waves of the newest year before this one that has any."""
    before = (
        select(ProgrammeYear.id)
        .join(Wave, Wave.year_id == ProgrammeYear.id)
        .where(ProgrammeYear.fiscal_year < year.fiscal_year)
        .order_by(ProgrammeYear.fiscal_year.desc())
        .limit(1)
    )
    query = select(Wave).where(Wave.year_id == before.scalar_subquery())
    return db.session.scalars(query.order_by(Wave.months, Wave.id)).all()


def copy(year: ProgrammeYear, by: Person, at: datetime) -> list[Wave]:
    """Plan the waves of the year before anew: same months and questions, days a year later.

    A wave whose name the year has already is passed over.
    """
    locked(ProgrammeYear, year.id)
    mine = db.session.scalars(select(Wave).where(Wave.year_id == year.id)).all()
    known, decided = {one.name for one in mine}, any(one.decisive for one in mine)
    made = [
        _copied(one, year, by, at, decisive=one.decisive and not decided)
        for one in to_copy(year)
        if one.name not in known
    ]
    if not made:
        raise Refused("写せる調査回がありません。前の年度に調査回がないか、すでに写しています。")
    return made


def _copied(one: Wave, year: ProgrammeYear, by: Person, at: datetime, *, decisive: bool) -> Wave:
    return create(
        year,
        one.name,
        a_year_on(one.plan, year.fiscal_year - one.year.fiscal_year),
        one.addressee,
        decisive=decisive,
        by_itself=one.by_itself,
        by=by,
        at=at,
        whole=one.whole,
    )
