"""The blueprint of the reviewer's pages, and the door to a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection import actions
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.selection.panel import door
from otameshi.selection.rules import OPEN_SHEET, REVIEWING, SheetState
from otameshi.selection.scoring import actions as closing
from otameshi.selection.scoring.rules import Window
from otameshi.web.access import actor, needs

pages = Blueprint("review", __name__, url_prefix="/review")
REVIEWERS = needs({Role.REVIEWER})

YEAR = joinedload(Application.call).joinedload(Call.year)
WHOLE = (
    selectinload(Application.members),
    selectinload(Application.wishes),
    selectinload(Application.papers),
    selectinload(Application.costs),
    joinedload(Application.applicant),
    joinedload(Application.office),
    YEAR.selectinload(ProgrammeYear.criteria),
    YEAR.selectinload(ProgrammeYear.papers),
    YEAR.joinedload(ProgrammeYear.selection_plan),
)


def own_sheet(sheet_id: int) -> Sheet:
    """Return one of the reviewer's own sheets, as far as the panel's door lets in."""
    door.let_in(sheet_id, actor())
    found = db.session.scalar(
        actions.sheets_of(actor())
        .where(Sheet.id == sheet_id)
        .options(
            selectinload(Sheet.scores).joinedload(Score.criterion),
            joinedload(Sheet.candidacy).joinedload(Candidacy.application).options(*WHOLE),
        )
    )
    return found or abort(404)


def window(sheet: Sheet) -> Window:
    call_id = sheet.candidacy.application.call_id
    return closing.windows([call_id])[call_id]


def scorable(sheet: Sheet, until: Window) -> bool:
    candidacy = sheet.candidacy
    judged = candidacy.state in REVIEWING and candidacy.application.state is State.SUBMITTED
    return sheet.state in OPEN_SHEET and judged and until.open(now())


@dataclass(frozen=True, slots=True)
class Around:
    """The sheets before and after one, in the order of the list; and the next that is open."""

    number: int
    of: int
    before: int | None
    after: int | None
    next_open: int | None


def around(sheet: Sheet) -> Around:
    """Find the neighbours among the reviewer's sheets of the same call, in one statement."""
    call_id = sheet.candidacy.application.call_id
    rows = db.session.execute(
        select(Sheet.id, Sheet.state)
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(
            Sheet.reviewer_id == sheet.reviewer_id,
            Application.call_id == call_id,
            Application.state == State.SUBMITTED,
            Candidacy.state.in_(REVIEWING),
            Sheet.state != SheetState.VOIDED,
        )
        .order_by(Sheet.id)
    )
    states = {key: state for key, state in rows}  # noqa: C416  # rows are no pairs to mypy
    keys = sorted({*states, sheet.id})
    here = keys.index(sheet.id)
    following = [*keys[here + 1 :], *keys[:here]]
    return Around(
        number=here + 1,
        of=len(keys),
        before=_at(keys, here - 1),
        after=_at(keys, here + 1),
        next_open=next((key for key in following if states.get(key) in OPEN_SHEET), None),
    )


def _at(keys: Sequence[int], place: int) -> int | None:
    return keys[place] if 0 <= place < len(keys) else None
