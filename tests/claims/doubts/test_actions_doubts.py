"""Remarks on claims as they are kept: found in few statements, explained, and looked at."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims import seeing as whole
from otameshi.claims.doubts import actions, ocr, seeing, watching
from otameshi.claims.doubts.facts import Kind, Reading
from otameshi.claims.doubts.models import (
    DoubtLook,
    LineExplanation,
    ReceiptPrint,
    ReceiptReading,
)
from otameshi.claims.models import Receipt
from otameshi.claims.rules import State, Verdict
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.files import storage
from otameshi.files.likeness import Print
from otameshi.files.models import Scan
from otameshi.participation.stay.models import StayDay
from otameshi.people import Person
from tests import make
from tests.claims.doubts.photographs import drawn, jpeg, paper, smaller, turned
from tests.statements import counted

DAY = date(2026, 9, 1)


def receipt(content: bytes, media_type: str = "image/jpeg", scan: Scan = Scan.NONE) -> Receipt:
    kept = storage.keep(content, "領収書.jpg", media_type, None, make.NOON, scan=scan)
    return Receipt(attachment=kept, shows=["receipt"])


def kinds(claim, **how) -> dict[int, list[Kind]]:
    db.session.commit()
    found = seeing.doubts_of(claim, **how)
    return {line: [one.kind for one in those] for line, those in found.items()}


def other_claim():
    return make.claim()


def test_the_same_payment_of_another_group_is_told_to_the_office_and_not_to_the_group(app):
    mine, theirs = make.claim(), other_claim()
    line = make.claim_line(mine, payee="（株）見本")
    other = make.claim_line(theirs, payee="株式会社見本")
    [found] = seeing.remarks_of(mine)[line.id]
    assert (found.kind, found.doubt.evidence) == (Kind.SAME_PAYMENT, (other.id,))
    assert found.others[0].title == theirs.title
    assert found.open
    assert seeing.remarks_of(mine, own=True) == {}


def test_a_group_is_told_of_its_own_earlier_claim(app):
    grant = make.decided_grant()
    earlier = make.settled_claim(grant)
    [old] = earlier.lines or [make.claim_line(earlier)]
    now = make.claim(grant, round=2)
    line = make.claim_line(now, payee=old.payee, amount=old.amount, incurred_on=old.incurred_on)
    assert kinds(now, own=True) == {line.id: [Kind.SAME_PAYMENT]}


def test_the_same_file_and_the_same_receipt_photographed_again_are_found_in_other_claims(app):
    strip = drawn(paper(1))
    picture = jpeg(strip)
    again = jpeg(smaller(turned(strip)))
    mine, theirs = make.claim(), other_claim()
    one = make.claim_line(mine, receipts=[receipt(picture)])
    two = make.claim_line(mine, amount=700, payee="別", receipts=[receipt(jpeg(drawn(paper(9))))])
    same = make.claim_line(theirs, amount=100, payee="甲", receipts=[receipt(picture)])
    anew = make.claim_line(theirs, amount=200, payee="乙", receipts=[receipt(again)])
    db.session.commit()
    assert kinds(mine) == {one.id: [Kind.SAME_FILE]}
    assert watching.run_once() == 4
    assert watching.run_once() == 0
    found = seeing.doubts_of(mine)
    assert [(each.kind, each.evidence) for each in found[one.id]] == [
        (Kind.SAME_FILE, (same.id,)),
        (Kind.SAME_PICTURE, (anew.id,)),
    ]
    assert two.id not in found


def test_what_is_no_picture_is_looked_at_once_and_what_the_scanner_holds_not_yet(app):
    claim = make.claim()
    held = receipt(jpeg(drawn(paper(3))), scan=Scan.WAITING)
    lost = receipt(jpeg(drawn(paper(4))))
    broken = receipt(b"\xff\xd8 no picture")
    paper_ = receipt(b"%PDF-1.4", "application/pdf")
    make.claim_line(claim, receipts=[held, lost, broken, paper_])
    storage.drop(lost.attachment.key)
    db.session.commit()
    assert watching.run_once() == 3
    assert set(db.session.scalars(select(ReceiptPrint.near))) == {None}
    held.attachment.scan = Scan.CLEAN
    db.session.commit()
    assert watching.run_once() == 1
    assert db.session.get_one(ReceiptPrint, held.attachment_id).near


def test_a_reading_is_compared_and_read_where_the_engine_is(app, monkeypatch):
    claim = make.claim()
    line = make.claim_line(claim, 30_000, receipts=[receipt(jpeg(drawn(paper(1))))])
    db.session.commit()
    monkeypatch.setattr(ocr, "AVAILABLE", True)
    monkeypatch.setattr(ocr, "read", lambda _picture: Reading(total=Yen(3_000), on=DAY))
    assert watching.run_once() == 2
    [found] = seeing.doubts_of(claim)[line.id]
    assert "読み取った金額（3,000円）と入力（30,000円）" in found.message
    assert [one.total for one in seeing.readings(line)] == [3_000]
    assert db.session.scalars(select(ReceiptReading)).one().at.tzinfo


def test_a_ride_is_held_against_the_stay_log_and_the_usual_amount(app):
    claim = make.claim()
    group = claim.grant.participation
    who = group.people[0]
    for days in (-1, 0, 1):
        on = DAY + timedelta(days=days)
        db.session.add(StayDay(participant=who, on=on, present=False, night=False, work_hours=0))
    ride = {"kind": "travel", "sub_kind": "shinkansen", "payee": "JR", "origin": "長野駅"}
    dear = make.claim_line(
        claim, 46_000, **ride, destination="東京", traveller=who.name, usual_fare=Yen(8_000)
    )
    for n in range(5):
        other = other_claim()
        on = date(2026, 10, 1 + n)
        make.claim_line(other, 8_000, **ride, destination="東京駅", incurred_on=on)
    assert kinds(claim) == {dear.id: [Kind.STAY, Kind.USUAL, Kind.FARE]}
    assert kinds(claim, own=True) == {dear.id: [Kind.STAY]}


def test_the_year_says_from_which_amount_on_splitting_is_remarked(app):
    claim = make.claim()
    lines = [make.claim_line(claim, amount) for amount in (60_000, 40_000)]
    assert kinds(claim) == {}
    claim.grant.participation.year.grant_plan.split_threshold = Yen(100_000)
    assert kinds(claim) == {line.id: [Kind.SPLIT] for line in lines}


def test_the_frozen_rules_say_it_too(app):
    rule = """
