"""An account is named from the list, shown by its passbook, and used for an invoice."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from otameshi.claims import actions, seeing
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import File
from otameshi.claims.invoicing.actions import accounts, asking
from otameshi.claims.invoicing.actions.accounts import Entry, Place
from otameshi.claims.invoicing.actions.asking import Purpose
from otameshi.claims.invoicing.models import GrantAccount
from otameshi.claims.invoicing.rules import Side
from otameshi.claims.models import Claim
from otameshi.claims.rules import BANK_PAPER, State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.files import storage
from tests import make
from tests.claims.invoicing import lists

pytestmark = pytest.mark.usefixtures("app")
AFTER = japan(2026, 10, 5, 10)


def picture(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (30, 40), colour).save(out, "PNG")
    return out.getvalue()


PAGES = (
    (Side.COVER, File("表紙.png", picture("white"))),
    (Side.SPREAD, File("見開き.png", picture("black"))),
)


def named(claim: Claim, at: Place | None = None, **facts: Any) -> GrantAccount:
    standard: dict[str, Any] = {
        "place": at or accounts.listed_place("0143", "402"),
        "kind": AccountKind.ORDINARY,
        "number": "123456",
        "holder": "ミホン　タロウ１",
        "pages": PAGES,
    }
    entry = Entry(**{**standard, **facts})
    return accounts.name(Purpose(claim.grant, claim), entry, claim.claimant, AFTER)


def text_of(claim: Claim, kind: str) -> list[str]:
    papers = db.session.scalars(issue.about(claim).where(issue.IssuedPaper.kind == kind)).all()
    found = (storage.content(one.attachment) for one in papers)
    pages = (PdfReader(BytesIO(one)).pages for one in found)
    return ["".join(page.extract_text() for page in one) for one in pages]


def test_an_account_of_the_list_reaches_the_invoice_with_its_codes_and_kana() -> None:
    lists.bring_in()
    claim = make.settled_claim(amount=70_000)
    account = named(claim)
    asking.invoice(claim, account, claim.claimant, AFTER)
    assert (claim.bank, claim.bank_code, claim.bank_kana) == (
        "八十二長野銀行", "0143", "ハチジユウニナガノ",
    )  # fmt: skip
    assert (claim.branch, claim.branch_code, claim.branch_kana) == ("松本", "402", "マツモト")
    assert (claim.account_number, claim.account_id, claim.holder_remark) == (
        "0123456", account.id, "",
    )  # fmt: skip
    [text] = text_of(claim, BANK_PAPER)
    for word in ("補助金請求書", "70,000円", "八十二長野銀行（0143）", "松本（402）", "0123456"):
        assert word in text
    assert f"令和8年10月1日付け{claim.document_number}" in text.replace("\n", "")


def test_the_account_comes_after_the_settlement_and_from_the_group_alone() -> None:
    lists.bring_in()
    early = make.claim(state=State.CHECKED)
    with pytest.raises(Refused, match="今の状態または権限では行えません"):
        named(early)
    claim = make.settled_claim()
    entry = Entry(Place("見本銀行", "本店"), AccountKind.ORDINARY, "1", "ミホン", PAGES)
    with pytest.raises(Refused, match="代表者"):
        accounts.name(Purpose(claim.grant, claim), entry, make.person(), AFTER)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"holder": "ミホン ハナコ"}, "一致しません"),
        ({"holder": "見本 太郎"}, "カタカナで"),
        ({"number": "12345678"}, "7桁以内"),
        ({"pages": PAGES[:1]}, "見開き"),
        ({"pages": PAGES[1:]}, "表紙"),
    ],
)
def test_what_is_not_the_grantees_own_or_cannot_be_compared_is_refused(facts, words: str) -> None:
    lists.bring_in()
    with pytest.raises(Refused, match=words):
        named(make.settled_claim(), **facts)


def test_a_bank_that_the_list_does_not_have_is_marked_for_the_office() -> None:
    lists.bring_in()
    claim = make.settled_claim()
    account = named(claim, accounts.typed_place("江戸銀行", "日本橋", "", ""))
    assert account.bank_code is None
    assert "一覧にない振込先です" in account.remark
    asking.invoice(claim, account, claim.claimant, AFTER)
    assert "一覧にない振込先です" in claim.holder_remark
    known = accounts.typed_place("ながの", "まつもと", "０１４３", "402")
    assert (known.bank, known.branch) == ("八十二長野銀行", "松本")
    assert accounts.typed_place("江戸銀行", "日本橋", "0999", "1").branch_code == "001"
    with pytest.raises(Refused, match="4桁"):
        accounts.typed_place("江戸銀行", "日本橋", "99", "1")


def test_a_post_bank_account_is_converted_and_its_branch_must_be_one() -> None:
    lists.bring_in()
    place, kind, number = accounts.of_the_post_bank("11180", "12345671", savings=False)
    assert (place.bank, place.branch, place.branch_code) == ("ゆうちょ銀行", "一一八店", "118")
    assert (kind, number) == (AccountKind.ORDINARY, "1234567")
    with pytest.raises(Refused, match="記号を確かめて"):
        accounts.of_the_post_bank("19980", "12345671", savings=False)


def test_the_last_account_is_offered_again_unless_its_branch_has_gone() -> None:
    lists.bring_in()
    first = make.settled_claim()
    person = first.claimant
    assert accounts.holder_known(first.grant) == "ミホン　タロウ1"
    account = named(first, holder="ﾐﾎﾝ ﾀﾛｳ1")
    assert accounts.used_before(person) == []
    asking.invoice(first, account, person, AFTER)
    assert accounts.used_before(person) == [account]
    assert accounts.holder_known(first.grant) == "ﾐﾎﾝ ﾀﾛｳ1"
    second = make.settled_claim(first.grant, 20_000, round=2)
    gone = lists.FILE.replace("0143,八十二長野,ハチジユウニナガノ,402,松本,マツモト\n", "")
    lists.bring_in(gone, date(2026, 10, 4))
    with pytest.raises(Refused, match="「松本」は、2026年10月4日の一覧からなくなっています"):
        asking.invoice(second, account, person, AFTER)
    with pytest.raises(Refused, match="なくなっています"):
        accounts.listed_place("0143", "402")


def test_nobody_is_paid_into_another_groups_account() -> None:
    lists.bring_in()
    claim, theirs = make.settled_claim(), make.account()
    with pytest.raises(Refused, match="この振込先は使えません"):
        asking.invoice(claim, theirs, claim.claimant, AFTER)
    assert accounts.find(theirs.id, claim.claimant) is None


def test_passbooks_are_for_their_owner_and_those_who_work_with_accounts() -> None:
    account = make.account()
    for role in (Role.OFFICER, Role.MANAGER, Role.TREASURER):
        assert accounts.find(account.id, make.person(role)) is account
    for role in (Role.AUDITOR, Role.ADMIN, Role.REVIEWER, Role.APPLICANT):
        assert accounts.find(account.id, make.person(role)) is None
    assert accounts.find(account.id, account.grant.grantee) is account


def test_what_was_paid_in_advance_is_told_on_the_invoice_and_asked_for_no_more() -> None:
    lists.bring_in()
    claim = make.settled_claim(amount=70_000, set_off=Yen(50_000))
    asking.invoice(claim, named(claim), claim.claimant, AFTER)
    [text] = text_of(claim, BANK_PAPER)
    for word in ("20,000円", "70,000円", "概算払で受領済みの額", "50,000円"):
        assert word in text
    treasurer = make.person(Role.TREASURER)
    assert actions.pay(claim, date(2026, 10, 5), "支-1", treasurer, AFTER).amount == 20_000


def test_nothing_is_invoiced_where_all_was_paid_in_advance() -> None:
    claim = make.settled_claim(amount=70_000, set_off=Yen(70_000))
    assert not asking.is_open(Purpose(claim.grant, claim), claim.claimant)
    with pytest.raises(Refused, match="請求は要りません"):
        asking.invoice(claim, make.account(claim.grant), claim.claimant, AFTER)


def test_an_auditor_does_not_see_the_invoice_with_the_account() -> None:
    lists.bring_in()
    claim = make.settled_claim()
    asking.invoice(claim, named(claim), claim.claimant, AFTER)
    kinds = {
        role: [one.kind for one in db.session.scalars(seeing.papers(claim, make.person(role)))]
        for role in (Role.AUDITOR, Role.OFFICER)
    }
    assert kinds == {Role.AUDITOR: [], Role.OFFICER: [BANK_PAPER]}
