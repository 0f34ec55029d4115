"""A small application with nothing in it: the ceiling that our pages are compared with.

It is the skeleton of the quality goals: Flask, Jinja, the ORM, sign-in, CSRF and the security
headers, a list of 60 rows with six columns and a page of one row, on the same SQLite settings.
"""

from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_login import LoginManager, UserMixin, login_required
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

ROWS = 60
COLUMNS = ("a", "b", "c", "d", "e")


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Row(db.Model):  # type: ignore[name-defined,misc]  # flask-sqlalchemy's dynamic base
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[str]
    b: Mapped[str]
    c: Mapped[str]
    d: Mapped[str]
    e: Mapped[str]


class Guest(UserMixin, db.Model):  # type: ignore[name-defined,misc]  # as above
    id: Mapped[int] = mapped_column(primary_key=True)


PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>s</title></head><body>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>
<table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.a }}</td><td>{{ row.b }}</td>
<td>{{ row.c }}</td><td>{{ row.d }}</td><td>{{ row.e }}</td></tr>{% endfor %}</table></body></html>
"""


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        response.headers[name] = "nosniff"
    return response


def signed_in(folder: Path) -> FlaskClient:
    """Make the skeleton in a folder and return a client that is signed in to it."""
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY="0" * 32,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'skeleton.db'}",
    )
    db.init_app(app)
    CSRFProtect(app)
    login = LoginManager(app)
    login.user_loader(lambda key: db.session.get(Guest, int(key)))
    app.after_request(_protect)

    @app.get("/list")
    @login_required  # type: ignore[untyped-decorator]  # flask-login ships no types
    def index() -> str:
        return render_template_string(PAGE, rows=db.session.scalars(db.select(Row)).all())

    @app.get("/row")
    @login_required  # type: ignore[untyped-decorator]  # flask-login ships no types
    def one() -> str:
        return render_template_string(PAGE, rows=[db.session.get(Row, 1)])

    with app.app_context():
        db.create_all()
        db.session.add(Guest(id=1))
        for number in range(1, ROWS + 1):
            db.session.add(Row(id=number, **dict.fromkeys(COLUMNS, f"見本の文字列{number}")))
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as held:
        held["_user_id"] = "1"
    return client
