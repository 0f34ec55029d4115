"""The office works through its list: finds, keeps the view, ticks, takes out, notes, calls."""

import csv
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from otameshi.applications.models import ApplicationPaper
from otameshi.applications.rules import Kind
from otameshi.cli.demo import cast
from otameshi.db import db
from otameshi.files import storage
from tests import make
from tests.e2e import world
from tests.e2e.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.e2e


def seat(visit: Callable[..., Visitor], screen: dict[str, int], mailbox: str) -> Visitor:
    person = visit(screen)
    person.open("/accounts/sign-in")
    person.fill(email=f"{mailbox}@{cast.DOMAIN}", password=cast.PASSWORD)
    person.click("ログイン")
    return person


@pytest.fixture
def applications(served: tuple[Flask, str], tmp_path: Path) -> None:
    """Three applications to a call, the last of them from somebody who applied before."""
    app, _ = served
    world.begin(app, tmp_path)
    with app.app_context():
        call, before = make.call(), make.call(make.year(2024))
        known = make.member(name="髙橋　花子", kana="タカハシ　ハナコ", phone="026-235-0000")
        again = make.member(name="髙橋　花子", kana="タカハシ　ハナコ", phone="026-235-0000")
        make.application(to=before, number="R6-0007", members=[known])
        for number, kind, people in (
            ("R8-0001", Kind.COMPANY, [make.member()]),
            ("R8-0002", Kind.SOLE, [make.member(kana="ベツ　ジン")]),
            ("R8-0003", Kind.COMPANY, [again]),
        ):
            one = make.application(to=call, number=number, kind=kind, members=people)
            one.search_key = one.search_words
            attachment = storage.keep(b"%PDF-1.7", "計画.pdf", "application/pdf", None, make.NOON)
            make.keep(ApplicationPaper(application=one, kind="plan", attachment=attachment))
        db.session.commit()


@pytest.mark.usefixtures("applications")
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_from_the_list_to_the_sheet(visit: Callable[..., Visitor], screen: dict[str, int]) -> None:
    me = seat(visit, screen, "tantou")
    me.open("/desk/applications/?sort=number")
    me.choose("kind", "company")
    me.click("絞り込む")
    me.reads("全2件")
    me.follow("この条件を保存する")
    me.fill(name="法人の応募")
    me.tick("shared")
    me.click("保存する")
    me.reads("検索条件「法人の応募」を保存しました。")
    me.page.get_by_label("R8-0003を選ぶ").check()
    me.click("出力する")
    me.reads("1件を出力の対象にしました", "R8-0003")
    with me.page.expect_download() as started:
        me.page.get_by_role("link", name="CSV（UTF-8）").click()
    text = Path(started.value.path()).read_text("utf-8-sig")
    assert [line[0] for line in csv.reader(StringIO(text, newline=""))][1:] == ["R8-0003"]
    with me.page.expect_download() as started:
        me.page.get_by_role("link", name="すべての添付とその一覧").click()
    inside = zipfile.ZipFile(started.value.path()).namelist()
    assert inside == ["R8-0003/01_事業計画書_計画.pdf", "manifest.csv"]
    me.follow("審査用の写し（氏名等を伏せたもの）を開く")
    assert "髙橋" not in me.page.locator("article").inner_text()
    me.open("/desk/applications/?sort=number")
    me.choose("exported", "never")
    me.click("絞り込む")
    me.reads("R8-0001", "R8-0002")
    assert "R8-0003" not in me.page.locator("main").inner_text()


@pytest.mark.usefixtures("applications")
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_note_calls_a_colleague(visit: Callable[..., Visitor], screen: dict[str, int]) -> None:
    me = seat(visit, screen, "tantou")
    me.open("/desk/applications/?sort=number")
    me.follow("R8-0003")
    me.reads("同じ内容を含むほかの応募", "R6-0007", "フリガナと生年月日")
    me.follow("内部メモを書く・すべて読む")
    name = next(one.name for one in cast.ACCOUNTS if one.mailbox == "kessai")
    me.fill(text=f"@{name} 前の年の参加を確かめてください。")
    me.click("メモを保存する")
    me.reads(f"知らせた人：{name}")
    manager = seat(visit, screen, "kessai")
    manager.open("/desk/")
    manager.page.get_by_role("link", name="あなたへの知らせ").first.click()
    manager.check()
    manager.reads("前の年の参加を確かめてください。")
    manager.page.get_by_role("button", name="確認しました").click()
    manager.reads("あなたを待っている内部メモはありません。")
    me.open("/desk/notes/")
    me.reads("あなたを待っている内部メモはありません。")
