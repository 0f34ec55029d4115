"""What the office does with a wave as a whole: plan it, change it, make it decide."""

from datetime import date, datetime

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.questions import Questionnaire
from otameshi.core.roles import OFFICE
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.followup import asked, rules
from otameshi.followup.locking.standing import must_be_free
from otameshi.followup.models import Invitation, Wave
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


def visible_to(person: Person) -> Select[Wave]:
    """Select the waves, newest year first, for the office; for others none."""
    return every() if person.roles & OFFICE else every().where(false())


def every() -> Select[Wave]:
    """Select all waves, newest year first."""
    query = select(Wave).join(ProgrammeYear).options(joinedload(Wave.year))
    return query.order_by(ProgrammeYear.fiscal_year.desc(), Wave.months.desc(), Wave.id.desc())


def create_wave(  # noqa: PLR0913  # what a wave consists of
    year: ProgrammeYear,
    *,
    name: str,
    months: int = 0,
    asked_on: date | None,
    closes_on: date | None,
    decisive: bool,
    by: Person,
    at: datetime,
    whole: Questionnaire | None = None,
) -> Wave:
    """Plan a wave for a year; it asks what the last one asked unless told otherwise."""
    rules.check_wave(asked_on, closes_on)
    locked(ProgrammeYear, year.id)
    _check_name(year, name)
    if decisive:
        _check_only_decisive(year)
    survey = asked.next_survey(year)
    asked.plan_for(year, survey)
    wave = Wave(
        year=year,
        name=name,
        months=months,
        asked_on=asked_on,
        closes_on=closes_on,
        decisive=decisive,
        questions=[asked.first_version(whole or survey.whole, by, at)],
    )
    db.session.add(wave)
    history.record(wave, "create", "調査回を作成", by=by, at=at, decisive=decisive, months=months)
    return wave


def _check_name(year: ProgrammeYear, name: str, but: int | None = None) -> None:
    same = select(Wave.id).where(Wave.year_id == year.id, Wave.name == name, Wave.id != (but or 0))
    if db.session.scalar(same) is not None:
        raise Refused(f"この年度には、すでに「{name}」という調査回があります。")


def _check_only_decisive(year: ProgrammeYear) -> None:
    other = db.session.scalar(select(Wave).where(Wave.year_id == year.id, Wave.decisive))
    if other is not None:
        raise Refused(
            f"この年度の指標は「{other.name}」の回答で計算しています。"
            "替えるときは、先に調査回を作り、その編集画面で指標に使うよう変更してください。"
        )


def revise(  # noqa: PLR0913  # what may be changed, by whom, when and why
    wave: Wave,
    *,
    name: str,
    closes_on: date | None,
    decisive: bool,
    note: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Change a wave's name or closing day, or make its answers the year's indicator instead."""
    locked(ProgrammeYear, wave.year_id)
    wave = locked(Wave, wave.id)
    unchanged(wave, version)
    rules.check_wave(wave.asked_on, closes_on)
    _check_name(wave.year, name, but=wave.id)
    if wave.decisive and not decisive:
        raise Refused(
            "指標に使う調査回を替えるときは、新しく使う調査回の編集画面で指定してください。"
        )
    was = {"name": wave.name, "closes_on": wave.closes_on, "decisive": wave.decisive}
    if decisive and not wave.decisive:
        _take_over(wave, note)
    if closes_on is not None and closes_on != wave.closes_on:
        _prolong(wave, closes_on)
    wave.name, wave.closes_on, wave.decisive = name, closes_on, decisive
    history.record(
        wave, "revise", "調査回を変更", by=by, at=at, note=note, was=was, closes_on=closes_on
    )


def _prolong(wave: Wave, closes_on: date) -> None:
    """Let every link of a wave with fixed days end on its new last day."""
    for one in db.session.scalars(select(Invitation).where(Invitation.wave_id == wave.id)):
        one.closes_on = closes_on


def _take_over(wave: Wave, note: str) -> None:
    """End the other wave's being decisive; the year's figure changes, so the reason is kept."""
    must_be_free(wave.year_id)
    others = db.session.scalars(
        select(Wave).where(Wave.year_id == wave.year_id, Wave.decisive, Wave.id != wave.id)
    ).all()
    if others and not note.strip():
        raise Refused("指標に使う調査回を替える理由を記入してください。")
    for other in others:
        other.decisive = False
    db.session.flush()
