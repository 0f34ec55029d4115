"""The door to a sheet: a page asks here before it shows one, and a refusal is kept."""

from flask import abort

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.models import Sheet
from otameshi.selection.panel import actions
from otameshi.web.transaction import afterwards


def let_in(sheet_id: int, reviewer: Person) -> None:
    """Answer 404 unless this reviewer may open the sheet now; a sheet there is leaves a trace.

    One who may not open it learns no more than that there is no such page.
    """
    sheet = db.session.get(Sheet, sheet_id) or abort(404)
    why = actions.why_closed(reviewer, sheet, now())
    if not why:
        return
    who = reviewer.id

    def note() -> None:
        again, person = db.session.get(Sheet, sheet_id), db.session.get_one(Person, who)
        if again is not None:
            actions.note_refused(again, person, now(), why)

    afterwards(note)
    abort(404)
