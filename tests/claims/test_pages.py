"""The pages of a claim, as a group, the office and the treasurer use them."""

from datetime import date
from functools import partial
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from otameshi.claims.models import Claim, Payment
from otameshi.claims.rules import State, Verdict
from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.rules import State as GrantState
from tests import make
from tests.statements import counted

LINE = {
    "cost": "office:",
    "contract": "",
    "incurred_on-year": "2025",
    "incurred_on-month": "9",
    "incurred_on-day": "１",
    "paid_on-year": "令和7",
    "paid_on-month": "9",
    "paid_on-day": "1",
    "payee": "見本コワーキング",
    "paid_with": "cash",
    "purpose": "9月分の利用料",
    "amount": "３０，５００円",
    "traveller": "",
    "origin": "茅野",
    "destination": "新宿",
    "round_trip": "one",
    "shows": "receipt",
}


def photograph(name: str = "領収書.png"):
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    return BytesIO(picture.getvalue()), name


def grant_of_last_year(**facts):
    """Return a grant whose trial is over, so that its dates are past whenever the test runs."""
    year = make.year(2025)
    call = make.call(year)
    group = make.participation(make.selected(make.application(to=call)))
    return make.decided_grant(group, **facts)


def kept() -> Claim:
    db.session.expire_all()
    return db.session.scalars(select(Claim)).one()


def test_a_group_records_a_cost_with_a_photograph_and_sees_at_once_what_counts(browse):
    grant = grant_of_last_year()
    me = browse(grant.grantee)
    assert "260,000" in me.read("/claims/")
    page = me.send(f"/claims/begin/{grant.id}", page="/claims/")
    assert "まだ経費が記録されていません" in page
    claim = kept()
    seen = me.send(f"/claims/{claim.id}/lines/new/office:", **LINE, files=photograph())
    assert "経費を記録しました" in seen
    assert "対象 30,500円" in seen
    assert "30,000" in seen
    assert "230,000" in seen
    line = kept().lines[0]
    assert (line.amount, line.paid_on.isoformat()) == (30_500, "2025-09-01")
    receipt = f"/claims/{claim.id}/receipts/{line.receipts[0].id}"
    assert me.get(receipt).data.startswith(b"\x89PNG")
    picture = me.get(f"{receipt}/preview")
    assert picture.mimetype == "image/png"
    seen = me.send(f"/claims/{claim.id}/submit", page=f"/claims/{claim.id}")
    assert "実績を報告しました" in seen
    assert "補助事業実績報告書" in seen
    assert kept().state is State.SUBMITTED


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"cost": "travel:taxi"}, "タクシー代は対象になりません"),
        ({"cost": "rental:", "contract": "bought"}, "資産となる物の購入は対象になりません"),
        ({"incurred_on-month": "7"}, "対象となる期間"),
        ({"payee": "領収書をなくした店", "files": None}, "領収書がありません"),
    ],
)
def test_a_cost_that_does_not_count_says_why_at_once(browse, typed, told):
    claim = make.claim(grant_of_last_year())
    me = browse(claim.claimant)
    fields = {**LINE, "files": photograph(), **typed}
    sent = {name: value for name, value in fields.items() if value is not None}
    seen = me.send(f"/claims/{claim.id}/lines/new/office:", **sent)
    assert told in seen


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"cost": ""}, "費目を選んでください。"),
        ({"cost": "camera:"}, "対象経費の区分にない費目です。"),
        ({"cost": "travel:"}, "種類を選んでください。"),
        ({"cost": "rental:"}, "購入か賃借かを選んでください。"),
        ({"amount": "0"}, "1円から1億円まで"),
        ({"amount": "多め"}, "整数を数字で"),
        ({"payee": ""}, "支払先を入力してください。"),
        ({"paid_on-day": "31"}, "日付"),
        ({"paid_on-year": "2199"}, "今日より後"),
        ({"traveller": "知らない人"}, "メンバーから"),
        ({"cost": "rental:", "contract": "stolen"}, "購入か賃借かを選んでください。"),
    ],
)
def test_wrong_input_is_told_and_what_was_typed_is_kept(browse, typed, told):
    claim = make.claim(grant_of_last_year())
    answer = browse(claim.claimant).post(
        f"/claims/{claim.id}/lines/new/office:", **{**LINE, **typed}
    )
    assert answer.status_code == 422
    assert told in answer.text
    assert "9月分の利用料" in answer.text
    assert kept().lines == []


