"""The pages of a payment run, as the treasurer, the manager and others meet them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.rules import State
from otameshi.claims.rules import State as ClaimState
from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.people import Person
from tests import make
from tests.claims.paying.make import ACCOUNT, paying_year
from tests.claims.paying.zengin_reader import read


def parts(name: str, day) -> dict[str, str]:
    return {
        f"{name}-year": str(day.year),
        f"{name}-month": str(day.month),
        f"{name}-day": str(day.day),
    }


def next_bank_day():
    day = today() + timedelta(days=1)
    while day.weekday() > 4 or (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)}:
        day += timedelta(days=1)
    return day


def due(number: str, amount: int = 50_000, **facts) -> Claim:
    paying_year(2025)
    group = make.participation(make.selected(make.application(to=make.call(make.year(2025)))))
    standard = {**ACCOUNT, "account_number": number, "invoiced_on": today()}
    claim = make.invoiced_claim(make.decided_grant(group), amount, **{**standard, **facts})
    db.session.commit()
    return claim


@pytest.fixture
def treasurer(browse):
    return browse(make.person(Role.TREASURER, name="会計の人"))


def the_run() -> PaymentRun:
    return db.session.scalars(select(PaymentRun).order_by(PaymentRun.id.desc())).all()[0]


def prepared(treasurer, *claims: Claim) -> str:
    """Let the treasurer prepare a run of these claims; return its page."""
    path = "/desk/payments/runs/new/2025"
    chosen = [str(one.id) for one in claims]
    seen = treasurer.send(path, claims=chosen, **parts("pay_on", next_bank_day()))
    assert "振込を準備しました" in seen
    return f"/desk/payments/runs/{the_run().id}"


def sent(browse, treasurer, *claims: Claim) -> str:
    page = prepared(treasurer, *claims)
    total = sum(one.settled or 0 for one in claims)
    manager = browse(make.person(Role.MANAGER))
    assert "承認しました" in manager.send(
        f"{page}/approve", count=str(len(claims)), total=f"{total:,}円"
    )
    assert "振込データを作りました" in treasurer.send(f"{page}/send", page=page)
    return page


def test_a_run_is_prepared_from_what_waits_and_approved_by_who_counted(browse, treasurer):
    first, second = due("0000001"), due("0000002", 90_500)
    assert "令和7年度の振込を準備する" in treasurer.read("/desk/payments/")
    assert treasurer.read("/desk/payments/runs/new/2025").count('name="claims"') == 2
    page = prepared(treasurer, first, second)
    assert treasurer.get(f"{page}/file").status_code == 404
    assert "第1回の振込で手続き中" in treasurer.read("/desk/payments/")
    manager = browse(make.person(Role.MANAGER))
    assert "notice-heading" not in manager.read(f"{page}/approve")
    refused = manager.post(f"{page}/approve", count="2", total="140,499")
    assert refused.status_code == 422
    assert "件数または合計が、この振込と合いません" in refused.text
    assert "承認しました" in manager.send(f"{page}/approve", count="２", total="140,500円")


def test_the_file_is_taken_as_bytes_by_the_treasurer_alone(browse, treasurer):
    page = sent(browse, treasurer, due("0000001"), due("0000002", 90_500))
    file = treasurer.get(f"{page}/file")
    assert file.content_type == "text/plain; charset=Shift_JIS"
    assert "attachment" in file.headers["Content-Disposition"]
    assert (read(file.data).count, read(file.data).total) == (2, 140_500)
    assert treasurer.get(f"{page}/file").data == file.data
    assert browse(make.person(Role.OFFICER)).get(f"{page}/file").status_code == 403


def test_what_arrived_is_paid_and_what_came_back_is_told(browse, treasurer):
    first, second = due("0000001"), due("0000002", 90_500)
    page = sent(browse, treasurer, first, second)
    refused = treasurer.post(f"{page}/result", **parts("paid_on", today()), voucher="支-7")
    assert "振込指定日以後の日" in refused.text
    the_run().pay_on = today()
    db.session.commit()
    answer = {**parts("paid_on", today()), "voucher": "支-7"}
    wrong = the_run().items[1].id
    seen = treasurer.send(f"{page}/result", **answer, **{f"result-{wrong}": "number"})
    assert "振込の結果を記録し" in seen
    assert "口座番号の相違" in seen
    db.session.expire_all()
    assert (first.state, second.state) == (ClaimState.PAID, ClaimState.SETTLED)
    again = f"/desk/payments/{first.id}/returned"
    assert "銀行から戻ってきたとき" in treasurer.read(again)
    assert "請求を額の確定に戻し" in treasurer.send(again, fault="closed", words="")
    assert "振り込めませんでした" in treasurer.read("/desk/payments/")
    ledger = treasurer.get("/desk/payments/ledger.csv").data.decode("utf-8-sig")
    assert f"第1回,{today().isoformat()},口座の解約" in ledger.splitlines()[1].replace('"', "")


def test_a_form_sent_twice_makes_one_run(treasurer):
    claim = due("0000001")
    path = "/desk/payments/runs/new/2025"
    sent = {**treasurer.hidden(path), "claims": str(claim.id), **parts("pay_on", next_bank_day())}
    answers = [treasurer.client.post(path, data=sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(db.session.scalars(select(PaymentRun)).all()) == 1
    again = treasurer.post(path, claims=str(claim.id), **parts("pay_on", next_bank_day()))
    assert again.status_code == 422
    assert "第1回の振込で手続き中" in again.text


def test_what_cannot_be_chosen_says_why_and_what_was_chosen_stays_chosen(treasurer):
    kept, without = due("0000001"), due("0000002", bank_code=None)
    own = due("0000003")
    own.checked_by = db.session.scalars(select(Person).where(Person.name == "会計の人")).one()
    db.session.commit()
    path = "/desk/payments/runs/new/2025"
    page = treasurer.read(path)
    assert page.count('name="claims"') == 1
    assert f'value="{kept.id}"' in page
    assert "銀行・支店のコードがありません" in page
    assert "確認または額の確定をした人は" in page
    refused = treasurer.post(path, claims=str(without.id), **parts("pay_on", next_bank_day()))
    assert f"{without.title}：銀行・支店のコード" in refused.text
    assert "checked" not in refused.text
    make.year(2025).grant_plan.payer_code = ""
    db.session.commit()
    assert "委託者コード" in treasurer.read(path)


def test_who_may_not_see_accounts_sees_the_run_without_them(browse, treasurer):
    claim = due("0000001")
    page = prepared(treasurer, claim)
    assert "0000001" in treasurer.read(page)
    auditor = browse(make.person(Role.AUDITOR))
    assert "0000001" not in auditor.read(page)
    assert "第1回" in auditor.read("/desk/payments/runs/")
    assert auditor.get(f"{page}/approve").status_code == 403
    assert browse(claim.claimant).get(page).status_code == 403
    treasurer.send(f"{page}/cancel", page=page, note="日を改めます。")
    db.session.expire_all()
    assert the_run().state is State.CANCELLED
    assert not db.session.scalars(select(Payment)).all()


def test_remarks_ask_the_approver_for_a_word(browse, treasurer):
    page = prepared(treasurer, due("0000001"), due("0000001"))
    manager = browse(make.person(Role.MANAGER))
    assert "同じ口座に2組の支払があります" in manager.read(f"{page}/approve")
    counted = {"count": "2", "total": str(Yen(100_000))}
    assert "確かめたことを記入" in manager.post(f"{page}/approve", **counted).text
    assert "承認しました" in manager.send(f"{page}/approve", **counted, note="夫婦の口座です。")