[[rules]]
rule = "evidence"
id = "estimate"
article = "第9条"
needs = ["contract"]
least = 90000
"""
    group = make.participation()
    text = make.EXAMPLE_RULEBOOK.replace("order = [", 'order = ["estimate", ', 1)
    book = make.rulebook(group.year, text + rule)
    claim = make.claim(make.decided_grant(group, rulebook=book))
    for amount in (50_000, 40_000):
        line = make.claim_line(claim, amount)
        line.receipts[0].shows = ["receipt"]
    db.session.flush()
    assert [*kinds(claim).values()] == [[Kind.SPLIT], [Kind.SPLIT]]


def test_the_statements_do_not_grow_with_the_lines(app):
    def claim_of(count: int):
        claim = make.claim(make.decided_grant(make.participation()))
        for n in range(count):
            make.claim_line(
                claim, 10_000 + n, kind="travel", payee="JR", origin="長野", destination=f"町{n}",
                traveller=claim.grant.participation.people[0].name,
                receipts=[receipt(f"{n}".encode())],
            )  # fmt: skip
            attached = claim.lines[-1].receipts[0].attachment_id
            db.session.add(ReceiptPrint.of(attached, Print(n, n)))
        return claim

    few, many = claim_of(2), claim_of(20)
    key = {"few": few.id, "many": many.id}

    def look(name):
        officer = db.session.scalars(select(Person).where(Person.id == staff)).one()
        claim = whole.find(key[name], officer)
        assert claim
        return seeing.remarks_of(claim)

    staff = make.person(Role.OFFICER).id
    assert counted(lambda: look("few")) == counted(lambda: look("many")) <= 22


def submitted_twice():
    """Make a claim under check with the same payment twice, and an officer."""
    claim = make.claim(state=State.SUBMITTED, submitted_at=make.NOON)
    one, other = make.claim_line(claim), make.claim_line(claim)
    officer = make.person(Role.OFFICER)
    db.session.commit()
    return claim, one, other, officer


def test_an_officer_notes_having_looked_and_new_evidence_opens_it_again(app):
    claim, one, _, officer = submitted_twice()
    assert seeing.open_of(claim) == 2
    actions.look(one, Kind.SAME_PAYMENT, "別の月の分", officer, make.NOON)
    db.session.commit()
    assert seeing.open_of(claim) == 1
    [remark] = seeing.remarks_of(claim)[one.id]
    assert remark.look
    assert (remark.look.note, remark.look.person) == ("別の月の分", officer)
    event = db.session.scalars(history.of(claim)).unique().all()[-1]
    assert (event.act, event.note) == ("look_at_line", "同じ日・支払先・金額：別の月の分")
    make.claim_line(other_claim())
    assert seeing.open_of(claim) == 2
    actions.look(one, Kind.SAME_PAYMENT, "電話で確かめた", officer, make.NOON)
    assert db.session.scalars(select(DoubtLook)).one().note == "電話で確かめた"
    assert seeing.open_by_claim([claim]) == {claim.id: 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"note": "　"}, "確かめたことを記入"),
        ({"by": Role.MANAGER}, "担当者が行って"),
        ({"kind": Kind.SAME_FILE}, "いまはありません"),
        ({"state": State.DRAFT}, "確認中の請求だけ"),
        ({"version": 99}, "ほかの人が先に"),
    ],
)
def test_a_look_is_refused(app, change, told):
    claim, one, _, officer = submitted_twice()
    claim.state = change.get("state", claim.state)
    db.session.commit()
    by = make.person(change["by"]) if "by" in change else officer
    with pytest.raises(Refused, match=told):
        actions.look(
            one, change.get("kind", Kind.SAME_PAYMENT), change.get("note", "見た"), by,
            make.NOON, change.get("version"),
        )  # fmt: skip


def test_a_group_explains_and_its_words_go_with_the_line(app):
    claim = make.claim()
    one, other = make.claim_line(claim), make.claim_line(claim)
    me = claim.claimant
    actions.explain(one, Kind.SAME_PAYMENT, "大人2人分", me, make.NOON)
    actions.explain(one, Kind.SAME_PAYMENT, "大人2人分を別々に", me, make.NOON)
    db.session.commit()
    [remark] = seeing.remarks_of(claim, own=True)[one.id]
    assert remark.explanation
    assert remark.explanation.words == "大人2人分を別々に"
    act = db.session.scalars(history.of(claim)).unique().all()[-1].act
    assert act == "explain_line"
    claims.remove_line(one, me, make.NOON)
    db.session.commit()
    assert db.session.scalars(select(LineExplanation)).all() == []
    assert kinds(claim) == {}
    assert other in claim.lines


def test_an_explanation_is_refused(app):
    claim = make.claim()
    one, _ = make.claim_line(claim), make.claim_line(claim)
    me, stranger = claim.claimant, make.person()
    db.session.commit()
    with pytest.raises(Refused, match="代表者"):
        actions.explain(one, Kind.SAME_PAYMENT, "訳", stranger, make.NOON)
    with pytest.raises(Refused, match="説明を記入"):
        actions.explain(one, Kind.SAME_PAYMENT, " ", me, make.NOON)
    with pytest.raises(Refused, match="いまはありません"):
        actions.explain(one, Kind.OVERLAP, "訳", me, make.NOON)
    with pytest.raises(Overtaken):
        actions.explain(one, Kind.SAME_PAYMENT, "訳", me, make.NOON, version=99)
    claim.state = State.SUBMITTED
    db.session.commit()
    with pytest.raises(Refused, match="報告した経費"):
        actions.explain(one, Kind.SAME_PAYMENT, "訳", me, make.NOON)


def test_settling_over_open_remarks_needs_a_reason_that_is_kept(app):
    claim, one, other, officer = submitted_twice()
    for line in (one, other):
        line.verdict = Verdict.ACCEPTED
    claims.take(claim, "check", officer, make.NOON)
    db.session.commit()
    manager = make.person(Role.MANAGER)
    with pytest.raises(Refused, match="気づきが2件"):
        claims.settle(claim, manager, make.NOON)
    db.session.rollback()
    claims.take(claim, "settle", manager, make.NOON, "二つの席の分と確かめた")
    db.session.commit()
    assert claim.settled
    event = db.session.scalars(history.of(claim)).unique().all()[-1]
    assert (event.act, event.note) == ("settle", "二つの席の分と確かめた")


def test_overlapping_months_of_one_office_are_found_over_the_rounds(app):
    grant = make.decided_grant()
    first = make.settled_claim(grant)
    used = Period(date(2026, 9, 1), date(2026, 9, 30))
    months: dict[str, Any] = {
        "used_from": used.first,
        "used_to": used.last,
        "payee": "コワーキング見本",
    }
    make.claim_line(first, 20_000, **months)
    second = make.claim(grant, round=2)
    line = make.claim_line(second, 25_000, **months, incurred_on=date(2026, 10, 1))
    assert kinds(second) == {line.id: [Kind.OVERLAP]}