def test_a_file_that_is_no_receipt_is_refused(browse):
    claim = make.claim(grant_of_last_year())
    me = browse(claim.claimant)
    for content, name in ((b"MZ\x90\x00", "領収書.pdf"), (b"", "空.png")):
        answer = me.post(
            f"/claims/{claim.id}/lines/new/office:", **LINE, files=(BytesIO(content), name)
        )
        assert answer.status_code == 422
        assert name.partition(".")[0] in answer.text
    assert kept().lines == []


def test_a_cost_is_changed_and_taken_out(browse):
    claim = make.claim(grant_of_last_year())
    line = make.claim_line(claim)
    me = browse(claim.claimant)
    path = f"/claims/{claim.id}/lines/{line.id}"
    assert "50,000" in me.read(path)
    assert "経費を直しました" in me.send(path, **{**LINE, "amount": "12345"})
    assert kept().lines[0].amount == 12_345
    receipt = kept().lines[0].receipts[0].id
    assert "証拠書類を外しました" in me.send(f"{path}/receipts/{receipt}/remove", page=path)
    assert "経費を取り下げました" in me.send(f"{path}/remove", page=path)
    assert kept().lines == []


def test_a_report_without_evidence_is_refused_and_says_which_line(browse):
    claim = make.claim(grant_of_last_year())
    make.claim_line(claim, receipts=[])
    page = f"/claims/{claim.id}"
    assert "1行目：領収書がありません" in browse(claim.claimant).send(f"{page}/submit", page=page)
    assert kept().state is State.DRAFT


def test_a_report_sent_twice_is_made_once(browse):
    claim = make.claim(grant_of_last_year())
    make.claim_line(claim)
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}"
    sent = me.hidden(page)
    first, second = (me.client.post(f"{page}/submit", data=sent) for _ in range(2))
    assert first.location == second.location
    assert me.read(page).count("補助事業実績報告書（") == 1


def test_nobody_sees_the_claim_of_another_group(browse):
    claim = make.claim(grant_of_last_year())
    line = make.claim_line(claim)
    other = browse(make.person())
    paths = [
        "",
        "/lines/new",
        "/lines/new/office:",
        f"/lines/{line.id}/again",
        f"/lines/{line.id}/receipts",
        f"/lines/{line.id}",
        f"/receipts/{line.receipts[0].id}",
        f"/receipts/{line.receipts[0].id}/preview",
        "/invoice",
        "/papers/1",
    ]
    for path in paths:
        assert other.get(f"/claims/{claim.id}{path}").status_code == 404, path


def submitted(*amounts: int) -> Claim:
    claim = make.claim(grant_of_last_year(), state=State.SUBMITTED, submitted_at=make.NOON)
    for amount in amounts or (50_000,):
        make.claim_line(claim, amount)
    return claim


def test_the_office_judges_line_by_line_and_a_second_person_settles(browse):
    claim = submitted(50_000, 60_000)
    first, second = claim.lines
    page = f"/desk/claims/{claim.id}"
    officer = browse(make.person(Role.OFFICER))
    assert "書類と見比べて判断する" in officer.read(page)
    assert "まだ確認していない行" in officer.send(f"{page}/check", page=page)
    officer.send(f"{page}/lines/{first.id}/accept", page=page)
    line = f"{page}/lines/{second.id}"
    answer = officer.post(line, verdict="reduced", reduced_to="20,000", reason="")
    assert answer.status_code == 422
    assert "理由を記入してください。" in answer.text
    assert "20,000" in answer.text
    seen = officer.send(line, verdict="reduced", reduced_to="20,000", reason="私用の分を除きます。")
    assert "すべての行を確認しました" in seen
    assert "額の確定待ち" in officer.send(f"{page}/check", page=page)
    manager = browse(make.person(Role.MANAGER))
    seen = manager.send(f"{page}/settle", page=page)
    assert "補助金の額の確定通知書" in seen
    assert kept().settled == 70_000
    assert "私用の分を除きます。" in browse(claim.claimant).read(f"/claims/{claim.id}")


