"""The pages of 概算払, as a group, the office and the treasurer use them."""

from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import AdvanceState
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.claims.advancing.test_actions import asked, grant, paid
from tests.claims.invoicing import lists


def test_a_group_asks_for_an_advance_with_its_account(browse, app) -> None:
    lists.bring_in()
    of = grant()
    account = make.account(of)
    me, start = browse(of.grantee), f"/claims/advances/{of.id}/ask"
    assert "概算払（実績の報告の前に受け取る）" in me.read("/claims/")
    assert "130,000" in me.read(f"/claims/advances/{of.id}")
    assert "八十二長野銀行（0143）" in me.read(f"{start}?q=八十二")
    assert "松本（402）" in me.read(f"{start}/branch?bank=0143")
    assert "松本（402）" in me.read(f"{start}/account?bank=0143&branch=402")
    page = f"{start}/confirm/{account.id}"
    answer = me.post(page, amount="130,001", reason="契約金のため")
    assert answer.status_code == 422
    assert "130,000円以下" in answer.text
    done = me.send(page, amount="１３０，０００", reason="契約金のため")
    assert "県が確認中" in done
    assert "補助金概算払請求書" in done
    assert me.get(start).status_code == 303  # one at a time
    [advance] = db.session.query(Advance).all()
    assert (advance.amount, advance.reason) == (130_000, "契約金のため")


def test_the_office_checks_approves_and_pays(browse, app) -> None:
    advance = asked()
    page = f"/desk/advances/{advance.id}"
    officer = browse(make.person(Role.OFFICER))
    assert advance.title.partition("　")[0] in officer.read("/desk/advances/")
    assert "0123456" in officer.read(page)
    assert "0123456" not in browse(make.person(Role.AUDITOR)).read(page)
    officer.send(f"{page}/check", page=page)
    browse(make.person(Role.MANAGER)).send(f"{page}/approve", page=page)
    treasurer = browse(make.person(Role.TREASURER))
    day = advance.asked_on
    parts = {"paid_on-year": day.year, "paid_on-month": day.month, "paid_on-day": day.day}
    seen = treasurer.send(f"{page}/pay", voucher="支-3", **parts)
    db.session.expire_all()
    assert advance.state is AdvanceState.PAID, seen


def test_after_a_failed_transfer_the_group_corrects_its_account(browse, app) -> None:
    lists.bring_in()
    advance = paid()
    treasurer = make.person(Role.TREASURER)
    page = f"/desk/advances/{advance.id}"
    browse(treasurer).send(f"{page}/come_back", page=page, note="口座番号の相違")
    other = make.account(advance.grant, number="7654321")
    me, own = browse(advance.grant.grantee), f"/claims/advances/{advance.grant_id}"
    assert "振込先を直して請求する" in me.read(own)
    assert "口座番号の相違" in me.read(f"{own}/ask")
    me.send(f"{own}/ask/confirm/{other.id}")
    db.session.expire_all()
    assert (advance.state, advance.account_id) == (AdvanceState.APPROVED, other.id)


def test_the_group_withdraws_and_a_year_without_advances_offers_none(browse, app) -> None:
    advance = asked()
    own = f"/claims/advances/{advance.grant_id}"
    me = browse(advance.grant.grantee)
    assert "取り下げました" in me.send(f"{own}/{advance.id}/withdraw", page=own)
    none = grant(0)
    page = browse(none.grantee).read(f"/claims/advances/{none.id}")
    assert "概算払を行っていません" in page
