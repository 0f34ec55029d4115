"""Taking sheets back from whoever does not go on with them; and how many each has."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, func, select

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import COUNTED, OPEN_SHEET, SheetState
from otameshi.selection.scoring.models import SheetVersion


def take_back(sheets: Sequence[Sheet]) -> dict[int, list[str]]:
    """Take sheets back and return by candidate the names of those who had them.

    What was ever finished stays to be read, but does not count; what was not is removed.
    """
    keys = [sheet.id for sheet in sheets]
    kept = select(SheetVersion.sheet_id).where(SheetVersion.sheet_id.in_(keys))
    spoken = set(db.session.scalars(kept)) if keys else set()
    lost: dict[int, list[str]] = defaultdict(list)
    for sheet in sheets:
        lost[sheet.candidacy_id].append(sheet.reviewer.name)
        if sheet.id in spoken or sheet.state not in OPEN_SHEET:
            sheet.state = SheetState.VOIDED
        else:
            sheet.candidacy.sheets.remove(sheet)
    return lost


def loads(call: Call) -> Select[int, int]:
    """Select how many sheets of a call each reviewer has, open and finished."""
    return (
        select(Sheet.reviewer_id, func.count())
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Sheet.state.in_(COUNTED),
        )
        .group_by(Sheet.reviewer_id)
    )
