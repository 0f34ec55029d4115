"""The officer's page for withdrawing what came on paper."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications.entering.withdrawal import How, Told, may_be_told
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.selection import actions
from otameshi.selection.desk.blueprint import OFFICERS, pages
from otameshi.web.access import actor, needs
from otameshi.web.dates import DateParts
from otameshi.web.fields import Required, given, labelled, long_text
from otameshi.web.forms import PageForm, version_shown


class ToldForm(PageForm):
    how = labelled("申し出の方法", How, radio=True)
    on = DateParts("申し出のあった日", validators=[Required()])
    note = long_text("取下げの理由", 2_000)

    @property
    def told(self) -> Told:
        return Told(self.how.data, self.on.data, given(self.note.data))


@pages.route("/applications/<int:application_id>/withdraw", methods=["GET", "POST"])
@needs(OFFICERS)
def withdraw(application_id: int) -> str | Response:
    """Withdraw for somebody who told the office by telephone, by letter or at the counter."""
    application = db.session.get(Application, application_id) or abort(404)
    may_be_told(application.channel)
    form = ToldForm()
    if not form.sent():
        return render_template("selection/withdraw.html", application=application, form=form)
    draft = application.state is ApplicationState.DRAFT
    actions.withdraw_for(application, form.told, actor(), now(), version_shown())
    flash("応募を取り下げました。", "done")
    if draft:
        return redirect(url_for("entering.index"), 303)
    return redirect(url_for("applications_desk.show", application_id=application_id), 303)
