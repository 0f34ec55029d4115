"""The pages on which remarks are read, explained and looked at."""

import pytest

from otameshi.claims.doubts.models import ReceiptReading
from otameshi.claims.rules import State, Verdict
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from tests import make


def twice(**facts):
    """Make a claim with one payment entered twice."""
    claim = make.claim(**facts)
    return claim, make.claim_line(claim), make.claim_line(claim)


def state_of(claim) -> State:
    db.session.expire_all()
    return State(claim.state)


def test_a_group_reads_what_repeats_and_explains_it(browse):
    claim, line, other = twice()
    me = browse(claim.claimant)
    page, seen = f"/claims/{claim.id}", me.read(f"/claims/{claim.id}")
    assert "別の支払であれば、そのままで問題ありません" in seen
    assert f'href="{page}#line-{other.id}"' in seen
    explain = f"{page}/lines/{line.id}/remarks/same_payment"
    assert explain in seen
    assert "説明を入力" in me.send(explain, words=" ")
    assert "説明を書きました" in me.send(explain, words="2人分を別々に買いました。")
    assert "説明：2人分を別々に買いました。" in me.read(page)
    assert "2人分を別々に買いました。" in me.read(explain)
    assert me.get(f"{page}/lines/{line.id}/remarks/same_file").status_code == 404
    assert me.get(f"{page}/lines/{line.id}/remarks/anything").status_code == 404
    claim.state = State.SUBMITTED
    db.session.commit()
    assert "説明を保存する" not in me.read(explain)
    assert "説明を書く" not in me.read(page)


def test_a_group_is_not_told_of_the_expenses_of_others(browse):
    claim, theirs = make.claim(), make.claim()
    line, _ = make.claim_line(claim), make.claim_line(theirs)
    me = browse(claim.claimant)
    assert "同じ日・支払先・金額" not in me.read(f"/claims/{claim.id}")
    path = f"/claims/{claim.id}/lines/{line.id}/remarks/same_payment"
    assert me.get(path).status_code == 404
    other = browse(theirs.claimant)
    assert other.get(path).status_code == 404


def test_the_office_sees_both_expenses_beside_each_other_and_notes_having_looked(browse):
    claim, line, other = twice(state=State.SUBMITTED, submitted_at=make.NOON)
    me = browse(make.person(Role.OFFICER))
    desk = f"/desk/claims/{claim.id}"
    assert "気づき2件" in me.read("/desk/claims/")
    assert "並べて確かめる" in me.read(f"{desk}/lines/{line.id}")
    look = f"{desk}/lines/{line.id}/remarks/same_payment"
    seen = me.read(look)
    assert f'href="{desk}#line-{other.id}"' in seen
    assert "確かめたことを入力" in me.send(look, note="")
    assert "確かめたことを記録しました" in me.send(look, note="二つの席の分")
    seen = me.read(desk)
    assert "確認済：二つの席の分" in seen
    assert "気づき1件" in me.read("/desk/claims/")
    make.claim_line(make.claim())
    db.session.commit()
    assert "前回の確認（そのあと内容が変わりました）：二つの席の分" in me.read(desk)


def test_others_of_the_office_read_but_do_not_note(browse):
    claim, line, _ = twice(state=State.SUBMITTED, submitted_at=make.NOON)
    look = f"/desk/claims/{claim.id}/lines/{line.id}/remarks/same_payment"
    auditor = browse(make.person(Role.AUDITOR))
    assert "確かめたことを記録する" not in auditor.read(look)
    assert auditor.post(look, note="見た").status_code == 403


def test_settling_over_open_remarks_asks_for_a_reason(browse):
    claim, line, other = twice(
        state=State.CHECKED, submitted_at=make.NOON, checked_by=make.person(Role.OFFICER)
    )
    line.verdict = other.verdict = Verdict.ACCEPTED
    me = browse(make.person(Role.MANAGER))
    page = f"/desk/claims/{claim.id}/settlement"
    assert "気づき2件を確かめずに進める理由" in me.read(page)
    settle = f"/desk/claims/{claim.id}/settle"
    assert "気づきが2件あります" in me.send(settle, page, note="")
    assert state_of(claim) is State.CHECKED
    me.send(settle, page, note="契約書で確かめた")
    assert state_of(claim) is State.SETTLED
    assert "契約書で確かめた" not in browse(claim.claimant).read(f"/claims/{claim.id}")


@pytest.mark.parametrize(("total", "agrees"), [(30_000, False), (50_000, True)])
def test_what_was_read_from_a_receipt_stands_beside_what_is_typed(browse, total, agrees):
    claim = make.claim()
    line = make.claim_line(claim)
    attached = line.receipts[0].attachment_id
    read = {"on": line.paid_on, "number": "T1234567890123", "at": make.NOON}
    make.keep(ReceiptReading(attachment_id=attached, total=Yen(total), **read))
    seen = browse(claim.claimant).read(f"/claims/{claim.id}/lines/{line.id}")
    assert "領収書から読み取った内容" in seen
    assert f"{total:,}円" in seen
    assert "T1234567890123" in seen
    told = "読み取った金額（30,000円）と入力（50,000円）が違います"
    assert (told in browse(claim.claimant).read(f"/claims/{claim.id}")) is not agrees
