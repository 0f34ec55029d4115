"""A group records its costs."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.claims import rules, vocabulary
from otameshi.claims.actions import unrecorded
from otameshi.claims.actions.holding import fresh, must_be_own, noted
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.claims.proof import PaidWith, registration_number
from otameshi.claims.rules import Change, Verdict
from otameshi.claims.seeing import terms_of
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.files import gate
from otameshi.files.kinds import RECEIPTS
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.people import Person
from otameshi.programme.closing import must_be_open
from otameshi.subsidy.words import ZERO


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the page of one expense holds; `shows` says what the files sent with it are."""

    kind: str
    sub_kind: str = ""
    contract: str = ""
    incurred_on: date
    paid_on: date
    payee: str
    purpose: str
    amount: Yen
    registration_number: str = ""
    paid_with: PaidWith = PaidWith.UNSAID
    traveller: str = ""
    origin: str = ""
    destination: str = ""
    round_trip: bool | None = None
    route: str = ""
    distance_m: int | None = None
    toll: Yen | None = None
    usual_fare: Yen | None = None
    used_from: date | None = None
    used_to: date | None = None
    visit: int | None = None
    nights: int = 0
    supported: Yen = ZERO
    business_percent: int = 100
    files: tuple[File, ...] = ()
    shows: tuple[str, ...] = ()


WORDS_OF_THE_RULES = {"kind", "sub_kind", "contract"}
AS_TYPED = tuple(
    one.name for one in fields(Entry) if one.name not in {*WORDS_OF_THE_RULES, "files", "shows"}
)


def begin(grant: Grant, by: Person, at: datetime) -> Claim:
    """Open a claim under a decided grant; while one is open it is the one."""
    grant = locked(Grant, grant.id)
    if grant.participation.representative_id != by.id:
        raise Refused("経費の記録は、代表者が行ってください。")
    if grant.state not in IN_FORCE:
        raise Refused("交付決定を受けてから、経費を記録してください。")
    must_be_open(grant.participation.year)
    mine = select(Claim).where(Claim.grant_id == grant.id)
    found = db.session.scalar(mine.where(Claim.settled.is_(None)))
    if found is not None:
        return found
    if terms_of(grant).left <= 0:
        raise Refused("交付決定額をすべて使い終えています。")
    last = db.session.scalar(select(func.max(Claim.round)).where(Claim.grant_id == grant.id)) or 0
    claim = Claim(grant=grant, round=last + 1, begun_at=at, changed_at=at)
    db.session.add(claim)
    history.record(claim, "begin", "経費の記録を始める", by=by, at=at)
    return claim


def add_line(
    claim: Claim, entry: Entry, by: Person, at: datetime, version: int | None = None
) -> ClaimLine:
    claim = _open(claim, by, version)
    line = ClaimLine(verdict=Verdict.OPEN)
    if Verdict.RETURNED in claim.verdicts:
        line.verdict, line.reason = Verdict.RETURNED, rules.ADDED_LATER
    _write(claim, line, entry, at)
    claim.lines.append(line)
    _attach(line, entry.files, entry.shows, by, at)
    noted(line, Change.ADD, by, at)
    return line


def change_line(
    line: ClaimLine, entry: Entry, by: Person, at: datetime, version: int | None = None
) -> ClaimLine:
    """Change one expense; files sent along are added to those it has."""
    claim = _open(line.claim, by, version)
    line = _changeable(line)
    _write(claim, line, entry, at)
    _attach(line, entry.files, entry.shows, by, at)
    noted(line, Change.CHANGE, by, at)
    return line


def remove_line(line: ClaimLine, by: Person, at: datetime, version: int | None = None) -> None:
    claim = _open(line.claim, by, version)
    line = _changeable(line)
    noted(line, Change.REMOVE, by, at)
    unrecorded.drop_line(line)
    claim.lines.remove(line)


def add_receipts(
    line: ClaimLine,
    files: tuple[File, ...],
    shows: tuple[str, ...],
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Add further pages of a receipt; they keep the order in which they come."""
    _open(line.claim, by, version)
    line = _changeable(line)
    if not files:
        raise Refused("写真やファイルを選んでください。")
    _attach(line, files, shows, by, at)
    noted(line, Change.ADD_RECEIPT, by, at)


def remove_receipt(receipt: Receipt, by: Person, at: datetime, version: int | None = None) -> None:
    """Take a file off its expense; the file itself stays in the store."""
    _open(receipt.line.claim, by, version)
    line = _changeable(receipt.line)
    line.receipts.remove(receipt)
    noted(line, Change.REMOVE_RECEIPT, by, at)


def _open(claim: Claim, by: Person, version: int | None) -> Claim:
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    must_be_own(claim, by)
    if not claim.editable:
        raise Refused("報告した経費は変更できません。")
    return claim


def _changeable(line: ClaimLine) -> ClaimLine:
    line = fresh(line)
    if not line.changeable:
        raise Refused("この行は確認が済んでいるため変更できません。差し戻された行だけを直せます。")
    return line


def _write(claim: Claim, line: ClaimLine, entry: Entry, at: datetime) -> None:
    grant = claim.grant
    book = terms_of(grant).rulebook
    line.kind = entry.kind
    line.sub_kind, line.contract = vocabulary.worded(
        book, entry.kind, entry.sub_kind, entry.contract
    )
    rules.paid_already(entry.paid_on, day_in_japan(at))
    names = {person.name for person in grant.participation.people}
    if entry.traveller and entry.traveller not in names:
        raise Refused("移動した人は、組のメンバーから選んでください。")
    for name in AS_TYPED:
        setattr(line, name, getattr(entry, name))
    line.registration_number = registration_number(entry.registration_number)


def _attach(
    line: ClaimLine, files: tuple[File, ...], shows: tuple[str, ...], by: Person, at: datetime
) -> None:
    if files:
        vocabulary.known_papers(terms_of(line.claim.grant).rulebook, shows)
    for file in files:
        attachment = gate.receive(file.name, file.content, by, at, RECEIPTS)
        line.receipts.append(Receipt(attachment_id=attachment.id, shows=list(shows)))
