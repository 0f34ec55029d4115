"""A stored file on its way out: always as a download, never run in the site's own name."""

from urllib.parse import quote

from flask import Response, make_response

from otameshi.files import storage
from otameshi.files.models import Attachment


def send(attachment: Attachment) -> Response:
    """Answer with the file as received; the name the person gave it is kept (RFC 8187)."""
    response = make_response(storage.content(attachment))
    response.headers["Content-Type"] = attachment.media_type
    response.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
