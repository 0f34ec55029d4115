"""The waves: which there are, how one goes, and asking and reminding all of it."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.followup import actions, asked, figures, outcomes, waves
from otameshi.followup.asking import planning, sending
from otameshi.followup.asking.forms import WaveForm
from otameshi.followup.contacts.reading import FOR_ADDRESSES, known_of, representative
from otameshi.followup.desk.blueprint import pages, unit_of, wave_or_404
from otameshi.followup.forms import ReviseForm
from otameshi.followup.models import Invitation, Outcome, Wave
from otameshi.followup.rules import Answer, Phase, Tally
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template(
        "followup/index.html",
        page=paged(waves.visible_to(actor())),
        tallies=figures.tallies(),
        nothing=Tally(),
        today=today(),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def new() -> str | Response:
    years = db.session.scalars(
        select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc())
    ).all()
    form = WaveForm(years)
    if not form.sent():
        return render_template("followup/new.html", form=form)
    wave = planning.create(
        db.session.get_one(ProgrammeYear, given(form.year.data)),
        given(form.name.data),
        form.plan,
        given(form.addressee.data),
        decisive=form.decisive.data,
        by_itself=form.by_itself.data,
        by=actor(),
        at=now(),
    )
    flash("調査回を作りました。質問と、組ごとの予定日を確かめてください。", "done")
    return redirect(url_for(".show", wave_id=wave.id), 303)


@pages.get("/<int:wave_id>")
@needs(OFFICE)
def show(wave_id: int) -> str:
    wave = wave_or_404(wave_id)
    chosen = next((one for one in Answer if one == request.args.get("answer")), None)
    invitations: dict[int, list[Invitation]] = {}
    for one in db.session.scalars(asked_in(wave)):
        invitations.setdefault(one.participation_id, []).append(one)
    counting = asked.counting_of(wave.year)
    page = paged(figures.groups_of(wave, chosen).options(*FOR_ADDRESSES))
    return render_template(
        "followup/show.html",
        wave=wave,
        keeps=counting.keeps,
        undecided=counting.undecided,
        said=dict(db.session.execute(said_in(wave)).all()),
        said_by=lambda one: outcomes.said(one, counting),
        page=page,
        known=known_of(page.rows),
        representative=representative,
        unit=unit_of(wave),
        invitations=invitations,
        tally=figures.tallies().get(wave.id, Tally()),
        ready=sending.ready(wave, today()),
        remindable=sum(one.may_be_reminded for each in invitations.values() for one in each),
        phase=wave.phase(today()),
        running=wave.phase(today()) is Phase.RUNNING,
        answer=chosen,
        answers=list(Answer),
        unasked=Answer.SILENT,
        officer=actor().has(Role.OFFICER),
        events=db.session.scalars(history.of(wave)).unique().all(),
    )


def asked_in(wave: Wave) -> Select[Invitation]:
    loaded = selectinload(Invitation.replies), joinedload(Invitation.participant)
    return (
        select(Invitation)
        .where(Invitation.wave_id == wave.id)
        .options(*loaded)
        .order_by(Invitation.id)
    )


def said_in(wave: Wave) -> Select[int, Answer]:
    """Select what each group said, its members together."""
    return select(Outcome.participation_id, Outcome.answer).where(Outcome.wave_id == wave.id)


@pages.post("/<int:wave_id>/invite")
@needs({Role.OFFICER})
def invite(wave_id: int) -> Response:
    wave = wave_or_404(wave_id)
    written = [one for one in actions.invite(wave, actor(), now(), version_shown()) if one.token]
    flash(f"{len(written)}{unit_of(wave)}に回答を依頼するメールを出しました。", "done")
    return redirect(url_for(".show", wave_id=wave_id), 303)


@pages.post("/<int:wave_id>/remind")
@needs({Role.OFFICER})
def remind(wave_id: int) -> Response:
    wave = wave_or_404(wave_id)
    written = actions.remind(wave, actor(), now(), version_shown())
    flash(
        f"回答のない{len(written)}{unit_of(wave)}に、もう一度お願いするメールを出しました。", "done"
    )
    return redirect(url_for(".show", wave_id=wave_id), 303)


@pages.route("/<int:wave_id>/edit", methods=["GET", "POST"])
@needs({Role.OFFICER})
def edit(wave_id: int) -> str | Response:
    wave = wave_or_404(wave_id)
    form = ReviseForm(wave)
    if not form.sent():
        return render_template("followup/edit.html", wave=wave, form=form)
    waves.revise(
        wave,
        name=given(form.name.data),
        closes_on=form.closes_on.data if "closes_on" in form else None,
        decisive=form.decisive.data,
        note=form.note.data or "",
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    flash("調査回を変更しました。", "done")
    return redirect(url_for(".show", wave_id=wave_id), 303)
