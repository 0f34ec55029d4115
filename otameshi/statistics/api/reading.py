"""What the API answers, read from the same tables that the office takes."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from otameshi.db import snapshot
from otameshi.participation.models import Participation
from otameshi.statistics.exports import groups, public, tables
from otameshi.statistics.exports.columns import plain
from otameshi.statistics.exports.tables import Name

HIDING = {Name.RETENTION: public.retention, Name.APPLICATIONS: public.applications}
PSEUDONYM = 20  # characters of the number by which a group is known outside


def table(name: Name, years: Sequence[int], *, whole: bool) -> list[dict[str, Any]]:
    """Return the rows of a table of sums; without `whole`, what tells of 1 or 2 組 is hidden."""
    keys = [one.key for one in tables.columns(name, years)]
    rows = [dict(zip(keys, row, strict=True)) for row in tables.rows(name, years, keys)]
    return rows if whole else HIDING[name](rows)


@dataclass(frozen=True, slots=True)
class GroupPage:
    rows: list[dict[str, Any]]
    total: int


def group_rows(years: Sequence[int], page: int, size: int, key: str) -> GroupPage:
    """Return some of the groups that took part, by pseudonyms that `key` alone leads back from."""
    with snapshot() as connection:
        wanted = [one for one in groups.columns(connection, years) if not one.personal]
        query = groups.query(years, wanted, Participation.id)
        total = connection.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
        found = connection.execute(query.limit(size).offset((page - 1) * size)).all()
    names = [one.key for one in wanted]
    return GroupPage([_group(names, row, key) for row in found], total or 0)


def _group(names: Sequence[str], row: Sequence[Any], key: str) -> dict[str, Any]:
    number, *values = row
    known = dict(zip(names, map(plain, values), strict=True))
    said = {name: known.pop(name) for name in names if name.startswith(groups.WAVE)}
    answers = [
        {"months": int(name.removeprefix(groups.WAVE)), "answer": answer}
        for name, answer in said.items()
        if answer is not None
    ]
    return {"id": pseudonym(number, key), **known, "answers": answers}


def pseudonym(number: int, key: str) -> str:
    """Return a name for a group that is always the same and tells nothing of it."""
    return hmac.new(key.encode(), f"group:{number}".encode(), hashlib.sha256).hexdigest()[
        :PSEUDONYM
    ]