def test_a_settled_claim_is_invoiced_and_paid(browse):
    claim = make.settled_claim(grant_of_last_year(), 70_000)
    account = make.account(claim.grant)
    mine = browse(claim.claimant)
    page = f"/claims/{claim.id}/invoice/confirm/{account.id}"
    assert "請求を受け付けました" in mine.send(page)
    treasurer = browse(make.person(Role.TREASURER))
    assert "70,000円" in treasurer.read("/desk/payments/")
    seen = treasurer.send(f"/desk/payments/{claim.id}", voucher="支-12", **paid_today())
    assert "支払を記録し" in seen
    assert "支-12" in seen
    assert kept().state is State.PAID
    assert "支払が済みました" in mine.read(f"/claims/{claim.id}")


def paid_today() -> dict[str, str]:
    day = today()
    return {
        "paid_on-year": str(day.year),
        "paid_on-month": str(day.month),
        "paid_on-day": str(day.day),
    }


def test_a_returned_line_tells_its_reason_and_only_it_can_be_mended(browse):
    claim = submitted(50_000, 60_000)
    first, second = claim.lines
    page = f"/desk/claims/{claim.id}"
    officer = browse(make.person(Role.OFFICER))
    assert "差し戻す行を選んで" in officer.send(f"{page}/return", page=page)
    officer.send(f"{page}/lines/{first.id}/accept", page=page)
    officer.send(f"{page}/lines/{second.id}", verdict="returned", reason="宛名がありません。")
    assert "差戻し" in officer.send(f"{page}/return", page=page)
    me = browse(claim.claimant)
    seen = me.read(f"/claims/{claim.id}")
    assert "宛名がありません。" in seen
    assert f'/claims/{claim.id}/lines/{second.id}"' in seen
    assert f'/claims/{claim.id}/lines/{first.id}"' not in seen
    answer = me.post(f"/claims/{claim.id}/lines/{first.id}", **LINE)
    assert "差し戻された行だけを直せます" in answer.text


def test_the_same_file_on_two_lines_is_shown_to_the_officer(browse):
    claim = submitted(50_000, 60_000)
    one, other = (line.receipts[0].attachment for line in claim.lines)
    other.sha256 = one.sha256
    db.session.flush()
    assert "同じファイル" in browse(make.person(Role.OFFICER)).read(f"/desk/claims/{claim.id}")


def test_the_account_number_is_for_its_owner_and_those_who_pay(browse):
    claim = make.invoiced_claim(grant_of_last_year())
    page = f"/desk/claims/{claim.id}"
    for role in (Role.OFFICER, Role.MANAGER, Role.TREASURER):
        assert "0123456" in browse(make.person(role)).read(page)
    for role in (Role.AUDITOR, Role.ADMIN):
        assert "0123456" not in browse(make.person(role)).read(page)
    assert "0123456" in browse(claim.claimant).read(f"/claims/{claim.id}")
    assert browse(make.person(Role.AUDITOR)).get(f"/desk/payments/{claim.id}").status_code == 403


def test_a_payment_sent_twice_pays_once(browse):
    claim = make.invoiced_claim(grant_of_last_year(), invoiced_on=date(2025, 10, 1))
    treasurer = browse(make.person(Role.TREASURER))
    path = f"/desk/payments/{claim.id}"
    sent = {**treasurer.hidden(path), **paid_today(), "voucher": "支-1"}
    for _ in range(2):
        treasurer.client.post(path, data=sent)
    assert len(db.session.scalars(select(Payment)).all()) == 1
    answer = treasurer.post(path, **paid_today(), voucher="支-2")
    assert answer.status_code == 422
    assert "今の状態または権限では行えません" in answer.text


def test_the_ledger_is_a_table_without_bank_accounts(browse):
    claim = make.invoiced_claim(grant_of_last_year(), invoiced_on=date(2025, 10, 1))
    treasurer = browse(make.person(Role.TREASURER))
    treasurer.send(f"/desk/payments/{claim.id}", **paid_today(), voucher="=1+1")
    text = treasurer.get("/desk/payments/ledger.csv?year=2025").data.decode("utf-8-sig")
    header, row = text.splitlines()
    assert header.startswith("年度,支払日,支出命令番号")
    assert row.startswith("2025,")
    assert "'=1+1" in row
    assert "50000" in row
    assert "0123456" not in text
    assert len(treasurer.get("/desk/payments/ledger.csv?year=2020").data.splitlines()) == 1


