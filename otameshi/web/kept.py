"""A page whose session ended while somebody typed: kept unsent, and shown again to that person.

A form says, signed, who it was made for. If it arrives when that session is over, nothing of it is
acted upon: what was typed is kept for a day, under a random token in the browser's cookie, and the
page shows it again once the same person has signed in. Passwords and files are never kept.
"""

from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.db import Key, Model, db, reading
from otameshi.people import Person, digest, new_token
from otameshi.web import refusal, script, typed
from otameshi.web.access import actor
from otameshi.web.filters import moment

TYPIST = "typist"
LIFETIME = timedelta(hours=24)
OLDEST_FORM = timedelta(days=7)  # a page may stand open over a weekend
MOST_A_BROWSER = 5
MOST_OF_VISITORS = 1_000  # rows at any time; who signs in is bounded by the account
TOKEN_LENGTHS = range(20, 100)


class KeptPage(Model):
    __tablename__ = "kept_pages"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    # Where it was sent, and the page that shows it again; by their hashes, because a personal link
    # is a key to whoever reads it.
    path_hash: Mapped[str]
    shown_hash: Mapped[str]
    fields: Mapped[typed.Fields] = mapped_column(JSON)
    with_files: Mapped[bool]
    at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def version(self) -> str:
        """Return the version of the row that the page showed when it was typed."""
        return self.typed_in("version")

    def typed_in(self, field: str) -> str:
        return next((value for name, value in self.fields if name == field), "")


def _signed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=TYPIST)


def typist() -> str:
    """Return, signed, for whom this page is made; every form carries it."""
    if "typist" not in g:
        g.typist = _signed().dumps(actor().id)
    return cast("str", g.typist)


def typed_version() -> str:
    """Return the version that stood on the page when what is shown again was typed, if any."""
    row: KeptPage | None = g.get("kept")
    return row.version if row is not None and "typed_shown" in g else ""


def cookie() -> str:
    return "__Host-kept" if current_app.config["SECURE"] else "kept"


