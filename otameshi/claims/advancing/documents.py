"""The papers of 概算払: 概算払請求書 and 概算払承認通知書."""

from datetime import date

from otameshi.claims.invoicing.models import Advance
from otameshi.core.wareki import wareki
from otameshi.core.yen import Yen
from otameshi.documents.paper import Entries, Heading, Items, Paper, Prose, sheet
from otameshi.grants.documents import addressee, office, sender, yen_words


def invoice(advance: Advance, on: date) -> bytes:
    """Return 補助金概算払請求書 with the account into which it is to be paid."""
    grant = advance.grant
    group = grant.participation
    return sheet(
        Paper(
            title="補助金概算払請求書",
            dated=on,
            addressee=(f"{group.year.issuer}　様",),
            sender=sender(group),
            body=(Prose(f"{_of_the_decision(advance)}補助金の概算払を、下記のとおり請求します。"),),
            record=(
                Items(
                    (
                        ("概算払請求額", yen_words(advance.amount)),
                        ("交付決定額", yen_words(_decided(advance))),
                        ("補助事業の名称", group.year.name),
                        ("概算払を必要とする理由", advance.reason),
                    )
                ),
                Heading("振込先"),
                Entries(advance.account.destination.lines),
            ),
        )
    )


def approval(advance: Advance) -> bytes:
    """Return 補助金概算払承認通知書."""
    group = advance.grant.participation
    year = group.year
    return sheet(
        Paper(
            title="補助金概算払承認通知書",
            number=advance.document_number or "",
            dated=advance.approved_on,
            addressee=addressee(group),
            sender=(year.issuer,),
            seal_omitted=True,
            body=(
                Prose(
                    f"{wareki(advance.asked_on)}付けで請求のあった補助金の概算払については、"
                    "下記のとおり承認したので通知します。"
                ),
            ),
            record=(
                Items(
                    (
                        ("補助事業の名称", year.name),
                        ("交付決定額", yen_words(_decided(advance))),
                        ("概算払の額", yen_words(advance.amount)),
                    )
                ),
                Prose(
                    "この額は、額の確定のときに精算します。確定した額を超えてお支払いしていたときは、"
                    "超えた額を返還していただきます。"
                ),
            ),
            contact=office(year),
        )
    )


def _of_the_decision(advance: Advance) -> str:
    grant = advance.grant
    if grant.decided_on is None:
        raise ValueError
    return f"{wareki(grant.decided_on)}付け{grant.document_number}で交付の決定を受けた"


def _decided(advance: Advance) -> Yen:
    if advance.grant.amount is None:
        raise ValueError
    return advance.grant.amount
