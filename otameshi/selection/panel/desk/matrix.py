"""Who has which sheet: the candidates down, the panel across."""

from flask import render_template

from otameshi.core.roles import Role
from otameshi.selection import actions as selection
from otameshi.selection.models import Candidacy
from otameshi.selection.panel import actions
from otameshi.selection.panel.actions.bench import listed
from otameshi.selection.panel.desk.blueprint import READERS, call_or_404, pages
from otameshi.selection.rules import SheetState
from otameshi.web.access import actor, needs
from otameshi.web.paging import paged

MARKS = {
    SheetState.ASSIGNED: "未",
    SheetState.DRAFT: "途",
    SheetState.FINAL: "確",
    SheetState.RECUSED: "辞",
    SheetState.ABSTAINED: "不",
    SheetState.VOIDED: "外",
}
CONFLICT = "×"


@pages.get("/<int:call_id>/loads")
@needs(READERS)
def matrix(call_id: int) -> str:
    call = call_or_404(call_id)
    panel = actions.bench(call, actions.served(call))
    listed_now = paged(listed(call))
    return render_template(
        "panel/matrix.html",
        call=call,
        seats=panel.seats,
        page=listed_now,
        cells={one.id: _cells(one, panel) for one in listed_now.rows},
        loads={load.reviewer.id: load for load in selection.progress(call)},
        marks=[(mark, state.label) for state, mark in MARKS.items()],
        conflict=CONFLICT,
        works=actor().has(Role.OFFICER),
    )


def _cells(one: Candidacy, panel: actions.Bench) -> dict[int, tuple[str, str]]:
    """Return by reviewer the mark and its words: the sheet, or what keeps them from each other."""
    cells = {
        key: (CONFLICT, "、".join(sign.words for sign in signs))
        for key, signs in panel.standing(one).items()
    }
    for sheet in one.sheets:
        conflict = cells.get(sheet.reviewer_id, ("", ""))[1]
        words = f"{sheet.state.label}（{conflict}）" if conflict else sheet.state.label
        cells[sheet.reviewer_id] = (MARKS[sheet.state], words)
    return cells
