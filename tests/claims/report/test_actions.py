"""A report is handed in, its evidence bound, its group reminded: on both databases."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from otameshi.claims import actions
from otameshi.claims.models import Claim, Receipt
from otameshi.claims.report import binding, reminders
from otameshi.claims.report.actions import hand_in
from otameshi.claims.report.models import EvidenceBundle, ReportReminder
from otameshi.claims.report.reading import due_on
from otameshi.claims.report.rules import MOST_TRIES, Bundle
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.files.models import Scan
from tests import make
from tests.documents.test_paper import text_of

OCTOBER = japan(2026, 10, 6, 10)
pytestmark = pytest.mark.usefixtures("app")


def photograph() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "PNG")
    return out.getvalue()


def begun(files: int = 2) -> Claim:
    claim = make.claim()
    receipts = [
        Receipt(
            attachment=storage.keep(photograph(), f"領収書{n}.png", "image/png", None, OCTOBER),
            shows=["receipt", "contract", "ticket"],
        )
        for n in range(1, files + 1)
    ]
    make.claim_line(claim, 50_000, receipts=receipts)
    db.session.commit()
    return claim


def handed_in() -> Claim:
    claim = begun()
    hand_in(claim, "塩尻で二つの事業者と知り合い、ウェブサイトを作った。", claim.claimant, OCTOBER)
    db.session.commit()
    return claim


def papers(claim: Claim) -> dict[str, str]:
    found = db.session.scalars(issue.about(claim))
    return {one.kind: text_of(storage.content(one.attachment)) for one in found}


def bundle() -> EvidenceBundle:
    db.session.expire_all()
    return db.session.scalars(select(EvidenceBundle).order_by(EvidenceBundle.id.desc())).all()[0]


def kinds() -> list[str]:
    return list(db.session.scalars(select(Letter.kind).order_by(Letter.id)))


def test_a_report_keeps_what_was_achieved_and_numbers_its_evidence():
    claim = handed_in()
    assert (claim.state, claim.submitted_at) == (State.SUBMITTED, OCTOBER)
    made = papers(claim)
    assert "塩尻で二つの事業者と知り合い" in made["claim_report"]
    assert "実績による補助金の額金50,000円" in made["claim_report"]
    assert "1・2" in made["claim_costs"]


def test_a_report_is_its_representatives_and_of_the_version_that_was_shown():
    claim = begun()
    with pytest.raises(Refused, match="代表者"):
        hand_in(claim, "", make.person(), OCTOBER)
    with pytest.raises(Overtaken):
        hand_in(claim, "", claim.claimant, OCTOBER, claim.version - 1)
    hand_in(claim, "", claim.claimant, OCTOBER)
    with pytest.raises(Refused, match="すでに報告"):
        hand_in(claim, "", claim.claimant, OCTOBER)


def test_the_worker_binds_the_evidence_once():
    claim = handed_in()
    assert bundle().state is Bundle.WAITING
    assert (binding.run_once(), binding.run_once()) == (1, 0)
    assert bundle().state is Bundle.MADE
    found = db.session.scalars(
        issue.about(claim).where(issue.IssuedPaper.kind == "claim_evidence")
    ).all()
    assert len(found) == 1
    read = PdfReader(BytesIO(storage.content(found[0].attachment)))
    assert len(read.pages) == 3
    contents = read.pages[0].extract_text()
    for fact in ("第2号", "1行目", "50,000円", "領収書2.png", "令和8年10月6日"):
        assert fact in contents


def test_the_evidence_of_a_report_that_came_back_is_not_bound_any_more():
    claim = handed_in()
    officer = make.person(Role.OFFICER)
    ruling = Ruling(Verdict.RETURNED, reason="宛名がありません。")
    actions.judge_line(claim.lines[0], ruling, officer, OCTOBER)
    actions.take(claim, "return", officer, OCTOBER)
    db.session.commit()
    binding.run_once()
    assert bundle().state is Bundle.OVERTAKEN
    hand_in(claim, "", claim.claimant, OCTOBER + timedelta(days=1))
    db.session.commit()
    binding.run_once()
    assert bundle().state is Bundle.MADE
    assert "claim_evidence" in papers(claim)


def test_a_file_that_waits_for_the_scanner_is_waited_for():
    claim = handed_in()
    file = claim.lines[0].receipts[0].attachment
    file.scan = Scan.WAITING
    db.session.commit()
    assert binding.run_once() == 0
    assert bundle().state is Bundle.WAITING
    claim.lines[0].receipts[0].attachment.scan = Scan.INFECTED
    db.session.commit()
    assert binding.run_once() == 1
    assert "電子のまま保管" in papers(claim)["claim_evidence"]


def test_what_cannot_be_bound_is_tried_again_and_then_told():
    claim = handed_in()
    storage.drop(claim.lines[0].receipts[0].attachment.key)
    for _ in range(MOST_TRIES):
        assert bundle().state is Bundle.WAITING
        assert binding.run_once() == 0
    assert bundle().state is Bundle.FAILED


def test_a_group_is_reminded_before_the_due_day_and_once_after_it():
    claim = begun()
    grant = claim.grant
    # The stay ends on 28 February 2027: 30 days later is 30 March.
    assert (grant.last_day, due_on(grant)) == (date(2027, 2, 28), date(2027, 3, 30))
    for month, day, wanted in (
        (3, 15, []),
        (3, 16, ["report_reminder"]),
        (3, 17, ["report_reminder"]),
        (3, 27, ["report_reminder"] * 2),
        (3, 30, ["report_reminder"] * 2),
        (3, 31, ["report_reminder"] * 2 + ["report_late"]),
        (4, 5, ["report_reminder"] * 2 + ["report_late"]),
    ):
        at = japan(2027, month, day, 9)
        for task, key in reminders.due(at):
            task(key, at)
            task(key, at)  # a second worker
            db.session.commit()
        assert kinds() == wanted, day
    assert len(db.session.scalars(select(ReportReminder)).all()) == 3


def test_who_has_reported_is_not_reminded():
    claim = handed_in()
    assert reminders.due(japan(2027, 3, 31, 9)) == []
    reminders.remind(claim.grant_id, japan(2027, 3, 31, 9))
    assert "report_late" not in kinds()
