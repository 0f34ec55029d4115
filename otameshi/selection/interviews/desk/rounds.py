"""The rounds, and one round: its dates, places, slots and panels."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.desk.blueprint import (
    OFFICERS,
    READERS,
    call_or_404,
    pages,
    place_or_404,
    round_or_404,
    slot_or_404,
)
from otameshi.selection.interviews.forms import PlaceForm, RoundForm, SeatForm, SlotsForm
from otameshi.selection.interviews.models import InterviewRound
from otameshi.selection.interviews.rules import HOLDS_A_SLOT, TONE, State
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged


@pages.get("/")
@needs(READERS)
def index() -> str:
    query = select(InterviewRound).options(joinedload(InterviewRound.call).joinedload(Call.year))
    listed = paged(query.order_by(InterviewRound.choose_until.desc()))
    counts = actions.counted(listed.rows)
    return render_template("interviews/index.html", page=listed, counts=counts, State=State)


@pages.get("/<int:call_id>")
@needs(READERS)
def show(call_id: int) -> str:
    """Show who was invited and what became of it, and the slots with who holds each."""
    call, at = call_or_404(call_id), now()
    held = actions.round_of(call)
    rows = db.session.scalars(actions.of_round(held)).unique().all() if held else []
    slots = actions.slots(held) if held else []
    return render_template(
        "interviews/show.html",
        call=call,
        held=held,
        rows=rows,
        slots=slots,
        holder={one.slot_id: one for one in rows if one.state in HOLDS_A_SLOT},
        free=len(actions.free(held, at)) if held else 0,
        waiting=sum(one.state in {State.INVITED, State.ASKED} for one in rows),
        late=bool(held and held.choose_until <= at),
        works=actor().has(Role.OFFICER),
        tone=TONE,
        at=at,
    )


@pages.route("/<int:call_id>/setup", methods=["GET", "POST"])
@needs(OFFICERS)
def setup(call_id: int) -> str | Response:
    call = call_or_404(call_id)
    held = actions.round_of(call)
    form = RoundForm.of(held)
    if not form.sent():
        return render_template("interviews/setup.html", call=call, held=held, form=form)
    actions.set_round(call, form.plan(), actor(), now(), version_shown())
    flash("面談の設定を保存しました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)


@pages.route("/<int:call_id>/places/new", methods=["GET", "POST"])
@needs(OFFICERS)
def new_place(call_id: int) -> str | Response:
    held = round_or_404(call_id)
    form = PlaceForm()
    if not form.sent():
        return render_template("interviews/place.html", call=held.call, form=form, place=None)
    name, detail = given(form.name.data), given(form.detail.data)
    actions.add_place(held, form.kind.data, name, detail, actor(), now())
    flash(f"場所「{name}」を加えました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)


@pages.route("/<int:call_id>/places/<int:place_id>", methods=["GET", "POST"])
@needs(OFFICERS)
def place(call_id: int, place_id: int) -> str | Response:
    held = round_or_404(call_id)
    found = place_or_404(held, place_id)
    form = PlaceForm(obj=found)
    if not form.sent():
        return render_template("interviews/place.html", call=held.call, form=form, place=found)
    name, detail = given(form.name.data), given(form.detail.data)
    told = actions.change_place(found, name, detail, actor(), now())
    flash(f"場所を変え、予約のある{told}組と面談する人にお知らせしました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)


@pages.route("/<int:call_id>/slots/new", methods=["GET", "POST"])
@needs(OFFICERS)
def new_slots(call_id: int) -> str | Response:
    held = round_or_404(call_id)
    form = SlotsForm.of(held.places, actions.panel_of(held.call))
    if not form.sent():
        return render_template("interviews/slots.html", call=held.call, held=held, form=form)
    where = place_or_404(held, given(form.place.data))
    made = actions.make_slots(where, form.spans(), form.panel.data or (), actor(), now())
    flash(f"面談の枠を{len(made)}個作りました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)


@pages.route("/<int:call_id>/slots/<int:slot_id>", methods=["GET", "POST"])
@needs(OFFICERS)
def slot(call_id: int, slot_id: int) -> str | Response:
    held = round_or_404(call_id)
    found = slot_or_404(held, slot_id)
    form = SeatForm.of(found, actions.panel_of(held.call))
    if not form.sent():
        return render_template("interviews/slot.html", call=held.call, slot=found, form=form)
    actions.seat(found, form.panel.data or (), actor(), now(), version_shown())
    flash("面談する人を変えました。予約があるときは、出る人と外れる人にお知らせしました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)


@pages.post("/<int:call_id>/slots/<int:slot_id>/remove")
@needs(OFFICERS)
def remove_slot(call_id: int, slot_id: int) -> Response:
    found = slot_or_404(round_or_404(call_id), slot_id)
    words = found.words
    actions.remove_slot(found, actor(), now())
    flash(f"{words}の枠をなくしました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)
