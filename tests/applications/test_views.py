"""Filters kept under a name."""

import pytest

from otameshi.applications.rules import State
from otameshi.core.roles import Role
from tests import make

DESK = "/desk/applications/"
VIEWS = f"{DESK}views/"


@pytest.fixture
def officer(app):
    del app
    made = make.application(number="R8-900")
    make.application(to=made.call, number="R8-901", state=State.WITHDRAWN)
    return make.person(Role.OFFICER)


def save(browser, name="取り下げ", query="?state=withdrawn", **fields):
    return browser.send(f"{VIEWS}{query}", name=name, **fields)


def test_a_view_leads_back_to_the_same_filters(browse, officer):
    browser = browse(officer)
    assert "検索条件「取り下げ」を保存しました。" in save(browser)
    assert f'href="{DESK}?state=withdrawn" aria-current="page">取り下げ' in browser.read(
        f"{DESK}?state=withdrawn"
    )


def test_what_nobody_could_have_chosen_is_not_saved(browse, officer):
    save(browse(officer), query="?state=withdrawn&sort=password&next=//evil&area=中信")
    page = browse(officer).read(DESK)
    assert "password" not in page
    assert "evil" not in page


def test_a_view_is_ones_own_until_it_is_shared(browse, officer):
    save(browse(officer), name="わたしの条件")
    save(browse(officer), name="みんなの条件", shared="y")
    colleague = browse(make.person(Role.OFFICER))
    page = colleague.read(DESK)
    assert "みんなの条件" in page
    assert "わたしの条件" not in page


def test_a_name_is_used_once(browse, officer):
    browser = browse(officer)
    save(browser)
    assert "すでにあります" in save(browser, query="?state=submitted")


def test_the_first_view_opens_instead_of_the_whole_list(browse, officer):
    browser = browse(officer)
    save(browser, first="y")
    page = browser.read(DESK)
    assert "R8-901<" in page
    assert "R8-900<" not in page
    assert "R8-900<" in browser.read(f"{DESK}?sort=number")
    assert "はじめにすべての応募を開きます。" in browser.send(f"{VIEWS}first", VIEWS, view="")
    assert "R8-900<" in browser.read(DESK)


def test_anothers_shared_view_may_open_first_and_goes_with_its_author(browse, officer):
    author, reader = browse(officer), browse(make.person(Role.OFFICER))
    save(author, shared="y")
    assert "「取り下げ」を開きます" in reader.send(f"{VIEWS}first", VIEWS, view="1")
    assert "R8-900<" not in reader.read(DESK)
    assert "削除しました" in author.send(f"{VIEWS}1/remove", VIEWS)
    assert "R8-900<" in reader.read(DESK)


def test_a_shared_view_is_not_removed_by_just_anybody(browse, officer):
    save(browse(officer), shared="y")
    other = browse(make.person(Role.OFFICER))
    assert "作った人・決裁者・管理者" in other.send(f"{VIEWS}1/remove", VIEWS)
    manager = browse(make.person(Role.MANAGER))
    assert "削除しました" in manager.send(f"{VIEWS}1/remove", VIEWS)


def test_anothers_own_view_is_as_if_it_were_not_there(browse, officer):
    save(browse(officer))
    other = browse(make.person(Role.ADMIN))
    assert "すでに削除されています" in other.send(f"{VIEWS}1/remove", VIEWS)
    assert "すでに削除されています" in other.send(f"{VIEWS}first", VIEWS, view="1")
