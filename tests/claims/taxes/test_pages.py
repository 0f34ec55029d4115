"""The pages of the reports on input tax credits."""

from datetime import date
from io import BytesIO

from otameshi.claims.taxes.models import TaxReport
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.claims.after import make as after
from tests.claims.taxes.test_actions import photograph


def test_a_group_reports_on_its_phone_and_an_officer_acknowledges(browse):
    grant = after.paid_grant()
    me = browse(grant.grantee)
    page = f"/after/{grant.id}/tax/"
    assert "0円でも報告してください" in me.read(page)
    seen = me.send(page, standing="exempt", amount="5", words="")
    assert "仕入控除税額は0円です" in seen
    name, content = photograph()
    seen = me.send(
        page, standing="general", amount="21818", words="×10／110", file=(BytesIO(content), name)
    )
    assert "仕入控除税額を報告しました" in seen
    assert "21,818円" in seen
    assert me.get(f"{page}document").status_code == 200
    officer = browse(make.person(Role.OFFICER))
    listed = officer.read("/desk/taxes/")
    assert "確認中" in listed
    assert "/desk/taxes/?state=reported" in officer.read("/desk/")
    assert grant.participation.title in officer.read("/desk/taxes/?state=reported")
    assert "報告を求める組がありません" in officer.read("/desk/taxes/?state=returned")
    shown = f"/desk/taxes/{grant.id}"
    assert "21,818円の返還命令の案" in officer.read(shown)
    seen = officer.send(f"{shown}/return", page=shown, note="端数を確かめてください。")
    assert "差戻し" in seen
    assert "端数を確かめてください。" in me.read(page)
    me.send(page, standing="unclaimed", amount="0", words="")
    seen = officer.send(f"{shown}/acknowledge", page=shown)
    assert "受理" in seen
    db.session.expire_all()
    one = db.session.scalars(db.select(TaxReport)).one()
    assert one.acknowledged_by is not None


def test_a_group_sees_that_its_report_is_late(browse):
    grant = after.paid_grant()
    grant.participation.year.grant_plan.tax_report_by = date(2026, 5, 1)
    seen = browse(grant.grantee).read(f"/after/{grant.id}")
    assert f"/after/{grant.id}/tax/" in seen
    assert "報告の期限を過ぎています" in seen
    assert "期限超過" in browse(make.person(Role.AUDITOR)).read("/desk/taxes/")


def test_an_officer_asks_all_who_have_not_reported(browse):
    grant = after.paid_grant()
    officer = browse(make.person(Role.OFFICER))
    assert "未報告" in officer.read(f"/desk/taxes/{grant.id}")
    seen = officer.send("/desk/taxes/2026/ask", page="/desk/taxes/")
    assert "1組に、報告を求めるメール" in seen
    seen = officer.send("/desk/taxes/2026/ask", page="/desk/taxes/")
    assert "今日すでに送っています" in seen


def test_without_payments_nobody_is_asked(browse):
    grant = make.decided_grant()
    assert "報告を求める組がありません" in browse(make.person(Role.AUDITOR)).read("/desk/taxes/")
    assert browse(grant.grantee).get(f"/after/{grant.id}/tax/").status_code == 404
