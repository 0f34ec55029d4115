"""A question with a file and its answer with a file, on a phone without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from otameshi.cli.demo import cast
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e


def signed_in(visit: Callable[..., Visitor], mailbox: str, *, phone: bool = False) -> Visitor:
    """Seat somebody whose browser runs no script: the pages have none but those of files."""
    person = visit(PHONE) if phone else visit()
    person.context.route("**/*.js", lambda route: route.abort())
    person.open("/accounts/sign-in")
    person.fill(email=f"{mailbox}@{cast.DOMAIN}", password=cast.PASSWORD)
    person.click("ログイン")
    return person


def test_a_question_with_a_file_goes_there_and_its_answer_back(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    here = world.begin(served[0], tmp_path)
    me = signed_in(visit, "oubo", phone=True)
    me.open("/messages/")
    me.follow("事務局に問い合わせる")
    me.click("送る")
    me.reads("メッセージを入力してください。")
    me.fill(body="この図面で足りますか。")
    me.page.set_input_files('[name="files"]', here.photo)
    me.click("送る")
    me.reads("メッセージを送りました", "この図面で足りますか。", "顔写真.png")

    office = signed_in(visit, "tantou")
    office.open("/desk/")
    office.reads("メッセージ：未返信")
    office.open("/desk/messages/")
    office.follow("見本　花子")
    office.reads("この図面で足りますか。")
    office.fill(body="足ります。様式を添えます。")
    office.page.set_input_files('[name="files"]', here.plan)
    office.click("返信する")
    office.reads("返信しました", "返信・連絡済")

    letter = world.newest_letter(served[0], f"oubo@{cast.DOMAIN}")
    assert "足ります。" not in letter.body  # it has a file: read here
    me.open(world.link_in(letter))
    me.reads("足ります。様式を添えます。", "未確認", "事業計画書.pdf")
    with me.page.expect_download() as loading:
        me.page.get_by_role("link", name="事業計画書.pdf").click()
    assert loading.value.suggested_filename == "事業計画書.pdf"
    me.click("読んだことを事務局に伝える（1件）")
    me.reads("確認したことを事務局に伝えました")
