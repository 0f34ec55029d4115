"""The reviewer's pages: own sheets only, and applications without names."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from otameshi.applications.models import Application, ApplicationPaper
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import gate
from otameshi.files.kinds import Kind
from otameshi.files.models import Attachment
from otameshi.selection import actions
from otameshi.selection.blind import redacted
from otameshi.selection.forms import sheet_form
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.selection.panel import door
from otameshi.selection.rules import OPEN_SHEET, REVIEWING, SheetState
from otameshi.web.access import actor, needs
from otameshi.web.download import send_bare, send_picture
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("review", __name__, url_prefix="/review")
REVIEWERS = frozenset({Role.REVIEWER})


@pages.get("/")
@needs(REVIEWERS)
def index() -> str:
    query = actions.sheets_of(actor()).options(
        joinedload(Sheet.candidacy).joinedload(Candidacy.application)
    )
    listed = paged(query.order_by(None).order_by(Sheet.finished_at.is_not(None), Sheet.id))
    return render_template(
        "review/index.html",
        page=listed,
        waiting=[one for one in listed.rows if _scorable(one)],
        scorable=_scorable,
    )


def _scorable(sheet: Sheet) -> bool:
    return sheet.state in OPEN_SHEET and sheet.candidacy.state in REVIEWING


def _own_sheet(sheet_id: int) -> Sheet:
    door.let_in(sheet_id, actor())
    found = db.session.scalar(
        actions.sheets_of(actor())
        .where(Sheet.id == sheet_id)
        .options(
            selectinload(Sheet.scores).joinedload(Score.criterion),
            joinedload(Sheet.candidacy)
            .joinedload(Candidacy.application)
            .options(
                selectinload(Application.members),
                selectinload(Application.wishes),
                selectinload(Application.papers),
            ),
        )
    )
    return found or abort(404)


def _plans(sheet: Sheet) -> list[ApplicationPaper]:
    """Return the files that the year shows to reviewers; none once recused."""
    if sheet.state is SheetState.RECUSED:
        return []
    papers = sheet.candidacy.application.papers
    return [paper for paper in papers if paper.asked and paper.asked.to_reviewers]


@pages.route("/<int:sheet_id>", methods=["GET", "POST"])
@needs(REVIEWERS)
def sheet(sheet_id: int) -> str | Response:
    one = _own_sheet(sheet_id)
    application = one.candidacy.application
    criteria = application.call.year.criteria
    form = sheet_form(one, criteria)
    if not form.sent():
        return render_template(
            "review/sheet.html",
            sheet=one,
            number=application.number,
            stay=(application.stay_from, application.stay_to, application.nights_a_month),
            blind=redacted(
                application.fact, [application.applicant.name, application.applicant.email]
            ),
            plans=_plans(one),
            criteria=criteria,
            form=form,
            scorable=_scorable(one),
            recused=one.state is SheetState.RECUSED,
        )
    act = actions.finish if request.form.get("action") != "save" else actions.save
    act(one, form.written(criteria), actor(), now(), version_shown())
    done = "採点を確定しました。" if one.finished_at else "途中で保存しました。あとで続けられます。"
    flash(f"受付番号{application.number}：{done}", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:sheet_id>/recuse")
@needs(REVIEWERS)
def recuse(sheet_id: int) -> Response:
    one = _own_sheet(sheet_id)
    actions.recuse(one, actor(), now(), reason_given(), version_shown())
    flash("利害関係のため辞退しました。担当者にお知らせしました。", "done")
    return redirect(url_for(".index"), 303)


@pages.get("/<int:sheet_id>/files/<int:position>")
@needs(REVIEWERS)
def file(sheet_id: int, position: int) -> Response:
    """Send a bare copy under a neutral name: both may tell who the applicant is."""
    attachment = _plan(sheet_id, position)
    ending = Kind(gate.shown_as(attachment)).extensions[0]
    return send_bare(attachment, f"plan-{sheet_id}-{position}{ending}")


@pages.get("/<int:sheet_id>/files/<int:position>/picture")
@needs(REVIEWERS)
def picture(sheet_id: int, position: int) -> Response:
    return send_picture(_plan(sheet_id, position))


def _plan(sheet_id: int, position: int) -> Attachment:
    plans = _plans(_own_sheet(sheet_id))
    if not 1 <= position <= len(plans):
        abort(404)
    return plans[position - 1].attachment
