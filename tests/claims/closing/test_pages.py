"""The page of a year's closing."""

from otameshi.core.roles import Role
from tests import make
from tests.claims.after import make as after


def test_a_manager_closes_a_year_and_opens_it_again(browse):
    year = make.year(2024)
    group = make.participation(make.selected(make.application(to=make.call(year))))
    after.paid_grant(of=group)
    boss, auditor = browse(make.person(Role.MANAGER)), browse(make.person(Role.AUDITOR))
    page = "/desk/closing/2024"
    seen = auditor.read(page)
    assert "仕入控除税額" in seen
    assert "理由が必要" in seen
    assert auditor.get(f"{page}/close").status_code == 403
    assert page in boss.read("/desk/budget/2024")
    seen = boss.send(f"{page}/close", note="")
    assert "そのまま締める理由を記入してください" in seen
    seen = boss.send(f"{page}/close", note="報告は翌年度に受ける")
    assert "年度を締めました" in seen
    assert "締め済" in seen
    assert "報告は翌年度に受ける" in auditor.read(page)
    seen = boss.send(f"{page}/reopen", note="請求が届いたため")
    assert "年度を開きました" in seen
    assert auditor.get("/desk/closing/1999").status_code == 404
