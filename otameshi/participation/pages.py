"""A selected group takes its place, and sees what it has agreed to."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.forms import AcceptForm, ContractForm, DeclineForm
from otameshi.participation.models import Participation
from otameshi.programme.models import Host, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown

pages = Blueprint("participation", __name__, url_prefix="/participation")
APPLICANTS = frozenset({Role.APPLICANT})


@pages.get("/")
@needs(APPLICANTS)
def index() -> str:
    groups = db.session.scalars(actions.listed(actor())).unique().all()
    offered = actions.waiting_for_acceptance(actor())
    return render_template("participation/index.html", groups=groups, offered=offered)


@pages.route("/offers/<int:candidacy_id>", methods=["GET", "POST"])
@needs(APPLICANTS)
def accept(candidacy_id: int) -> str | Response:
    """Accept an offered place: where, from when to when, with a grant or without."""
    one = _offered(candidacy_id)
    application = one.application
    year = application.call.year
    form = AcceptForm(data=_asked(one))
    form.offer(_hosts(year))
    if not form.sent():
        return render_template("participation/accept.html", one=one, year=year, form=form)
    actions.accept(
        one,
        actor(),
        now(),
        host_id=given(form.host_id.data),
        office_id=form.office_id.data,
        base_address=form.base_address.data or "",
        first_day=given(form.first_day.data),
        last_day=given(form.last_day.data),
        wants_grant=form.wants_grant.data == "yes",
        pledged=bool(form.pledged.data),
        note=form.note.data or "",
    )
    flash("参加の承諾を受け付けました。確認のメールをお送りします。", "done")
    return redirect(url_for(".index"), 303)


@pages.route("/offers/<int:candidacy_id>/decline", methods=["GET", "POST"])
@needs(APPLICANTS)
def decline(candidacy_id: int) -> str | Response:
    one = _offered(candidacy_id)
    form = DeclineForm()
    if not form.sent():
        return render_template("participation/decline.html", one=one, form=form)
    actions.decline(one, actor(), now(), form.note.data or "")
    flash("参加の辞退を受け付けました。", "done")
    return redirect(url_for(".index"), 303)


@pages.route("/<int:group_id>/contract", methods=["GET", "POST"])
@needs(APPLICANTS)
def contract(group_id: int) -> str | Response:
    """Record from when to when the base is rented."""
    own = actions.visible_to(actor()).where(Participation.id == group_id)
    group = db.session.scalar(own) or abort(404)
    form = ContractForm(obj=group)
    if not form.sent():
        back = url_for(".index")
        return render_template("participation/contract.html", group=group, form=form, back=back)
    days = form.contract_first.data, form.contract_last.data
    actions.record_contract(group, *days, actor(), now(), version_shown())
    flash("拠点の契約期間を保存しました。", "done")
    return redirect(url_for(".index"), 303)


def _offered(candidacy_id: int) -> Candidacy:
    waiting = actions.waiting_for_acceptance(actor())
    return next((one for one in waiting if one.id == candidacy_id), None) or abort(404)


def _hosts(year: ProgrammeYear) -> list[Host]:
    query = select(Host).where(Host.year_id == year.id).order_by(Host.position)
    return list(db.session.scalars(query.options(selectinload(Host.offices))))


def _asked(one: Candidacy) -> dict[str, object]:
    """Return where the selection placed the group, else what it asked for, to begin with."""
    application, placed = one.application, one.placement
    first = application.wishes[0].host_id if application.wishes else None
    return {
        "host_id": placed.host_id if placed else first,
        "office_id": placed.office_id if placed else application.office_id,
        "first_day": application.stay_from,
        "last_day": application.stay_to,
    }
