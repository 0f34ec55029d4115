"""An officer takes in a table of applications at a real browser: faults first, then all of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from otameshi.accounts import passwords
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.applications import tables
from tests.applications.test_entering_pages import came
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

PASSWORD = "かみの おうぼを うつす ひとです"


def test_a_table_is_mended_and_then_taken_in(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with served[0].app_context():
        call = make.open_call(now())
        make.host(call.year, "塩尻市")
        officer = make.person(Role.OFFICER)
        officer.password_hash = passwords.hashed(PASSWORD)
        email, known = officer.email, came(call)
        db.session.commit()
        db.session.remove()
    wrong, right = tmp_path / "誤り.csv", tmp_path / "応募.csv"
    wrong.write_bytes(tables.as_csv({**known, "第1希望": "江戸"}))
    right.write_bytes(tables.as_csv(known))

    me = visit(PHONE)
    me.open("/accounts/sign-in")
    me.fill(email=email, password=PASSWORD)
    me.click("ログイン")
    me.open("/desk/applications/entering/")
    me.follow("表をまとめて取り込む")
    me.page.locator('[name="table"]').set_input_files(wrong)
    me.click("内容を確かめる")
    me.reads("まだ取り込めません", "「江戸」はありません。使えるのは、塩尻市です。")
    me.follow("直した表を送る")
    me.page.locator('[name="table"]').set_input_files(right)
    me.click("内容を確かめる")
    me.reads("1件すべてに誤りがありません", "髙﨑　𠮷花")
    me.click("すべて取り込む")
    me.reads("1件の応募を取り込み、応募者に受付の連絡を送りました。", "取り込みました")
    me.open("/desk/applications/")
    me.reads("見本デザイン室")
