"""消費税及び地方消費税に係る仕入控除税額報告書."""

from otameshi.claims.taxes.models import TaxReport
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Items, sheet
from otameshi.grants import letterhead
from otameshi.grants.letterhead import as_decided, project


def report(one: TaxReport) -> bytes:
    """Return the report as the group hands it in."""
    grant = one.grant
    group = grant.participation
    if grant.amount is None:
        raise ValueError
    return sheet(
        letterhead.submission(
            group,
            "消費税及び地方消費税に係る仕入控除税額報告書",
            f"{as_decided(grant)}補助金について、{group.year.guidelines}の規定により、"
            "下記のとおり報告します。",
            (
                Items(
                    (
                        project(group),
                        ("交付決定額", yen_words(grant.amount)),
                        ("消費税の申告", one.standing.label),
                        ("仕入控除税額", yen_words(one.amount)),
                        ("計算・理由", one.words or one.standing.label),
                        ("添付書類", one.attachment.name if one.attachment else "なし"),
                    )
                ),
            ),
            dated=one.reported_on,
        )
    )
