"""A decision is taken back, and money comes back, on both databases."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims import seeing
from otameshi.claims.after import actions, reading
from otameshi.claims.after.actions import Draft, Receipt
from otameshi.claims.after.interest import Charge, Sum
from otameshi.claims.after.models import Repayment
from otameshi.claims.after.rules import Cancelling, Cause, Reason, Repaying
from otameshi.claims.budget import reading as budget
from otameshi.claims.invoicing.models import Advance, GrantAccount
from otameshi.claims.invoicing.rules import AdvanceState
from otameshi.claims.paying import seeing as runs
from otameshi.claims.rules import State as ClaimState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.grants.actions import decided_sum
from otameshi.grants.rules import State as GrantState
from tests import make
from tests.claims.after import make as after
from tests.claims.after.make import MAY, PAID_ON
from tests.documents.test_paper import text_of

JUNE = japan(2027, 6, 30, 10)
pytestmark = pytest.mark.usefixtures("app")


def paper(row: object) -> str:
    return text_of(storage.content(db.session.scalars(issue.about(row)).one().attachment))


def last_letter() -> Letter:
    return db.session.scalars(select(Letter).order_by(Letter.id.desc())).all()[0]


def treasurer():
    return make.person(Role.TREASURER)


def test_a_decision_is_taken_back_as_a_whole_by_two_people():
    one = after.draft()
    grant = one.grant
    both = make.person(Role.OFFICER, Role.MANAGER)
    with pytest.raises(Refused, match="権限"):
        actions.cancel(one, "decide", one.prepared_by, MAY)
    one.prepared_by = both
    with pytest.raises(Refused, match="同じ人"):
        actions.cancel(one, "decide", both, MAY)
    actions.cancel(one, "decide", make.person(Role.MANAGER), MAY)
    assert (one.state, grant.state) == (Cancelling.DECIDED, GrantState.CANCELLED)
    assert decided_sum(grant.participation.year) == 0
    assert [event.act for event in db.session.scalars(history.of(grant))] == []  # until saved
    db.session.commit()
    assert [event.act for event in db.session.scalars(history.of(grant))] == ["cancel"]
    text = paper(one)
    for fact in (
        "補助金交付決定取消通知書",
        str(one.document_number),
        "交付決定の全部",
        "取消後の交付決定額金0円",
        "別の事業の経費に使用した。",
        "審査請求",
        "公印",
    ):
        assert fact in text
    assert "公印省略" not in text
    assert "補助金を他の用途に使用した" in last_letter().body


def test_the_return_of_all_that_was_paid_is_drafted_with_it():
    one = after.drafted(after.cancelled())
    assert (one.cause, one.amount, one.surcharged) == (Cause.CANCELLED, 240_000, True)
    assert one.sums == (Sum(PAID_ON, Yen(240_000)),)
    assert one.prepared_by_id == after.cancellation_of(one).prepared_by_id


def test_a_part_is_taken_back_and_only_what_was_paid_beyond_is_asked_for():
    one = after.cancelled(stands=100_000, reason=Reason.CHANGED)
    assert (one.grant.state, one.grant.amount) == (GrantState.DECIDED, 100_000)
    order = after.drafted(one)
    assert (order.amount, order.surcharged) == (140_000, False)
    again = after.cancelled(one.grant)  # then the rest
    assert after.drafted(again).amount == 100_000


def test_an_order_that_was_given_back_is_drafted_again():
    first = after.drafted(after.cancelled())
    actions.take(first, "reject", make.person(Role.MANAGER), MAY, "額を確かめてください。")
    assert (first.state, reading.ordered_back(first.grant_id)) == (Repaying.DROPPED, 0)
    officer = make.person(Role.OFFICER)
    again = actions.prepare_again(after.cancellation_of(first), officer, MAY)
    assert (again.amount, again.surcharged, again.prepared_by) == (240_000, True, officer)
    with pytest.raises(Refused, match="返還を命じる額がありません"):
        actions.prepare_again(after.cancellation_of(first), officer, MAY)


def test_what_was_not_paid_is_not_asked_back():
    one = after.cancelled(make.decided_grant())
    assert db.session.scalar(select(Repayment)) is None
    assert one.grant.state is GrantState.CANCELLED


def test_a_draft_is_one_at_a_time_and_takes_something_back():
    grant = after.paid_grant()
    officer = make.person(Role.OFFICER)
    prepare = partial(actions.prepare, grant, by=officer, at=MAY)
    with pytest.raises(Refused, match="260,000円"):
        prepare(Draft(Reason.BREACH, "違反", Yen(260_000)))
    with pytest.raises(Refused, match="担当者"):
        actions.prepare(grant, Draft(Reason.BREACH, "違反", Yen(0)), make.person(Role.MANAGER), MAY)
    first = prepare(Draft(Reason.BREACH, "違反", Yen(0)))
    with pytest.raises(Refused, match="決裁待ちの取消の案"):
        prepare(Draft(Reason.BREACH, "違反", Yen(0)))
    actions.cancel(first, "drop", officer, MAY, "書き直すため")
    prepare(Draft(Reason.BREACH, "違反", Yen(0)))
    with pytest.raises(Refused, match="取り消せる交付決定がありません"):
        actions.prepare(make.grant(), Draft(Reason.LAW, "x", Yen(0)), officer, MAY)


def test_a_decision_that_changed_since_the_draft_is_not_taken_back():
    one = after.draft()
    one.grant.amount = Yen(250_000)
    with pytest.raises(Overtaken):
        actions.cancel(one, "decide", make.person(Role.MANAGER), MAY)


def test_a_claim_of_a_cancelled_grant_is_neither_settled_nor_paid():
    grant = make.decided_grant()
    claim = make.invoiced_claim(grant)
    with pytest.raises(Refused, match="まだ支払っていない"):
        after.cancelled(grant, stands=10_000)
    db.session.rollback()
    grant = make.decided_grant()
    claim = make.invoiced_claim(grant)
    after.cancelled(grant)
    with pytest.raises(Refused, match="交付の決定が取り消され"):
        claims.pay(claim, date(2027, 5, 31), "見本", treasurer(), MAY)
    with pytest.raises(Refused, match="交付決定を受けてから"):
        claims.begin(grant, grant.grantee, MAY)


def test_an_order_tells_what_is_to_be_paid_until_when_and_why():
    one = after.ordered()
    assert (one.state, one.due_on) == (Repaying.ORDERED, date(2027, 6, 20))
    text = paper(one)
    for fact in (
        "補助金返還命令書",
        "返還する額金240,000円",
        "令和9年6月20日",
        "令和9年4月20日240,000",
        "年10.95パーセント",
        "365日",
        "公印",
    ):
        assert fact in text
    assert "2027年6月20日" in last_letter().body


def test_who_drafted_the_order_does_not_give_it():
    one = after.drafted(after.cancelled())
    both = make.person(Role.OFFICER, Role.MANAGER)
    one.prepared_by = both
    with pytest.raises(Refused, match="同じ人"):
        actions.take(one, "order", both, MAY)
    with pytest.raises(Refused, match="専用のページ"):
        actions.take(one, "receive", treasurer(), MAY)


def test_money_comes_in_by_parts_until_nothing_is_left():
    one = after.ordered()
    who = treasurer()
    # To 20 June: 20 April to 20 June are 62 days × 240,000 × 0.0003 = 4,464
    actions.receive(one, Receipt(date(2027, 6, 20), Yen(140_000), "見本1"), who, JUNE)
    # To 30 June: 4,464 + 10 days × 100,000 × 0.0003 = 4,764; late 10 × 100,000 × 0.0003 = 300
    owed = reading.owed_of(one, date(2027, 6, 30))
    assert (owed.principal_left, owed.surcharge, owed.late, owed.left) == (
        100_000,
        4_764,
        300,
        105_064,
    )
    with pytest.raises(Refused, match="105,064円"):
        actions.receive(one, Receipt(date(2027, 6, 30), Yen(105_065), "見本2"), who, JUNE)
    with pytest.raises(Refused, match="2027年6月20日以後"):
        actions.receive(one, Receipt(date(2027, 6, 19), Yen(1), "見本2"), who, JUNE)
    actions.receive(one, Receipt(date(2027, 6, 30), Yen(105_064), "見本2"), who, JUNE)
    assert (one.state, one.repaid_on) == (Repaying.REPAID, date(2027, 6, 30))
    assert "4,764円" in last_letter().body
    [row] = budget.rows(2026)
    assert (row.decided, row.settled, row.paid, row.repaid) == (0, 0, 240_000, 240_000)


def test_a_record_made_by_mistake_is_taken_back_and_stays():
    one = after.ordered(reason=Reason.CHANGED)
    who = treasurer()
    made = actions.receive(one, Receipt(date(2027, 6, 10), Yen(240_000), "見本"), who, JUNE)
    assert one.state is Repaying.REPAID
    with pytest.raises(Refused, match="理由"):
        actions.void(made, who, JUNE, "")
    actions.void(made, who, JUNE, "別の組の納付だった")
    assert (one.state, one.repaid_on) == (Repaying.ORDERED, None)
    assert reading.owed_of(one, date(2027, 6, 10)).left == 240_000
    with pytest.raises(Overtaken):
        actions.void(made, who, JUNE, "もう一度")
    assert budget.rows(2026)[0].repaid == 0


def test_a_manager_waives_interest_with_a_reason_but_never_the_grant():
    one = after.ordered()
    manager = make.person(Role.MANAGER)
    waive = partial(actions.waive, one, by=manager, at=JUNE)
    with pytest.raises(Refused, match="理由"):
        waive(Charge.SURCHARGE, Yen(1), "")
    # 20 April to 30 June: 72 days × 240,000 × 0.0003 = 5,184
    with pytest.raises(Refused, match="5,184円"):
        waive(Charge.SURCHARGE, Yen(5_185), "災害のため")
    waive(Charge.SURCHARGE, Yen(5_184), "災害のため")
    owed = reading.owed_of(one, date(2027, 6, 30))
    assert (owed.surcharge, owed.left) == (0, 240_720)  # late: 10 × 240,000 × 0.0003 = 720
    actions.receive(one, Receipt(date(2027, 6, 30), Yen(240_000), "見本"), treasurer(), JUNE)
    assert one.state is Repaying.ORDERED
    waive(Charge.LATE, Yen(720), "災害のため")
    assert one.repaid_on == date(2027, 6, 30)
    with pytest.raises(Refused, match="権限"):
        actions.waive(one, Charge.LATE, Yen(1), "x", treasurer(), JUNE)


def test_what_was_paid_in_advance_beyond_what_was_settled_comes_back_without_a_surcharge():
    grant = make.decided_grant()
    officer, third = make.person(Role.OFFICER), treasurer()
    account = make.keep(
        GrantAccount(
            grant=grant, bank="見本銀行", branch="本店", bank_kana="", branch_kana="", kind="1",
            number="0000000", holder="ミホン", at=make.NOON, person_id=grant.grantee.id,
        )
    )  # fmt: skip
    make.keep(
        Advance(
            grant=grant, account=account, amount=Yen(130_000), reason="見本",
            state=AdvanceState.PAID, asked_on=date(2026, 9, 1), document_number="見本概1",
            approved_on=date(2026, 9, 5), checked_by=officer, approved_by=make.person(Role.MANAGER),
            paid_on=date(2026, 9, 15), voucher="見本", paid_by=third,
        )
    )  # fmt: skip
    assert reading.surpluses() == []
    make.settled_claim(grant, 100_000, state=ClaimState.CLOSED, set_off=Yen(100_000))
    [found] = reading.surpluses()
    assert (found.grant, found.amount) == (grant, 30_000)
    one = actions.prepare_surplus(grant, officer, MAY)
    assert (one.amount, one.surcharged) == (30_000, False)
    assert one.sums == (Sum(date(2026, 9, 15), Yen(30_000)),)
    assert reading.surpluses() == []
    with pytest.raises(Refused, match="返還を命じる額がありません"):
        actions.prepare_surplus(grant, officer, MAY)
    assert budget.rows(2026)[0].paid == 130_000


def test_what_somebody_saw_before_another_changed_it_is_refused():
    one = after.ordered()
    db.session.commit()
    shown = one.version - 1
    with pytest.raises(Overtaken):
        actions.receive(one, Receipt(date(2027, 6, 10), Yen(1), "見本"), treasurer(), JUNE, shown)
    with pytest.raises(Overtaken):
        actions.cancel(
            after.cancellation_of(one), "drop", make.person(Role.OFFICER), MAY, "x", shown - 5
        )
    with pytest.raises(Overtaken):
        actions.prepare(
            one.grant, Draft(Reason.LAW, "x", Yen(0)), make.person(Role.OFFICER), MAY, 0
        )


def test_a_claim_of_a_cancelled_grant_waits_for_no_payment():
    grant = make.decided_grant()
    claim = make.invoiced_claim(grant)
    waiting = seeing.waiting_for_payment()
    assert db.session.scalars(waiting).unique().all() == [claim]
    after.cancelled(grant)
    assert db.session.scalars(waiting).unique().all() == []
    assert not runs.due(claim, None).ready
