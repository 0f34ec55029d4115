"""The page of one expense: its fields by kind, copies, pages of receipts, what is kept unsent."""

from datetime import date, timedelta
from functools import partial
from importlib.resources import files

import pytest
from sqlalchemy import select

from otameshi.claims.entering.models import UnsavedExpense
from otameshi.claims.models import ClaimLine
from otameshi.claims.proof import PaidWith
from otameshi.claims.rules import State, Verdict
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.participation.stay.models import StayDay
from otameshi.web.visit import SEEN
from tests import make
from tests.claims.test_pages import LINE, grant_of_last_year, kept, photograph
from tests.statements import counted

RIDE = {**LINE, "cost": "travel:train", "amount": "4,070", "purpose": "取引先との打合せ"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def claim(app):  # its database
    return make.claim(grant_of_last_year())


def lines() -> list[ClaimLine]:
    return kept().lines


def test_a_kind_is_chosen_first_in_the_words_of_the_rulebook(browse, claim):
    me = browse(claim.claimant)
    page = me.read(f"/claims/{claim.id}/lines/new")
    assert f"/claims/{claim.id}/lines/new/travel:shinkansen" in page
    assert "コワーキングスペースなどの月額・日額の利用料。" in page
    assert "260,000" in page  # what is left
    assert me.get(f"/claims/{claim.id}/lines/new/castle:").status_code == 404


@pytest.mark.parametrize(
    ("cost", "asked", "not_asked"),
    [
        ("office:", {"month", "used_from-year"}, {"origin", "usual_fare", "contract"}),
        ("travel:shinkansen", {"origin", "round_trip", "usual_fare"}, {"month", "contract"}),
        ("rental:", {"contract", "month"}, {"origin", "nights"}),
        ("moving:", set(), {"month", "origin", "contract"}),
    ],
)
def test_the_page_shows_just_the_fields_that_this_kind_needs(browse, claim, cost, asked, not_asked):
    page = browse(claim.claimant).read(f"/claims/{claim.id}/lines/new/{cost}")
    assert {name for name in asked if f'name="{name}"' not in page} == set()
    assert {name for name in not_asked if f'name="{name}"' in page} == set()


def test_another_kind_brings_its_own_fields_and_what_was_typed_stays(browse, claim):
    me = browse(claim.claimant)
    typed = {**RIDE, "amount": "", "action": "fields"}
    answer = me.post(f"/claims/{claim.id}/lines/new/office:", **typed)
    assert answer.status_code == 200
    assert 'name="origin"' in answer.text
    assert 'value="茅野"' in answer.text
    assert 'name="month"' not in answer.text
    assert "取引先との打合せ" in answer.text
    assert lines() == []


def test_a_monthly_fee_is_recorded_and_the_next_month_is_a_copy_of_it(browse, claim):
    me = browse(claim.claimant)
    office = f"/claims/{claim.id}/lines/new/office:"
    seen = me.send(office, **{**LINE, "month": "2025-09"}, files=photograph())
    assert "同じ内容で次を記録する" in seen
    [first] = lines()
    assert (first.used_from, first.used_to) == (date(2025, 9, 1), date(2025, 9, 30))
    assert first.paid_with is PaidWith.CASH
    copy = f"/claims/{claim.id}/lines/{first.id}/again"
    page = me.read(copy)
    assert 'selected value="2025-10"' in page
    assert 'value="30,500"' in page
    me.send(copy, **{**LINE, "month": "2025-10", "incurred_on-month": "10", "paid_on-month": "10"})
    assert [line.used_from for line in lines()] == [date(2025, 9, 1), date(2025, 10, 1)]


def test_the_ride_back_is_the_same_ride_with_its_ends_exchanged(browse, claim):
    me = browse(claim.claimant)
    seen = me.send(f"/claims/{claim.id}/lines/new/travel:train", **RIDE, files=photograph())
    assert "帰りの移動を記録する" in seen
    [there] = lines()
    assert (there.origin, there.destination, there.round_trip) == ("茅野", "新宿", False)
    page = me.read(f"/claims/{claim.id}/lines/{there.id}/back")
    assert page.index('value="新宿"') < page.index('value="茅野"')
    assert 'name="incurred_on-day" value=""' in " ".join(page.split())


def test_what_was_paid_on_the_day_of_its_use_needs_that_day_once(browse, claim):
    unpaid = {name: value for name, value in LINE.items() if not name.startswith("paid_on")}
    browse(claim.claimant).send(f"/claims/{claim.id}/lines/new/office:", **unpaid)
    assert lines()[0].paid_on == lines()[0].incurred_on == date(2025, 9, 1)


def test_fields_that_another_kind_was_asked_for_are_not_kept(browse, claim):
    sent = {**LINE, "usual_fare": "3000", "distance_m": "12.5"}
    browse(claim.claimant).send(f"/claims/{claim.id}/lines/new/office:", **sent)
    [line] = lines()
    assert (line.origin, line.round_trip, line.usual_fare, line.distance_m) == (
        "",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"registration_number": "T123"}, "Tに続く13桁"),
        ({"used_from-year": "2025", "used_from-month": "9", "used_from-day": "1"}, "両方"),
        ({"cost": "travel:train", "origin": ""}, "出発地を入力してください。"),
        ({"cost": "travel:train", "round_trip": ""}, "片道・往復を選んでください。"),
        ({"paid_with": "shells"}, "支払方法"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse, claim, typed, told):
    sent = {**LINE, **typed}
    if typed.get("paid_with"):
        sent["paid_with"] = ""
    answer = browse(claim.claimant).post(f"/claims/{claim.id}/lines/new/office:", **sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert "３０，５００円" in answer.text
    assert lines() == []


def test_a_number_that_may_be_a_slip_and_a_dear_ride_are_remarked_on_and_kept(browse, claim):
    sent = {**RIDE, "registration_number": "Ｔ7000012050003", "usual_fare": "3,000"}
    seen = browse(claim.claimant).send(f"/claims/{claim.id}/lines/new/travel:train", **sent)
    assert "検査用数字" in seen
    assert "通常の経路より1,070円高く" in seen
    assert lines()[0].registration_number == "T7000012050003"


def test_pages_of_a_receipt_keep_their_order_and_each_can_be_taken_off(browse, claim):
    line = make.claim_line(claim, receipts=[])
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/{line.id}/receipts"
    me.send(page, files=[photograph("1枚目.png"), photograph("2枚目.png")], shows="receipt")
    assert "証拠書類を加えました" in me.send(page, photos=photograph("3枚目.png"), shows="ticket")
    names = [one.attachment.name for one in lines()[0].receipts]
    assert names == ["1枚目.png", "2枚目.png", "3枚目.png"]
    second = lines()[0].receipts[1].id
    seen = me.send(f"/claims/{claim.id}/lines/{line.id}/receipts/{second}/remove", page=page)
    assert "1枚目.png" in seen
    assert "2枚目.png" not in seen
    assert me.post(page, shows="receipt").status_code == 422  # no file


def type_in(me, claim, place: str, page: str, **fields: str):
    sent = {**me.hidden(page), "tab": "1-1", **fields}
    return me.client.post(f"/claims/{claim.id}/typing/{place}", data=sent, headers=JSON)


def test_what_is_typed_is_kept_and_shown_again_and_no_line_is_made_of_it(browse, claim):
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/new/travel:train"
    answer = type_in(me, claim, "new/travel:train", page, **{**RIDE, "amount": "よんせん"})
    assert answer.json["version"] == claim.version
    assert lines() == []
    other_device = browse(claim.claimant)
    again = other_device.read(page)
    assert 'value="よんせん"' in again
    assert "まだ記録していない内容を表示しています" in again
    assert "取引先との打合せ" in other_device.read(f"/claims/{claim.id}")  # offered again
    make.claim_line(claim)
    db.session.commit()
    overview = f"/claims/{claim.id}"
    assert "まだ記録していない入力があります" in me.send(f"{overview}/submit", page=overview)
    assert kept().state is State.DRAFT
    me.send(page, **RIDE)
    assert db.session.scalars(select(UnsavedExpense)).all() == []


def test_typed_text_is_given_up_by_a_button(browse, claim):
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/new/office:"
    type_in(me, claim, "new/office:", page, **LINE)
    typed = db.session.scalars(select(UnsavedExpense)).one()
    seen = me.send(f"/claims/{claim.id}/typed/{typed.id}/discard", page=page)
    assert "捨てました" in seen
    assert "見本コワーキング" not in me.read(page)


@pytest.mark.parametrize("place", ["new/castle:", "999", "999/again", "1/sideways", "new/"])
def test_nothing_is_kept_of_a_page_that_does_not_exist(browse, claim, place):
    page = f"/claims/{claim.id}/lines/new/office:"
    assert type_in(browse(claim.claimant), claim, place, page, **LINE).status_code == 404


def test_what_is_typed_on_an_older_claim_overtakes_nobody(browse, claim):
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/new/office:"
    hidden = me.hidden(page)
    me.send(page, **LINE)
    sent = {**hidden, **LINE, "tab": "2-2"}
    answer = me.client.post(f"/claims/{claim.id}/typing/new/office:", data=sent, headers=JSON)
    assert answer.status_code == 409


def test_a_second_tab_gets_what_was_typed_back_and_sends_it_once_more(browse, claim):
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/new/office:"
    older = me.hidden(page)
    me.send(page, **LINE)
    sent = {**LINE, "purpose": "二つ目のタブ"}
    answer = me.client.post(page, data={**older, **sent})
    assert answer.status_code == 409
    assert "二つ目のタブ" in answer.text
    assert "もう一度「記録する」" in answer.text
    me.client.post(page, data={**me.hidden(page), **sent})
    assert [line.purpose for line in lines()] == ["9月分の利用料", "二つ目のタブ"]


def test_two_contents_of_one_expense_are_shown_side_by_side(browse, claim):
    line = make.claim_line(claim, 50_000)
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/{line.id}"
    older = me.hidden(page)
    me.send(page, **{**LINE, "purpose": "先に直した"})
    answer = me.client.post(page, data={**older, **LINE, "purpose": "あとから直した"})
    assert answer.status_code == 409
    for words in ("先に直した", "あとから直した", "この画面の内容で上書きする"):
        assert words in answer.text
    assert lines()[0].purpose == "先に直した"


def test_lines_that_were_sent_back_come_first_and_can_be_shown_alone(browse, claim):
    make.claim_line(claim, 10_000, verdict=Verdict.ACCEPTED, purpose="認められた行")
    make.claim_line(claim, 20_000, verdict=Verdict.RETURNED, reason="宛名なし", purpose="直す行")
    claim.state = State.RETURNED
    me = browse(claim.claimant)
    whole = me.read(f"/claims/{claim.id}")
    assert whole.index("直す行") < whole.index("認められた行")
    alone = me.read(f"/claims/{claim.id}?lines=returned")
    assert "直す行" in alone
    assert "認められた行" not in alone


def test_the_page_asks_the_database_as_often_for_twenty_lines_as_for_two(browse, claim):
    for _ in range(2):
        make.claim_line(claim, 1_000)
    me = browse(claim.claimant)
    asked = partial(me.read, f"/claims/{claim.id}/lines/new/office:")
    asked()
    few = counted(asked)
    for _ in range(18):
        make.claim_line(claim, 1_000)
    db.session.commit()
    assert counted(asked) == few


def test_a_cost_of_a_visit_names_one_of_the_visits_that_the_stay_log_knows(browse):
    text = (files("otameshi.subsidy") / "rulebooks/nagano-tokidoki-2017.toml").read_text("utf-8")
    group = make.participation(make.selected(make.application(to=make.call(make.year(2025)))))
    claim = make.claim(make.decided_grant(group, rulebook=make.rulebook(group.year, text)))
    for day in (3, 4, 9):
        there = {"on": date(2025, 9, day), "present": True, "night": True, "work_hours": 8}
        make.keep(StayDay(participant=group.people[0], **there))
    page = f"/claims/{claim.id}/lines/new/travel:"
    me = browse(claim.claimant)
    assert "1回目：2025年9月3日（水）～2025年9月4日（木）" in me.read(page)
    answer = me.post(page, **{**RIDE, "cost": "travel:"})
    assert "何回目の来県かを入力してください。" in answer.text
    me.post(page, **{**RIDE, "cost": "travel:", "visit": "２"})
    assert lines()[0].visit == 2


def test_what_was_typed_when_the_session_ended_is_shown_after_signing_in(browse, claim):
    me = browse(claim.claimant)
    page = f"/claims/{claim.id}/lines/new/travel:train"
    form = {**me.hidden(page), **RIDE}
    with me.client.session_transaction() as session:
        session[SEEN] = (now() - timedelta(hours=2)).timestamp()
    answer = me.client.post(page, data=form, headers={"Origin": "http://localhost"})
    assert "まだ送信していません" in me.read(answer.location)
    me.sign_in(claim.claimant)
    again = me.read(page)
    assert "もう一度表示しています" in again
    assert "取引先との打合せ" in again
    assert 'value="茅野"' in again
    assert lines() == []
