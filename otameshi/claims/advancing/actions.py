"""概算払 is asked for, checked, approved, paid, and corrected after a failed transfer."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.claims import rules as claim_rules
from otameshi.claims.advancing import documents
from otameshi.claims.invoicing import rules
from otameshi.claims.invoicing.actions.asking import room_of, usable
from otameshi.claims.invoicing.models import Advance, GrantAccount
from otameshi.claims.invoicing.rules import ADVANCE, AdvanceState
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import OFFICE, Role
from otameshi.core.states import Move, Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.closing import must_be_open

TOLD = frozenset({"refuse", "approve", "pay", "come_back"})


def visible_to(person: Person) -> Select[Advance]:
    """Select the advances of the person's own groups; for the office, all, the latest first."""
    query = (
        select(Advance)
        .join(Advance.grant)
        .join(Grant.participation)
        .options(joinedload(Advance.grant).joinedload(Grant.participation))
        .order_by(Advance.id.desc())
    )
    if person.has(*OFFICE):
        return query
    return query.where(Participation.representative_id == person.id)


def find(advance_id: int, person: Person) -> Advance | None:
    return db.session.scalar(visible_to(person).where(Advance.id == advance_id))


def listed(person: Person, state: AdvanceState | None) -> Select[Advance]:
    query = visible_to(person)
    return query if state is None else query.where(Advance.state == state)


def of_grant(grant: Grant, person: Person) -> Select[Advance]:
    return visible_to(person).where(Advance.grant_id == grant.id)


def ask(
    grant: Grant, amount: Yen, reason: str, account: GrantAccount, by: Person, at: datetime
) -> Advance:
    """Ask for a part of 交付決定額 before the work is done."""
    grant = locked(Grant, grant.id)
    _must_be_own(grant, by)
    must_be_open(grant.participation.year)
    if grant.state not in IN_FORCE:
        raise Refused("交付決定を受けてから、概算払を請求してください。")
    room = room_of(grant)
    rules.may_ask(room)
    rules.within(room, amount)
    usable(account, grant)
    advance = Advance(
        grant=grant,
        account=account,
        amount=amount,
        reason=reason,
        state=AdvanceState.ASKED,
        asked_on=day_in_japan(at),
    )
    db.session.add(advance)
    history.record(advance, *rules.ASK, by=by, at=at, amount=amount)
    _invoice_paper(advance, at)
    return advance


def take(
    advance: Advance,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Advance:
    """Move an advance on by its table of moves, keep why, and tell its group."""
    if name in rules.ADVANCE_OWN_PAGE:
        raise Refused("この手続きは、専用のページから行ってください。")
    advance, move = _chosen(advance, name, by, note, version)
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](advance, by, at)
        advance.state = move.target
    return _announced(advance, move, by, at, note)


def pay(
    advance: Advance,
    paid_on: date,
    voucher: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> Advance:
    """Record that the advance left; neither who checked nor who approved it may."""
    advance, move = _chosen(advance, "pay", by, "", version)
    another_person(advance.checked_by_id, by.id)
    another_person(advance.approved_by_id, by.id)
    if not voucher.strip():
        raise Refused("支出命令番号を入力してください。")
    claim_rules.payable(paid_on, advance.asked_on, day_in_japan(at))
    advance.paid_on, advance.voucher, advance.paid_by = paid_on, voucher.strip(), by
    advance.state = move.target
    return _announced(advance, move, by, at, "", amount=advance.amount, voucher=advance.voucher)


def correct(
    advance: Advance, account: GrantAccount, by: Person, at: datetime, version: int | None = None
) -> Advance:
    """Name another account after a transfer that came back; a new 請求書 is issued."""
    advance, move = _chosen(advance, "correct", by, "", version)
    usable(account, advance.grant)
    advance.account = account
    advance.state = move.target
    _announced(advance, move, by, at, "")
    _invoice_paper(advance, at)
    return advance


def _chosen(
    advance: Advance, name: str, by: Person, note: str, version: int | None
) -> tuple[Advance, Move[AdvanceState]]:
    locked(Grant, advance.grant_id)  # 額の確定 holds it too: the difference is never of yesterday
    advance = locked(Advance, advance.id)
    unchanged(advance, version)
    must_be_open(advance.grant.participation.year)
    move = ADVANCE.choose(name, by.roles, advance.state, note)
    if move.by is Role.APPLICANT:
        _must_be_own(advance.grant, by)
    return advance, move


def _must_be_own(grant: Grant, by: Person) -> None:
    if grant.participation.representative_id != by.id:
        raise Refused("概算払の請求は、交付を受ける組の代表者が行ってください。")


def _announced(
    advance: Advance, move: Move[AdvanceState], by: Person, at: datetime, note: str, **facts: object
) -> Advance:
    history.record(advance, move.name, move.label, by=by, at=at, note=note, **facts)
    if move.name == "approve":
        issue.issue(
            advance,
            "advance_approval",
            "補助金概算払承認通知書",
            documents.approval(advance),
            to=advance.grant.grantee,
            at=at,
            number=advance.document_number,
        )
    if move.name in TOLD:
        post.write(
            "advance_told",
            to=advance.grant.grantee,
            at=at,
            advance=advance,
            words=rules.ADVANCE_NEXT[advance.state],
            note=note,
            year=advance.grant.participation.year,
        )
    return advance


def _invoice_paper(advance: Advance, at: datetime) -> None:
    content = documents.invoice(advance, day_in_japan(at))
    kind, title = claim_rules.BANK_PAPER, "補助金概算払請求書"
    issue.issue(advance, kind, title, content, to=advance.grant.grantee, at=at)


def _check(advance: Advance, by: Person, _at: datetime) -> None:
    advance.checked_by = by


def _send_back(advance: Advance, _by: Person, _at: datetime) -> None:
    advance.checked_by = None


def _approve(advance: Advance, by: Person, at: datetime) -> None:
    """Hold the amount to the grant of today: it may have become less since it was asked for."""
    another_person(advance.checked_by_id, by.id)
    if advance.grant.state not in IN_FORCE:
        raise Refused("交付決定が取り消されているか、取り下げられています。")
    room = room_of(advance.grant)
    if room.settled:
        raise Refused("額の確定のあとは、概算払を承認できません。")
    rules.within(room, advance.amount)
    advance.approved_by, advance.approved_on = by, day_in_japan(at)
    year = advance.grant.participation.year
    advance.document_number = issue.next_number(year.document_code, at)


def _come_back(advance: Advance, _by: Person, _at: datetime) -> None:
    advance.paid_on = advance.voucher = advance.paid_by = None


CHANGES: dict[str, Callable[[Advance, Person, datetime], None]] = {
    "check": _check,
    "send_back": _send_back,
    "approve": _approve,
    "come_back": _come_back,
}


def papers(advance: Advance, person: Person) -> Select[issue.IssuedPaper]:
    """Select its papers; those with the bank account only for who may read it."""
    query = issue.about(advance)
    own = advance.grant.participation.representative_id == person.id
    if own or person.has(*claim_rules.SEES_ACCOUNT):
        return query
    return query.where(issue.IssuedPaper.kind != claim_rules.BANK_PAPER)
