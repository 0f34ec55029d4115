"""Where a grant is paid to: named once, shown by its passbook, and used again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload

from otameshi import history
from otameshi.applications.rules import Kind
from otameshi.claims import account as account_rules
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import File
from otameshi.claims.actions.invoicing import holder_remark
from otameshi.claims.invoicing import names, rules
from otameshi.claims.invoicing.actions import asking, banks
from otameshi.claims.invoicing.actions.asking import Purpose
from otameshi.claims.invoicing.models import Advance, GrantAccount, PassbookPage
from otameshi.claims.invoicing.post import converted
from otameshi.claims.invoicing.rules import Side
from otameshi.claims.models import Claim
from otameshi.claims.rules import SEES_ACCOUNT
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.files import gate
from otameshi.files.kinds import RECEIPTS
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Place:
    """Bank and branch; without codes where the list does not have them."""

    bank: str
    branch: str
    bank_code: str | None = None
    bank_kana: str = ""
    branch_code: str | None = None
    branch_kana: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the page of an account holds."""

    place: Place
    kind: AccountKind
    number: str
    holder: str
    pages: tuple[tuple[Side, File], ...]


def listed_place(bank_code: str, branch_code: str) -> Place:
    """Return what the list says of a bank and branch, or refuse those that are gone from it."""
    bank, branch = banks.bank(bank_code), banks.branch(bank_code, branch_code)
    if bank is None or branch is None:
        raise Refused("金融機関と支店を、一覧から選んでください。")
    rules.still_there([(bank.name, bank.gone_on), (branch.title, branch.gone_on)])
    return Place(bank.name, branch.title, bank.code, bank.kana, branch.code, branch.kana)


def of_the_post_bank(symbol: str, number: str, *, savings: bool) -> tuple[Place, AccountKind, str]:
    """Convert 記号・番号; a 店番 that the list does not have is a 記号 mistyped."""
    found = converted(symbol, number, savings=savings)
    if banks.branch(names.POST_BANK, found.branch_code) is None:
        raise Refused("この記号に当たる店がありません。通帳の記号を確かめてください。")
    return listed_place(names.POST_BANK, found.branch_code), found.kind, found.number


def typed_place(bank: str, branch: str, bank_code: str, branch_code: str) -> Place:
    """Take bank and branch as typed; with codes that the list knows they are of the list."""
    codes = names.codes_typed(bank_code, branch_code)
    if codes is None:
        return Place(bank, branch)
    if banks.branch(*codes) is not None:
        return listed_place(*codes)
    return Place(bank, branch, bank_code=codes[0], branch_code=codes[1])


def name(purpose: Purpose, entry: Entry, by: Person, at: datetime) -> GrantAccount:
    """Keep an account with pictures of its passbook; it must be the grantee's."""
    asking.must_be_open(purpose, by)
    remark = holder_remark(purpose.grant.participation, entry.holder)
    number = account_rules.account_number(entry.number)
    rules.passbook_shown({side for side, _ in entry.pages})
    place = entry.place
    unlisted = "" if place.bank_kana else rules.NOT_IN_THE_LIST
    account = GrantAccount(
        grant_id=purpose.grant.id,
        bank=place.bank,
        branch=place.branch,
        bank_code=place.bank_code,
        bank_kana=place.bank_kana,
        branch_code=place.branch_code,
        branch_kana=place.branch_kana,
        kind=entry.kind,
        number=number,
        holder=entry.holder,
        remark=f"{remark}{unlisted}",
        at=at,
        person_id=by.id,
    )
    for side, file in entry.pages:
        kept = gate.receive(file.name, file.content, by, at, RECEIPTS)
        account.pages.append(PassbookPage(attachment_id=kept.id, side=side))
    db.session.add(account)
    history.record(account, "name_account", "振込先を記入する", by=by, at=at)
    return account


def visible_to(person: Person) -> Select[GrantAccount]:
    """Select the accounts of the person's own grants; for those who work with accounts, all."""
    query = (
        select(GrantAccount)
        .join(GrantAccount.grant)
        .join(Grant.participation)
        .options(selectinload(GrantAccount.pages))
    )
    if person.has(*SEES_ACCOUNT):
        return query
    return query.where(Participation.representative_id == person.id)


def find(account_id: int, person: Person) -> GrantAccount | None:
    return db.session.scalar(visible_to(person).where(GrantAccount.id == account_id))


def used_before(person: Person) -> Sequence[GrantAccount]:
    """Return the last account that the person's own groups were paid into, if there is one."""
    used = or_(
        exists().where(Claim.account_id == GrantAccount.id),
        exists().where(Advance.account_id == GrantAccount.id),
    )
    query = (
        select(GrantAccount)
        .join(GrantAccount.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id, used)
        .order_by(GrantAccount.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).all()


def holder_known(grant: Grant) -> str:
    """Return 口座名義 as written last, else the grantee's kana; of a company only if it is sure."""
    for before in used_before(grant.participation.representative):
        return before.holder
    group = grant.participation
    application = group.candidacy.application
    if application.kind is Kind.COMPANY:
        return account_rules.company_kana(application.trade_name)
    return group.people[0].kana
