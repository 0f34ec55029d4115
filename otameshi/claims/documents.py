"""The papers of a claim: 実績報告書 with 経費明細, 額の確定通知書 and 請求書."""

from datetime import date

from otameshi.claims.judging import Judged, Judgement
from otameshi.claims.models import Claim, ClaimLine
from otameshi.core.wareki import wareki
from otameshi.documents.paper import Amounts, Entries, Grid, Heading, Items, Paper, Prose, sheet
from otameshi.grants.documents import addressee, office, sender, yen_words


def _of_the_decision(claim: Claim) -> str:
    grant = claim.grant
    if grant.decided_on is None:
        raise ValueError
    return f"{wareki(grant.decided_on)}付け{grant.document_number}で交付の決定を受けた"


def _cells(number: int, line: ClaimLine, judged: Judged) -> list[str]:
    way = f"（{line.origin}～{line.destination}）" if line.origin or line.destination else ""
    return [
        str(number),
        f"{line.incurred_on:%Y.%m.%d}\n{line.paid_on:%Y.%m.%d}",
        f"{judged.label}{way}",
        f"{line.payee}\n{line.purpose}",
        f"{line.amount:,}",
        f"{judged.result.eligible:,}",
    ]


def report(claim: Claim, judgement: Judgement, on: date) -> bytes:
    """Return 補助事業実績報告書 with its 経費明細."""
    grant = claim.grant
    group = grant.participation
    year = group.year
    rows = [
        _cells(number, line, judgement.line(str(line.id)))
        for number, line in enumerate(claim.lines, start=1)
    ]
    return sheet(
        Paper(
            title="補助事業実績報告書",
            dated=on,
            addressee=(f"{year.issuer}　様",),
            sender=sender(group),
            body=(Prose(f"{_of_the_decision(claim)}補助事業の実績を、下記のとおり報告します。"),),
            record=(
                Items(
                    (
                        ("補助事業の名称", year.name),
                        ("報告の回", f"第{claim.round}回"),
                        ("交付決定額", yen_words(judgement.terms.amount)),
                        ("支出した額", yen_words(judgement.claimed)),
                        ("補助対象経費", yen_words(judgement.eligible)),
                    )
                ),
                Heading("費目別の支出"),
                Amounts(
                    ("区分", "支出した額", "補助対象経費"),
                    [(one.label, one.claimed, one.eligible) for one in judgement.by_kind],
                    total=("合計", judgement.claimed, judgement.eligible),
                ),
                Heading("経費明細（日付は上が発生日、下が支払日。金額は円・税込）"),
                Grid(
                    ("行", "日付", "費目", "支払先・内容", "金額", "対象額"),
                    rows,
                    aligns="rcllrr",
                    widths=(4, 11, 20, 26, 10, 10),
                    total=("", "", "合計", "", f"{claim.claimed:,}", f"{judgement.eligible:,}"),
                ),
            ),
        )
    )


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
                    f"{_of_the_decision(claim)}補助金については、実績の報告を審査した結果、"
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
