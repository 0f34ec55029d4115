"""The address on the page of a member, filled in from its 郵便番号 without a script."""

import pytest

from otameshi.applications.looking_up import DONE, SEVERAL, UNKNOWN
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from tests import make
from tests.quality.crawl import tree


@pytest.fixture
def application(app):
    del app
    return make.application(make.person(), make.open_call(now()), State.DRAFT)


@pytest.fixture
def browser(browse, application):
    return browse(application.applicant)


@pytest.fixture
def page(application):
    return f"/applications/{application.id}/members/1"


def ask(browser, page, **typed):
    return browser.post(page, action="postcode", **typed)


def standing(html, name):
    """Return what a field holds, or the option that it shows as chosen."""
    root = tree(html)
    for one in root.findall(".//input") + root.findall(".//select"):
        if one.get("name") == name and one.tag == "select":
            return next(
                o.get("value") for o in one.findall("option") if o.get("selected") is not None
            )
        if one.get("name") == name:
            return one.get("value")
    raise AssertionError(name)


def test_the_button_fills_the_address_and_keeps_all_that_was_typed(browser, page, application):
    typed = {"name": "髙﨑　𠮷花", "kana": "たかさき", "birth_date-year": "平成7"}
    answer = ask(browser, page, postal_code="〒１００－０００１", address="1-1", **typed)
    assert answer.status_code == 200
    assert DONE in answer.text
    found = {name: standing(answer.text, name) for name in ("name", "birth_date-year", "address")}
    assert found == {
        "name": "髙﨑　𠮷花",
        "birth_date-year": "平成7",
        "address": "千代田区千代田1-1",
    }
    assert standing(answer.text, "prefecture") == "東京都"
    db.session.expire_all()
    assert application.members[0].name != "髙﨑　𠮷花"  # it asked and saved nothing


def test_a_code_of_two_prefectures_offers_both_and_takes_the_one_chosen(browser, page):
    answer = ask(browser, page, postal_code="4980000", address="12")
    assert SEVERAL in answer.text
    assert 'value="愛知県弥富市"' in answer.text
    assert standing(answer.text, "address") == "12"
    chosen = ask(browser, page, postal_code="4980000", address="12", place="三重県桑名郡木曽岬町")
    assert standing(chosen.text, "address") == "桑名郡木曽岬町12"
    assert standing(chosen.text, "prefecture") == "三重県"


def test_a_choice_that_is_saved_at_once_is_taken(browser, page, application):
    place = {"postal_code": "4980000", "address": "", "place": "三重県桑名郡木曽岬町"}
    answer = browser.post(page, name="見本", kana="みほん", prefecture="", **place)
    assert answer.status_code == 303
    db.session.expire_all()
    assert application.members[0].address == "桑名郡木曽岬町"
    assert application.members[0].prefecture == "三重県"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("0000000", UNKNOWN),
        ("380", "郵便番号は7桁の数字で入力してください。"),
        ("", "住所を入れる"),
    ],
)
def test_a_code_that_nobody_has_is_told_at_its_field(browser, page, code, words):
    answer = ask(browser, page, postal_code=code, address="そのまま")
    assert words in answer.text
    assert standing(answer.text, "address") == "そのまま"


def test_the_same_button_pressed_twice_answers_twice(browser, page):
    sent = {**browser.hidden(page), "action": "postcode", "postal_code": "1000001"}
    answers = [browser.client.post(page, data=sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]


def test_a_script_is_told_the_places(browse):
    visitor = browse()
    found = visitor.get("/applications/postcodes/4980000").json["places"]
    assert [one["prefecture"] for one in found] == ["愛知県", "三重県"]
    assert visitor.get("/applications/postcodes/0000000").json == {"places": []}
    assert visitor.get("/applications/postcodes/38085").status_code == 404
