"""Reports on input tax credits, on both databases."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from otameshi.claims.after import actions as after_actions
from otameshi.claims.after import reading as after_reading
from otameshi.claims.after.rules import Cause, Repaying
from otameshi.claims.taxes import actions, reading
from otameshi.claims.taxes.actions import Report
from otameshi.claims.taxes.rules import Standing, State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from tests import make
from tests.claims.after import make as after
from tests.documents.test_paper import text_of
from tests.statements import counted

NOVEMBER = japan(2027, 11, 1, 10)
NOTHING = Report(Standing.EXEMPT, Yen(0))
pytestmark = pytest.mark.usefixtures("app")


def photograph() -> tuple[str, bytes]:
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    return "申告書.png", picture.getvalue()


def letters() -> list[str]:
    return [one.kind for one in db.session.scalars(select(Letter).order_by(Letter.id))]


def state_of(grant) -> State:
    found = reading.find(grant.id, grant.grantee)
    assert found is not None
    return found.state


def test_every_paid_grant_is_asked_and_no_other():
    grant = after.paid_grant()
    make.decided_grant()
    officer = make.person(Role.OFFICER)
    assert db.session.scalars(reading.asked(officer)).unique().all() == [grant]
    assert state_of(grant) is State.NONE
    assert reading.find(grant.id, make.person()) is None
    grant.participation.year.grant_plan.tax_report = False
    assert db.session.scalars(reading.asked(officer)).unique().all() == []
    with pytest.raises(Refused, match="支払を受けた組"):
        actions.report(grant, NOTHING, grant.grantee, NOVEMBER)


def test_nothing_is_a_report_too_and_ends_with_its_acknowledgement():
    grant = after.paid_grant()
    one = actions.report(grant, NOTHING, grant.grantee, NOVEMBER)
    text = text_of(storage.content(db.session.scalars(issue.about(one)).one().attachment))
    for fact in ("仕入控除税額報告書", "仕入控除税額金0円", "免税事業者である"):
        assert fact in text
    with pytest.raises(Refused, match="権限"):
        actions.report(grant, NOTHING, grant.grantee, NOVEMBER)
    actions.take(one, "acknowledge", make.person(Role.OFFICER), NOVEMBER)
    assert (one.state, one.repayment) == (State.ACKNOWLEDGED, None)
    assert letters() == ["tax_report_received", "tax_report_acknowledged"]


def test_a_returned_report_is_mended_and_keeps_its_document():
    grant = after.paid_grant()
    full = Report(Standing.GENERAL, Yen(21_818), "240,000円×10／110", photograph())
    one = actions.report(grant, full, grant.grantee, NOVEMBER)
    actions.take(one, "return", make.person(Role.OFFICER), NOVEMBER, "端数を確かめてください。")
    shown = one.version
    again = Report(Standing.GENERAL, Yen(21_800), "端数を切り捨て")
    with pytest.raises(Overtaken):
        actions.report(grant, again, grant.grantee, NOVEMBER, shown - 1)
    actions.report(grant, again, grant.grantee, NOVEMBER, shown)
    assert (one.state, one.amount, one.attachment_id is None) == (State.REPORTED, 21_800, False)


def test_what_was_got_back_is_asked_for_without_a_surcharge_and_once():
    grant, officer = after.paid_grant(), make.person(Role.OFFICER)
    full = Report(Standing.GENERAL, Yen(21_818), "240,000円×10／110", photograph())
    one = actions.report(grant, full, grant.grantee, NOVEMBER)
    actions.take(one, "acknowledge", officer, NOVEMBER)
    order = one.repayment
    assert order is not None
    assert (order.cause, order.amount, order.surcharged) == (Cause.TAX, 21_818, False)
    with pytest.raises(Refused, match="すでに案か命令"):
        actions.order_again(one, officer, NOVEMBER)
    after_actions.take(order, "drop", officer, NOVEMBER, "額を直すため")
    actions.order_again(one, officer, NOVEMBER)
    again = one.repayment
    assert again is not None
    assert (again is order, again.state) == (False, Repaying.PREPARED)
    # A later 取消 of the whole asks for the rest: 240,000 - 21,818 = 218,182
    assert after_reading.beyond(grant, Yen(0)) == 218_182
    # of a part that leaves 100,000: 140,000
    assert after_reading.beyond(grant, Yen(100_000)) == 140_000


def test_who_has_not_reported_is_asked_once_a_day():
    grant, officer = after.paid_grant(), make.person(Role.OFFICER)
    done = after.paid_grant()
    actions.report(done, NOTHING, done.grantee, NOVEMBER)
    grant.participation.year.grant_plan.tax_report_by = date(2027, 11, 30)
    asked = reading.asked(officer)

    def ask(at) -> int:
        count = actions.ask(db.session.scalars(asked).unique().all(), officer, at)
        db.session.commit()
        return count

    assert ask(NOVEMBER) == 1
    body = db.session.scalars(select(Letter).order_by(Letter.id)).all()[-1].body
    assert "2027年11月30日" in body
    with pytest.raises(Refused, match="今日すでに"):
        ask(NOVEMBER)
    assert ask(NOVEMBER + timedelta(days=1)) == 1


def test_the_list_takes_the_same_statements_for_one_grant_and_for_many():
    officer = make.person(Role.OFFICER)

    def count() -> int:
        return counted(
            lambda: [
                (row.state, row.due_on, row.grant.participation.title)
                for row in reading.beside(
                    db.session.scalars(reading.of_year(officer, 2026)).unique()
                )
            ]
        )

    after.paid_grant()
    few = count()
    for _ in range(3):
        after.paid_grant()
    assert count() == few
