"""A claim of nothing on its pages, from the report to the notice."""

from otameshi.claims import actions
from otameshi.claims.models import Claim
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from tests import make
from tests.claims.test_pages import grant_of_last_year, kept

WHY = "全部の経費が交付決定より前のものでした。"


def test_a_group_reports_nothing_and_the_office_settles_it_with_the_reason(browse) -> None:
    claim = make.claim(grant_of_last_year())
    make.claim_line(claim, 3_000, "travel", sub_kind="taxi")
    group, page = browse(claim.claimant), f"/claims/{claim.id}"
    seen = group.read(f"{page}/submit")
    assert "このままでは補助金が0円になります" in seen
    assert "タクシー代は対象になりません" in seen
    assert "0円でも報告する理由" in group.send(f"{page}/submit", outcome="")
    group.send(f"{page}/submit", why_nothing="ほかに領収書がないため")
    assert kept().state is State.SUBMITTED
    _checked(kept())
    manager, desk = browse(make.person(Role.MANAGER)), f"/desk/claims/{claim.id}"
    seen = manager.read(f"{desk}/settlement")
    assert "理由を記入して0円で確定する" in seen
    assert f"{desk}/settle" not in seen.replace(f"{desk}/settlement", "")
    assert "タクシー代は対象になりません" in manager.read(f"{desk}/settlement/nothing")
    assert "入力してください" in manager.post(f"{desk}/settlement/nothing", why="").text
    seen = manager.send(f"{desk}/settlement/nothing", why=WHY)
    assert "0円で確定し、理由を付けた通知書" in seen
    assert WHY in seen
    found = group.read(page)
    for words in (WHY, "精算が済みました", "お支払いする額がないため、請求は要りません"):
        assert words in found
    assert "請求する</a>" not in found
    assert browse(make.person(Role.OFFICER)).get(f"{desk}/settlement/nothing").status_code == 403


def _checked(claim: Claim) -> None:
    officer = make.person(Role.OFFICER)
    ruling = Ruling(Verdict.REDUCED, Yen(0), "タクシー代のため。")
    actions.judge_line(claim.lines[0], ruling, officer, now())
    actions.take(claim, "check", officer, now())
