"""What every official paper (公文書) of the programme has in common, whichever way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.core.yen import Yen
from otameshi.documents.parts import Contact, Paper, Part, Prose


@dataclass(frozen=True, slots=True)
class Letterhead:
    """As whom the office signs and is addressed (長野県知事), and whom to ask."""

    issuer: str
    contact: Contact


def yen_words(amount: Yen) -> str:
    """Return 金額 as papers write it: 金240,000円."""
    return f"金{amount:,}円"


def notice(  # noqa: PLR0913  # a paper has this many particulars
    office: Letterhead,
    title: str,
    said: str,
    record: Sequence[Part],
    *,
    number: str | None,
    dated: date | None,
    to: Sequence[str],
    stamped: bool = False,
) -> Paper:
    """Write what the office tells somebody in its own name: 通知書, 命令書.

    The seal (公印) is omitted, unless the paper is to be `stamped`.
    """
    return Paper(
        title=title,
        number=number or "",
        dated=dated,
        addressee=to,
        sender=(office.issuer,),
        seal_omitted=not stamped,
        sealed=stamped,
        body=(Prose(said),),
        record=record,
        contact=office.contact,
    )


def submission(  # a paper has this many particulars
    office: Letterhead,
    title: str,
    said: str,
    record: Sequence[Part],
    *,
    dated: date | None,
    by: Sequence[str],
) -> Paper:
    """Write what somebody hands in to the office: 申請書, 報告書, 請求書."""
    return Paper(
        title=title,
        dated=dated,
        addressee=(f"{office.issuer}　様",),
        sender=by,
        body=(Prose(said),),
        record=record,
    )
