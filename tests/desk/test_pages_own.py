"""Taking one's data along and closing the account, as the person sees it."""

import json

from otameshi.accounts import passwords
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make

PASSWORD = "ながの で くらして みたい です"


def somebody(**facts):
    return make.person(password_hash=passwords.hashed(PASSWORD), **facts)


def test_the_data_comes_as_json_as_a_paper_and_with_all_files(browse) -> None:
    me = somebody()
    browser = browse(me)
    assert "あなたの記録をダウンロードする" in browser.read("/my/")
    page = browser.read("/my/data")
    for path in ("/my/data.json", "/my/data.pdf", "/my/data.zip"):
        assert path in page
        assert "attachment" in browser.get(path).headers["Content-Disposition"]
    assert json.loads(browser.get("/my/data.json").data)["account"][0]["email"] == me.email
    assert browser.get("/my/data.pdf").data.startswith(b"%PDF-")
    assert browser.get("/my/data.zip").data.startswith(b"PK")


def test_staff_take_nothing_along_here(browse) -> None:
    browser = browse(make.person(Role.OFFICER))
    for path in ("/my/data", "/my/data.json", "/my/close"):
        assert browser.get(path).status_code == 403


def test_who_closes_reads_first_what_goes_and_what_stays(browse) -> None:
    me = somebody()
    make.application(me, make.open_call(now()), State.DRAFT)
    browser = browse(me)
    page = browser.read("/my/close")
    assert "下書き1件" in page
    assert "すぐに消えるもの" in page
    assert "登録を閉じました" in browser.send("/my/close", current=PASSWORD)
    assert browser.get("/my/").status_code == 303
    assert me.closed_at is not None


def test_a_wrong_password_closes_nothing_and_is_counted(browse) -> None:
    me = somebody()
    browser = browse(me)
    answer = browser.post("/my/close", current="ちがう")
    assert "今のパスワードが違います" in answer.text
    for _ in range(4):
        browser.post("/my/close", current="ちがう")
    assert browser.post("/my/close", current=PASSWORD).status_code == 429
    db.session.refresh(me)
    assert me.closed_at is None


def test_while_something_is_open_the_page_says_what_to_finish(browse) -> None:
    claim = make.invoiced_claim()
    browser = browse(claim.claimant)
    page = browser.read("/my/close")
    assert "支払の手続き中です" in page
    assert 'name="current"' not in page
