"""The receipts of a line on the screen: pictures upright or turned, PDFs as bare copies."""

from flask import abort, request
from werkzeug.wrappers import Response

from otameshi.claims.checking.desk.blueprint import pages, receipt_or_404
from otameshi.claims.checking.looking import turn
from otameshi.core.roles import OFFICE
from otameshi.files.kinds import Kind
from otameshi.web.access import needs
from otameshi.web.download import send_picture, show_bare

HERE = "/<int:claim_id>/receipts/<int:receipt_id>"


@pages.get(f"{HERE}/picture")
@needs(OFFICE)
def picture(claim_id: int, receipt_id: int) -> Response:
    attachment = receipt_or_404(claim_id, receipt_id).attachment
    if not attachment.pictured:
        abort(404)
    return send_picture(attachment, turn(request.args))


@pages.get(f"{HERE}/view")
@needs(OFFICE)
def view(claim_id: int, receipt_id: int) -> Response:
    """Show a PDF with all its pages in the browser's own viewer."""
    attachment = receipt_or_404(claim_id, receipt_id).attachment
    if attachment.media_type != Kind.PDF or attachment.closed:
        abort(404)
    return show_bare(attachment, attachment.name)
