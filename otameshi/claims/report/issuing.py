"""What a report leaves behind at once: its papers, and the order to bind its evidence."""

from datetime import datetime

from otameshi.claims.judged import Judgement
from otameshi.claims.models import Claim
from otameshi.claims.report import documents, reading
from otameshi.claims.report.documents import Reported
from otameshi.claims.report.models import EvidenceBundle
from otameshi.claims.seeing import judgement_of
from otameshi.core.clock import day_in_japan
from otameshi.db import db
from otameshi.documents import issue


def reported(claim: Claim, judgement: Judgement, at: datetime) -> Reported:
    today = day_in_japan(at)
    return Reported(
        on=today,
        accounts=reading.accounts_of(claim, judgement),
        stayed=reading.stayed(claim.grant, today),
        numbers=reading.numbers(claim),
    )


def hand_out(claim: Claim, at: datetime) -> None:
    """Issue 実績報告書 and 経費明細書 of a submission; the worker binds the evidence."""
    judgement = judgement_of(claim)
    facts = reported(claim, judgement, at)
    for kind, title, content in (
        ("claim_report", "補助事業実績報告書", documents.report(claim, judgement, facts)),
        ("claim_costs", "経費明細書", documents.costs(claim, judgement, facts)),
    ):
        issue.issue(claim, kind, title, content, to=claim.claimant, at=at)
    db.session.add(EvidenceBundle(claim=claim, submitted_at=at))
