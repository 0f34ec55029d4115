"""オープンデータ: what of the statistics everybody may have, as it stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.followup.retention import reading
from otameshi.people import Person
from otameshi.statistics.exports import actions, public, tables
from otameshi.statistics.exports.columns import Column
from otameshi.statistics.exports.models import TableRun
from otameshi.statistics.exports.tables import Name
from otameshi.statistics.open_data import package
from otameshi.statistics.open_data.package import Resource

NAME = "open_data"
MAKING = frozenset({Role.OFFICER, Role.MANAGER})
HIDING = {
    Name.RETENTION: public.retention,
    Name.DIVIDED: public.divided,
    Name.APPLICATIONS: public.applications,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A table as the office knows it, and as everybody would see it."""

    resource: Resource
    whole: list[list[object]]

    @property
    def lines(self) -> list[list[tuple[object, bool]]]:
        """Return each value with whether it would be hidden."""
        shown = self.resource.rows
        return [
            [(value, public_value is None and value is not None)
             for value, public_value in zip(row, public_row, strict=True)]
            for row, public_row in zip(self.whole, shown, strict=True)
        ]  # fmt: skip

    @property
    def hidden(self) -> int:
        return sum(hidden for line in self.lines for _, hidden in line)


def finished(at: datetime) -> list[int]:
    """Return the years whose decisive wave is over, newest first: others still change."""
    today = day_in_japan(at)
    done = (one.fiscal_year for one in reading.years() if one.asked and not one.running(today))
    return sorted(done, reverse=True)


def opened(years: Sequence[int]) -> list[Opened]:
    """Read the tables of these years, and hide what everybody may not see."""
    return [_opened(name, years) for name in HIDING] if years else []


def _opened(name: Name, years: Sequence[int]) -> Opened:
    known = tables.columns(name, years)
    keys = [one.key for one in known]
    rows = [dict(zip(keys, row, strict=True)) for row in tables.rows(name, years, keys)]
    shown, by_place = HIDING[name](rows), {_place(row): row for row in rows}
    columns = public.public_columns(known)
    resource = Resource(name.value, name.label, columns, [_line(row, columns) for row in shown])
    return Opened(resource, [_line(by_place[_place(row)], columns) for row in shown])


def _place(row: Mapping[str, object]) -> tuple[object, ...]:
    """Return what tells a row from the others, whatever of it is hidden."""
    return tuple(row.get(key) for key in ("fiscal_year", "wave", "dimension", "value"))


def _line(row: Mapping[str, object], columns: Sequence[Column]) -> list[object]:
    return [row[one.key] for one in columns]


def runs(person: Person) -> Select[TableRun]:
    return actions.runs(person, NAME)


def make(years: Sequence[int], by: Person | None, at: datetime) -> TableRun:
    """Note that a package is made of these years; its bytes follow from the figures and the day."""
    if by is not None and not by.roles & MAKING:
        raise Refused("オープンデータは、担当者・決裁者が作れます。")
    if not years:
        raise Refused("公開する年度を1つ以上選んでください。")
    early = set(years) - set(finished(at))
    if early:
        named = "、".join(f"{one}年度" for one in sorted(early))
        raise Refused(f"{named}は、指標に使う調査がまだ終わっていないため、公開できません。")
    found = opened(years)
    run = TableRun(
        name=NAME,
        years=[str(one) for one in sorted(years)],
        columns=[one.resource.name for one in found],
        person_id=by.id if by else None,
        at=at,
        taken=sum(len(one.whole) for one in found),
    )
    db.session.add(run)
    hidden = sum(one.hidden for one in found)
    label = f"オープンデータ{run.taken:,}行を作った（{hidden}か所を隠した）"
    history.record(run, "open_data", label, by=by, at=at, years=run.years, hidden=hidden)
    return run


def content(run: TableRun) -> bytes:
    """Return the package of a run: the same bytes as long as the figures are the same."""
    years = actions.years_of(run)
    resources = [one.resource for one in opened(years)]
    return package.zipped(resources, years, day_in_japan(run.at))
