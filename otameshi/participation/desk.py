"""The staff's pages of participations: the year's groups, and what changes while they stay."""

from collections.abc import Collection, Iterator, Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.applications.likeness import OUTCOMES, Outcome
from otameshi.core.clock import now, today
from otameshi.core.period import Period
from otameshi.core.roles import OFFICE, Role
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.forms import BaseForm, CancelForm, GivenUpForm, LeavingForm, StayForm
from otameshi.participation.models import Participation
from otameshi.participation.rules import PARTICIPATION, State, heads
from otameshi.programme.models import Host, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import Cell, csv_response, xlsx_response

pages = Blueprint("participation_desk", __name__, url_prefix="/desk/participation")
OFFICERS = frozenset({Role.OFFICER})
HEADERS = [
    "年度", "受付番号", "組の名称", "代表者", "人数（名）", "状態", "市町村", "連携オフィス",
    "拠点の住所", "開始日", "終了日", "補助金", "承諾日時",
]  # fmt: skip


def became(applications: Collection[int]) -> Mapping[int, Outcome]:
    """Say of which applications a group came to take part."""
    rows = db.session.execute(
        select(Candidacy.application_id, Participation.id, Participation.state)
        .join(Participation, Participation.candidacy_id == Candidacy.id)
        .where(Candidacy.application_id.in_(applications))
    )
    return {
        key: Outcome(f"参加：{state.label}", "participation_desk.show", {"group_id": group_id})
        for key, group_id, state in rows
    }


OUTCOMES.append(became)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """List the groups of a year: those that take part, and those whose answer is awaited."""
    years = db.session.scalars(
        select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc())
    ).all()
    year = next((one for one in years if one.fiscal_year == asked_year()), None)
    return render_template(
        "participation/desk_index.html",
        page=paged(_asked()),
        years=years,
        year=year,
        heads=actions.cohort_heads(year) if year else None,
        states=list(State),
        asked=request.args,
    )


def _asked() -> Select[Participation]:
    state = request.args.get("state", "")
    return actions.listed(actor(), asked_year(), State(state) if state in set(State) else None)


def _rows() -> Iterator[list[Cell]]:
    for one in db.session.scalars(_asked().execution_options(yield_per=500)):
        yield [
            fiscal_year_label(one.year.fiscal_year),
            one.candidacy.application.number,
            one.title,
            one.representative.name,
            heads(one.memberships),
            one.state.label,
            one.host.name if one.host else "",
            one.office.name if one.office else "",
            one.base_address,
            one.first_day,
            one.last_day,
            "申請する" if one.wants_grant else "申請しない",
            one.accepted_at,
        ]


@pages.get("/export.<any(csv, xlsx):kind>")
@needs(OFFICE)
def export(kind: str) -> Response:
    """Give what the list shows, all pages of it, as CSV or Excel."""
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("参加者一覧", HEADERS, _rows())


def _group(group_id: int) -> Participation:
    found = db.session.scalar(
        actions.visible_to(actor())
        .where(Participation.id == group_id)
        .options(
            joinedload(Participation.year).selectinload(ProgrammeYear.hosts),
            joinedload(Participation.representative),
            joinedload(Participation.host),
            joinedload(Participation.office),
            selectinload(Participation.people),
        )
    )
    return found or abort(404)


@pages.get("/<int:group_id>")
@needs(OFFICE)
def show(group_id: int) -> str:
    group = _group(group_id)
    moves = PARTICIPATION.open_to(actor().roles, group.state)
    return render_template(
        "participation/desk_show.html",
        group=group,
        heads=heads(group.memberships),
        open_moves={move.name for move in moves},
        finishing=[move for move in moves if move.name == "finish"],
        before=today() < group.first_day,
        events=db.session.scalars(history.of(group)).unique().all(),
    )


@pages.post("/<int:group_id>/<any(finish):move>")
@needs(OFFICERS)
def take(group_id: int, move: str) -> Response:
    del move
    group = _group(group_id)
    actions.finish(group, actor(), now(), version_shown())
    flash(f"{group.title}のおためし期間を終了しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/offers/<int:candidacy_id>/decline", methods=["GET", "POST"])
@needs(OFFICERS)
def decline(candidacy_id: int) -> str | Response:
    """Record that a place is given up before it was accepted: by telephone, paper or silence."""
    one = db.session.get(Candidacy, candidacy_id) or abort(404)
    form = GivenUpForm()
    if not form.sent():
        return render_template("participation/given_up.html", one=one, group=None, form=form)
    how, note = given(form.how.data), form.note.data or ""
    actions.record_decline(one, actor(), now(), how, note, version_shown())
    flash(f"{one.title}の辞退を記録し、本人に知らせました。", "done")
    return redirect(url_for("decision_desk.line", call_id=one.application.call_id), 303)


@pages.route("/<int:group_id>/cancel", methods=["GET", "POST"])
@needs(OFFICERS)
def cancel(group_id: int) -> str | Response:
    """Record that a group which had accepted does not come after all."""
    group, form = _group(group_id), CancelForm()
    if not form.sent():
        one = group.candidacy
        return render_template("participation/given_up.html", one=one, group=group, form=form)
    how, note = given(form.how.data), form.note.data or ""
    actions.cancel(group, actor(), now(), how, note, version_shown())
    flash(f"{group.title}の辞退を記録し、本人に知らせました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/leave", methods=["GET", "POST"])
@needs(OFFICERS)
def leave(group_id: int) -> str | Response:
    group = _group(group_id)
    form = LeavingForm()
    if not form.sent():
        return render_template("participation/leave.html", group=group, form=form, who=None)
    left_on = given(form.left_on.data)
    actions.leave(group, actor(), now(), left_on, form.note.data or "", version_shown())
    flash(f"{group.title}の途中辞退を記録しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/members/<int:participant_id>/leave", methods=["GET", "POST"])
@needs(OFFICERS)
def member_left(group_id: int, participant_id: int) -> str | Response:
    group = _group(group_id)
    who = next((one for one in group.people if one.id == participant_id), None) or abort(404)
    form = LeavingForm()
    if not form.sent():
        return render_template("participation/leave.html", group=group, form=form, who=who)
    left_on = given(form.left_on.data)
    actions.member_left(who, actor(), now(), left_on, form.note.data or "", version_shown())
    flash(f"{who.name}の離脱を記録しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/stay", methods=["GET", "POST"])
@needs(OFFICERS)
def redate(group_id: int) -> str | Response:
    group = _group(group_id)
    form = StayForm(obj=group)
    if not form.sent():
        return render_template("participation/stay.html", group=group, form=form)
    stay = Period(given(form.first_day.data), given(form.last_day.data))
    actions.redate(group, actor(), now(), stay, form.note.data or "", version_shown())
    flash("期間を変更しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/base", methods=["GET", "POST"])
@needs(OFFICERS)
def rebase(group_id: int) -> str | Response:
    group = _group(group_id)
    form = BaseForm(obj=group)
    hosts = select(Host).where(Host.year_id == group.year_id).order_by(Host.position)
    form.offer(db.session.scalars(hosts.options(selectinload(Host.offices))).all())
    if not form.sent():
        return render_template("participation/rebase.html", group=group, form=form)
    actions.rebase(
        group,
        actor(),
        now(),
        host_id=given(form.host_id.data),
        office_id=form.office_id.data,
        base_address=form.base_address.data or "",
        note=form.note.data or "",
        version=version_shown(),
    )
    flash("拠点を変更しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)
