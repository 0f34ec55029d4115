"""What people do with a claim. No function here knows of pages or commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.applications.rules import Kind
from otameshi.claims import documents, rules
from otameshi.claims.models import Claim, ClaimLine, Payment, Receipt
from otameshi.claims.rules import CLAIM, AccountKind, Change, Ruling, State, Verdict
from otameshi.claims.seeing import judgement_of, terms_of, visible_to
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Move, Overtaken, Refused, another_person
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.files import gate, storage
from otameshi.files.kinds import RECEIPTS
from otameshi.grants.models import Grant
from otameshi.grants.rules import State as GrantState
from otameshi.people import Person

__all__ = ["visible_to"]


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
    traveller: str = ""
    origin: str = ""
    destination: str = ""
    files: tuple[File, ...] = ()
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BankAccount:
    bank: str
    branch: str
    kind: AccountKind
    number: str
    holder: str


def begin(grant: Grant, by: Person, at: datetime) -> Claim:
    """Open a claim under a decided grant; while one is open it is the one."""
    grant = locked(Grant, grant.id)
    if grant.participation.representative_id != by.id:
        raise Refused("経費の記録は、代表者が行ってください。")
    if grant.state is not GrantState.DECIDED:
        raise Refused("交付決定を受けてから、経費を記録してください。")
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
    _attach(line, entry, by, at)
    _note(line, Change.ADD, by, at)
    return line


def change_line(
    line: ClaimLine, entry: Entry, by: Person, at: datetime, version: int | None = None
) -> ClaimLine:
    """Change one expense; files sent along are added to those it has."""
    claim = _open(line.claim, by, version)
    line = _changeable(line)
    _write(claim, line, entry, at)
    _attach(line, entry, by, at)
    _note(line, Change.CHANGE, by, at)
    return line


def remove_line(line: ClaimLine, by: Person, at: datetime, version: int | None = None) -> None:
    claim = _open(line.claim, by, version)
    line = _changeable(line)
    _note(line, Change.REMOVE, by, at)
    claim.lines.remove(line)


def remove_receipt(receipt: Receipt, by: Person, at: datetime, version: int | None = None) -> None:
    """Take a file off its expense; the file itself stays in the store."""
    _open(receipt.line.claim, by, version)
    line = _changeable(receipt.line)
    line.receipts.remove(receipt)
    _note(line, Change.REMOVE_RECEIPT, by, at)


def judge_line(
    line: ClaimLine, ruling: Ruling, by: Person, at: datetime, version: int | None = None
) -> ClaimLine:
    """Accept, reduce or send back one line; the last two say why."""
    claim = locked(Claim, line.claim_id)
    unchanged(claim, version)
    if not by.has(Role.OFFICER):
        raise Refused("経費の確認は、担当者が行ってください。")
    rules.may_judge(claim.state)
    line = _fresh(line)
    line.reduced_to = rules.reduction(line.amount, ruling)
    line.verdict, line.reason = ruling.verdict, ruling.reason.strip()
    _note(line, rules.RULED[ruling.verdict], by, at, line.reason)
    return line


def take(
    claim: Claim, name: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Claim:
    """Move the claim on by its table of moves, keep why, and write to the claimant."""
    if name in rules.WITH_OWN_PAGE:
        raise Refused("この手続きは、専用のページから行ってください。")
    claim, move = _chosen(claim, name, by, note, version)
    before = claim.settled
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if name in CHANGES:
            CHANGES[name](claim, by, at, note)
        claim.state = move.target
    facts = {} if claim.settled == before else {"settled": claim.settled}
    return _announced(claim, move, by, at, note, **facts)


def submit(claim: Claim, by: Person, at: datetime, version: int | None = None) -> Claim:
    """実績報告."""
    return take(claim, "submit", by, at, version=version)


def settle(claim: Claim, by: Person, at: datetime, version: int | None = None) -> Claim:
    """額の確定."""
    return take(claim, "settle", by, at, version=version)


def invoice(
    claim: Claim, account: BankAccount, by: Person, at: datetime, version: int | None = None
) -> Claim:
    """請求: name the account; it must be the grantee's."""
    claim, move = _chosen(claim, "invoice", by, "", version)
    group = claim.grant.participation
    company = group.candidacy.application.kind is Kind.COMPANY
    number = rules.account_number(account.number)
    claim.holder_remark = rules.holder_fault(account.holder, group.people[0].kana, company=company)
    claim.bank, claim.branch = account.bank, account.branch
    claim.account_kind, claim.account_number = account.kind, number
    claim.account_holder = account.holder
    claim.invoiced_on = day_in_japan(at)
    claim.state = move.target
    return _announced(claim, move, by, at, "")


