"""Every error is a page in Japanese that says what to do; none shows the inside of the system."""

import secrets
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from otameshi.core.states import Overtaken
from otameshi.db import db
from otameshi.web import kept, problems, refusal, script, too_large
from otameshi.web.access import Visitor

WORDS = {
    400: ("送信内容を確認できませんでした", "前のページに戻り、もう一度送信してください。"),
    403: ("このページを開く権限がありません", "必要な場合は、管理者にお問い合わせください。"),
    404: ("ページが見つかりません", "アドレスを確かめるか、トップページからお探しください。"),
    405: ("この操作はできません", "前のページに戻り、画面のボタンから操作してください。"),
    409: ("ほかの手続きと重なりました", "前のページに戻り、最新の内容を確かめてください。"),
    413: ("送信できる大きさを超えています", ""),  # how large that is, the settings say
    429: ("短い時間に操作が続きました", "しばらく待ってから、もう一度お試しください。"),
    500: ("システムで問題が起きました", "入力は保存されていません。時間をおいてお試しください。"),
    503: ("ただいま混み合っています", "今の操作は保存されていません。少し待ってお試しください。"),
}
OURS = 500  # from here on it is the system's fault
# Who asks, and what they may open, stands in the database: it may be what is broken.
ASKS_NOTHING: dict[str, Any] = {"current_user": Visitor(), "navigation": list}
Answer = Response | tuple[str | Response, int]
OTHER = ("この操作はできませんでした", "前のページに戻り、もう一度お試しください。")


def show(status: int, number: str = "") -> tuple[str | Response, int]:
    if problems.asked():
        return problems.page(status, number=number), status
    title, advice = WORDS.get(status, OTHER)
    page = render_template(
        "errors/error.html",
        status=status,
        title=title,
        advice=advice or too_large.advice(),
        number=number,
        back=too_large.back() if status == too_large.STATUS else "",
        **(ASKS_NOTHING if status >= OURS else {}),
    )
    return page, status


def http(error: HTTPException) -> Answer:
    if error.response is not None:  # a redirect raised by the router
        return error.get_response()
    if problems.asked():
        return problems.tell(error)
    if script.asks():
        return script.tell(error.name, error.code or 500)
    if error.code == 401:  # noqa: PLR2004  # HTTP's number for "who are you?"
        kept_page = kept.answer()
        if kept_page is not None:
            return kept_page
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=back), 303)
    if error.code == too_large.STATUS:
        too_large.drain()
    return show(error.code or 500)


def forged(error: CSRFError) -> Answer:
    current_app.logger.warning("csrf refused: %s", error.description)
    if script.asks():
        return script.tell(error.name, 400)
    return kept.answer() or show(400)


def broken(error: InternalServerError) -> Answer:
    """Give the person a number to tell us, under which the log has the rest."""
    cause = error.original_exception
    if isinstance(cause, OperationalError):  # not in a view: in the commit after it
        return busy(cause)
    db.session.rollback()
    number = secrets.token_hex(4)
    current_app.logger.error("error %s: %r", number, cause)
    return show(500, number)


def collided(error: IntegrityError) -> Response:
    """Two people did what only one can: the database has kept the first."""
    current_app.logger.warning("integrity: %s", error.orig)
    return refusal.explain(Overtaken())


def busy(error: OperationalError) -> Answer:
    """Say that trying again helps: the database is away, or was waited for too long."""
    db.session.rollback()
    number = secrets.token_hex(4)
    current_app.logger.error("error %s: %s", number, error.orig)
    return show(503, number)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(500, broken)
    app.register_error_handler(IntegrityError, collided)
    app.register_error_handler(OperationalError, busy)
