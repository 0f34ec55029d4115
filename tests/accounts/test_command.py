"""The first administrator comes in by a link that a command prints."""

import re

from flask import Flask
from sqlalchemy import select

from otameshi.accounts.models import MailLink
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from tests import make
from tests.accounts.letters import LINK, letters
from tests.conftest import Browser

GOOD = "my cat hates mondays"


def test_the_first_administrator_sets_a_password_by_the_printed_link(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["admin", "Boss@Example.JP", "見本 部長"])
    assert told.exit_code == 0
    found = LINK.search(told.output)
    assert found is not None
    assert letters() == []
    browser = Browser(app)
    browser.post(found[1], name="見本 部長", password=GOOD, again=GOOD)
    person = db.session.scalars(select(Person)).unique().one()
    assert person.email == "boss@example.jp"
    assert person.roles == {Role.ADMIN}
    assert browser.get("/desk/people/").status_code == 200


def test_the_database_does_not_hold_the_printed_token(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["admin", "boss@example.jp", "見本 部長"])
    found = LINK.search(told.output)
    assert found is not None
    assert found[2] not in str(vars(db.session.scalars(select(MailLink)).one()))


def test_a_second_call_prints_another_link_and_kills_the_first(app: Flask) -> None:
    runner = app.test_cli_runner()
    paths = [
        found[1]
        for _ in range(2)
        if (found := LINK.search(runner.invoke(args=["admin", "boss@example.jp", "x"]).output))
    ]
    db.session.remove()
    assert [Browser(app).get(path).status_code for path in paths] == [410, 200]


def test_an_address_that_has_an_account_is_refused_without_a_trace(app: Flask) -> None:
    make.person(email="boss@example.jp")
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["admin", "boss@example.jp", "見本 部長"])
    assert told.exit_code == 1
    assert "すでに登録されています" in told.output
    assert not re.search(r"Traceback|/accounts/link/", told.output)
