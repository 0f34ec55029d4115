"""The fairness report at a real browser: read on a phone, taken along as a file without names."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.rules import State
from tests import make
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_correction import sit_down
from tests.selection.fairness.test_pages import decided


def test_the_report_is_read_and_taken_along(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    app, _ = served
    phone = visit(PHONE)
    with app.app_context():
        call = make.call()
        for state, prefecture in [(State.SELECTED, "東京都")] * 6 + [
            (State.REJECTED, "大阪府")
        ] * 6:
            decided(call, state, prefecture)
        db.session.commit()
        call_id = call.id
        sit_down(app, phone, make.person(Role.AUDITOR))
    phone.open(f"/desk/selection/{call_id}")
    phone.follow("公平性の報告")
    phone.reads("100.0％", "確かめてください", "性別をたずねていません")
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="公平性の報告［CSV］").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert "近畿,6,6,6,0,0.0" in text
    assert "秘密" not in text
