"""The shell around every page."""

from flask import Flask

from otameshi.core.roles import Role
from otameshi.web.access import needed
from tests import make


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    assert [e for e in app.view_functions if e != "static" and not needed(e)] == []


def test_an_undeclared_page_is_closed_even_to_an_administrator(app: Flask, browse) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "secret")
    assert "secret" not in browse(make.person(Role.ADMIN)).read("/forgotten")


def test_the_makers_make_a_group_that_takes_part(app: Flask) -> None:
    assert make.participation().people[0].name == "見本　太郎1"
