"""The papers of a claim that leave the office or ask for money: 額の確定通知書 and 請求書."""

from otameshi.claims.judging import Judgement
from otameshi.claims.models import Claim
from otameshi.claims.report.documents import decision_words
from otameshi.documents.paper import Entries, Heading, Items, Paper, Prose, sheet
from otameshi.grants.documents import addressee, office, sender, yen_words


def settlement(claim: Claim, judgement: Judgement) -> bytes:
    """Return 補助金の額の確定通知書 of a claim that has just been settled."""
    if claim.settled is None or claim.settled_on is None or claim.submitted_at is None:
        raise ValueError
    group = claim.grant.participation
    year = group.year
    before = judgement.terms.settled_before
    return sheet(
        Paper(
            title="補助金の額の確定通知書",
            number=claim.document_number or "",
            dated=claim.settled_on,
            addressee=addressee(group),
            sender=(year.issuer,),
            seal_omitted=True,
            body=(
                Prose(
                    f"{decision_words(claim)}補助金については、実績の報告を審査した結果、"
                    "下記のとおり額を確定したので通知します。"
                ),
            ),
            record=(
                Items(
                    (
                        ("補助事業の名称", year.name),
                        ("報告の回", f"第{claim.round}回"),
                        ("交付決定額", yen_words(judgement.terms.amount)),
                        ("補助対象経費", yen_words(judgement.eligible)),
                        ("これまでの確定額", yen_words(before)),
                        ("今回の確定額", yen_words(claim.settled)),
                    )
                ),
                Prose("確定した額は、請求書を提出してください。請求のあとにお支払いします。"),
            ),
            contact=office(year),
        )
    )


def invoice(claim: Claim) -> bytes:
    """Return 補助金請求書 with the account into which it is to be paid."""
    if claim.settled is None or claim.invoiced_on is None or claim.account_kind is None:
        raise ValueError
    group = claim.grant.participation
    year = group.year
    return sheet(
        Paper(
            title="補助金請求書",
            dated=claim.invoiced_on,
            addressee=(f"{year.issuer}　様",),
            sender=sender(group),
            body=(
                Prose(
                    f"{claim.document_number}で額の確定の通知を受けた補助金を、"
                    "下記のとおり請求します。"
                ),
            ),
            record=(
                Items((("請求額", yen_words(claim.settled)), ("補助事業の名称", year.name))),
                Heading("振込先"),
                Entries(
                    (
                        ("金融機関", claim.bank or ""),
                        ("支店", claim.branch or ""),
                        ("預金種目", claim.account_kind.label),
                        ("口座番号", claim.account_number or ""),
                        ("口座名義（カナ）", claim.account_holder or ""),
                    )
                ),
            ),
        )
    )
