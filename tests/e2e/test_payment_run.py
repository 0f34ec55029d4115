"""A payment run at real browsers: prepared, approved on a phone, sent, answered by the bank."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from otameshi.claims.models import Claim
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.rules import State
from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.claims.paying.test_pages import due, next_bank_day
from tests.claims.paying.zengin_reader import read
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_correction import sit_down


def prepares(treasurer: Visitor) -> None:
    treasurer.open("/desk/payments/")
    treasurer.follow("令和7年度の振込を準備する")
    treasurer.date("pay_on", next_bank_day())
    treasurer.click("振込を準備する")
    treasurer.reads("承認待ち", "140,500円")


def approves(manager: Visitor) -> None:
    manager.open("/desk/")
    manager.page.get_by_role("link", name="振込").first.click()
    manager.page.get_by_role("link", name="第1回").click()
    manager.follow("確かめて承認する")
    manager.fill(count="２", total="１４０，５００円")
    manager.click("承認する")
    manager.reads("承認しました")


def file_of(treasurer: Visitor) -> bytes:
    treasurer.page.reload()
    treasurer.click("振込データを作る")
    with treasurer.page.expect_download() as download:
        treasurer.page.get_by_role("link", name="総合振込（全銀協規定形式）").click()
    return Path(download.value.path()).read_bytes()


def answers(treasurer: Visitor) -> None:
    treasurer.page.reload()
    treasurer.follow("振込の結果を記録する")
    treasurer.fill(voucher="支-101")
    treasurer.page.get_by_role("combobox").nth(1).select_option(label="口座番号の相違")
    treasurer.click("結果を記録する")
    treasurer.reads("振込の結果を記録し", "振り込めませんでした", "口座番号の相違")


def test_two_are_paid_by_file_and_one_comes_back(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    app, _ = served
    treasurer, manager = visit(), visit(PHONE)
    with app.app_context():
        claims = [due("0000001").id, due("0000002", 90_500).id]
        sit_down(app, treasurer, make.person(Role.TREASURER))
        sit_down(app, manager, make.person(Role.MANAGER))
    prepares(treasurer)
    approves(manager)
    found = read(file_of(treasurer))
    assert (found.count, found.total) == (2, 140_500)
    assert [one["口座番号"] for one in found.transfers] == ["0000001", "0000002"]
    with app.app_context():
        db.session.scalars(select(PaymentRun)).one().pay_on = today()  # the day has come
        db.session.commit()
    answers(treasurer)
    with app.app_context():
        states = [db.session.get_one(Claim, one).state for one in claims]
        assert states == [State.PAID, State.SETTLED]
