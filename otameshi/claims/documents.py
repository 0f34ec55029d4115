"""The papers of a claim that leave the office or ask for money: 額の確定通知書 and 請求書."""

from datetime import date

from otameshi.claims.account import Destination
from otameshi.claims.judged import Judgement
from otameshi.claims.models import Claim
from otameshi.core.wareki import wareki
from otameshi.core.yen import Yen
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Entries, Heading, Items, Paper, Prose, sheet
from otameshi.grants import letterhead
from otameshi.grants.letterhead import as_decided, project


def settlement(claim: Claim, judgement: Judgement, advanced_beyond: Yen) -> bytes:
    """Return 補助金の額の確定通知書 of a claim that has just been settled.

    `advanced_beyond` is what of 概算払 no 額の確定 has used up.
    """
    if claim.settled is None or claim.settled_on is None or claim.submitted_at is None:
        raise ValueError
    group = claim.grant.participation
    before = judgement.terms.settled_before
    return sheet(
        letterhead.notice(
            group,
            "補助金の額の確定通知書",
            f"{as_decided(claim.grant)}補助金については、実績の報告を審査した結果、"
            "下記のとおり額を確定したので通知します。",
            (
                Items(
                    (
                        project(group),
                        ("報告の回", f"第{claim.round}回"),
                        ("交付決定額", yen_words(judgement.terms.amount)),
                        ("補助対象経費", yen_words(judgement.eligible)),
                        ("これまでの確定額", yen_words(before)),
                        ("今回の確定額", yen_words(claim.settled)),
                        *_difference(claim),
                    )
                ),
                *_why_nothing(claim),
                Prose(_what_next(claim, advanced_beyond)),
            ),
            number=claim.document_number,
            dated=claim.settled_on,
        )
    )


def _difference(claim: Claim) -> tuple[tuple[str, str], ...]:
    """精算 as the notice tells it."""
    if not claim.set_off:
        return ()
    return (
        ("概算払による支払済みの額", yen_words(claim.set_off)),
        ("差引支払額", yen_words(claim.payable)),
    )


def _why_nothing(claim: Claim) -> tuple[Heading | Prose, ...]:
    if not claim.settled_why:
        return ()
    return Heading("0円とした理由"), Prose(claim.settled_why), Heading("お支払いについて")


def _what_next(claim: Claim, beyond: Yen) -> str:
    if claim.payable > 0:
        return "確定した額は、請求書を提出してください。請求のあとにお支払いします。"
    if claim.settled:
        paid = "確定した額は、概算払で全額をお支払いしています。請求書の提出は要りません。"
    else:
        paid = "今回お支払いする額はありません。請求書の提出は要りません。"
    if beyond:
        return (
            f"{paid}概算払でお支払いした額のうち、確定額で精算していない{beyond:,}円は、"
            "このあとの実績報告で精算されないときは、返還していただきます。"
            "返還の額と納付の期限は、別に通知します。"
        )
    return paid


def invoice(claim: Claim) -> bytes:
    """Return 補助金請求書 with the account into which it is to be paid."""
    if claim.invoiced_on is None or claim.destination is None:
        raise ValueError
    return sheet(invoice_paper(claim, claim.destination, claim.invoiced_on))


def invoice_paper(claim: Claim, to: Destination, on: date) -> Paper:
    """Return what 補助金請求書 says, for the page that shows it before it is sent."""
    if claim.settled is None or claim.settled_on is None:
        raise ValueError
    group = claim.grant.participation
    return letterhead.submission(
        group,
        "補助金請求書",
        f"{wareki(claim.settled_on)}付け{claim.document_number}で額の確定の通知を受けた補助金を、"
        "下記のとおり請求します。",
        (
            Items((("請求額", yen_words(claim.payable)), *_set_off(claim), project(group))),
            Heading("振込先"),
            Entries(to.lines),
        ),
        dated=on,
    )


def _set_off(claim: Claim) -> tuple[tuple[str, str], ...]:
    """精算: say what of 確定額 was paid in advance, where anything was."""
    if not claim.set_off or claim.settled is None:
        return ()
    return (
        ("確定額", yen_words(claim.settled)),
        ("概算払で受領済みの額", yen_words(claim.set_off)),
    )
