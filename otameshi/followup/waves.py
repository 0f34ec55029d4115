"""What the office does with a wave as a whole: plan it, change it, make it decide."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.roles import OFFICE
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.followup import rules
from otameshi.followup.models import BaseChoice, Wave
from otameshi.followup.rules import ChoiceFact
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

STANDARD = Path(__file__).parent / "question.toml"


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    choices: tuple[ChoiceFact, ...]


def visible_to(person: Person) -> Select[Wave]:
    """Select the waves, newest year first, for the office; for others none."""
    query = select(Wave).join(ProgrammeYear).options(joinedload(Wave.year))
    if not person.roles & OFFICE:
        return query.where(false())
    return query.order_by(ProgrammeYear.fiscal_year.desc(), Wave.asked_on.desc(), Wave.id.desc())


def standard_question() -> Question:
    """Return what the latest wave asked, or the programme's standard question."""
    last = db.session.scalar(select(Wave).order_by(Wave.id.desc()).limit(1))
    if last is not None:
        return Question(last.question, tuple(one.fact for one in last.choices))
    found = tomllib.loads(STANDARD.read_text(encoding="utf-8"))
    return Question(found["question"], tuple(ChoiceFact(**one) for one in found["choice"]))


def create_wave(  # noqa: PLR0913  # what a wave consists of
    year: ProgrammeYear,
    *,
    name: str,
    asked_on: date,
    closes_on: date,
    decisive: bool,
    by: Person,
    at: datetime,
    question: str | None = None,
    choices: Sequence[ChoiceFact] | None = None,
) -> Wave:
    """Plan a wave for a year; its question and choices are the standard ones unless given."""
    standard = standard_question()
    wording = tuple(standard.choices if choices is None else choices)
    rules.check_wave(asked_on, closes_on, wording)
    locked(ProgrammeYear, year.id)
    _check_name(year, name)
    if decisive:
        _check_only_decisive(year)
    wave = Wave(
        year=year,
        name=name,
        question=question or standard.text,
        asked_on=asked_on,
        closes_on=closes_on,
        decisive=decisive,
        choices=[
            BaseChoice(position=n, label=one.label, counts=one.counts)
            for n, one in enumerate(wording, start=1)
        ],
    )
    db.session.add(wave)
    history.record(wave, "create", "調査回を作成", by=by, at=at, decisive=decisive)
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
    closes_on: date,
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
    rules.check_wave(wave.asked_on, closes_on, [one.fact for one in wave.choices])
    _check_name(wave.year, name, but=wave.id)
    if wave.decisive and not decisive:
        raise Refused(
            "指標に使う調査回を替えるときは、新しく使う調査回の編集画面で指定してください。"
        )
    was = {"name": wave.name, "closes_on": wave.closes_on, "decisive": wave.decisive}
    if decisive and not wave.decisive:
        _take_over(wave, note)
    wave.name, wave.closes_on, wave.decisive = name, closes_on, decisive
    history.record(
        wave, "revise", "調査回を変更", by=by, at=at, note=note, was=was, closes_on=closes_on
    )


def _take_over(wave: Wave, note: str) -> None:
    """End the other wave's being decisive; the year's figure changes, so the reason is kept."""
    others = db.session.scalars(
        select(Wave).where(Wave.year_id == wave.year_id, Wave.decisive, Wave.id != wave.id)
    ).all()
    if others and not note.strip():
        raise Refused("指標に使う調査回を替える理由を記入してください。")
    for other in others:
        other.decisive = False
    db.session.flush()
