"""What other stages ask of a 年度, and the versions of its subsidy rules."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import Call, Host, ProgrammeYear, RulebookVersion
from otameshi.subsidy import BadRulebook, Rulebook, read


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


def hosts_of(year: ProgrammeYear) -> Sequence[Host]:
    """Return the year's municipalities with their offices, in two statements."""
    return db.session.scalars(
        select(Host)
        .where(Host.year_id == year.id)
        .options(selectinload(Host.offices))
        .order_by(Host.position)
    ).all()


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


def years_with_rules() -> Sequence[ProgrammeYear]:
    """Return the years whose call is announced and whose rules are registered, latest first."""
    return db.session.scalars(
        select(ProgrammeYear)
        .where(ProgrammeYear.calls.any(), ProgrammeYear.rulebooks.any())
        .order_by(ProgrammeYear.fiscal_year.desc())
    ).all()


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
