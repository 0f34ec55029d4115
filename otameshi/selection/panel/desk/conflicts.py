"""利害関係 of one candidate with the panel: what was found, and what an officer says of it."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.models import Candidacy
from otameshi.selection.panel import actions
from otameshi.selection.panel.desk.blueprint import OFFICERS, READERS, pages
from otameshi.selection.panel.forms import RuleForm
from otameshi.selection.panel.models import Ruling, Seat
from otameshi.selection.panel.rules import Verdict
from otameshi.selection.panel.signs import Sign
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given

HERE = "/candidates/<int:candidacy_id>/conflicts"


@dataclass(frozen=True, slots=True)
class Line:
    """One reviewer: all signs found, which of them stand, and the officer's word."""

    seat: Seat
    person: Person
    found: tuple[Sign, ...]
    standing: tuple[Sign, ...]
    ruling: Ruling | None


def candidacy_or_404(candidacy_id: int) -> Candidacy:
    return db.session.get(Candidacy, candidacy_id) or abort(404)


@pages.get(HERE)
@needs(READERS)
def conflicts(candidacy_id: int) -> str:
    one = candidacy_or_404(candidacy_id)
    return render_template(
        "panel/conflicts.html",
        one=one,
        application=one.application,
        call=one.application.call,
        lines=_lines(one),
        works=actor().has(Role.OFFICER),
    )


def _lines(one: Candidacy) -> list[Line]:
    panel = actions.bench(one.application.call, actions.served(one.application.call))
    found, standing = panel.found(one), panel.standing(one)
    return [
        Line(
            seat,
            seat.person,
            found.get(seat.person.id, ()),
            standing.get(seat.person.id, ()),
            panel.rulings.get((seat.person.id, one.id)),
        )
        for seat in panel.seats
        if seat.person is not None
    ]


@pages.route(f"{HERE}/<int:person_id>", methods=["GET", "POST"])
@needs(OFFICERS)
def rule(candidacy_id: int, person_id: int) -> str | Response:
    """Add a conflict that nothing shows, or lift one that was found, with the reason."""
    one = candidacy_or_404(candidacy_id)
    line = next((each for each in _lines(one) if each.person.id == person_id), None) or abort(404)
    first = Verdict.LIFTED if line.standing else Verdict.ADDED
    form = RuleForm(verdict=line.ruling.verdict if line.ruling else first)
    if not form.sent():
        return render_template(
            "panel/rule.html", one=one, application=one.application,
            call=one.application.call, line=line, form=form,
        )  # fmt: skip
    actions.rule(line.person, one, form.verdict.data, given(form.note.data), actor(), now())
    flash(f"{line.person.name}委員：{form.verdict.data.label}としました。", "done")
    return redirect(url_for(".conflicts", candidacy_id=candidacy_id), 303)


@pages.post(f"{HERE}/<int:person_id>/undo")
@needs(OFFICERS)
def undo_ruling(candidacy_id: int, person_id: int) -> Response:
    one, person = candidacy_or_404(candidacy_id), db.session.get(Person, person_id) or abort(404)
    actions.rule(person, one, None, reason_given(), actor(), now())
    flash(f"{person.name}委員についての判断を取り消しました。", "done")
    return redirect(url_for(".conflicts", candidacy_id=candidacy_id), 303)
