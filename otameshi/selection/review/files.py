"""The files of an application as a reviewer reads them: bare copies under neutral names."""

from flask import abort
from werkzeug.wrappers import Response

from otameshi.applications import blinded
from otameshi.core.states import Refused
from otameshi.files import gate
from otameshi.files.kinds import Kind
from otameshi.files.models import Attachment
from otameshi.selection.review.blueprint import REVIEWERS, own_sheet, pages
from otameshi.selection.rules import SheetState
from otameshi.web.download import send_bare, send_picture, show_bare

HERE = "/<int:sheet_id>/files/<int:position>"


def _plan(sheet_id: int, position: int) -> Attachment:
    one = own_sheet(sheet_id)
    recused = one.state is SheetState.RECUSED
    plans = [] if recused else blinded.for_reviewers(one.candidacy.application)
    if not 1 <= position <= len(plans):
        abort(404)
    return plans[position - 1].attachment


@pages.get(HERE)
@REVIEWERS
def file(sheet_id: int, position: int) -> Response:
    """Send a bare copy under a neutral name: both may tell who the applicant is."""
    attachment = _plan(sheet_id, position)
    return send_bare(attachment, _neutral(attachment, sheet_id, position))


@pages.get(f"{HERE}/view")
@REVIEWERS
def view(sheet_id: int, position: int) -> Response:
    """Show a PDF in the browser, as a bare copy."""
    attachment = _plan(sheet_id, position)
    if attachment.media_type != Kind.PDF or attachment.closed:
        abort(404)
    return show_bare(attachment, _neutral(attachment, sheet_id, position))


@pages.get(f"{HERE}/picture")
@REVIEWERS
def picture(sheet_id: int, position: int) -> Response:
    """Show a picture; what is none is no page, for its refusal would say the file's own name."""
    attachment = _plan(sheet_id, position)
    if not attachment.pictured:
        abort(404)
    try:
        return send_picture(attachment)
    except Refused:
        abort(404)


def _neutral(attachment: Attachment, sheet_id: int, position: int) -> str:
    ending = Kind(gate.shown_as(attachment)).extensions[0]
    return f"plan-{sheet_id}-{position}{ending}"
