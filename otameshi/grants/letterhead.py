"""The papers between the office and a group: to whom, from whom, and citing which decision."""

from collections.abc import Sequence
from datetime import date

from otameshi.applications.rules import Kind
from otameshi.core.wareki import wareki
from otameshi.documents import official
from otameshi.documents.parts import Paper, Part
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation


def notice(  # noqa: PLR0913  # a paper has this many particulars
    group: Participation,
    title: str,
    said: str,
    record: Sequence[Part],
    *,
    number: str | None,
    dated: date | None,
    stamped: bool = False,
) -> Paper:
    """Write what the office tells a group."""
    to = addressee(group)
    office = group.year.letterhead
    return official.notice(
        office, title, said, record, number=number, dated=dated, to=to, stamped=stamped
    )


def submission(
    group: Participation, title: str, said: str, record: Sequence[Part], *, dated: date | None
) -> Paper:
    """Write what a group hands in to the office."""
    by = sender(group)
    return official.submission(group.year.letterhead, title, said, record, dated=dated, by=by)


def addressee(group: Participation) -> tuple[str, ...]:
    *upper, last = _grantee(group)
    return (*upper, f"{last}　様")


def sender(group: Participation) -> tuple[str, ...]:
    """Return who applies: the address, then the name."""
    first = group.candidacy.application.members[0]
    return f"{first.prefecture}{first.address}", *_grantee(group)


def _grantee(group: Participation) -> tuple[str, ...]:
    """Return the name of the grantee as a paper gives it, without an honorific."""
    application = group.candidacy.application
    if application.kind is Kind.COMPANY and application.trade_name:
        return application.trade_name, f"代表者　{application.leader or group.people[0].name}"
    if application.kind is Kind.SOLE and application.trade_name:
        return application.trade_name, group.people[0].name
    return (group.people[0].name,)


def project(group: Participation) -> tuple[str, str]:
    """Return the row that names what is subsidised."""
    return "補助事業の名称", group.year.name


def cited(grant: Grant) -> str:
    """Cite 交付決定通知書: 令和8年6月1日付け8産立第12号."""
    if grant.decided_on is None:
        raise ValueError
    return f"{wareki(grant.decided_on)}付け{grant.document_number or ''}"


def as_decided(grant: Grant) -> str:
    """Begin a group's sentence about what it was granted."""
    return f"{cited(grant)}で交付の決定を受けた"
