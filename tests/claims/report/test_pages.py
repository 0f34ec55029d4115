"""The page of the report, as its group uses it."""

from datetime import date

from otameshi.db import db
from tests import make
from tests.documents.test_paper import text_of


def test_a_group_looks_its_report_through_before_it_hands_it_in(browse):
    claim = make.claim()
    make.claim_line(claim, 50_000)
    db.session.commit()
    me, page = browse(claim.claimant), f"/claims/{claim.id}/submit"
    seen = me.read(page)
    assert claim.grant.last_day == date(2027, 2, 28)
    for fact in ("2027年3月30日", "収支決算書", "第1号", "1行目　見本コワーキング　50,000円"):
        assert fact in seen
    for kind, title in (("report", "補助事業実績報告書"), ("costs", "経費明細書")):
        answer = me.get(f"/claims/{claim.id}/drafts/{kind}.pdf")
        assert answer.mimetype == "application/pdf"
        assert title in text_of(answer.data)
    assert "実績を報告しました" in me.send(page, outcome="二つの事業者と知り合った。")
    assert "証拠書類一式：作成中" in me.read(f"/claims/{claim.id}")


def test_what_the_report_lacks_is_said_beforehand_and_what_was_typed_is_kept(browse):
    claim = make.claim()
    make.claim_line(claim, receipts=[])
    db.session.commit()
    me, page = browse(claim.claimant), f"/claims/{claim.id}/submit"
    assert "1行目：領収書がありません" in me.read(page)
    answer = me.post(page, outcome="二つの事業者と知り合った。")
    assert answer.status_code == 422
    assert "1行目：領収書がありません" in answer.text
    assert "二つの事業者と知り合った。" in answer.text
    other = browse(make.person())
    db.session.commit()
    assert other.get(page).status_code == 404
    assert other.get(f"/claims/{claim.id}/drafts/report.pdf").status_code == 404
