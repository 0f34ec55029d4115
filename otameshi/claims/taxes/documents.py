"""消費税及び地方消費税に係る仕入控除税額報告書."""

from otameshi.claims.taxes.models import TaxReport
from otameshi.core.wareki import wareki
from otameshi.documents.paper import Items, Paper, Prose, sheet
from otameshi.grants.documents import sender, yen_words


def report(one: TaxReport) -> bytes:
    """Return the report as the group hands it in."""
    grant = one.grant
    group = grant.participation
    year = group.year
    if grant.decided_on is None or grant.amount is None:
        raise ValueError
    return sheet(
        Paper(
            title="消費税及び地方消費税に係る仕入控除税額報告書",
            dated=one.reported_on,
            addressee=(f"{year.issuer}　様",),
            sender=sender(group),
            body=(
                Prose(
                    f"{wareki(grant.decided_on)}付け{grant.document_number or ''}で交付の決定を"
                    f"受けた補助金について、{year.guidelines}の規定により、下記のとおり報告します。"
                ),
            ),
            record=(
                Items(
                    (
                        ("補助事業の名称", year.name),
                        ("交付決定額", yen_words(grant.amount)),
                        ("消費税の申告", one.standing.label),
                        ("仕入控除税額", yen_words(one.amount)),
                        ("計算・理由", one.words or one.standing.label),
                        ("添付書類", one.attachment.name if one.attachment else "なし"),
                    )
                ),
            ),
        )
    )
