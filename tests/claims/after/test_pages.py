"""The pages of 取消 and 返還, from the officer's draft to the last yen."""

from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import Repaying
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.grants.rules import State as GrantState
from tests import make
from tests.claims.after import make as after


def only(kind):
    db.session.expire_all()
    return db.session.scalars(db.select(kind)).one()


def paid_last_year():
    year = make.year(2025)
    group = make.participation(make.selected(make.application(to=make.call(year))))
    return after.paid_grant(of=group)


def test_a_decision_is_taken_back_and_paid_back_page_by_page(browse):
    grant = paid_last_year()
    officer, manager = browse(make.person(Role.OFFICER)), browse(make.person(Role.MANAGER))
    assert "交付決定の全部または一部を取り消す" in officer.read(f"/desk/grants/{grant.id}")
    address = f"/desk/after/grants/{grant.id}/cancel"
    assert "240,000円" in officer.read(address)
    officer.send(address, reason="other_use", words="別の事業に使用した。", stands="100000")
    assert "/desk/after/?cancelling=prepared" in manager.read("/desk/")
    seen = manager.read("/desk/after/?cancelling=prepared")
    assert grant.participation.title in seen
    assert "返還はありません" not in seen
    draft = only(Cancellation)
    page = f"/desk/after/cancellations/{draft.id}"
    seen = manager.send(f"{page}/decide", page=page)
    assert "取消済" in seen
    assert "公印を押して" in seen
    assert only(Cancellation).grant.state is GrantState.DECIDED
    assert "/desk/after/?state=prepared" in manager.read("/desk/")
    assert grant.participation.title in officer.read("/desk/after/?state=prepared")
    page = f"/desk/after/repayments/{only(Repayment).id}"
    assert "返還待ち" in manager.send(f"{page}/order", page=page)
    # 20 April to 30 June: 72 days × 140,000 × 0.0003 = 3,024
    seen = officer.read(f"{page}?on=2027-06-30")
    for fact in ("72日", "10,080,000", "3,024円"):
        assert fact in seen
    assert "3,024円" in officer.read(f"{page}?on=令和9年6月30日")
    assert officer.get(f"{page}?on=いつか").status_code == 200


def test_each_role_finds_what_it_may_do_with_an_order(browse):
    one = after.ordered()
    officer, manager = browse(make.person(Role.OFFICER)), browse(make.person(Role.MANAGER))
    treasurer = browse(make.person(Role.TREASURER))
    page = f"/desk/after/repayments/{one.id}"
    listed = officer.read(f"/desk/after/?grant={one.grant_id}")
    assert "選んだ分だけ" in listed
    assert "返還待ち" in listed
    assert officer.get(f"{page}/receive").status_code == 403
    assert "残る額" in treasurer.read(f"{page}/receive")
    assert "加算金・延滞金の免除" in manager.read(f"{page}/waive")


def test_a_draft_says_what_happened(browse):
    grant = after.paid_grant()
    officer = browse(make.person(Role.OFFICER))
    address = f"/desk/after/grants/{grant.id}/cancel"
    seen = officer.send(address, reason="other_use", words="", stands="0")
    assert "理由となる事実を入力してください" in seen


def test_a_group_sees_what_it_owes_and_until_when_it_keeps_its_papers(browse):
    grant = after.paid_grant()
    me = browse(grant.grantee)
    seen = me.read(f"/after/{grant.id}")
    assert "2032年3月31日" in seen
    assert "取消" not in seen
    after.draft(grant)
    db.session.commit()
    assert "別の事業" not in me.read(f"/after/{grant.id}")
    db.session.rollback()
    stranger = browse(make.person())
    assert stranger.get(f"/after/{grant.id}").status_code == 404


def test_an_order_is_told_to_its_group_with_its_papers(browse):
    one = after.ordered()
    seen = browse(one.grant.grantee).read(f"/after/{one.grant_id}")
    for fact in ("別の事業の経費に使用した。", "返還のお願い", "補助金返還命令書", "240,000円"):
        assert fact in seen


def test_money_is_recorded_and_a_mistake_taken_back(browse):
    one = after.ordered()
    one.ordered_on, one.due_on = make.NOON.date(), one.due_on
    treasurer = browse(make.person(Role.TREASURER))
    page = f"/desk/after/repayments/{one.id}"
    day = {
        f"received_on-{part}": value
        for part, value in zip(("year", "month", "day"), ("2026", "6", "1"), strict=True)
    }
    seen = treasurer.send(f"{page}/receive", **day, amount="40000", reference="見本1")
    assert "納付を記録しました" in seen
    receipt = only(Repayment).receipts[0]
    seen = treasurer.send(f"{page}/receipts/{receipt.id}/void", note="別の組の納付")
    assert "取消し済（別の組の納付）" in seen
    assert only(Repayment).state is Repaying.ORDERED


def test_the_list_is_empty_at_first(browse):
    seen = browse(make.person(Role.AUDITOR)).read("/desk/after/")
    assert "返還はありません" in seen
    assert "取消はありません" in seen
