"""Every candidate of a call as the board knows it: columns alone, so that thousands are cheap."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from otameshi.applications.models import Application, Member, Wish
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.board import balance
from otameshi.selection.board.memory import remembered
from otameshi.selection.board.rules import Line
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import REVIEWING, Outcome, State

ON_THE_BOARD = frozenset(State) - {State.SCREENING, State.INELIGIBLE}
REPRESENTATIVE = 1
DECIDED_AS = {
    State.SELECTED: Outcome.SELECTED,
    State.WAITLISTED: Outcome.WAITLISTED,
    State.REJECTED: Outcome.REJECTED,
}
Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Lines:
    """The candidates by their ids, and what is counted of all of them."""

    mark: Mark
    by_id: Mapping[int, Line]
    open: frozenset[int]  # who can still be proposed
    settled: Mapping[int, Outcome]  # what the others are proposed or decided as
    neither: int  # who is neither open nor settled: the place was declined
    kinds: Counter[str]
    regions: Counter[str]
    towns: frozenset[int]


def lines_of(call: Call) -> Lines:
    """Return the candidates under review or beyond; the withdrawn drop out."""
    mark = _mark(call)
    return remembered(("lines", call.id), mark, lambda _: _read(call, mark))


def _mark(call: Call) -> Mark:
    """Return numbers of which one rises with each change of the year's candidates and answers."""
    row = db.session.execute(
        select(func.count(), func.sum(Candidacy.version), func.sum(Application.version))
        .join(Candidacy.application)
        .join(Call, Application.call_id == Call.id)
        .where(Call.year_id == call.year_id)
    ).one()
    return row[0], int(row[1] or 0), int(row[2] or 0)


def _settled(line: Line) -> tuple[int, Outcome | None]:
    if line.state is State.PROPOSED:
        return line.id, line.proposal
    return line.id, DECIDED_AS.get(line.state)


def _read(call: Call, mark: Mark) -> Lines:
    heads = (
        select(func.count())
        .where(Member.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Candidacy.id,
            Application.id,
            Candidacy.version,
            Candidacy.state,
            Candidacy.proposal,
            Candidacy.waitlist_rank,
            Application.number,
            Application.kind,
            heads,
            Member.prefecture,
            Wish.host_id,
            Candidacy.decided_at,
        )
        .join(Candidacy.application)
        .outerjoin(
            Member,
            (Member.application_id == Application.id) & (Member.position == REPRESENTATIVE),
        )
        .outerjoin(Wish, (Wish.application_id == Application.id) & (Wish.rank == 1))
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(ON_THE_BOARD),
        )
    )
    found = {row[0]: Line._make(row) for row in rows}
    open_ = frozenset(key for key, line in found.items() if line.state in REVIEWING)
    settled = {key: one for key, one in map(_settled, found.values()) if one is not None}
    return Lines(
        mark=mark,
        by_id=found,
        open=open_,
        settled=settled,
        neither=len(found) - len(open_) - len(settled),
        kinds=Counter(map(balance.kind_of, found.values())),
        regions=Counter(map(balance.region_of, found.values())),
        towns=frozenset(line.host_id for line in found.values() if line.host_id),
    )
