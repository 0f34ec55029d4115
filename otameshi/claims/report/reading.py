"""What a report is made from: the entries, numbered, and the accounts over all rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.claims.judged import Judgement
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.claims.report.models import EvidenceBundle
from otameshi.claims.report.rules import Accounts, Sources, accounts, due_day
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.participation.stay import reading as stay
from otameshi.participation.stay.rules import Sum


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file of a line: 証拠書類 第`number`号."""

    number: int
    line_number: int
    line: ClaimLine
    receipt: Receipt

    @property
    def title(self) -> str:
        return f"第{self.number}号"

    @property
    def about(self) -> str:
        return f"{self.line_number}行目　{self.line.payee}　{self.line.amount:,}円"


def evidence(claim: Claim) -> list[Evidence]:
    """Return the files, numbered in the order of the lines and of the files of each."""
    found = [
        (line_number, line, receipt)
        for line_number, line in enumerate(claim.lines, start=1)
        for receipt in line.receipts
    ]
    return [Evidence(number, *one) for number, one in enumerate(found, start=1)]


def numbers(claim: Claim) -> dict[int, str]:
    """Return the numbers of the files of each line, as 経費明細書 names them: 1・2."""
    listed: dict[int, list[str]] = {}
    for one in evidence(claim):
        listed.setdefault(one.line.id, []).append(str(one.number))
    return {line: "・".join(found) for line, found in listed.items()}


def due_on(grant: Grant) -> date:
    """Return the day until which a decided grant's 実績報告 is due."""
    terms = grant.participation.year.grant_plan.fact
    ended = min(grant.last_day or grant.participation.last_day, grant.participation.last_day)
    return due_day(ended, terms.report_days, terms.report_by)


def accounts_of(claim: Claim, judgement: Judgement) -> Accounts:
    """Return 収支決算書 of the grant up to this round of claiming."""
    grant = claim.grant
    lines = [line for each in [*_rounds_before(claim), claim] for line in each.lines]
    before = judgement.terms.settled_before
    return accounts(
        {kind.key: kind.label for kind in judgement.terms.rulebook.kinds},
        [(one.kind, one.amount) for one in grant.plan],
        [(line.kind, line.amount) for line in lines],
        Sources(grant.amount or Yen(0), grant.other_funds),
        Sources(Yen(before + judgement.granted), total(line.supported for line in lines)),
    )


def _rounds_before(claim: Claim) -> Sequence[Claim]:
    return db.session.scalars(
        select(Claim)
        .where(Claim.grant_id == claim.grant_id, Claim.round < claim.round)
        .options(selectinload(Claim.lines))
        .order_by(Claim.round)
    ).all()


def stayed(grant: Grant, today: date) -> Sum | None:
    """Return what the stay log of the whole group comes to; None where nothing is logged."""
    sums = [one for _, row in stay.book(grant.participation, today).rows for one in row.values()]
    found = Sum(
        days=sum(one.days for one in sums),
        nights=sum(one.nights for one in sums),
        work_days=sum(one.work_days for one in sums),
        work_hours=sum(one.work_hours for one in sums),
        logged=sum(one.logged for one in sums),
        open=sum(one.open for one in sums),
    )
    return found if found.logged else None


def bundle_of(claim: Claim) -> EvidenceBundle | None:
    """Return the bundle of the latest submission."""
    return db.session.scalar(
        select(EvidenceBundle)
        .where(EvidenceBundle.claim_id == claim.id)
        .order_by(EvidenceBundle.id.desc())
        .limit(1)
    )
