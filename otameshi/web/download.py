"""A stored file on its way out: always as a download, never run in the site's own name."""

from urllib.parse import quote

from flask import Response, make_response

from otameshi.files import gate, storage
from otameshi.files.models import Attachment

VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def send(attachment: Attachment) -> Response:
    """Answer with the file as received; the name the person gave it is kept (RFC 8187)."""
    content, media_type = storage.content(attachment), attachment.media_type
    return _answer(content, media_type, _as_download(attachment.name))


def send_bare(attachment: Attachment, name: str) -> Response:
    """Answer with a copy that does not tell who made it, under a name of ours."""
    return _answer(gate.bare(attachment), gate.shown_as(attachment), _as_download(name))


def show_bare(attachment: Attachment, name: str) -> Response:
    """Answer with a bare copy of a PDF for the browser's own viewer, on a page of this site.

    The gate let no script in, and the copy is written anew; a sandbox would switch the viewer off.
    """
    disposition = f"inline; filename*=UTF-8''{quote(name, safe='')}"
    response = _answer(gate.bare(attachment), gate.shown_as(attachment), disposition)
    response.headers["Content-Security-Policy"] = VIEWER
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def send_made(content: bytes, name: str) -> Response:
    """Answer with a PDF of ours that is made for this answer and kept nowhere."""
    return _answer(content, "application/pdf", _as_download(name))


def send_picture(attachment: Attachment, turn: int = 0) -> Response:
    """Answer with a picture for the page: made anew, upright or turned, without EXIF."""
    return _answer(gate.preview(attachment, turn), gate.shown_as(attachment), "inline")


def _as_download(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _answer(content: bytes, media_type: str, disposition: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
