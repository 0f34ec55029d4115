"""What holds for every page there is, taken from the table of addresses itself."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.conftest import Browser
from tests.statements import statements

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|ALTER|DROP)", re.IGNORECASE)
KEPT = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _example(converter: BaseConverter) -> object:
    """Return something that an address may hold in this place."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def paths(app: Flask, method: str) -> Iterator[str]:
    """Return one address for each rule that knows this method."""
    rules: list[Rule] = list(app.url_map.iter_rules())
    with app.test_request_context():
        for rule in rules:
            if method in (rule.methods or ()) and rule.endpoint != "static":
                values = {
                    name: _example(one)
                    for name, one in rule._converters.items()  # noqa: SLF001  # werkzeug has no public name
                }
                built = rule.build(values, append_unknown=False)
                assert built is not None
                yield built[1]


@pytest.fixture
def everybody(app: Flask) -> Browser:
    """Somebody who may open every page, where there is one of most things."""
    make.participation()
    person = make.person(*(role for role in Role if role is not Role.VISITOR))
    db.session.commit()
    return Browser(app, person)


def test_no_form_is_taken_without_its_token(app: Flask, everybody: Browser) -> None:
    other = Browser(app, make.person())
    tokens = ["", "forged", other.hidden("/accounts/me")["csrf_token"]]
    once = everybody.hidden("/accounts/me")["once"]
    posts = list(paths(app, "POST"))
    assert len(posts) > 10
    with statements() as sent:
        for path in posts:
            for token in tokens:
                answer = everybody.client.post(path, data={"csrf_token": token, "once": once})
                assert answer.status_code == 400, path
    assert [one for one in sent if WRITES.match(one)] == []


def test_a_page_that_is_read_writes_nothing(app: Flask, everybody: Browser) -> None:
    visitor = Browser(app)
    db.session.remove()
    for path in paths(app, "GET"):
        for reader in (everybody, visitor):
            with statements() as sent:
                reader.get(path)
            assert [one for one in sent if WRITES.match(one)] == [], path


def test_every_answer_tells_the_browser_to_be_careful(app: Flask, everybody: Browser) -> None:
    visitor = Browser(app)
    for path in paths(app, "GET"):
        for reader in (everybody, visitor):
            answer = reader.get(path)
            assert answer.status_code < 500, path
            for name, value in KEPT.items():
                assert value in answer.headers[name], (path, name)
            assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path
            if answer.content_type.startswith("text/"):
                assert answer.content_type.endswith("charset=utf-8"), path


def test_what_is_shown_to_somebody_signed_in_is_kept_by_no_cache(
    app: Flask, everybody: Browser
) -> None:
    for path in paths(app, "GET"):
        answer = everybody.get(path)
        if path not in ("/healthz", "/readyz"):
            assert answer.headers["Cache-Control"] == "no-store", path
            assert "Cookie" in answer.headers["Vary"], path


def test_no_page_sends_a_visitor_to_another_host(app: Flask) -> None:
    visitor = Browser(app)
    for path in paths(app, "GET"):
        answer = visitor.client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in (answer.location or "") + answer.text, path


def test_no_page_lets_itself_be_read_by_another_site(app: Flask) -> None:
    visitor = Browser(app)
    for path in paths(app, "GET"):
        answer = visitor.client.get(path, headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in answer.headers, path


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE"])
def test_methods_that_no_page_knows_are_refused(app: Flask, method: str) -> None:
    visitor = Browser(app)
    for path in paths(app, "GET"):
        assert visitor.client.open(path, method=method).status_code == 405, path