def _from_here() -> bool:
    """Return whether a page of this site sent the form; a browser never lies about it."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    return site is not None if origin is None else urlsplit(origin).netloc == request.host


def answer() -> Response | None:
    """Keep a form whose session has ended, and lead to where it is shown again; else None."""
    if request.method != "POST" or not _from_here():
        return None
    try:
        made_for: int | None = _signed().loads(
            request.form.get(TYPIST, ""), max_age=int(OLDEST_FORM.total_seconds())
        )
    except BadData:
        return None
    here: int | None = actor().id
    owner = made_for if made_for is not None and _somebody(made_for) else here
    back = _keep(owner)
    if owner == here:
        return redirect(back, 303)
    if actor().is_authenticated:
        flash(
            "別の方のログインで開いた画面からの操作のため、受け付けていません。"
            "今のログインで、ページを開き直してください。",
            "refused",
        )
        return redirect("/", 303)
    flash(
        "ログインの時間が切れていたため、まだ送信していません。"
        "同じ方がログインすると、入力した内容をもう一度表示します。",
        "notice",
    )
    return redirect(url_for("accounts.sign_in", next=back), 303)


def _somebody(person_id: int) -> bool:
    """Return whether the form was made for somebody there still is: a guest may have signed in."""
    found = db.session.get(Person, person_id)
    return found is not None and found.closed_at is None


def _keep(owner: int | None) -> str:
    """Keep what was typed, if anything was, and return the page that shows it again."""
    db.session.rollback()
    reading.set(False)  # a form with files was refused before its turn to write came
    shown_on = _shown_on()
    fields = typed.fields_sent()
    if not any(value.strip() for name, value in fields if name != "version"):
        return shown_on
    if owner is None and _visitors() >= MOST_OF_VISITORS:
        return shown_on
    at = now()
    token = request.cookies.get(cookie(), "")
    if len(token) not in TOKEN_LENGTHS:
        token = new_token()
    _make_room(digest(token), at)
    db.session.add(
        KeptPage(
            token_hash=digest(token),
            person_id=owner,
            path_hash=digest(request.path),
            shown_hash=digest(urlsplit(shown_on).path),
            fields=fields,
            with_files=any(one.filename for one in request.files.values()),
            at=at,
            expires_at=at + LIFETIME,
        )
    )
    db.session.flush()
    g.kept_under = token
    return shown_on


def _shown_on() -> str:
    """Return the posted page itself, or for a button the page that it stands on."""
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.full_path.rstrip("?")
    routes = cast("MapAdapter", current_app.create_url_adapter(request))
    return refusal.above(request.path, routes)


def _visitors() -> int:
    mine = select(func.count()).where(KeptPage.person_id.is_(None))
    return db.session.scalar(mine) or 0


def _make_room(token_hash: str, at: datetime) -> None:
    """Remove what the new page replaces, what is too old, and what is too many."""
    same = (KeptPage.token_hash == token_hash) & (KeptPage.path_hash == digest(request.path))
    db.session.execute(delete(KeptPage).where(same | (KeptPage.expires_at <= at)))
    ids = select(KeptPage.id).where(KeptPage.token_hash == token_hash)
    older = db.session.scalars(ids.order_by(KeptPage.id.desc()).offset(MOST_A_BROWSER - 1)).all()
    if older:
        db.session.execute(delete(KeptPage).where(KeptPage.id.in_(older)))


def _of_this_browser(person: Person) -> list[KeptPage]:
    token = request.cookies.get(cookie(), "")
    if len(token) not in TOKEN_LENGTHS:
        return []
    mine = KeptPage.person_id == person.id  # for a visitor: IS NULL
    alive = KeptPage.expires_at > now()
    query = select(KeptPage).where(KeptPage.token_hash == digest(token), mine, alive)
    return list(db.session.scalars(query.order_by(KeptPage.id)))


def look() -> None:
    """Let the page that is opened hold what its reader typed before the session ended."""
    if request.method != "GET" or not request.cookies.get(cookie()) or request.endpoint == "static":
        return
    if script.asks():
        return
    here = digest(request.path)
    for row in _of_this_browser(actor()):
        if row.shown_hash != here:
            continue
        g.kept = row
        if row.path_hash == here:
            typed.show(row.fields)
        else:
            g.kept_reason = (row.path_hash, row.typed_in("note"))


def finish(response: Response) -> Response:
    """Set the token's cookie; forget a kept page once the same form has been accepted."""
    if "kept_under" in g:
        response.set_cookie(
            cookie(),
            g.kept_under,
            max_age=int(LIFETIME.total_seconds()),
            secure=current_app.config["SECURE"],
            httponly=True,
            samesite="Lax",
        )
    elif request.method == "POST" and request.cookies.get(cookie()) and _accepted(response):
        token_hash = digest(request.cookies[cookie()])
        same = (KeptPage.token_hash == token_hash) & (KeptPage.path_hash == digest(request.path))
        db.session.execute(delete(KeptPage).where(same))
    return response


def _accepted(response: Response) -> bool:
    return response.status_code in (302, 303) and not g.get("form_failed")


def kept_notice() -> str:
    """Say, on a page that shows again what was typed, that it has not been sent."""
    row: KeptPage | None = g.get("kept")
    if row is None or not ("typed_shown" in g or "kept_reason" in g):
        return ""
    files = "ファイルは、もう一度選んでください。" if row.with_files else ""
    return (
        f"{moment(row.at)}に入力した内容を、もう一度表示しています。まだ送信していません。"
        f"内容を確かめて、もう一度送ってください。{files}"
    )


def sweep(at: datetime) -> None:
    db.session.execute(delete(KeptPage).where(KeptPage.expires_at <= at))


def init_app(app: Flask) -> None:
    app.before_request(look)
    app.after_request(finish)
    app.add_template_global(kept_notice)
