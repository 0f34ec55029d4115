"""What an officer sets for a 年度; every change is kept with what stood before."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from otameshi import history
from otameshi.core.clock import in_japan
from otameshi.core.labels import Labelled
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme.actions import year_of
from otameshi.programme.grant_terms import check_terms
from otameshi.programme.models import (
    Call,
    Criterion,
    Host,
    Municipality,
    Office,
    ProgrammeYear,
    YearPaper,
)
from otameshi.programme.rules import (
    CRITERION_WORDS,
    WORDS,
    CallSettings,
    CriterionSettings,
    HostSettings,
    OfficeSettings,
    YearSettings,
    check_call,
    check_criterion,
    check_year,
    rubric_open,
)


def in_words(value: object) -> str:
    """Return a setting as the history shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "はい" if value else "いいえ"
        case Labelled():
            return value.label
        case datetime():
            return f"{in_japan(value):%Y-%m-%d %H:%M}"
        case list():
            return "／".join(map(str, value))
        case _:
            return str(value)


def apply(row: Any, settings: Any, words: Mapping[str, str] = WORDS) -> dict[str, list[str]]:
    """Set the columns that differ; return {label: [before, after]} for the history."""
    changed: dict[str, list[str]] = {}
    for name, value in asdict(settings).items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[words[name]] = [in_words(before), in_words(value)]
    return changed


def add_year(fiscal_year: int, settings: YearSettings, by: Person, at: datetime) -> ProgrammeYear:
    """Begin the first 年度; later ones are copied."""
    if year_of(fiscal_year) is not None:
        raise Refused("その年度は、すでにあります。")
    check_year(settings)
    year = ProgrammeYear(fiscal_year=fiscal_year, **asdict(settings))
    year.papers = YearPaper.standard()
    db.session.add(year)
    history.record(year, "create_year", "年度を作成", by=by, at=at)
    return year


def edit_year(
    year: ProgrammeYear,
    settings: YearSettings,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    year = locked(ProgrammeYear, year.id)
    unchanged(year, version)
    check_year(settings)
    check_terms(year.grant_plan.fact, settings.trial_last)  # its fixed days follow the trial
    changed = apply(year, settings)
    history.record(year, "edit_year", "基本設定を変更", by=by, at=at, changes=changed)


def add_call(year: ProgrammeYear, settings: CallSettings, by: Person, at: datetime) -> Call:
    check_call(settings)
    call = Call(year=year, **asdict(settings))
    db.session.add(call)
    history.record(year, "add_call", f"募集「{call.title}」を追加", by=by, at=at)
    return call


def edit_call(
    call: Call, settings: CallSettings, by: Person, at: datetime, version: int | None = None
) -> None:
    """Change a call, also while it is open: applications are judged by what stands then."""
    call = locked(Call, call.id)
    unchanged(call, version)
    check_call(settings)
    changed = apply(call, settings)
    label = f"募集「{call.title}」を変更"
    history.record(call.year, "edit_call", label, by=by, at=at, changes=changed)


def add_criterion(
    year: ProgrammeYear, settings: CriterionSettings, by: Person, at: datetime
) -> Criterion:
    year = _open_rubric(year)
    check_criterion(settings)
    free_position(year, settings.position)
    criterion = Criterion(year=year, **asdict(settings))
    db.session.add(criterion)
    label = f"審査基準「{criterion.name}」を追加"
    history.record(year, "add_criterion", label, by=by, at=at)
    return criterion


def edit_criterion(
    criterion: Criterion, settings: CriterionSettings, by: Person, at: datetime
) -> None:
    year = _open_rubric(criterion.year)
    check_criterion(settings)
    free_position(year, settings.position, but=criterion)
    changed = apply(criterion, settings, CRITERION_WORDS)
    label = f"審査基準「{criterion.name}」を変更"
    history.record(year, "edit_criterion", label, by=by, at=at, changes=changed)


def remove_criterion(criterion: Criterion, by: Person, at: datetime) -> None:
    year = _open_rubric(criterion.year)
    label = f"審査基準「{criterion.name}」を削除"
    history.record(year, "remove_criterion", label, by=by, at=at)
    db.session.delete(criterion)


def _open_rubric(year: ProgrammeYear) -> ProgrammeYear:
    year = locked(ProgrammeYear, year.id)
    rubric_open(year.scored)
    return year


def free_position(year: ProgrammeYear, position: int, but: Criterion | None = None) -> None:
    taken = select(Criterion.id).where(
        Criterion.year_id == year.id,
        Criterion.position == position,
        Criterion.retired_in.is_(None),
    )
    found = db.session.scalar(taken)
    if found is not None and (but is None or found != but.id):
        raise Refused("その並び順は、ほかの審査基準で使われています。")


def add_host(
    year: ProgrammeYear,
    code: str,
    name: str,
    settings: HostSettings,
    by: Person,
    at: datetime,
) -> Host:
    """Let a municipality take part in the year; it is known by its five-digit code."""
    town = db.session.scalar(select(Municipality).filter_by(code=code))
    if town is None:
        town = Municipality(code=code, name=name)
        db.session.add(town)
    elif town.name != name:
        raise Refused(f"団体コード{code}は、{town.name}として登録されています。")
    elif any(host.municipality_id == town.id for host in year.hosts):
        raise Refused(f"{name}は、この年度にすでに登録されています。")
    last = db.session.scalar(select(func.max(Host.position)).where(Host.year_id == year.id)) or 0
    host = Host(year=year, municipality=town, position=last + 1, **asdict(settings))
    db.session.add(host)
    history.record(year, "add_host", f"市町村「{name}」を追加", by=by, at=at)
    return host


def edit_host(host: Host, settings: HostSettings, by: Person, at: datetime) -> None:
    changed = apply(host, settings)
    label = f"市町村「{host.name}」を変更"
    history.record(host.year, "edit_host", label, by=by, at=at, changes=changed)


def add_office(host: Host, settings: OfficeSettings, by: Person, at: datetime) -> Office:
    _free_name(host, settings.name)
    office = Office(host=host, **asdict(settings))
    db.session.add(office)
    label = f"{host.name}の連携オフィス「{office.name}」を追加"
    history.record(host.year, "add_office", label, by=by, at=at)
    return office


def edit_office(office: Office, settings: OfficeSettings, by: Person, at: datetime) -> None:
    host = office.host
    _free_name(host, settings.name, but=office)
    changed = apply(office, settings, {**WORDS, "name": "オフィスの名称"})
    label = f"{host.name}の連携オフィス「{office.name}」を変更"
    history.record(host.year, "edit_office", label, by=by, at=at, changes=changed)


def _free_name(host: Host, name: str, but: Office | None = None) -> None:
    if any(office.name == name for office in host.offices if office is not but):
        raise Refused("同じ名前のオフィスが、すでに登録されています。")
