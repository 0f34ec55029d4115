"""A group's report on its input tax credits."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims.taxes import actions, reading, rules
from otameshi.claims.taxes.forms import TaxForm
from otameshi.claims.taxes.reading import Asked
from otameshi.claims.taxes.rules import OPEN
from otameshi.core.clock import now, today
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import version_shown

pages = Blueprint("taxes", __name__, url_prefix="/after/<int:grant_id>/tax")


def asked_or_404(grant_id: int) -> Asked:
    return reading.find(grant_id, actor()) or abort(404)


def returned_why(asked: Asked) -> str:
    """Return what the office wrote when it returned the report last."""
    if asked.report is None:
        return ""
    found = history.of(asked.report).where(history.Event.act == "return")
    events = db.session.scalars(found).unique().all()
    return events[-1].note if events else ""


@pages.route("/", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def show(grant_id: int) -> str | Response:
    asked = asked_or_404(grant_id)
    one = asked.report
    known = {} if one is None else {"standing": one.standing, "amount": one.amount}
    form = TaxForm(data={**known, "words": one.words if one else ""})
    if not form.sent():
        return render_template(
            "taxes/show.html",
            asked=asked,
            report=one,
            form=form,
            open=asked.state in OPEN,
            returned=returned_why(asked),
            papers=db.session.scalars(issue.about(one)).all() if one else [],
            today=today(),
            tone=rules.TONE,
            next=rules.NEXT[asked.state],
        )
    actions.report(asked.grant, form.report, actor(), now(), version_shown())
    flash("仕入控除税額を報告しました。控えはこのページでダウンロードできます。", "done")
    return redirect(url_for(".show", grant_id=grant_id), 303)


@pages.get("/document")
@needs(SIGNED_IN)
def document(grant_id: int) -> Response:
    one = asked_or_404(grant_id).report
    if one is None or one.attachment is None:
        abort(404)
    return send(one.attachment)
