"""The pages from a settled amount to its invoice, as a group opens them without scripts."""

from io import BytesIO

import pytest

from otameshi import history
from otameshi.claims.models import Claim
from otameshi.claims.rules import State
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from tests import make
from tests.claims.invoicing import lists
from tests.claims.invoicing.test_actions_accounts import PAGES
from tests.make import NOON

COVER, SPREAD = (file.content for _, file in PAGES)


def pictures() -> dict[str, object]:
    return {
        "cover": (BytesIO(COVER), "表紙.png"),
        "spread": (BytesIO(SPREAD), "見開き.png"),
    }


@pytest.fixture
def claim(app) -> Claim:
    lists.bring_in()
    return make.settled_claim(amount=70_000)


def test_a_bank_a_branch_and_a_passbook_lead_to_the_invoice(browse, claim) -> None:
    me, start = browse(claim.claimant), f"/claims/{claim.id}/invoice"
    assert "70,000円" in me.read(start)
    found = me.read(f"{start}?q=八十二")
    assert "八十二長野銀行（0143）" in found
    assert "長野信用金庫" not in found
    assert "見つかりませんでした" in me.read(f"{start}?q=江戸")
    branches = me.read(f"{start}/branch?bank=0143")
    assert "松本（402）" in branches
    assert "本店営業部（210）" in branches
    page = f"{start}/account?bank=0143&branch=402"
    assert 'value="ミホン　タロウ1"' in me.read(page)
    sent = {"kind": "1", "number": "１２３４５６", "holder": "ﾐﾎﾝ ﾊﾅｺ"}
    answer = me.post(page, **sent, **pictures())
    assert answer.status_code == 422
    assert "一致しません" in answer.text
    assert "松本（402）" in answer.text
    shown = me.send(page, **{**sent, "holder": "ﾐﾎﾝ ﾀﾛｳ1"}, **pictures())
    for word in ("補助金請求書", "金70,000円", "八十二長野銀行（0143）", "0123456", "表紙.png"):
        assert word in shown
    assert claim.state is State.SETTLED
    [account] = db.session.execute(db.text("SELECT id FROM grant_accounts")).scalars()
    done = me.send(f"{start}/confirm/{account}")
    assert "請求を受け付けました" in done
    db.session.expire_all()
    assert (claim.state, claim.branch_code) == (State.INVOICED, "402")


def test_the_post_bank_is_asked_by_symbol_and_number(browse, claim) -> None:
    me, start = browse(claim.claimant), f"/claims/{claim.id}/invoice"
    page = f"{start}/account?bank=9900"
    assert me.get(f"{start}/branch?bank=9900").headers["Location"].endswith(page)
    shown = me.send(
        page, kind="1", symbol="11180", number="12345671", holder="ミホンタロウ1", **pictures()
    )
    assert "ゆうちょ銀行（9900）" in shown
    assert "一一八店（118）" in shown
    assert "1234567" in shown


def test_an_account_without_both_sides_of_the_passbook_is_not_kept(browse, claim) -> None:
    me = browse(claim.claimant)
    answer = me.post(
        f"/claims/{claim.id}/invoice/account?bank=0143&branch=402",
        kind="1", number="1", holder="ミホンタロウ1", cover=(BytesIO(COVER), "表紙.png"),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "見開き" in answer.text
    assert db.session.execute(db.text("SELECT count(*) FROM grant_accounts")).scalar() == 0


def test_the_last_account_is_one_step_from_the_invoice(browse, claim) -> None:
    account = make.account(claim.grant)
    make.invoiced_claim(claim.grant, 10_000, round=2, account_id=account.id)
    me = browse(claim.claimant)
    page = me.read(f"/claims/{claim.id}/invoice")
    assert "前回と同じ口座に振り込む" in page
    assert f"/claims/{claim.id}/invoice/confirm/{account.id}" in page


def test_after_a_failed_transfer_the_page_says_what_failed_and_of_which_account(browse) -> None:
    lists.bring_in()
    claim = make.invoiced_claim()
    claim.state = State.SETTLED
    why = "口座番号の相違のため振り込めませんでした。"
    history.record(claim, "come_back", "振込先を直してもらう", by=None, at=NOON, note=why)
    db.session.commit()
    page = browse(claim.claimant).read(f"/claims/{claim.id}/invoice")
    assert why in page
    assert "見本銀行" in page
    assert "0123456" in page
    assert "前回と同じ口座" not in page


def test_before_the_settlement_and_after_the_invoice_there_is_no_page(browse, app) -> None:
    for claim in (make.claim(state=State.CHECKED), make.invoiced_claim()):
        me = browse(claim.claimant)
        for path in ("", "/account", "/branch?bank=0143"):
            assert me.get(f"/claims/{claim.id}/invoice{path}").status_code == 303
    closed = make.settled_claim(amount=10, set_off=Yen(10))
    assert browse(closed.claimant).get(f"/claims/{closed.id}/invoice").status_code == 303


def test_without_a_list_bank_and_branch_are_typed(browse, app) -> None:
    claim = make.settled_claim()
    me, start = browse(claim.claimant), f"/claims/{claim.id}/invoice"
    assert "振込先を記入する" in me.read(start)
    sent = {"bank": "江戸銀行", "branch": "日本橋", "kind": "1", "number": "1"}
    shown = me.send(f"{start}/account", **sent, holder="ミホンタロウ1", **pictures())
    assert "江戸銀行" in shown
    assert "一覧にない振込先です" in shown


def test_the_office_compares_the_account_with_its_passbook(browse, claim) -> None:
    account = make.account(claim.grant)
    browse(claim.claimant).send(f"/claims/{claim.id}/invoice/confirm/{account.id}")
    page = f"/desk/claims/{claim.id}"
    picture = f"/claims/accounts/{account.id}/pages/{account.pages[0].id}"
    treasurer = browse(make.person(Role.TREASURER))
    seen = treasurer.read(page)
    assert picture in seen
    assert "八十二長野銀行（0143）" in seen
    assert treasurer.get(picture).status_code == 200
    for role in (Role.AUDITOR, Role.ADMIN, Role.REVIEWER):
        assert browse(make.person(role)).get(picture).status_code == 404
    assert picture not in browse(make.person(Role.AUDITOR)).read(page)
