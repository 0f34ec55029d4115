"""Gatherings, for staff: planned, changed, cancelled, and how many people came."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.outreach import actions
from otameshi.outreach.forms import AttendanceForm, CancelForm, GatheringForm
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits import counting
from otameshi.outreach.visits.actions import announcing
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged

MISSING = "1"
pages = Blueprint("outreach_desk", __name__, url_prefix="/desk/gatherings")


def gathering_or_404(gathering_id: int) -> Gathering:
    query = actions.announced().where(Gathering.id == gathering_id)
    return db.session.scalar(query) or abort(404)


def years() -> Sequence[ProgrammeYear]:
    newest_first = ProgrammeYear.fiscal_year.desc()
    return db.session.scalars(select(ProgrammeYear).order_by(newest_first)).all()


def _told(letters: int) -> str:
    return f"申し込んだ{letters}件にメールを送ります。" if letters else ""


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """List the gatherings, perhaps of one year and kind, or those without a note of who came."""
    kind = next((one for one in GatheringKind if one == request.args.get("kind")), None)
    year = asked_year()
    missing = request.args.get("missing") == MISSING
    query = actions.announced().join(ProgrammeYear, ProgrammeYear.id == Gathering.year_id)
    if kind is not None:
        query = query.where(Gathering.kind == kind)
    if year is not None:
        query = query.where(ProgrammeYear.fiscal_year == year)
    if missing:
        query = query.where(counting.unrecorded(now()))
    page = paged(query.order_by(Gathering.held_at.desc(), Gathering.id.desc()))
    return render_template(
        "outreach/desk.html",
        page=page,
        visits=counting.counts(one.id for one in page.rows),
        years=years(),
        kinds=list(GatheringKind),
        year=year,
        kind=kind,
        missing=missing,
        counts=actions.counts(year, now()) if year is not None else None,
        now=now(),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def new() -> str | Response:
    known = years()
    form = GatheringForm(known, year_id=known[0].id if known else None, bookable=True)
    if not form.sent():
        return render_template("outreach/edit.html", form=form, gathering=None)
    year = db.session.get_one(ProgrammeYear, given(form.year_id.data))
    gathering = actions.plan(year, form.plan(), actor(), now())
    flash("登録しました。公開の一覧に載っています。", "done")
    return redirect(url_for(".show", gathering_id=gathering.id), 303)


@pages.get("/<int:gathering_id>")
@needs(OFFICE)
def show(gathering_id: int) -> str:
    gathering = gathering_or_404(gathering_id)
    return render_template(
        "outreach/show.html",
        gathering=gathering,
        standing=gathering.standing(now()),
        count=counting.counts([gathering.id])[gathering.id],
        events=db.session.scalars(history.of(gathering)).unique().all(),
    )


@pages.route("/<int:gathering_id>/edit", methods=["GET", "POST"])
@needs({Role.OFFICER})
def edit(gathering_id: int) -> str | Response:
    gathering = gathering_or_404(gathering_id)
    form = GatheringForm([gathering.year], gathering)
    if not form.sent():
        return render_template("outreach/edit.html", form=form, gathering=gathering)
    told = announcing.change(gathering, form.plan(), actor(), now(), version_shown())
    flash(f"変更しました。公開の一覧にも反映されています。{_told(told)}", "done")
    return redirect(url_for(".show", gathering_id=gathering_id), 303)


@pages.route("/<int:gathering_id>/attendance", methods=["GET", "POST"])
@needs({Role.OFFICER})
def attendance(gathering_id: int) -> str | Response:
    gathering = gathering_or_404(gathering_id)
    form = AttendanceForm(obj=gathering)
    if not form.sent():
        return render_template(
            "outreach/attendance.html",
            form=form,
            gathering=gathering,
            suggested=counting.suggested(gathering) if gathering.ticked_at else None,
        )
    actions.attend(gathering, given(form.attendance.data), actor(), now(), version_shown())
    flash("参加人数を記録しました。", "done")
    return redirect(url_for(".show", gathering_id=gathering_id), 303)


@pages.route("/<int:gathering_id>/cancel", methods=["GET", "POST"])
@needs({Role.OFFICER})
def cancel(gathering_id: int) -> str | Response:
    gathering = gathering_or_404(gathering_id)
    form = CancelForm()
    if not form.sent():
        return render_template("outreach/cancel.html", form=form, gathering=gathering)
    note = given(form.note.data)
    told = announcing.cancel(gathering, actor(), now(), note, version_shown())
    words = "中止にしました。公開の一覧では、開催予定だった日まで「中止」と表示します。"
    flash(f"{words}{_told(told)}", "done")
    return redirect(url_for(".show", gathering_id=gathering_id), 303)
