"""What is kept when costs are claimed, settled and paid, on both databases."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from otameshi import history
from otameshi.applications.rules import Kind
from otameshi.claims import actions
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount, Entry, File
from otameshi.claims.models import Claim, ClaimLine, Payment
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.claims.seeing import accounts_of, judgement_of, sees_account
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.grants.models import Grant
from otameshi.people import Person
from tests import make
from tests.documents.test_paper import text_of

OCTOBER = japan(2026, 10, 6, 10)
DAY = date(2026, 9, 1)
pytestmark = pytest.mark.usefixtures("app")


def photograph() -> bytes:
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    return picture.getvalue()


def entry(amount: int = 30_000, kind: str = "office", **facts) -> Entry:
    standard = {
        "incurred_on": DAY,
        "paid_on": DAY,
        "payee": "見本コワーキング",
        "purpose": "9月分の利用料",
    }
    return Entry(kind=kind, amount=Yen(amount), **{**standard, **facts})


def receipt(*shows: str) -> dict[str, Any]:
    return {"files": (File("領収書.png", photograph()),), "shows": shows or ("receipt",)}


def owner(claim: Claim) -> Person:
    return claim.claimant


def officer() -> Person:
    return make.person(Role.OFFICER)


def manager() -> Person:
    return make.person(Role.MANAGER)


def treasurer() -> Person:
    return make.person(Role.TREASURER)


def submitted(*amounts: int) -> Claim:
    claim = make.claim()
    for amount in amounts or (50_000,):
        make.claim_line(claim, amount)
    return actions.submit(claim, owner(claim), OCTOBER)


def checked(*amounts: int) -> Claim:
    claim = submitted(*amounts)
    who = officer()
    for line in claim.lines:
        actions.judge_line(line, Ruling(Verdict.ACCEPTED), who, OCTOBER)
    return actions.take(claim, "check", who, OCTOBER)


def account(holder: str = "ミホン　タロウ1", number: str = "１２３４５６７") -> BankAccount:
    return BankAccount("見本銀行", "本店", AccountKind.ORDINARY, number, holder)


def texts(claim: Claim) -> dict[str, str]:
    papers = db.session.scalars(issue.about(claim))
    return {one.kind: text_of(storage.content(one.attachment)) for one in papers}


def last_letter() -> Letter:
    return db.session.scalars(select(Letter).order_by(Letter.id.desc())).all()[0]


def test_a_claim_is_begun_once_under_a_decided_grant():
    grant = make.decided_grant()
    claim = actions.begin(grant, grant.grantee, OCTOBER)
    assert (claim.round, claim.state) == (1, State.DRAFT)
    assert actions.begin(grant, grant.grantee, OCTOBER) is claim


def test_without_a_decision_there_is_nothing_to_claim_under():
    grant = make.grant()
    with pytest.raises(Refused, match="交付決定を受けてから"):
        actions.begin(grant, grant.grantee, OCTOBER)
    with pytest.raises(Refused, match="代表者"):
        actions.begin(make.decided_grant(), make.person(), OCTOBER)


def test_a_grant_that_is_used_up_takes_no_further_claim():
    claim = make.settled_claim(amount=260_000)
    with pytest.raises(Refused, match="すべて使い終えて"):
        actions.begin(claim.grant, owner(claim), OCTOBER)


def test_an_expense_is_kept_with_its_receipt_and_judged_at_once():
    claim = make.claim()
    line = actions.add_line(claim, entry(30_500, **receipt()), owner(claim), OCTOBER)
    assert line.papers == {"receipt"}
    assert line.receipts[0].attachment.name == "領収書.png"
    judged = judgement_of(claim)
    assert (judged.claimed, judged.granted, judged.left_after) == (30_500, 30_000, 230_000)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": "camera"}, "区分にない費目"),
        ({"kind": "travel"}, "種類を選んで"),
        ({"kind": "rental"}, "購入か賃借か"),
        ({"paid_on": date(2026, 10, 7)}, "今日より後"),
        ({"traveller": "知らない人"}, "メンバーから"),
        ({"files": (File("a.png", b"x"),)}, "分かるもの"),
        ({"files": (File("a.png", b"MZ not a picture"),), "shows": ("receipt",)}, "a.png"),
    ],
)
def test_an_expense_entered_wrongly_is_refused(typed, told):
    claim = make.claim()
    with pytest.raises(Refused, match=told):
        actions.add_line(claim, entry(**typed), owner(claim), OCTOBER)


def test_an_expense_is_changed_and_taken_out_again():
    claim = make.claim()
    line = make.claim_line(claim)
    shown = claim.version
    actions.change_line(line, entry(12_000), owner(claim), OCTOBER, shown)
    assert line.amount == 12_000
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.change_line(line, entry(13_000), owner(claim), OCTOBER, shown)
    actions.remove_receipt(line.receipts[0], owner(claim), OCTOBER)
    assert line.papers == frozenset()
    actions.remove_line(line, owner(claim), OCTOBER)
    assert claim.lines == []
    with pytest.raises(Refused, match="代表者"):
        actions.add_line(claim, entry(), make.person(), OCTOBER)


def test_reporting_keeps_the_report_and_writes_a_letter():
    claim = submitted(50_000, 60_900)
    assert (claim.state, claim.submitted_at) == (State.SUBMITTED, OCTOBER)
    papers = texts(claim)
    for fact in ("補助事業実績報告書", "支出した額金110,900円", "収支決算書", "▲149,100"):
        assert fact in papers["claim_report"]
    for fact in ("経費明細書", "見本コワーキング", "60,900", "110,900"):
        assert fact in papers["claim_costs"]
    assert "110,900円" in last_letter().body
    with pytest.raises(Refused, match="変更できません"):
        actions.add_line(claim, entry(), owner(claim), OCTOBER)


def test_a_report_without_evidence_or_with_a_lost_file_is_refused():
    claim = make.claim()
    line = make.claim_line(claim, receipts=[])
    with pytest.raises(Refused, match="1行目：領収書がありません"):
        actions.submit(claim, owner(claim), OCTOBER)
    actions.change_line(line, entry(**receipt()), owner(claim), OCTOBER)
    line.receipts[0].attachment.sha256 = "0" * 64
    with pytest.raises(Refused, match="もう一度添付して"):
        actions.submit(claim, owner(claim), OCTOBER)


def test_a_returned_line_is_mended_while_the_others_are_locked():
    claim = submitted(50_000, 60_000)
    good, bad = claim.lines
    who = officer()
    actions.judge_line(good, Ruling(Verdict.ACCEPTED), who, OCTOBER)
    actions.judge_line(bad, Ruling(Verdict.RETURNED, reason="宛名がありません。"), who, OCTOBER)
    with pytest.raises(Refused, match="差し戻す行があります"):
        actions.take(claim, "check", who, OCTOBER)
    actions.take(claim, "return", who, OCTOBER)
    assert claim.rounds_returned == 1
    letter = last_letter()
    assert "宛名がありません。" in letter.body
    assert "60,000円" in letter.body
    assert "50,000円" not in letter.body
    with pytest.raises(Refused, match="差し戻された行だけ"):
        actions.change_line(good, entry(1), owner(claim), OCTOBER)
    actions.change_line(bad, entry(55_000), owner(claim), OCTOBER)
    added = actions.add_line(claim, entry(5_000, **receipt()), owner(claim), OCTOBER)
    actions.change_line(added, entry(6_000), owner(claim), OCTOBER)
    actions.submit(claim, owner(claim), OCTOBER)
    assert [line.verdict for line in claim.lines] == [Verdict.ACCEPTED, Verdict.OPEN, Verdict.OPEN]
    assert bad.reason == "宛名がありません。"


def test_a_return_of_the_whole_needs_a_note_and_opens_what_is_not_accepted():
    claim = submitted()
    who = officer()
    with pytest.raises(Refused, match="差し戻す行を選んで"):
        actions.take(claim, "return", who, OCTOBER)
    actions.take(claim, "return", who, OCTOBER, "10月分も加えてください。")
    assert "10月分も加えてください。" in last_letter().body
    actions.change_line(claim.lines[0], entry(1_000), owner(claim), OCTOBER)


def test_only_an_officer_judges_and_only_while_checking():
    claim = submitted()
    with pytest.raises(Refused, match="担当者が"):
        actions.judge_line(claim.lines[0], Ruling(Verdict.ACCEPTED), manager(), OCTOBER)
    draft = make.claim(make.decided_grant())
    line = make.claim_line(draft)
    with pytest.raises(Refused, match="確認中の請求だけ"):
        actions.judge_line(line, Ruling(Verdict.ACCEPTED), officer(), OCTOBER)


def test_settling_fixes_the_amount_of_the_accepted_and_reduced_lines():
    claim = submitted(50_000, 60_000)
    who = officer()
    actions.judge_line(claim.lines[0], Ruling(Verdict.ACCEPTED), who, OCTOBER)
    less = Ruling(Verdict.REDUCED, Yen(20_000), "私用の分を除きます。")
    actions.judge_line(claim.lines[1], less, who, OCTOBER)
    actions.take(claim, "check", who, OCTOBER)
    actions.settle(claim, manager(), OCTOBER)
    assert (claim.state, claim.settled) == (State.SETTLED, 70_000)
    assert [(one.kind, one.amount) for one in claim.shares] == [("office", 70_000)]
    assert claim.settled_on == date(2026, 10, 6)
    paper = texts(claim)["claim_settlement"]
    for fact in (
        "補助金の額の確定通知書",
        str(claim.document_number),
        "今回の確定額金70,000円",
        "公印省略",
    ):
        assert fact in paper
    assert "70,000円" in last_letter().body
    db.session.commit()
    assert db.session.scalars(history.of(claim)).all()[-1].facts == {"settled": 70_000}


def test_whoever_checked_does_not_settle():
    both = make.person(Role.OFFICER, Role.MANAGER)
    claim = submitted()
    actions.judge_line(claim.lines[0], Ruling(Verdict.ACCEPTED), both, OCTOBER)
    actions.take(claim, "check", both, OCTOBER)
    with pytest.raises(Refused, match="同じ人"):
        actions.settle(claim, both, OCTOBER)


def test_the_manager_may_hand_a_claim_back_to_the_officer():
    claim = checked()
    actions.take(claim, "send_back", manager(), OCTOBER, "2行目を見直してください。")
    assert (claim.state, claim.checked_by_id) == (State.SUBMITTED, None)


def test_a_second_claim_is_settled_within_what_the_first_has_left():
    first = make.settled_claim(amount=200_000)
    second = actions.begin(first.grant, owner(first), OCTOBER)
    make.claim_line(second, 100_000)
    actions.submit(second, owner(second), OCTOBER)
    who = officer()
    actions.judge_line(second.lines[0], Ruling(Verdict.ACCEPTED), who, OCTOBER)
    actions.take(second, "check", who, OCTOBER)
    actions.settle(second, manager(), OCTOBER)
    assert (second.round, second.settled) == (2, 60_000)
    account_ = accounts_of(owner(second))[0]
    assert (account_.used, account_.left) == (260_000, 0)
    assert judgement_of(first).terms.settled_before == 0


def test_the_frozen_rulebook_judges_whatever_the_year_decides_later():
    claim = make.claim()
    make.claim_line(claim, 100_000)
    before = judgement_of(claim)
    strict = make.EXAMPLE_RULEBOOK.replace('rate = "10/10"', 'rate = "1/2"')
    assert strict != make.EXAMPLE_RULEBOOK
    make.rulebook(claim.grant.participation.year, strict)
    assert judgement_of(claim).granted == before.granted == 100_000


def test_the_invoice_names_an_account_of_the_grantee():
    claim = make.settled_claim()
    with pytest.raises(Refused, match="一致しません"):
        actions.invoice(claim, account("ミホン ハナコ"), owner(claim), OCTOBER)
    actions.invoice(claim, account("ﾐﾎﾝ ﾀﾛｳ1"), owner(claim), OCTOBER)
    assert (claim.state, claim.account_number, claim.holder_remark) == (
        State.INVOICED,
        "1234567",
        "",
    )
    paper = texts(claim)["claim_invoice"]
    for fact in ("補助金請求書", "請求額金50,000円", "見本銀行", "1234567"):
        assert fact in paper
    with pytest.raises(Refused, match="今の状態"):
        actions.invoice(claim, account(), owner(claim), OCTOBER)


def test_a_companys_account_is_taken_with_a_remark():
    application = make.application(kind=Kind.COMPANY, trade_name="株式会社見本")
    grant = make.decided_grant(make.participation(make.selected(application)))
    claim = make.settled_claim(grant)
    actions.invoice(claim, account("カ）ミホン"), owner(claim), OCTOBER)
    assert "法人名の口座" in claim.holder_remark


def test_the_account_is_seen_by_its_owner_and_those_who_work_with_it():
    claim = make.invoiced_claim()
    seers = [owner(claim), officer(), manager(), treasurer()]
    assert all(sees_account(one, claim) for one in seers)
    assert not sees_account(make.person(Role.AUDITOR), claim)
    assert not sees_account(make.person(), claim)


def test_a_payment_is_recorded_by_a_third_person_and_announced():
    claim = make.invoiced_claim()
    payment = actions.pay(claim, date(2026, 10, 6), "支-12", treasurer(), OCTOBER)
    assert (payment.amount, claim.state) == (50_000, State.PAID)
    assert "50,000円" in last_letter().body
    with pytest.raises(Refused, match="今の状態"):
        actions.pay(claim, date(2026, 10, 6), "支-13", treasurer(), OCTOBER)


@pytest.mark.parametrize("before", ["checked_by", "settled_by"])
def test_whoever_checked_or_settled_does_not_pay(before: str):
    who = make.person(Role.OFFICER, Role.MANAGER, Role.TREASURER)
    claim = make.invoiced_claim(**{before: who})
    with pytest.raises(Refused, match="同じ人"):
        actions.pay(claim, date(2026, 10, 6), "支-12", who, OCTOBER)


def test_a_payment_needs_a_voucher_and_a_day():
    claim = make.invoiced_claim()
    with pytest.raises(Refused, match="支出命令番号"):
        actions.pay(claim, date(2026, 10, 6), " ", treasurer(), OCTOBER)
    with pytest.raises(Refused, match="今日まで"):
        actions.pay(claim, date(2026, 10, 7), "支-12", treasurer(), OCTOBER)


def together(app: Flask, acts: Sequence[Callable[[], object]]) -> list[str]:
    """Let several people act at the same moment; return what each was told, sorted."""
    ready, told = Barrier(len(acts)), []

    def act(one: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                one()
                db.session.commit()
                told.append("done")
            except (Refused, StaleDataError):  # the shell tells both as a refusal
                db.session.rollback()
                told.append("refused")

    threads = [Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(told)


def get(kind: type, key: int):
    return db.session.get_one(kind, key)


def test_two_managers_settle_a_claim_once(app: Flask):
    claim_id, people = checked(50_000).id, [manager().id, manager().id]
    db.session.commit()

    def settle(who: int) -> None:
        actions.settle(get(Claim, claim_id), get(Person, who), OCTOBER)

    told = together(app, [partial(settle, who) for who in people])
    assert told == ["done", "refused"]
    assert get(Claim, claim_id).settled == 50_000
    kinds = [one.kind for one in db.session.scalars(issue.about(get(Claim, claim_id)))]
    assert kinds.count("claim_settlement") == 1


def test_two_treasurers_pay_a_claim_once(app: Flask):
    claim_id, people = make.invoiced_claim().id, [treasurer().id, treasurer().id]
    db.session.commit()

    def pay(who: int) -> None:
        actions.pay(get(Claim, claim_id), date(2026, 10, 6), "支-1", get(Person, who), OCTOBER)

    told = together(app, [partial(pay, who) for who in people])
    assert told == ["done", "refused"]
    assert len(db.session.scalars(select(Payment)).all()) == 1


def test_two_browsers_of_one_group_begin_one_claim(app: Flask):
    grant = make.decided_grant()
    grant_id, person_id = grant.id, grant.grantee.id
    db.session.commit()
    told = together(
        app,
        [lambda: actions.begin(get(Grant, grant_id), get(Person, person_id), OCTOBER)] * 2,
    )
    assert told == ["done", "done"]
    assert len(db.session.scalars(select(Claim)).all()) == 1


def test_an_officer_judges_the_line_as_it_is_and_not_as_it_was(app: Flask):
    claim = submitted()
    shown = claim.version
    line_id, who = claim.lines[0].id, officer()
    actions.take(claim, "return", who, OCTOBER, "直してください。")
    with pytest.raises(Overtaken):
        actions.judge_line(get(ClaimLine, line_id), Ruling(Verdict.ACCEPTED), who, OCTOBER, shown)