def pay(
    claim: Claim,
    paid_on: date,
    voucher: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> Payment:
    """Record the payment of an invoiced claim, which is the only one it ever gets."""
    claim, move = _chosen(claim, "pay", by, "", version)
    another_person(claim.settled_by_id, by.id)
    another_person(claim.checked_by_id, by.id)
    if claim.settled is None or claim.invoiced_on is None:
        raise ValueError
    if not voucher.strip():
        raise Refused("支出命令番号を入力してください。")
    rules.payable(paid_on, claim.invoiced_on, day_in_japan(at))
    amount = claim.settled
    payment = Payment(
        claim=claim, amount=amount, paid_on=paid_on, voucher=voucher.strip(), person=by
    )
    db.session.add(payment)
    claim.state = move.target
    _announced(claim, move, by, at, "", amount=amount, voucher=payment.voucher)
    return payment


def _chosen(
    claim: Claim, name: str, by: Person, note: str, version: int | None
) -> tuple[Claim, Move[State]]:
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    move = CLAIM.choose(name, by.roles, claim.state, note)
    if move.by is Role.APPLICANT:
        _must_be_own(claim, by)
    return claim, move


def _announced(
    claim: Claim, move: Move[State], by: Person, at: datetime, note: str, **facts: object
) -> Claim:
    claim.changed_at = at
    history.record(claim, move.name, move.label, by=by, at=at, note=note, **facts)
    if move.name in PAPERS:
        PAPERS[move.name](claim, at)
    if move.name in LETTERS:
        year = claim.grant.participation.year
        post.write(LETTERS[move.name], to=claim.claimant, at=at, claim=claim, note=note, year=year)
    return claim


def _must_be_own(claim: Claim, by: Person) -> None:
    if claim.grant.participation.representative_id != by.id:
        raise Refused("この手続きは、交付を受ける組の代表者が行ってください。")


def _open(claim: Claim, by: Person, version: int | None) -> Claim:
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    _must_be_own(claim, by)
    if not claim.editable:
        raise Refused("報告した経費は変更できません。")
    return claim


def _fresh(line: ClaimLine) -> ClaimLine:
    """Load a line again now that its claim is held; it may be gone."""
    found = db.session.get(ClaimLine, line.id, populate_existing=True)
    if found is None:
        raise Overtaken
    return found


def _changeable(line: ClaimLine) -> ClaimLine:
    line = _fresh(line)
    if not line.changeable:
        raise Refused("この行は確認が済んでいるため変更できません。差し戻された行だけを直せます。")
    return line


def _write(claim: Claim, line: ClaimLine, entry: Entry, at: datetime) -> None:
    grant = claim.grant
    book = terms_of(grant).rulebook
    line.kind = entry.kind
    line.sub_kind, line.contract = rules.worded(book, entry.kind, entry.sub_kind, entry.contract)
    rules.paid_already(entry.paid_on, day_in_japan(at))
    names = {person.name for person in grant.participation.people}
    if entry.traveller and entry.traveller not in names:
        raise Refused("移動した人は、組のメンバーから選んでください。")
    line.incurred_on, line.paid_on = entry.incurred_on, entry.paid_on
    line.payee, line.purpose, line.amount = entry.payee, entry.purpose, entry.amount
    line.traveller, line.origin, line.destination = (
        entry.traveller,
        entry.origin,
        entry.destination,
    )


def _attach(line: ClaimLine, entry: Entry, by: Person, at: datetime) -> None:
    if entry.files:
        rules.known_papers(terms_of(line.claim.grant).rulebook, entry.shows)
    for file in entry.files:
        attachment = gate.receive(file.name, file.content, by, at, RECEIPTS)
        line.receipts.append(Receipt(attachment_id=attachment.id, shows=list(entry.shows)))


def _note(line: ClaimLine, change: Change, by: Person, at: datetime, note: str = "") -> None:
    line.claim.changed_at = at
    db.session.flush()
    facts = {"line": line.id, "amount": line.amount}
    history.record(line.claim, change.value, change.label, by=by, at=at, note=note, **facts)


def _submit(claim: Claim, _by: Person, at: datetime, _note: str) -> None:
    for line in claim.lines:
        for receipt in line.receipts:
            fault = storage.fault(receipt.attachment)
            if fault is not None:
                raise Refused(
                    f"「{receipt.attachment.name}」を確認できません。もう一度添付してください。"
                )
        if line.verdict is Verdict.RETURNED:
            line.verdict = Verdict.OPEN
    rules.ready_to_submit(judgement_of(claim))
    claim.submitted_at = at


def _return(claim: Claim, _by: Person, _at: datetime, note: str) -> None:
    rules.must_say_why(claim.verdicts, note)
    claim.rounds_returned += 1


def _check(claim: Claim, by: Person, _at: datetime, _note: str) -> None:
    rules.ready_to_check(claim.verdicts)
    claim.checked_by = by


def _send_back(claim: Claim, _by: Person, _at: datetime, _note: str) -> None:
    claim.checked_by = None


def _settle(claim: Claim, by: Person, at: datetime, _note: str) -> None:
    another_person(claim.checked_by_id, by.id)
    # Whoever settles holds the grant: two claims never share out the same last yen.
    grant = locked(Grant, claim.grant_id)
    claim.settled = rules.ready_to_settle(judgement_of(claim))
    claim.settled_by, claim.settled_on = by, day_in_japan(at)
    claim.document_number = issue.next_number(grant.participation.year.document_code, at)


def _report_paper(claim: Claim, at: datetime) -> None:
    content = documents.report(claim, judgement_of(claim), day_in_japan(at))
    issue.issue(claim, "claim_report", "補助事業実績報告書", content, to=claim.claimant, at=at)


def _settlement_paper(claim: Claim, at: datetime) -> None:
    issue.issue(
        claim,
        "claim_settlement",
        "補助金の額の確定通知書",
        documents.settlement(claim, judgement_of(claim)),
        to=claim.claimant,
        at=at,
        number=claim.document_number,
    )


def _invoice_paper(claim: Claim, at: datetime) -> None:
    content = documents.invoice(claim)
    issue.issue(claim, rules.BANK_PAPER, "補助金請求書", content, to=claim.claimant, at=at)


CHANGES: dict[str, Callable[[Claim, Person, datetime, str], None]] = {
    "submit": _submit,
    "return": _return,
    "check": _check,
    "send_back": _send_back,
    "settle": _settle,
}
PAPERS: dict[str, Callable[[Claim, datetime], None]] = {
    "submit": _report_paper,
    "settle": _settlement_paper,
    "invoice": _invoice_paper,
}
LETTERS = {
    "submit": "claim_submitted",
    "return": "claim_returned",
    "settle": "claim_settled",
    "invoice": "claim_invoiced",
    "pay": "claim_paid",
}
