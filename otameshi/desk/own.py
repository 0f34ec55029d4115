"""What is held of me, to take along; and closing my account."""

from collections.abc import Generator
from itertools import chain
from typing import IO

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from otameshi.accounts import actions as accounts
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.desk import leaving, own_paper
from otameshi.desk.forms import CloseForm
from otameshi.web import visit
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, keep_attempt

pages = Blueprint("own", __name__, url_prefix="/my")

CHUNK = 64 * 1024


def _download(content: object, name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)  # type: ignore[arg-type]  # text, bytes or pieces of them
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.get("/data")
@needs({Role.APPLICANT})
def data() -> str:
    return render_template("my/data.html")


@pages.get("/data.json")
@needs({Role.APPLICANT})
def as_json() -> Response:
    text = own_paper.as_text(actor(), now())
    return _download(text, "otameshi-own-data.json", "application/json")


@pages.get("/data.pdf")
@needs({Role.APPLICANT})
def as_paper() -> Response:
    content = own_paper.as_paper(actor(), now())
    return _download(content, "otameshi-own-data.pdf", "application/pdf")


@pages.get("/data.zip")
@needs({Role.APPLICANT})
def as_zip() -> Response:
    """Send the archive piece by piece; it is whole on the disk before the answer begins."""
    pieces = _pieces(own_paper.as_zip(actor(), now()))
    first = next(pieces)  # from here on the pieces close the file, whoever stops reading when
    response = _download(chain([first], pieces), "otameshi-own-data.zip", "application/zip")
    response.call_on_close(pieces.close)
    return response


def _pieces(file: IO[bytes]) -> Generator[bytes, None, None]:
    with file:
        while piece := file.read(CHUNK):
            yield piece


@pages.route("/close", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def close() -> str | Answer:
    form, at, me = CloseForm(), now(), actor()
    if not form.sent() or not _confirmed(form):
        return render_template("my/close.html", form=form, outlook=leaving.outlook(me, at))
    leaving.close(me, at)
    visit.end(at)
    flash("登録を閉じました。ご利用ありがとうございました。", "done")
    response = redirect("/", 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _confirmed(form: CloseForm) -> bool:
    """Ask for the password once more; a wrong one is counted as at sign-in."""
    there = request.remote_addr or ""
    if accounts.confirm(actor(), given(form.current.data), there, now()):
        return True
    form.current.errors = ["今のパスワードが違います。"]
    keep_attempt()
    return False
