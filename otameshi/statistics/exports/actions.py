"""A table is taken: noted with who, what and how many rows; the rows themselves are not kept."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from otameshi import history
from otameshi.core.roles import EMPLOYED, OFFICE
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.people import Person
from otameshi.statistics.exports import tables
from otameshi.statistics.exports.columns import Column, chosen, visible
from otameshi.statistics.exports.models import TableRun
from otameshi.statistics.exports.tables import Name


def runs(person: Person, *names: str) -> Select[TableRun]:
    """Select what was taken, the latest first: all of it for the office; tables unless named."""
    of = TableRun.name.in_(names or [one.value for one in Name])
    query = select(TableRun).where(of).order_by(TableRun.id.desc())
    return query if person.roles & OFFICE else query.where(TableRun.person_id == person.id)


def take(
    name: Name, years: Sequence[int], keys: Collection[str], by: Person | None, at: datetime
) -> TableRun:
    """Note what leaves the system. By command (`by` is None) every column may be taken."""
    if by is not None and not by.roles & EMPLOYED:
        raise Refused("出力は、担当者・決裁者・会計・管理者が行えます。")
    known = tables.columns(name, years)
    wanted = chosen(known if by is None else visible(known, by.roles), keys)
    if not wanted:
        raise Refused("出力する列を1つ以上選んでください。")
    run = TableRun(
        name=name.value,
        years=[str(one) for one in sorted(years)],
        columns=[one.key for one in wanted],
        person_id=by.id if by else None,
        at=at,
        taken=sum(1 for _ in tables.rows(name, years, [wanted[0].key])),
    )
    db.session.add(run)
    personal = any(one.personal for one in wanted)
    label = f"{name.label}の表{run.taken:,}行を出力した{'（個人情報を含む）' if personal else ''}"
    facts = {"table": run.name, "years": run.years, "columns": run.columns, "rows": run.taken}
    history.record(run, "export", label, by=by, at=at, note="", **facts)
    return run


def columns_of(run: TableRun, person: Person) -> list[Column]:
    """Return the columns of a run that this person may see."""
    known = tables.columns(Name(run.name), years_of(run))
    return visible(chosen(known, run.columns), person.roles)


def years_of(run: TableRun) -> list[int]:
    return [int(one) for one in run.years]
