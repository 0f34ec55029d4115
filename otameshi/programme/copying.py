"""A 年度 begun as a copy of another, every date moved by as many years."""

import re
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from otameshi import history
from otameshi.core.clock import in_japan
from otameshi.core.states import Refused
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme import questionnaires
from otameshi.programme.actions import add_rulebook, current_rulebook, parsed, year_of
from otameshi.programme.asked import PaperSettings
from otameshi.programme.granting import GrantPlan
from otameshi.programme.models import (
    Call,
    Criterion,
    Host,
    Office,
    PlannedStep,
    ProgrammeYear,
    YearPaper,
)
from otameshi.programme.rules import (
    CallSettings,
    CriterionSettings,
    HostSettings,
    OfficeSettings,
    YearSettings,
    years_later,
)
from otameshi.programme.selecting import SelectionPlan

# What a rulebook says of its year; a copy for the next year says the next.
YEAR_LINE = re.compile(r"^fiscal_year\s*=\s*\d+", re.MULTILINE)


def create_year(source: ProgrammeYear, fiscal_year: int, by: Person, at: datetime) -> ProgrammeYear:
    """Begin a 年度 as a copy of another, every date moved by as many years."""
    if year_of(fiscal_year) is not None:
        raise Refused("その年度は、すでにあります。")
    later = fiscal_year - source.fiscal_year
    settings = {each.name: getattr(source, each.name) for each in fields(YearSettings)}
    for name in ("age_base", "trial_first", "trial_last", "paid_by"):
        if settings[name] is not None:
            settings[name] = years_later(settings[name], later)
    settings["document_code"] = _code(source, fiscal_year)
    year = ProgrammeYear(fiscal_year=fiscal_year, **_plans(source), **settings)
    db.session.add(year)
    _copy_parts(source, year, later)
    history.record(year, "create_year", "年度を作成", by=by, at=at, copied_from=source.fiscal_year)
    _copy_rulebook(source, year, by, at)
    _copy_questions(source, year, by, at)
    return year


def _plans(source: ProgrammeYear) -> dict[str, Any]:
    """Copy how the year selects and grants; days that are fixed for one year are for a person."""
    granting = replace(source.grant_plan.fact, report_by=None, tax_report_by=None)
    return {
        "selection_plan": SelectionPlan(**asdict(source.selection_plan.fact)),
        "grant_plan": GrantPlan(**asdict(granting)),
    }


def _code(source: ProgrammeYear, fiscal_year: int) -> str:
    """Return the 文書記号 of the new year: 8産立 becomes 9産立."""
    old, new = short_fiscal_year(source.fiscal_year)[1:], short_fiscal_year(fiscal_year)[1:]
    code = source.document_code
    return new + code.removeprefix(old) if code.startswith(old) else code


def _copy_parts(source: ProgrammeYear, year: ProgrammeYear, later: int) -> None:
    for call in source.calls:
        settings = _settings(call, CallSettings)
        for name in ("opens_at", "closes_at"):
            local = in_japan(settings[name])
            moved = years_later(local.date(), later)
            settings[name] = local.replace(year=moved.year, month=moved.month, day=moved.day)
        plan = [
            PlannedStep(step=one.step, on=years_later(one.on, later), precision=one.precision)
            for one in call.plan
        ]
        year.calls.append(Call(plan=plan, **settings))
    year.criteria = [Criterion(**_settings(one, CriterionSettings)) for one in source.criteria]
    year.papers = [YearPaper(key=one.key, **_settings(one, PaperSettings)) for one in source.papers]
    year.hosts = [
        Host(
            municipality=one.municipality,
            position=one.position,
            offices=[Office(**_settings(office, OfficeSettings)) for office in one.offices],
            **_settings(one, HostSettings),
        )
        for one in source.hosts
    ]


def _copy_rulebook(source: ProgrammeYear, year: ProgrammeYear, by: Person, at: datetime) -> None:
    """Copy the rules, unless they name dates of their own: those are for a person to set."""
    latest = current_rulebook(source)
    if latest is not None and parsed(latest.text).trial is None:
        add_rulebook(year, for_year(latest.text, year.fiscal_year), by, at)


def _copy_questions(source: ProgrammeYear, year: ProgrammeYear, by: Person, at: datetime) -> None:
    """Copy the questions as a draft: they may name the year, so a person reads them first."""
    if source.questionnaires:
        asked = questionnaires.questions_of(questionnaires.latest(source))
        questionnaires.keep_draft(year, asked, by, at, None)


def for_year(text: str, fiscal_year: int) -> str:
    return YEAR_LINE.sub(f"fiscal_year = {fiscal_year}", text, count=1)


def _settings(row: Any, kind: Any) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(kind)}


def text_before(year: ProgrammeYear) -> str | None:
    """Return the rules of the year before as a text to begin this year's from."""
    before = year_of(year.fiscal_year - 1)
    latest = current_rulebook(before) if before else None
    return for_year(latest.text, year.fiscal_year) if latest else None
