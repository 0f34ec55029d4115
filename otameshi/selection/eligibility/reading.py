"""The findings about candidates, each with what an officer made of it."""

from collections.abc import Iterable

from sqlalchemy import select

from otameshi.db import db
from otameshi.selection.eligibility.models import FindingMark
from otameshi.selection.eligibility.rules import Judged, judged
from otameshi.selection.models import Candidacy


def lines_of(candidates: Iterable[Candidacy]) -> dict[int, tuple[Judged, ...]]:
    """Return what was found about each candidate, the marks of all of them in one statement."""
    wanted = {one.id: one for one in candidates}
    rows = db.session.scalars(select(FindingMark).where(FindingMark.candidacy_id.in_(wanted)))
    marks: dict[int, dict[str, FindingMark]] = {}
    for row in rows:
        marks.setdefault(row.candidacy_id, {})[row.finding] = row
    return {
        key: judged(one.found, {name: row.fact for name, row in marks.get(key, {}).items()})
        for key, one in wanted.items()
    }


def lines(candidacy: Candidacy) -> tuple[Judged, ...]:
    return lines_of([candidacy])[candidacy.id]
