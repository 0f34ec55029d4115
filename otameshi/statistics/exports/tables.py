"""The tables there are: each with its columns and its rows, read as of one moment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from otameshi.core.labels import Labelled
from otameshi.db import db, snapshot
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.exports import divided, groups, replies, summaries
from otameshi.statistics.exports.columns import Column, Value, chosen

Years = Sequence[int]


class Name(Labelled):
    GROUPS = "groups", "組", "参加した組ごとに1行。分け方に使う項目と、調査の回ごとの回答です。"
    REPLIES = "replies", "調査の回答", "回答ごとに1行。質問ごとに1列です。"
    RETENTION = "retention", "維持率", "年度と調査回ごとに1行です。"
    DIVIDED = (
        "divided",
        "分け方ごとの維持",
        "年度と分け方の値ごとに1行。指標に使う調査回の回答です。",
    )
    APPLICATIONS = "applications", "応募・採択", "年度と分け方の値ごとに1行です。"


@dataclass(frozen=True, slots=True)
class Source:
    columns: Callable[[Connection, Years], tuple[Column, ...]]
    rows: Callable[[Connection, Years, Sequence[Column]], Iterator[list[Value]]]


SOURCES = {
    Name.GROUPS: Source(groups.columns, groups.rows),
    Name.REPLIES: Source(replies.columns, replies.rows),
    Name.RETENTION: Source(summaries.retention_columns, summaries.retention),
    Name.DIVIDED: Source(divided.columns, divided.rows),
    Name.APPLICATIONS: Source(summaries.applications_columns, summaries.applications),
}


def years() -> list[int]:
    """Return the 年度 there are, newest first."""
    query = select(ProgrammeYear.fiscal_year).order_by(ProgrammeYear.fiscal_year.desc())
    return list(db.session.scalars(query))


def columns(name: Name, wanted: Years = ()) -> tuple[Column, ...]:
    """Return every column of a table for these years; none means all years."""
    return SOURCES[name].columns(db.session.connection(), wanted)


def rows(name: Name, wanted: Years, keys: Sequence[str]) -> Iterator[list[Value]]:
    """Read a table as of the moment when its first row is asked for, a part at a time."""
    with snapshot() as connection:
        source = SOURCES[name]
        found = chosen(source.columns(connection, wanted), keys)
        yield from source.rows(connection, wanted, found)
