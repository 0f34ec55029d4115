"""The standing and the rank of every candidate, worked out again only where a sheet has changed.

Thousands of standings in exact fractions take a second, and a page has 60 ms. Where the marks of
all sheets together have changed, those of each candidate say whose standing is worked out again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import String, cast, func, select

from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.db import db
from otameshi.programme.method import Method
from otameshi.programme.models import Call
from otameshi.selection import ranking
from otameshi.selection.board.lines import Lines
from otameshi.selection.board.memory import remembered
from otameshi.selection.board.rules import Line, written
from otameshi.selection.interviews import marks
from otameshi.selection.models import Candidacy, Score, Sheet, scale, scales_of
from otameshi.selection.ranking import Marks, Scale, Standing
from otameshi.selection.rules import SheetState
from otameshi.selection.summary.reading import mark_of, severity


class Basis(NamedTuple):
    """What a standing was worked out from."""

    sheets: str
    interview: Fraction | None
    rubric: int  # the version by which was decided, 0 for the present one


@dataclass(frozen=True, slots=True)
class Ranking:
    """The standings of a call, the ranks, and the candidates in the order of the list."""

    scales: Sequence[Scale]
    method: Method
    bases: Mapping[int, Basis] = field(default_factory=dict)
    standings: Mapping[int, Standing] = field(default_factory=dict)
    ranks: Mapping[int, int] = field(default_factory=dict)
    order: Sequence[int] = ()
    position: Mapping[int, int] = field(default_factory=dict)  # in that order
    # The scales of earlier versions of the rubric.
    earlier: Mapping[int, Sequence[Scale]] = field(default_factory=dict)
    scores: Mapping[int, Fraction | None] = field(default_factory=dict)
    severity: Mapping[int, Fraction] = field(default_factory=dict)  # of reviewers, where shown
    written: Mapping[int, str] = field(default_factory=dict)
    attention: frozenset[int] = frozenset()  # scores missing, or below a floor

    def scales_of(self, key: int) -> Sequence[Scale]:
        """Return the scales a candidate stands by: who is decided, by those of then."""
        return self.earlier.get(self.bases[key].rubric, self.scales)


def ranking_of(call: Call, lines: Lines) -> Ranking:
    """Rank the candidates of a call by its year's method."""
    scales = [scale(criterion) for criterion in call.year.criteria]
    method = call.year.selection_plan.fact
    interviews = marks.on_scale(call, ranking.full(scales))
    mark = (lines.mark, mark_of(call), interviews, scales, method, len(call.year.rubrics))

    def work_out(known: Ranking | None) -> Ranking:
        same = known if known and (known.scales, known.method) == (scales, method) else None
        return _worked_out(call, lines, interviews, same or Ranking(scales, method))

    return remembered(("ranking", call.id), mark, work_out)


def _worked_out(
    call: Call, lines: Lines, interviews: Mapping[int, Fraction], known: Ranking
) -> Ranking:
    sheets = _sheets_of(call)
    bases = {
        key: Basis(sheets.get(key, ""), interviews.get(key), _rubric(call, line))
        for key, line in lines.by_id.items()
    }
    changed = [key for key, basis in bases.items() if known.bases.get(key) != basis]
    earlier = {one.number: scales_of(one) for one in call.year.rubrics}
    found = replace(known, bases=bases, earlier=earlier, severity=severity(call, known.scales))
    fresh = _standings(call, changed, found)
    standings = {key: fresh.get(key) or known.standings[key] for key in bases}
    ranks = ranking.ranks(standings)
    inorder = sorted(lines.by_id.values(), key=lambda line: numbers.key(line.number))
    order = sorted((one.id for one in inorder), key=lambda key: _place(key, ranks, standings))
    return replace(
        found,
        standings=standings,
        ranks=ranks,
        order=order,
        position={key: place for place, key in enumerate(order)},
        scores={key: one.score for key, one in standings.items()},
        written={key: written(one.score) for key, one in standings.items()},
        attention=frozenset(key for key, one in standings.items() if _unclear(one)),
    )


def _unclear(one: Standing) -> bool:
    return bool(one.score is None or one.missing or one.below_floor or one.lacks_interview)


def _place(
    key: int, ranks: Mapping[int, int], standings: Mapping[int, Standing]
) -> tuple[object, ...]:
    """Return where a candidate is listed; sorting is stable, so equals stay in number order."""
    one = standings[key]
    rank = ranks.get(key)
    return rank is None, rank or 0, -(one.score or Fraction(0)), one.tie_order


def _rubric(call: Call, line: Line) -> int:
    then = call.year.rubric_at(line.decided_at) if line.decided_at else None
    return then.number if then else 0


def _sheets_of(call: Call) -> dict[int, str]:
    """Return of each candidate all that says whether a sheet has changed."""
    sign = (
        cast(Sheet.id, String)
        + ":"
        + cast(Sheet.version, String)
        + cast(Sheet.state, String)
        + cast(Sheet.reviewer_id, String)
    )
    query = select(Sheet.candidacy_id, func.aggregate_strings(sign, " "))
    of_call = (
        query.join(Candidacy, Sheet.candidacy_id == Candidacy.id)
        .join(Application, Candidacy.application_id == Application.id)
        .where(Application.call_id == call.id)
        .group_by(Sheet.candidacy_id)
    )
    return {row[0]: row[1] for row in db.session.execute(of_call)}


def _standings(call: Call, keys: Iterable[int], one: Ranking) -> dict[int, Standing]:
    sheets = _marks(call, set(keys))
    return {
        key: ranking.standing(
            one.scales_of(key), sheets.get(key, []), one.method, one.bases[key].interview
        )
        for key in keys
    }


def _marks(call: Call, keys: set[int]) -> dict[int, list[Marks]]:
    """Return the sheets of these candidates in one statement, the reviewers without names."""
    query = (
        select(
            Sheet.candidacy_id,
            Sheet.id,
            Sheet.reviewer_id,
            Sheet.state,
            Score.criterion_id,
            Score.points,
        )
        .outerjoin(Score, Score.sheet_id == Sheet.id)
        .join(Candidacy, Sheet.candidacy_id == Candidacy.id)
        .join(Application, Candidacy.application_id == Application.id)
        .where(Application.call_id == call.id)
        .order_by(Sheet.id)
    )
    if len(keys) <= MOST_NAMED:
        query = query.where(Sheet.candidacy_id.in_(keys))
    points: dict[int, dict[int, int]] = {}
    heads: dict[int, tuple[int, int, SheetState]] = {}
    for candidacy, sheet, reviewer, state, criterion, given in db.session.execute(query):
        if candidacy in keys:
            heads[sheet] = (candidacy, reviewer, state)
            mine = points.setdefault(sheet, {})
            if criterion is not None:
                mine[criterion] = given
    found: dict[int, list[Marks]] = {}
    for sheet, (candidacy, reviewer, state) in heads.items():
        one = Marks(str(reviewer), state, points[sheet], reviewer)
        found.setdefault(candidacy, []).append(one)
    return found


MOST_NAMED = 500  # candidates named one by one in a statement
