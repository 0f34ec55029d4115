"""What is too large is read to its end and thrown away, so that the answer can be read at all."""

from http import HTTPStatus
from time import monotonic

from flask import current_app, request
from werkzeug.wsgi import LimitedStream

from otameshi.files.kinds import MEGABYTE

STATUS = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
# A browser that is still sending sees a broken line, not a page. Nobody is read for ever, though.
MOST, SECONDS, CHUNK = 512 * MEGABYTE, 20, 64 * 1024


def drain() -> None:
    """Read what is still on its way, within limits, and keep nothing of it."""
    length = request.content_length or 0
    unread = request.__dict__.get("stream")  # a form that was read in part, up to its limit
    stream = unread or LimitedStream(request.environ["wsgi.input"], min(length, MOST))
    give_up = monotonic() + SECONDS
    try:
        while monotonic() < give_up and stream.read(CHUNK):
            pass
    except OSError:
        return  # who sends has gone


def back() -> str:
    """Return the page from which it was sent, or nothing."""
    rule = request.url_rule
    return request.path if rule is not None and "GET" in (rule.methods or ()) else ""


def advice() -> str:
    """Say how much may be sent, and that nothing is lost."""
    each = current_app.config["LARGEST_FILE"] // MEGABYTE
    in_all = current_app.config["LARGEST_IN_ALL"] // MEGABYTE
    return (
        f"ファイルは1つ{each}MB、合わせて{in_all}MBまでです。保存済みの入力と添付は、そのまま残っています。"
        "前のページに戻り、ファイルを小さくするか、分けて送信してください。"
    )
