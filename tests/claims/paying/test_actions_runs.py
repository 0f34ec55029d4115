"""A payment run from its preparation to the last yen, on both databases."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount
from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying import actions, seeing
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import Answer, Failure, Fault, ItemState, State
from otameshi.claims.rules import State as ClaimState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.people import Person
from tests import make
from tests.claims.paying.make import (
    ACCOUNT,
    APPROVED,
    PAID,
    PAY_ON,
    PREPARED,
    SENT,
    approved,
    manager,
    payable,
    paying_year,
    prepared,
    sent,
    treasurer,
)
from tests.claims.paying.zengin_reader import read
from tests.real_server import ROOT, _environment
from tests.statements import counted

ANSWER = Answer(PAY_ON, "支-101")
LATER = japan(2027, 1, 20, 10)
pytestmark = pytest.mark.usefixtures("app")


def paid_sum(claim: Claim | None = None) -> int:
    query = select(func.sum(Payment.amount)).where(Payment.returned_on.is_(None))
    if claim is not None:
        query = query.where(Payment.claim_id == claim.id)
    return db.session.scalar(query) or 0


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


def get(kind, key: int):
    return db.session.get_one(kind, key)


def test_a_run_goes_by_two_people_to_a_file_that_says_what_was_settled():
    run = prepared()
    assert (run.number, run.state, run.count) == (1, State.PREPARED, None)
    approved(run)
    assert (run.count, run.total) == (2, 140_500)  # 50,000 + 90,500
    actions.take(run, "send", treasurer(), SENT)
    file = actions.content(run)
    assert run.sha256 == hashlib.sha256(file).hexdigest()
    found = read(file)
    assert (found.count, found.total) == (2, 140_500)
    assert found.header["振込指定日"] == "1210"
    assert [one["口座番号"] for one in found.transfers] == ["0000001", "0000002"]
    actions.close(run, ANSWER, treasurer(), PAID)
    assert run.state is State.DONE
    assert [one.state for one in run.items] == [ItemState.PAID] * 2
    assert paid_sum() == 140_500
    assert len(letters("claim_paid")) == 2
    db.session.commit()
    acts = [one.act for one in db.session.scalars(history.of(run))]
    assert acts == ["prepare", "approve", "send", "close"]


def test_the_file_is_the_same_however_often_it_is_taken_and_whatever_changes():
    run = sent()
    first = actions.content(run)
    claim = run.items[0].claim
    claim.account_holder, claim.bank_kana = "ベツノ　ヒト", "ベツ"
    run.year.grant_plan.payer_name_kana = "ベツノケン"
    db.session.commit()
    db.session.expire_all()
    assert actions.content(get(PaymentRun, run.id)) == first
    run.items[0].holder = "ベツノ　ヒト"
    with pytest.raises(Refused, match="同じになりません"):
        actions.content(run)


def test_the_run_is_approved_by_another_person_who_counted():
    both = make.person(Role.TREASURER, Role.MANAGER)
    run = prepared(by=both)
    right = 2, Yen(140_500)
    with pytest.raises(Refused, match="別の担当者"):
        actions.approve(run, right, both, APPROVED)
    for wrong in ((1, right[1]), (2, Yen(140_499))):
        with pytest.raises(Refused, match="件数または合計"):
            actions.approve(run, wrong, manager(), APPROVED)
    with pytest.raises(Refused, match="権限"):
        actions.approve(run, right, treasurer(), APPROVED)
    with pytest.raises(Overtaken):
        actions.approve(run, right, manager(), APPROVED, version=run.version - 1)
    run.state, run.approved_by_id = State.APPROVED, both.id
    with pytest.raises(IntegrityError):  # the database holds it, too
        db.session.flush()


def test_the_money_is_not_handled_by_who_checked_or_settled():
    claim, who = payable(), treasurer()
    for name in ("checked_by", "settled_by"):
        who = getattr(claim, name)
        who.give(Role.TREASURER)
        with pytest.raises(Refused, match="支払を準備できません"):
            prepared(claim, by=who)
    run = sent(prepared(claim))
    with pytest.raises(Refused, match="支払を記録できません"):
        actions.close(run, ANSWER, who, PAID)


def test_what_a_run_cannot_pay_is_named_by_claim_and_reason():
    claims_ = [
        payable(bank_code=None),
        payable(account_holder="髙橋　タロウ"),
        make.settled_claim(),
    ]
    with pytest.raises(Refused) as refused:
        prepared(*claims_)
    for claim, why in zip(claims_[::2], ("コードがありません", "支払待ちでは"), strict=True):
        assert f"{claim.title}：" in str(refused.value)
        assert why in str(refused.value)
    with pytest.raises(Refused, match="「髙」"):
        prepared(claims_[1])
    with pytest.raises(Refused, match="選んで"):
        actions.prepare(paying_year(), [], PAY_ON, treasurer(), PREPARED)
    with pytest.raises(Overtaken):
        actions.prepare(paying_year(), [10**6], PAY_ON, treasurer(), PREPARED)
    claims_[1].grant.participation.year.grant_plan.payer_code = ""
    with pytest.raises(Refused, match=r"委託者コード.*「交付の方法」"):
        actions.prepare(make.year(), [claims_[1].id], PAY_ON, treasurer(), PREPARED)
    with pytest.raises(Refused, match="会計"):
        actions.prepare(paying_year(), [claims_[1].id], PAY_ON, manager(), PREPARED)


def test_a_claim_in_a_run_is_paid_by_nothing_else():
    claim = payable()
    run = prepared(claim)
    with pytest.raises(Refused, match="第1回の振込で手続き中"):
        prepared(claim)
    with pytest.raises(Refused, match="第1回の振込で手続き中"):
        claims.pay(claim, PAY_ON, "支-1", treasurer(), PAID)
    with pytest.raises(Refused, match="第1回の振込で手続き中"):
        claims.come_back(claim, Failure(Fault.NUMBER), treasurer(), PAID)
    row = {
        one.name: getattr(run.items[0], one.name)
        for one in PaymentRunItem.__table__.columns
        if one.name != "id"
    }
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(PaymentRunItem), [row])


def test_a_claim_paid_by_hand_is_in_no_run():
    claim = payable()
    claims.pay(claim, PAY_ON, "支-1", treasurer(), PAID)
    with pytest.raises(Refused, match="支払待ちではありません"):
        prepared(claim)


def test_a_run_given_up_lets_its_claims_go():
    claim = payable()
    for name, by, run in (
        ("reject", manager, prepared),
        ("cancel", treasurer, prepared),
        ("cancel", treasurer, lambda one: approved(prepared(one))),
        ("recall", manager, lambda one: sent(prepared(one))),
    ):
        made = run(claim)
        with pytest.raises(Refused, match="理由"):
            actions.take(made, name, by(), SENT)
        actions.take(made, name, by(), SENT, "振込指定日を改めます。")
        db.session.refresh(made.items[0])
        assert (made.state, made.items[0].state) == (State.CANCELLED, ItemState.RELEASED)
    assert claim.state is ClaimState.INVOICED
    assert prepared(claim).number == 5
    assert paid_sum() == 0


def test_a_file_is_made_in_time_and_only_of_what_was_prepared():
    late = approved()
    with pytest.raises(Refused, match="振込指定日を過ぎて"):
        actions.take(late, "send", treasurer(), japan(2026, 12, 11))
    late.items[0].claim.settled = Yen(49_999)
    with pytest.raises(Refused, match="請求が変わりました"):
        actions.take(late, "send", treasurer(), SENT)
    with pytest.raises(Refused, match="専用のページ"):
        actions.take(late, "approve", manager(), SENT)


def test_what_did_not_arrive_comes_back_and_is_paid_once_more_in_a_later_run():
    first, second = payable(50_000, "0000001"), payable(90_500, "0000002")
    run = sent(prepared(first, second))
    wrong = run.items[1]
    actions.close(run, replace(ANSWER, failed={wrong.id: Fault.NUMBER}), treasurer(), PAID)
    assert (wrong.state, wrong.fault, wrong.payment_id) == (ItemState.FAILED, Fault.NUMBER, None)
    assert (first.state, second.state) == (ClaimState.PAID, ClaimState.SETTLED)
    assert paid_sum() == 50_000
    [letter] = letters("claim_transfer_failed")
    assert letter.person_id == second.claimant.id
    assert "通帳で支店、預金種目と口座番号を確かめて" in letter.body
    assert f"/claims/{second.id}\n" in letter.body

    invoiced_again(second, "0000009")
    again = prepared(second)
    assert seeing.paying(again)[0].failed == wrong.account
    actions.close(sent(again), ANSWER, treasurer(), LATER)
    assert second.state is ClaimState.PAID
    assert paid_sum() == sum(one.settled or 0 for one in (first, second)) == 140_500


def test_money_that_comes_back_later_stays_in_the_books_as_returned():
    claim = payable()
    run = sent(prepared(claim))
    actions.close(run, ANSWER, treasurer(), PAID)
    failure = Failure(Fault.CLOSED, "銀行から12月15日に連絡がありました。")
    claims.come_back(claim, failure, treasurer(), LATER)
    [payment] = claim.payments
    assert payment.returned_on == LATER.date()
    assert "口座の解約" in payment.returned_why
    assert "12月15日" in payment.returned_why
    assert (claim.state, claim.payment, paid_sum()) == (ClaimState.SETTLED, None, 0)
    assert (run.items[0].state, run.items[0].fault) == (ItemState.FAILED, Fault.CLOSED)
    assert "12月15日" in letters("claim_transfer_failed")[0].body

    invoiced_again(claim, "0000009")
    actions.close(sent(prepared(claim)), ANSWER, treasurer(), LATER)
    db.session.refresh(claim)
    assert [one.returned_on is None for one in claim.payments] == [False, True]
    assert paid_sum(claim) == claim.settled


def test_two_standing_payments_of_one_claim_cannot_be():
    claim = payable()
    for _ in range(2):
        db.session.add(
            Payment(
                claim_id=claim.id, amount=Yen(1), paid_on=PAY_ON, voucher="-", person=treasurer()
            )
        )
    with pytest.raises(IntegrityError):
        db.session.flush()


def invoiced_again(claim: Claim, number: str) -> None:
    holder = claim.grant.participation.people[0].kana
    account = BankAccount(**ACCOUNT, kind=AccountKind.ORDINARY, number=number, holder=holder)
    claims.invoice(claim, account, claim.claimant, japan(2026, 12, 5, 9))


def together(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """Let several people act at the same moment; return what each was told, sorted."""
    ready, told = Barrier(len(acts)), []

    def act(one: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                one()
                db.session.commit()
                told.append("done")
            except (Refused, StaleDataError):  # the shell tells both as a refusal
                db.session.rollback()
                told.append("refused")

    threads = [Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(told)


def test_two_treasurers_prepare_the_same_claims_once(app: Flask):
    keys, people = [payable().id, payable().id], [treasurer().id, treasurer().id]
    year = paying_year().id
    db.session.commit()

    def act(who: int, order: list[int]) -> None:
        make_run = partial(actions.prepare, pay_on=PAY_ON, at=PREPARED)
        make_run(get(type(paying_year()), year), order, by=get(Person, who))

    told = together(app, [partial(act, people[0], keys), partial(act, people[1], keys[::-1])])
    assert told == ["done", "refused"]
    [run] = db.session.scalars(select(PaymentRun))
    assert [one.claim_id for one in run.items] == sorted(keys)


def test_the_result_is_recorded_once_by_two_treasurers_and_a_payment_by_hand(app: Flask):
    run, people = sent().id, [treasurer().id for _ in range(3)]
    claim = get(PaymentRun, run).items[0].claim_id
    db.session.commit()

    def close(who: int) -> None:
        actions.close(get(PaymentRun, run), ANSWER, get(Person, who), PAID)

    def pay(who: int) -> None:
        claims.pay(get(Claim, claim), PAY_ON, "支-9", get(Person, who), PAID)

    acts = [partial(close, one) for one in people[:2]]
    assert together(app, [*acts, partial(pay, people[2])]) == ["done", "refused", "refused"]
    assert paid_sum() == 140_500
    assert len(db.session.scalars(select(Payment)).all()) == 2


KILLED = """
import os, signal, sys
from datetime import date, datetime
from otameshi.app import create_app
from otameshi.db import db
with create_app().app_context():
    from otameshi.claims.paying import actions
    from otameshi.claims.paying.models import PaymentRun
    from otameshi.claims.paying.rules import Answer
    from otameshi.people import Person
    run, who = (int(one) for one in sys.argv[1:3])
    answer, at = Answer(date(2026, 12, 10), "支-101"), datetime.fromisoformat(sys.argv[3])
    actions.close(db.session.get_one(PaymentRun, run), answer, db.session.get_one(Person, who), at)
    db.session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_after_every_payment_is_written_nothing_is_paid_and_all_once_again(app: Flask):
    run, who = sent(), treasurer()
    key, person = run.id, who.id
    db.session.commit()
    ended = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", KILLED, str(key), str(person), PAID.isoformat()],
        cwd=ROOT,
        env=_environment(app, 80),
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    db.session.expire_all()
    assert (get(PaymentRun, key).state, paid_sum()) == (State.SENT, 0)
    assert {one.state for one in get(PaymentRun, key).items} == {ItemState.PENDING}
    assert not letters("claim_paid")
    actions.close(get(PaymentRun, key), ANSWER, get(Person, person), PAID)
    db.session.commit()
    assert paid_sum() == 140_500


def test_what_the_bank_said_of_another_run_is_refused():
    run = sent()
    with pytest.raises(Refused, match="ページを開き直して"):
        actions.close(run, replace(ANSWER, failed={10**6: Fault.OTHER}), treasurer(), PAID)


def test_preparing_and_the_file_take_as_many_statements_for_many_as_for_few():
    def cost(number: int) -> int:
        keys = [payable().id for _ in range(number)]
        year, by = paying_year(), treasurer()
        made: list[PaymentRun] = []

        def act() -> None:
            made.append(actions.prepare(year, keys, PAY_ON, by, PREPARED))

        preparing = counted(act)
        approved(made[0])
        return preparing + counted(lambda: actions.take(made[0], "send", by, SENT))

    assert cost(3) == cost(12)
