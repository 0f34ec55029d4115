"""What a notice costs to print."""

from datetime import date

from bench.measure import Result, measure
from otameshi.core.yen import Yen
from otameshi.documents import paper


def notice() -> bytes:
    return paper.sheet(
        paper.Paper(
            title="補助金交付決定通知書",
            number="8産立第1号",
            dated=date(2026, 7, 1),
            addressee=("見本デザイン室", "代表者　髙﨑　𠮷花　様"),
            sender=("長野県知事　見本　一",),
            seal_omitted=True,
            body=(
                paper.Prose(
                    "交付の申請について、下記のとおり交付することに決定したので通知します。"
                ),
            ),
            record=(
                paper.Items((("交付決定額", "金90,000円"),)),
                paper.Amounts(("区分", "補助対象経費"), (("オフィス利用料", Yen(90_000)),)),
            ),
            contact=paper.Contact("産業立地・IT振興課", "000-000-0000", "otameshi@example.jp"),
        )
    )


def notice_pdf() -> Result:
    return measure("notice_pdf", None, notice, 30, sql=False)
