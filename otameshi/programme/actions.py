"""What staff set for a 年度, and what the other stages ask of it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from otameshi import history
from otameshi.core.clock import in_japan
from otameshi.core.states import Refused
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme.models import (
    Call,
    Criterion,
    Host,
    Municipality,
    Office,
    ProgrammeYear,
    RulebookVersion,
)
from otameshi.programme.rules import (
    WORDS,
    CallSettings,
    CriterionSettings,
    HostSettings,
    YearSettings,
    check_call,
    check_criterion,
    check_year,
    rubric_open,
    years_later,
)
from otameshi.subsidy import BadRulebook, Rulebook, read

# What a rulebook says of its year; a copy for the next year says the next.
YEAR_LINE = re.compile(r"^fiscal_year\s*=\s*\d+", re.MULTILINE)


def years() -> Sequence[ProgrammeYear]:
    return db.session.scalars(
        select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc())
    ).all()


def year_of(fiscal_year: int) -> ProgrammeYear | None:
    return db.session.scalar(select(ProgrammeYear).filter_by(fiscal_year=fiscal_year))


def open_calls(at: datetime) -> Sequence[Call]:
    """Return the calls that take applications now, the one that closes first at the head."""
    return db.session.scalars(
        select(Call).where(Call.opens_at <= at, Call.closes_at > at).order_by(Call.closes_at)
    ).all()


def current_call(at: datetime) -> Call | None:
    return next(iter(open_calls(at)), None)


def next_call(at: datetime) -> Call | None:
    """Return the call that opens next."""
    return db.session.scalar(
        select(Call).where(Call.opens_at > at).order_by(Call.opens_at).limit(1)
    )


def current_rulebook(year: ProgrammeYear) -> RulebookVersion | None:
    return db.session.scalar(
        select(RulebookVersion)
        .where(RulebookVersion.year_id == year.id)
        .order_by(RulebookVersion.number.desc())
        .limit(1)
    )


@lru_cache(maxsize=64)
def parsed(text: str) -> Rulebook:
    """Return the rules that a stored version states; the same text is read once."""
    return read(text)


def rules_of(year: ProgrammeYear) -> Rulebook | None:
    """Return the year's rules as they stand, or None while there are none."""
    version = current_rulebook(year)
    return None if version is None else parsed(version.text)


def add_rulebook(year: ProgrammeYear, text: str, by: Person, at: datetime) -> RulebookVersion:
    """Issue the next version; a faulty text or one of another 年度 is refused."""
    year = locked(ProgrammeYear, year.id)
    try:
        rulebook = read(text)
    except BadRulebook as bad:
        raise Refused(f"規則に誤りがあります。{bad}") from bad
    if rulebook.fiscal_year != year.fiscal_year:
        raise Refused(
            f"規則の年度（fiscal_year = {rulebook.fiscal_year}）が、"
            f"設定する年度（{year.fiscal_year}）と違います。"
        )
    latest = current_rulebook(year)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if latest is not None and latest.sha256 == digest:
        raise Refused(f"第{latest.number}版と同じ内容です。変えたところを確かめてください。")
    version = RulebookVersion(
        year=year,
        number=latest.number + 1 if latest else 1,
        text=text,
        sha256=digest,
        at=at,
        person=by,
    )
    db.session.add(version)
    label = f"補助金の規則の第{version.number}版を登録"
    history.record(year, "add_rulebook", label, by=by, at=at, sha256=digest)
    return version


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
    year = ProgrammeYear(fiscal_year=fiscal_year, **settings)
    db.session.add(year)
    _copy_parts(source, year, later)
    history.record(year, "create_year", "年度を作成", by=by, at=at, copied_from=source.fiscal_year)
    _copy_rulebook(source, year, by, at)
    return year


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
        year.calls.append(Call(**settings))
    year.criteria = [Criterion(**_settings(one, CriterionSettings)) for one in source.criteria]
    year.hosts = [
        Host(
            municipality=one.municipality,
            position=one.position,
            offices=[Office(name=office.name, address=office.address) for office in one.offices],
            **_settings(one, HostSettings),
        )
        for one in source.hosts
    ]


def _copy_rulebook(source: ProgrammeYear, year: ProgrammeYear, by: Person, at: datetime) -> None:
    """Copy the rules, unless they name dates of their own: those are for a person to set."""
    latest = current_rulebook(source)
    if latest is not None and parsed(latest.text).trial is None:
        add_rulebook(year, for_year(latest.text, year.fiscal_year), by, at)


def for_year(text: str, fiscal_year: int) -> str:
    return YEAR_LINE.sub(f"fiscal_year = {fiscal_year}", text, count=1)


def _settings(row: Any, kind: Any) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(kind)}


def _apply(row: Any, settings: Any) -> dict[str, list[str]]:
    """Set the columns that differ; return {label: [before, after]} for the history."""
    changed: dict[str, list[str]] = {}
    for name, value in asdict(settings).items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[WORDS[name]] = [str(before), str(value)]
    return changed


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
    changed = _apply(year, settings)
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
    changed = _apply(call, settings)
    label = f"募集「{call.title}」を変更"
    history.record(call.year, "edit_call", label, by=by, at=at, changes=changed)


def add_criterion(
    year: ProgrammeYear, settings: CriterionSettings, by: Person, at: datetime
) -> Criterion:
    year = _open_rubric(year)
    check_criterion(settings)
    _free_position(year, settings.position)
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
    _free_position(year, settings.position, but=criterion)
    changed = _apply(criterion, settings)
    label = f"審査基準「{criterion.name}」を変更"
    history.record(year, "edit_criterion", label, by=by, at=at, changes=changed)


def remove_criterion(criterion: Criterion, by: Person, at: datetime) -> None:
    year = _open_rubric(criterion.year)
    label = f"審査基準「{criterion.name}」を削除"
    history.record(year, "remove_criterion", label, by=by, at=at)
    db.session.delete(criterion)


def fix_rubric(year: ProgrammeYear, at: datetime) -> None:
    """Close the rubric: the first score has been given by it."""
    if year.rubric_fixed_at is None:
        year.rubric_fixed_at = at


def _open_rubric(year: ProgrammeYear) -> ProgrammeYear:
    year = locked(ProgrammeYear, year.id)
    rubric_open(year.rubric_fixed_at)
    return year


def _free_position(year: ProgrammeYear, position: int, but: Criterion | None = None) -> None:
    taken = select(Criterion.id).where(Criterion.year_id == year.id, Criterion.position == position)
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
    changed = _apply(host, settings)
    label = f"市町村「{host.name}」を変更"
    history.record(host.year, "edit_host", label, by=by, at=at, changes=changed)


def add_office(host: Host, name: str, address: str, by: Person, at: datetime) -> Office:
    if any(office.name == name for office in host.offices):
        raise Refused("同じ名前のオフィスが、すでに登録されています。")
    office = Office(host=host, name=name, address=address)
    db.session.add(office)
    label = f"{host.name}の連携オフィス「{name}」を追加"
    history.record(host.year, "add_office", label, by=by, at=at)
    return office
