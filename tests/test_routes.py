"""Every page, walked as every role: who gets what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from otameshi.app import create_app
from otameshi.applications.models import Application
from otameshi.cli.demo import cast
from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.history import Event
from otameshi.people import Person, SignIn, digest, new_token
from otameshi.web.access import borne, needed
from otameshi.web.visit import SEEN
from tests.conftest import forget_the_last_request, put_demonstration, settings
from tools import access

DOCUMENT = Path(__file__).parents[1] / "docs" / "access.md"
# Where a route's parameter is not a row's number, one value that exists in the demonstration.
WORDS: dict[str, Any] = {
    "filename": "css/base.css",
    "token": "unknown",
    "kind": "csv",
    "year": 2024,
    "fiscal_year": 2024,
    "number": 1,
    "position": 1,
}


@pytest.fixture(scope="module")
def demonstration(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demonstration")
    app = create_app(settings(f"sqlite:///{folder / 'demo.db'}", folder / "files"))
    with app.app_context():
        put_demonstration(loaded, app)
        app.before_request_funcs[None].insert(0, forget_the_last_request)
        yield app
        db.session.remove()
        db.engine.dispose()


def signed_in(app: Flask, mailbox: str) -> FlaskClient:
    client = app.test_client()
    if mailbox:
        person = db.session.scalars(select(Person).filter_by(email=f"{mailbox}@example.jp")).one()
        token = new_token()
        db.session.add(SignIn(token_hash=digest(token), person=person, at=now()))
        db.session.commit()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
            session[SEEN] = now().timestamp()
    return client


def address(app: Flask, rule: Rule) -> str:
    """Fill a route's parameters with something of the demonstration."""
    values = {}
    for name in rule.arguments:
        converter = rule._converters[name]  # noqa: SLF001  # werkzeug has no other way to ask
        choices = getattr(converter, "items", None)
        values[name] = min(choices) if choices else WORDS.get(name, 1)
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def routes(app: Flask, method: str) -> list[Rule]:
    rules = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    return [rule for rule in rules if rule.endpoint != "static"]


PEOPLE = [("", frozenset({Role.VISITOR}))] + [
    (one.mailbox, frozenset(one.roles)) for one in cast.ACCOUNTS if one.mailbox != "senkou2"
]


@pytest.mark.parametrize(
    ("mailbox", "roles"), PEOPLE, ids=[name or "visitor" for name, _ in PEOPLE]
)
def test_each_page_opens_to_those_it_says_and_to_nobody_else(
    demonstration: Flask, mailbox: str, roles: frozenset[Role]
) -> None:
    client = signed_in(demonstration, mailbox)
    # That somebody asked for a sheet that is not theirs is all that opening a page writes.
    written = select(func.count()).where(Event.act != "refused_sheet")
    before = db.session.scalar(written)
    wrong = []
    for rule in routes(demonstration, "GET"):
        allowed = needed(rule.endpoint)
        status = client.get(address(demonstration, rule)).status_code
        if borne(rule.endpoint) is not None:
            fine = status == 401  # a token opens it, whoever is signed in
        elif allowed == ANYONE or roles & allowed:
            fine = status in {200, 302, 303, 404, 410}
        else:
            fine = status == (403 if mailbox else 303)
        if not fine:
            wrong.append((rule.endpoint, str(rule), status))
    assert wrong == []
    assert db.session.scalar(written) == before


@pytest.mark.parametrize(
    ("mailbox", "roles"), PEOPLE, ids=[name or "visitor" for name, _ in PEOPLE]
)
def test_nobody_acts_without_the_role(
    demonstration: Flask, mailbox: str, roles: frozenset[Role]
) -> None:
    client = signed_in(demonstration, mailbox)
    wrong = []
    for rule in routes(demonstration, "POST"):
        allowed = needed(rule.endpoint)
        if allowed != ANYONE and not roles & allowed:
            status = client.post(address(demonstration, rule)).status_code
            if status != (403 if mailbox else 303):
                wrong.append((rule.endpoint, str(rule), status))
    assert wrong == []


def test_the_table_of_pages_in_the_documents_is_the_one_in_the_code(demonstration: Flask) -> None:
    assert DOCUMENT.read_text("utf-8") == access.table(demonstration)


def test_a_stranger_finds_no_row_of_another_applicant(demonstration: Flask) -> None:
    """The applicant with a draft opens every page with the numbers of somebody else's rows."""
    client = signed_in(demonstration, "oubo")
    own = db.session.scalars(
        select(Application.id).join(Application.applicant).filter_by(email="oubo@example.jp")
    ).one()
    found = []
    for rule in routes(demonstration, "GET"):
        if not rule.arguments or Role.APPLICANT not in needed(rule.endpoint):
            continue
        if needed(rule.endpoint) == ANYONE:
            continue
        path = address(demonstration, rule)
        assert f"/{own}" not in path
        if client.get(path).status_code != 404:
            found.append(path)
    assert found == []


def test_a_number_that_no_row_can_have_is_a_page_that_does_not_exist(demonstration: Flask) -> None:
    client = signed_in(demonstration, "kansa")
    assert client.get(f"/desk/outbox/{2**63}").status_code == 404
