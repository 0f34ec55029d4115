"""The office's page of what was submitted, version by version."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from otameshi.applications import actions
from otameshi.applications.models import Application
from otameshi.applications.versions import reading
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.web.access import actor, needs

HERE = "/<int:application_id>/versions"

pages = Blueprint("versions_desk", __name__, url_prefix="/desk/applications")


def submitted(application_id: int) -> Application:
    seen = actions.visible_to(actor()).where(
        Application.id == application_id, Application.number.is_not(None)
    )
    return db.session.scalar(seen) or abort(404)


@pages.get(HERE)
@needs(OFFICE)
def index(application_id: int) -> str:
    return render_template("versions/desk_index.html", **reading.shown(submitted(application_id)))


@pages.get(f"{HERE}/<int:number>.pdf")
@needs(OFFICE)
def paper(application_id: int, number: int) -> Response:
    return reading.paper(submitted(application_id), number)


@pages.get(f"{HERE}/<int:number>/files/<int:attachment_id>")
@needs(OFFICE)
def file(application_id: int, number: int, attachment_id: int) -> Response:
    return reading.file(submitted(application_id), number, attachment_id)