def test_the_list_filters_by_state_and_year(browse):
    claim = submitted()
    officer = browse(make.person(Role.OFFICER))
    assert claim.title in officer.read("/desk/claims/?state=submitted&year=2025")
    assert "条件に合う実績報告・請求はありません" in officer.read("/desk/claims/?state=paid")
    assert officer.get("/desk/claims/?state=%27&year=x&page=x").status_code == 200


def test_a_list_asks_the_database_as_often_for_thirty_rows_as_for_three(browse):
    person = make.person()
    call = make.call(make.year(2025))
    officer = make.person(Role.OFFICER)

    def more(number: int):
        for n in range(number):
            applied = make.application(make.person(), call)
            group = make.participation(make.selected(applied), representative=person)
            grant = make.decided_grant(group, amount=Yen(100_000))
            assert grant.state is GrantState.DECIDED
            state = State.INVOICED if n % 2 else State.PAID
            claim = make.invoiced_claim(grant, state=state)
            if state is State.PAID:
                make.keep(
                    Payment(
                        claim=claim,
                        amount=claim.settled,
                        paid_on=claim.invoiced_on,
                        voucher="支-1",
                        person=make.person(Role.TREASURER),
                    )
                )

    more(4)
    mine, office = browse(person), browse(officer)

    def asked() -> list[int]:
        pages = ("/desk/claims/", "/desk/payments/", "/desk/payments/ledger.csv")
        return [
            counted(lambda: mine.read("/claims/")),
            *(counted(partial(office.read, page)) for page in pages),
        ]

    few = asked()
    more(26)
    assert asked() == few


def test_one_claim_asks_the_database_as_often_for_thirty_lines_as_for_three(browse):
    claim = submitted(1_000, 2_000, 3_000)
    officer = browse(make.person(Role.OFFICER))
    mine = browse(claim.claimant)

    def asked() -> tuple[int, int]:
        return (
            counted(lambda: mine.read(f"/claims/{claim.id}")),
            counted(office_page),
        )

    def office_page() -> object:
        return officer.read(f"/desk/claims/{claim.id}")

    few = asked()
    for n in range(27):
        make.claim_line(claim, 1_000 + n, verdict=Verdict.OPEN)
    assert asked() == few


def test_the_rules_answer_before_a_cost_is_recorded_and_nothing_is_kept(browse):
    grant = grant_of_last_year()
    me = browse(grant.grantee)
    me.send(f"/claims/begin/{grant.id}", page="/claims/")
    address = f"/claims/{kept().id}/lines/new/office:"
    fields = {**me.hidden(address), **LINE, "amount": "310,500円", "action": "judge"}
    for _ in range(2):  # asked twice, answered twice
        answer = me.client.post(address, data=fields)
        assert answer.status_code == 200
        assert "対象 310,500円" in answer.text
        assert 'value="310,500円"' in answer.text
    assert kept().lines == []


def test_a_changed_cost_is_judged_in_place_of_what_it_was(browse):
    """Granted 260,000: of 200,000 + 60,000 the first becomes 90,000, which leaves 110,000."""
    claim = make.claim(grant_of_last_year())
    line = make.claim_line(claim, 200_000)
    make.claim_line(claim, 60_000)
    me = browse(claim.claimant)
    address = f"/claims/{claim.id}/lines/{line.id}"
    page = me.send(address, **{**LINE, "amount": "90000", "action": "judge"})
    assert "対象 90,000円" in page
    assert "110,000" in page
    assert kept().lines[0].amount == 200_000


def test_a_question_with_a_wrong_word_is_refused_as_recording_it_would_be(browse):
    grant = grant_of_last_year()
    me = browse(grant.grantee)
    me.send(f"/claims/begin/{grant.id}", page="/claims/")
    address = f"/claims/{kept().id}/lines/new/office:"
    answer = me.post(address, **{**LINE, "cost": "castle:", "action": "judge"})
    assert answer.status_code == 422
    assert "対象経費の区分にない費目です" in answer.text
