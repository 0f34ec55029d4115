"""How a wave goes, when each group is asked, and whom to call: for the office."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.followup import figures, waves
from otameshi.followup.asking import letters, planning, reading, tasks
from otameshi.followup.asking.forms import CopyForm, PlanForm, TaskForm
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.reading import Progress
from otameshi.followup.asking.rules import Kind, Standing, State, reminder_on
from otameshi.followup.contacts.reading import known_of
from otameshi.followup.models import Wave
from otameshi.followup.rules import Addressee
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("waves_desk", __name__, url_prefix="/desk/followup")
OFFICERS = frozenset({Role.OFFICER})
BY_DAY = (Participation.last_day, Participation.id)


def wave_or_404(wave_id: int) -> Wave:
    return db.session.scalar(waves.visible_to(actor()).where(Wave.id == wave_id)) or abort(404)


def task_or_404(task_id: int) -> SurveyTask:
    query = tasks.visible_to(actor()).where(SurveyTask.id == task_id)
    return db.session.scalars(query).unique().first() or abort(404)


@pages.get("/<int:wave_id>/progress")
@needs(OFFICE)
def progress(wave_id: int) -> str:
    """Show the response rate as it is now, and who stands where."""
    wave = wave_or_404(wave_id)
    which = Standing(asked("standing")) if asked("standing") in set(Standing) else None
    unit = "組" if wave.addressee is Addressee.GROUP else "名"
    page, days = paged(reading.asked_in(wave, which)), reading.by_day(wave)
    return render_template(
        "waves/progress.html",
        wave=wave,
        progress=reading.progress([wave]).get(wave.id, Progress()),
        days=days,
        figure=reading.drawn(days, unit) if len(days) > 1 else None,
        unit=unit,
        page=page,
        which=which,
        standings=list(Standing),
        standing_of=reading.standing_of,
        reminder_of=lambda one: reminder_on(wave.reminder_days, reading.fact_of(one)),
        known=known_of([one.participation for one in page.rows]),
        addressee=letters.addressee,
        today=today(),
    )


@pages.get("/<int:wave_id>/schedule")
@needs(OFFICE)
def schedule(wave_id: int) -> str:
    """Show when each group is asked, or was."""
    wave = wave_or_404(wave_id)
    page = paged(figures.groups_of(wave).order_by(None).order_by(*BY_DAY))
    return render_template(
        "waves/schedule.html",
        wave=wave,
        page=page,
        planned=reading.planned_days(wave, page.rows),
        today=today(),
    )


@pages.route("/<int:wave_id>/plan", methods=["GET", "POST"])
@needs(OFFICERS)
def plan(wave_id: int) -> str | Response:
    wave = wave_or_404(wave_id)
    form = PlanForm.of(wave)
    if not form.sent():
        begun = planning.has_asked(wave)
        return render_template("waves/plan.html", wave=wave, form=form, begun=begun)
    planning.arrange(
        wave,
        form.plan,
        given(form.addressee.data),
        by_itself=form.by_itself.data,
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    flash("尋ね方を設定しました。組ごとの予定日を確かめてください。", "done")
    return redirect(url_for(".schedule", wave_id=wave_id), 303)


@pages.route("/copy", methods=["GET", "POST"])
@needs(OFFICERS)
def copy() -> str | Response:
    """Take over the waves of the year before."""
    years = db.session.scalars(
        select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc())
    ).all()
    form = CopyForm(years)
    if not form.sent():
        return render_template("waves/copy.html", form=form)
    year = db.session.get_one(ProgrammeYear, given(form.year.data))
    made = planning.copy(year, actor(), now())
    flash(f"{len(made)}回分の調査回を作りました。時期と質問を確かめてください。", "done")
    return redirect(url_for("followup_desk.index"), 303)


@pages.get("/tasks")
@needs(OFFICE)
def tasks_index() -> str:
    state = State(asked("state")) if asked("state") in set(State) else State.OPEN
    kind = Kind(asked("kind")) if asked("kind") in set(Kind) else None
    query = tasks.visible_to(actor()).where(SurveyTask.state == state)
    if kind is not None:
        query = query.where(SurveyTask.kind == kind)
    page = paged(query)
    return render_template(
        "waves/tasks.html",
        page=page,
        state=state,
        kind=kind,
        states=list(State),
        kinds=list(Kind),
        name_of=letters.name_of,
        known=known_of([one.invitation.participation for one in page.rows]),
        addressee=letters.addressee,
    )


@pages.route("/tasks/<int:task_id>", methods=["GET", "POST"])
@needs(OFFICE)
def task(task_id: int) -> str | Response:
    """Show whom to call and why; record what came of it."""
    one = task_or_404(task_id)
    form = TaskForm() if actor().has(Role.OFFICER) and one.state is State.OPEN else None
    if form is None or not form.sent():
        who = letters.addressee(one.invitation)
        return render_template(
            "waves/task.html",
            task=one,
            form=form,
            who=who,
            name=letters.name_of(one.invitation),
            address=known_of([one.invitation.participation]).of.get(who.id) if who else None,
        )
    result, note = given(form.result.data), given(form.note.data)
    tasks.finish(one, result, note, actor(), now(), version_shown())
    flash("確かめた結果を記録しました。", "done")
    return redirect(url_for(".tasks_index"), 303)
