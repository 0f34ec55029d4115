"""A year is closed and opened again, on both databases."""

from datetime import date
from threading import Event as Signal
from threading import Thread

import pytest
from flask import Flask

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims.closing import actions, reading
from otameshi.claims.closing.rules import Item, State
from otameshi.claims.models import Payment
from otameshi.claims.paying import actions as runs
from otameshi.claims.rules import State as ClaimState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked
from otameshi.grants import actions as grants
from otameshi.grants.models import Grant
from otameshi.grants.rules import State as GrantState
from otameshi.people import Person
from otameshi.programme.closing import closed
from otameshi.programme.models import ProgrammeYear
from tests import make
from tests.claims.after import make as after
from tests.statements import counted

JUNE = japan(2027, 6, 2, 10)
pytestmark = pytest.mark.usefixtures("app")


def manager() -> Person:
    return make.person(Role.MANAGER)


def left(at: date = date(2027, 6, 2)) -> dict[Item, int]:
    found = reading.counts(make.year(), make.person(Role.OFFICER), at)
    return {item: count for item, count in found.items() if count}


def test_what_is_open_is_counted_by_its_kind():
    assert left(date(2027, 5, 31)) == {Item.EARLY: 1}
    assert left() == {}
    make.grant(state=GrantState.APPLIED)
    make.claim_line(make.claim())
    make.settled_claim()
    make.invoiced_claim()
    weighed = make.claim(state=ClaimState.SUBMITTED)
    came_back = make.settled_claim()
    make.keep(
        Payment(
            claim=came_back, amount=Yen(50_000), paid_on=date(2027, 4, 20), voucher="見本",
            person=make.person(Role.TREASURER), returned_on=date(2027, 4, 22),
            returned_why="口座名義の相違",
        )
    )  # fmt: skip
    after.ordered()
    assert left() == {
        Item.GRANTS: 1,
        Item.WEIGHED: 1,
        Item.INVOICED: 1,
        Item.FAILED: 1,
        Item.UNINVOICED: 1,
        Item.UNREPORTED: 1,
        Item.REPAYMENTS: 1,
    }
    weighed.grant.state = GrantState.CANCELLED
    assert Item.WEIGHED not in left()


def test_a_paid_grant_leaves_its_report_open():
    after.paid_grant()
    assert left() == {Item.TAXES: 1}
    with pytest.raises(Refused, match="理由を記入"):
        actions.close(make.year(), manager(), JUNE)
    actions.close(make.year(), manager(), JUNE, "報告は翌年度に受ける")
    assert closed(make.year().id)


def test_in_a_closed_year_nothing_is_decided_or_paid():
    year, who, officer = make.year(), manager(), make.person(Role.OFFICER)
    draft, claim = make.grant(), make.settled_claim()
    actions.close(year, who, JUNE, "請求を待たない")
    assert reading.state_of(year) is State.CLOSED
    invoiced, treasurer = make.invoiced_claim(), make.person(Role.TREASURER)
    checked = make.claim(state=ClaimState.CHECKED, checked_by=officer)
    for act in (
        lambda: grants.apply(draft, draft.grantee, JUNE),
        lambda: claims.begin(claim.grant, claim.claimant, JUNE),
        lambda: claims.settle(checked, who, JUNE),
        lambda: claims.pay(invoiced, date(2027, 6, 1), "見本", treasurer, JUNE),
        lambda: runs.prepare(year, [invoiced.id], date(2027, 6, 4), treasurer, JUNE),
    ):
        with pytest.raises(Refused, match="令和8年度は締めています"):
            act()
    with pytest.raises(Refused, match="権限"):
        actions.close(year, who, JUNE)


def test_a_year_is_opened_again_by_a_manager_with_a_reason():
    year, who = make.year(), manager()
    draft = make.grant()
    actions.close(year, who, JUNE)
    with pytest.raises(Refused, match="理由"):
        actions.reopen(year, who, JUNE, "")
    with pytest.raises(Refused, match="権限"):
        actions.reopen(year, make.person(Role.OFFICER), JUNE, "x")
    actions.reopen(year, who, JUNE, "請求が届いたため")
    grants.apply(draft, draft.grantee, JUNE)
    db.session.commit()
    acts = [event.act for event in db.session.scalars(history.of(year))]
    assert acts == ["close_year", "reopen_year"]


def test_a_year_in_which_something_waits_is_not_closed():
    grant = make.grant(state=GrantState.APPLIED)
    with pytest.raises(Refused, match="先に済ませて"):
        actions.close(grant.participation.year, manager(), JUNE, "急ぐため")


def test_a_decision_is_taken_back_in_a_closed_year_too():
    grant = after.paid_grant()
    actions.close(make.year(), manager(), JUNE, "報告は翌年度に受ける")
    assert after.cancelled(grant).grant.state is GrantState.CANCELLED


def test_a_year_is_not_closed_while_somebody_decides(app: Flask):
    """On PostgreSQL whoever decides holds a grant; on SQLite the one waits for the other."""
    grant = make.decided_grant()
    year_id, manager_id, grant_id = grant.participation.year_id, manager().id, grant.id
    db.session.commit()
    held, done, told = Signal(), Signal(), []

    def decide() -> None:
        with app.app_context():
            locked(Grant, grant_id)
            held.set()
            done.wait(1 if db.engine.dialect.name == "sqlite" else 20)
            db.session.rollback()

    def close() -> None:
        with app.app_context():
            held.wait(20)
            try:
                year = db.session.get_one(ProgrammeYear, year_id)
                actions.close(year, db.session.get_one(Person, manager_id), JUNE)
                db.session.commit()
                told.append("closed")
            except Refused as refused:
                db.session.rollback()
                told.append(str(refused))
            done.set()

    threads = [Thread(target=decide), Thread(target=close)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    [words] = told
    assert words == "closed" if db.engine.dialect.name == "sqlite" else "途中の人" in words


def test_counting_takes_the_same_statements_for_few_and_for_many():
    officer, year = make.person(Role.OFFICER), make.year()

    def count() -> int:
        return counted(lambda: reading.counts(year, officer, date(2027, 6, 2)))

    after.paid_grant()
    few = count()
    for _ in range(3):
        after.paid_grant()
        make.invoiced_claim()
    assert count() == few
