"""Past totals are received, looked over and then taken in: all of a table, or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.period import fiscal_year
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.statistics.sheet import actions
from otameshi.statistics.sheet.actions import Source
from otameshi.statistics.sheet.models import (
    Indicator,
    PublishedCount,
    PublishedFigure,
    SettledCost,
)
from otameshi.statistics.sheet.past import columns, rules
from otameshi.statistics.sheet.past.models import IncomingTotals
from otameshi.statistics.sheet.past.reading import read
from otameshi.statistics.sheet.past.rules import TABLE, Change, Known, Line, Problem


@dataclass(frozen=True, slots=True)
class Look:
    """What a table says, what is wrong in it, and what it would change as things stand now."""

    lines: Sequence[Line]
    problems: Sequence[Problem]
    changes: Sequence[Change]

    @property
    def replaces(self) -> int:
        return sum(one.replaces for one in self.changes)

    @property
    def seen(self) -> str:
        """Return a mark of the changes, by which taking them notices that others came before."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()[:16]


def tables() -> Select[IncomingTotals]:
    return select(IncomingTotals).order_by(IncomingTotals.id.desc())


def look(rows: Sequence[Sequence[str]], at: datetime) -> Look:
    """Read a table, and lay it beside what is entered already."""
    lines, problems = read(rows, fiscal_year(day_in_japan(at)))
    rate = db.session.scalar(select(Indicator).where(Indicator.computed))
    changed = rules.changes(lines, known())
    if rate is None:
        text = "指標がまだ読み込まれていないため、取り込めません。運用担当者に連絡してください。"
        problems += [
            Problem(one.row, one.column, text)
            for one in changed
            if one.column in {columns.VALUE, columns.TARGET}
        ]
    return Look(lines, problems, changed)


def known() -> Known:
    figures = db.session.scalars(
        select(PublishedFigure).join(PublishedFigure.indicator).where(Indicator.computed)
    )
    counts = db.session.scalars(select(PublishedCount))
    costs = db.session.scalars(select(SettledCost))
    return Known(
        counts={(one.fiscal_year, one.output): one.value for one in counts},
        figures={one.fiscal_year: (one.value, one.target) for one in figures},
        costs={one.fiscal_year: one.thousands for one in costs},
    )


def receive(
    name: str, content: bytes, rows: list[list[str]], by: Person | None, at: datetime
) -> IncomingTotals:
    """Keep a table as it was sent, to be looked over and then taken in."""
    columns.check(rows[0])
    if len(rows) < 2:  # noqa: PLR2004  # the names of the columns, and a line
        raise Refused("年度の行が1つもありません。2行目から、1行に1つの年度を書いてください。")
    if len(rows) > rules.MOST_ROWS + 1:
        raise Refused(f"1回に取り込めるのは{rules.MOST_ROWS}行までです。")
    table = IncomingTotals(name=name, sha256=hashlib.sha256(content).hexdigest(), rows=rows, at=at)
    db.session.add(table)
    label = "過去の集計の表を受け取った"
    history.record(table, "receive", label, by=by, at=at, file=name, rows=len(rows) - 1)
    return table


def drop(table: IncomingTotals, by: Person, at: datetime, version: int | None = None) -> None:
    row = locked(IncomingTotals, table.id)
    unchanged(row, version)
    move = TABLE.choose("drop", by.roles, row.state)
    row.state, row.settled_at = move.target, at
    history.record(row, move.name, move.label, by=by, at=at)


def take(  # what was looked over, and why it replaces
    table: IncomingTotals,
    reason: str,
    *,
    by: Person | None,
    at: datetime,
    version: int | None = None,
    seen: str | None = None,
) -> Look:
    """Enter every number of a table that is new or another, or, where anything is wrong, none."""
    row = locked(IncomingTotals, table.id)
    unchanged(row, version)
    roles = by.roles if by else {one.by for one in TABLE.moves}  # who runs the system may
    move = TABLE.choose("take", roles, row.state)
    found = look(row.rows, at)
    rules.check(found.problems, found.changes, reason)
    if seen is not None and seen != found.seen:
        raise Overtaken
    for line in found.lines:
        own = [one for one in found.changes if one.row == line.row]
        _enter(line, own, reason, by, at)
    row.state, row.settled_at = move.target, at
    history.record(
        row, move.name, move.label, by=by, at=at, note=reason,
        numbers=len(found.changes), replaced=found.replaces,
    )  # fmt: skip
    return found


def _enter(
    line: Line, changed: Sequence[Change], reason: str, by: Person | None, at: datetime
) -> None:
    columns_changed = {one.column: one for one in changed}

    def given(*names: str) -> Source:
        replaces = any(columns_changed[name].replaces for name in names if name in columns_changed)
        note = " ".join(filter(None, (line.note, reason.strip() if replaces else "")))
        return Source(line.source, note)

    for output, count in line.counts.items():
        name = columns.NAMES[output]
        if name in columns_changed:
            actions.publish_count(line.fiscal_year, output, count, given(name), by=by, at=at)
    if {columns.VALUE, columns.TARGET} & columns_changed.keys():
        _publish(line, given(columns.VALUE, columns.TARGET), by, at)
    if columns.COST in columns_changed and line.thousands is not None:
        actions.settle_cost(line.fiscal_year, line.thousands, given(columns.COST), by=by, at=at)


def _publish(line: Line, given: Source, by: Person | None, at: datetime) -> None:
    """Enter a value and a target; what the table leaves empty stays as it is, with its source."""
    rate = db.session.scalars(select(Indicator).where(Indicator.computed)).one()
    before = next((one for one in rate.figures if one.fiscal_year == line.fiscal_year), None)
    value, target = line.value, line.target
    if before is not None:
        value = before.value if value is None else value
        target = before.target if target is None else target
        sources = dict.fromkeys((before.source, given.source))
        notes = dict.fromkeys(filter(None, (before.note, given.note)))
        given = Source("、".join(sources), " ".join(notes), before.published_on)
    actions.publish(rate, line.fiscal_year, value=value, target=target, given=given, by=by, at=at)
