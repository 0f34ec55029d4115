"""A form sent twice acts once, also when both arrive in the same instant; on both databases."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.web.once import KEPT, SpentKey

PAGE, ANSWER = "/accounts/sign-up", "/accounts/sent"


def letters() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Letter)).all())


def test_a_form_sent_twice_acts_once_and_gets_the_first_answer(browse) -> None:
    browser = browse()
    sent = {**browser.hidden(PAGE), "email": "taro@example.jp", "email_again": "taro@example.jp"}
    answers = [browser.client.post(PAGE, data=sent) for _ in range(3)]
    assert [(one.status_code, one.location) for one in answers] == [(303, ANSWER)] * 3
    assert letters() == 1


def test_a_form_opened_anew_acts_again(browse) -> None:
    browser = browse()
    for _ in range(2):
        browser.post(PAGE, email="taro@example.jp", email_again="taro@example.jp")
    assert letters() == 2


def test_a_form_that_was_refused_can_be_mended_and_sent_with_the_same_key(browse) -> None:
    browser = browse()
    sent = browser.hidden(PAGE)
    assert browser.client.post(PAGE, data={**sent, "email": "taro"}).status_code == 422
    assert db.session.scalars(select(SpentKey)).all() == []
    assert (
        browser.client.post(
            PAGE, data={**sent, "email": "taro@example.jp", "email_again": "taro@example.jp"}
        ).status_code
        == 303
    )
    assert letters() == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 65])
def test_a_form_without_a_proper_key_is_refused(browse, key: str) -> None:
    browser = browse()
    sent = {
        **browser.hidden(PAGE),
        "once": key,
        "email": "taro@example.jp",
        "email_again": "taro@example.jp",
    }
    assert browser.client.post(PAGE, data=sent).status_code == 400
    assert letters() == 0


def test_a_key_spent_on_one_page_is_worth_nothing_on_another(browse) -> None:
    browser = browse()
    sent = {**browser.hidden(PAGE), "email": "taro@example.jp", "email_again": "taro@example.jp"}
    browser.client.post(PAGE, data=sent)
    assert browser.client.post("/accounts/reset", data=sent).status_code == 400


def test_the_keys_of_old_forms_are_forgotten_and_no_others(app: Flask) -> None:
    at = now()
    for key, age in (("old", KEPT), ("new", KEPT - timedelta(hours=1))):
        db.session.add(SpentKey(key=key, path="/", at=at - age))
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["drafts", "sweep"]).exit_code == 0
    assert [one.key for one in db.session.scalars(select(SpentKey))] == ["new"]


def at_once(app: Flask, cookie: str, sent: list[dict[str, Any]]) -> list[TestResponse]:
    """Send several forms of one browser in the same instant."""
    begin, answers = threading.Barrier(len(sent)), []

    def send(client: FlaskClient, form: dict[str, Any]) -> None:
        begin.wait()
        answers.append(client.post(PAGE, data=form))

    threads = []
    for form in sent:
        client = app.test_client()
        client.set_cookie("session", cookie)
        threads.append(threading.Thread(target=send, args=(client, form)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("attempt", range(3))
def test_two_that_arrive_in_the_same_instant_act_once(app: Flask, browse, attempt: int) -> None:
    browser = browse()
    sent = {**browser.hidden(PAGE), "email": "taro@example.jp", "email_again": "taro@example.jp"}
    cookie = browser.client.get_cookie("session")
    db.session.remove()
    answers = at_once(app, cookie.value, [sent] * 4)
    assert [(one.status_code, one.location) for one in answers] == [(303, ANSWER)] * 4
    assert letters() == 1


def test_different_forms_in_the_same_instant_all_act(app: Flask, browse) -> None:
    browser = browse()
    addresses = [f"p{n}@example.jp" for n in range(4)]
    forms = [{**browser.hidden(PAGE), "email": one, "email_again": one} for one in addresses]
    cookie = browser.client.get_cookie("session")
    db.session.remove()
    answers = at_once(app, cookie.value, forms)
    assert {one.status_code for one in answers} == {303}
    assert letters() == 4
