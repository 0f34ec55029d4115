"""The staff's page about those who scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, abort, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection import actions
from otameshi.selection.models import Candidacy, scale
from otameshi.selection.ranking import Scale, Standing, shown, signed
from otameshi.selection.rules import State
from otameshi.selection.summary.reading import summary
from otameshi.web.access import needs
from otameshi.web.paging import paged

pages = Blueprint("scoring_summary", __name__, url_prefix="/desk/selection/<int:call_id>/scores")
READERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
UNSCORED = {State.SCREENING, State.INELIGIBLE}


@dataclass(frozen=True, slots=True)
class Row:
    candidacy: Candidacy
    standing: Standing


def _call(call_id: int) -> Call:
    found = db.session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(
            joinedload(Call.year).options(
                selectinload(ProgrammeYear.criteria),
                selectinload(ProgrammeYear.rubrics),
                joinedload(ProgrammeYear.selection_plan),
            )
        )
    )
    return found or abort(404)


def _rows(
    found: Sequence[Candidacy], scales: Sequence[Scale], severity: Mapping[int, Fraction]
) -> list[Row]:
    return [Row(one, one.standing(scales, severity=severity)) for one in found]


@pages.get("/")
@needs(READERS)
def show(call_id: int) -> str:
    call = _call(call_id)
    found = summary(call)
    scales = [scale(criterion) for criterion in call.year.criteria]
    listed = paged(actions.of_call(call).where(Candidacy.state.not_in(UNSCORED)))
    return render_template(
        "selection/summary/show.html",
        call=call,
        summary=found,
        page=listed,
        rows=_rows(listed.rows, scales, found.severity),
        shown=shown,
        signed=signed,
    )
