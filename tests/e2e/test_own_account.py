"""Taking one's data along and closing the account, on a phone without scripts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from otameshi.cli.demo import cast
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e


def test_somebody_takes_the_data_along_and_closes_the_account(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    world.begin(served[0], tmp_path)
    me = visit(PHONE)
    me.context.route("**/*.js", lambda route: route.abort())
    me.open("/accounts/sign-in")
    me.fill(email=f"oubo@{cast.DOMAIN}", password=cast.PASSWORD)
    me.click("ログイン")
    me.open("/applications/")
    me.click("応募を始める")
    me.open("/my/")
    me.follow("あなたの記録をダウンロードする")
    with me.page.expect_download() as loading:
        me.page.get_by_role("link", name="ほかのシステムで使うためのデータ").click()
    taken = json.loads(Path(loading.value.path()).read_text(encoding="utf-8"))
    assert taken["account"][0]["email"] == f"oubo@{cast.DOMAIN}"
    assert taken["applications"][0]["state"] == "入力中"

    me.open("/my/close")
    me.reads("下書き1件", "すぐに消えるもの")
    me.fill(current="ちがうパスワード")
    me.click("登録を閉じる")
    me.reads("今のパスワードが違います。")
    me.fill(current=cast.PASSWORD)
    me.click("登録を閉じる")
    me.reads("登録を閉じました。")
    me.open("/accounts/sign-in")
    me.fill(email=f"oubo@{cast.DOMAIN}", password=cast.PASSWORD)
    me.click("ログイン")
    me.reads("メールアドレスまたはパスワードが違います。")
