"""The papers of 概算払: 概算払請求書 and 概算払承認通知書."""

from datetime import date

from otameshi.claims.invoicing.models import Advance
from otameshi.core.wareki import wareki
from otameshi.core.yen import Yen
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Entries, Heading, Items, Prose, sheet
from otameshi.grants import letterhead
from otameshi.grants.letterhead import as_decided, project


def invoice(advance: Advance, on: date) -> bytes:
    """Return 補助金概算払請求書 with the account into which it is to be paid."""
    group = advance.grant.participation
    return sheet(
        letterhead.submission(
            group,
            "補助金概算払請求書",
            f"{as_decided(advance.grant)}補助金の概算払を、下記のとおり請求します。",
            (
                Items(
                    (
                        ("概算払請求額", yen_words(advance.amount)),
                        ("交付決定額", yen_words(_decided(advance))),
                        project(group),
                        ("概算払を必要とする理由", advance.reason),
                    )
                ),
                Heading("振込先"),
                Entries(advance.account.destination.lines),
            ),
            dated=on,
        )
    )


def approval(advance: Advance) -> bytes:
    """Return 補助金概算払承認通知書."""
    group = advance.grant.participation
    return sheet(
        letterhead.notice(
            group,
            "補助金概算払承認通知書",
            f"{wareki(advance.asked_on)}付けで請求のあった補助金の概算払については、"
            "下記のとおり承認したので通知します。",
            (
                Items(
                    (
                        project(group),
                        ("交付決定額", yen_words(_decided(advance))),
                        ("概算払の額", yen_words(advance.amount)),
                    )
                ),
                Prose(
                    "この額は、額の確定のときに精算します。確定した額を超えてお支払いしていたときは、"
                    "超えた額を返還していただきます。"
                ),
            ),
            number=advance.document_number,
            dated=advance.approved_on,
        )
    )


def _decided(advance: Advance) -> Yen:
    if advance.grant.amount is None:
        raise ValueError
    return advance.grant.amount
