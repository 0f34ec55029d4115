"""The claims desk, as officers and managers use it."""

from functools import partial
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from otameshi.claims import actions as claims
from otameshi.claims.models import Claim, Receipt
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.core.clock import japan, now
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import paper
from otameshi.files import storage
from tests import make
from tests.claims.test_pages import grant_of_last_year, kept, photograph, submitted
from tests.statements import counted


def officer(browse):
    return browse(make.person(Role.OFFICER))


def manager(browse):
    return browse(make.person(Role.MANAGER))


def test_the_second_of_two_officers_sees_what_the_first_said_and_keeps_the_own_words(browse):
    claim = submitted(50_000, 60_000)
    path = f"/desk/claims/{claim.id}/lines/{claim.lines[0].id}"
    one, other = officer(browse), officer(browse)
    shown = other.hidden(path)
    one.send(path, verdict="reduced", reduced_to="20,000", reason="私用の分を除きます。")
    typed = {"verdict": "returned", "reason": "宛名が違うと思います。"}
    answer = other.client.post(path, data={**shown, **typed})
    assert answer.status_code == 409
    for words in (
        "この行のいまの判断",
        "20,000円",
        "私用の分を除きます。",
        "宛名が違うと思います。",
    ):
        assert words in answer.text
    assert kept().lines[0].verdict is Verdict.REDUCED
    assert "判断を記録しました" in other.send(path, **typed)
    assert kept().lines[0].reason == "宛名が違うと思います。"


def test_a_reason_is_chosen_from_the_years_list_and_own_words_are_added(browse):
    claim = submitted(50_000)
    listed = claim.grant.participation.year.grant_plan.fact.return_reasons[0]
    path = f"/desk/claims/{claim.id}/lines/{claim.lines[0].id}"
    me = officer(browse)
    assert f"差戻し：{listed}" in me.read(path)
    me.send(path, verdict="returned", listed=listed, reason="9月分です。")
    assert kept().lines[0].reason == f"{listed}\n9月分です。"
    assert me.post(path, verdict="returned", listed="誰も知らない理由").status_code == 422


def test_a_line_shows_the_rules_step_by_step_and_who_shares_its_limits(browse):
    claim = submitted(290_500, 60_000)
    seen = officer(browse).read(f"/desk/claims/{claim.id}/lines/{claim.lines[0].id}")
    for words in ("この行の計算", "この行を数える上限", "すべての行", "のうち、この行の分"):
        assert words in seen


def receipts(*files: tuple[bytes, str, str]) -> list[Receipt]:
    return [
        Receipt(attachment=storage.keep(content, name, kind, None, make.NOON), shows=["receipt"])
        for content, name, kind in files
    ]


def test_every_receipt_of_a_line_is_on_its_page_zoomed_and_turned_by_links(browse):
    picture = BytesIO()
    Image.new("RGB", (60, 20), "white").save(picture, "PNG")
    pdf = paper.sheet(paper.Paper(title="領収書", body=(paper.Prose("見本"),)))
    claim = make.claim(grant_of_last_year(), state=State.SUBMITTED, submitted_at=make.NOON)
    files = (picture.getvalue(), "表.png", "image/png"), (pdf, "裏.pdf", "application/pdf")
    line = make.claim_line(claim, receipts=receipts(*files))
    me, path = officer(browse), f"/desk/claims/{claim.id}/lines/{line.id}"
    seen = me.read(f"{path}?zoom=150&turn=90")
    one, other = (f"/desk/claims/{claim.id}/receipts/{each.id}" for each in line.receipts)
    for words in (
        'class="zoom-150"',
        f"{one}/picture?turn=90",
        f"{other}/view",
        "新しいタブで開く",
    ):
        assert words in seen
    assert "zoom=200&amp;turn=90" in seen
    assert "zoom=150&amp;turn=180" in seen
    upright, turned = (
        Image.open(BytesIO(me.get(f"{one}/picture{how}").data)).size for how in ("", "?turn=90")
    )
    assert (upright, turned) == ((60, 20), (20, 60))
    assert me.get(f"{other}/view").mimetype == "application/pdf"
    assert me.get(f"{one}/view").status_code == me.get(f"{other}/picture").status_code == 404


def test_lines_without_a_question_are_listed_with_their_sum_and_then_accepted(browse):
    claim = submitted(50_000, 60_000, 70_000)
    make.claim_line(claim, 3_000, "travel", sub_kind="taxi")
    one, _, three, taxi = claim.lines
    me, page = officer(browse), f"/desk/claims/{claim.id}"
    assert "行が3行あります" in me.read(page)
    listed = me.read(f"{page}/together")
    assert "3行、合計180,000円" in listed
    assert f'value="{taxi.id}"' not in listed
    seen = me.send(f"{page}/together", lines=[str(one.id), str(three.id)])
    assert "2行、合計120,000円を認めました" in seen
    assert [line.verdict for line in kept().lines] == [
        Verdict.ACCEPTED,
        Verdict.OPEN,
        Verdict.ACCEPTED,
        Verdict.OPEN,
    ]
    answer = me.post(f"{page}/together", lines=[str(taxi.id)])
    assert answer.status_code == 422
    assert "確認が要る行" in answer.text


def test_what_the_group_changed_after_a_return_stands_beside_the_line(browse):
    claim, who = submitted(50_000), make.person(Role.OFFICER)
    claims.take(claim, "return", who, now(), "宛名を確かめてください。")
    line = claim.lines[0]
    path = f"/desk/claims/{claim.id}/lines/{line.id}"
    me, mine = browse(who), browse(claim.claimant)
    mine.send(f"/claims/{claim.id}/submit", page=f"/claims/{claim.id}")
    me.send(path, verdict="returned", reason="金額が違います。")
    me.send(f"/desk/claims/{claim.id}/return", page=f"/desk/claims/{claim.id}")
    line.amount = Yen(45_000)
    db.session.commit()
    mine.send(f"/claims/{claim.id}/submit", page=f"/claims/{claim.id}")
    seen = me.read(path)
    for words in (
        "1回差し戻しました",
        "金額が違います。",
        "直したところ",
        "50,000",
        "45,000",
        who.name,
    ):
        assert words in seen
    assert "これまでに2回差し戻しました" in me.read(f"/desk/claims/{claim.id}")


def test_a_visit_is_recorded_with_a_picture_and_shown_where_the_claim_is_settled(browse):
    claim = submitted(50_000)
    me, page = officer(browse), f"/desk/claims/{claim.id}"
    fields = {
        "checked_on-year": "2025",
        "checked_on-month": "10",
        "checked_on-day": "1",
        "who": "見本　担当",
        "place": "見本市のオフィス",
        "seen": "契約どおりの席が使われていました。",
        "outcome": "fine",
    }
    assert "記録がありません" in me.read(f"{page}/settlement")
    answer = me.post(f"{page}/visits/new", **{**fields, "seen": ""})
    assert answer.status_code == 422
    assert "確かめたことを入力してください。" in answer.text
    seen = me.send(f"{page}/visits/new", **fields, file=photograph("現地.png"))
    assert "現地確認を記録しました" in seen
    assert "現地.png" in seen
    visit = f"{page}/visits/1"
    assert "直しました" in me.send(visit, **{**fields, "outcome": "doubt"})
    assert me.get(f"{visit}/file").data.startswith(b"\x89PNG")
    settled = manager(browse).read(f"{page}/settlement")
    assert "報告と合わない点があります" in settled
    assert "契約どおりの席" in settled
    other = submitted_elsewhere()
    assert me.get(f"/desk/claims/{other.id}/visits/1").status_code == 404


def submitted_elsewhere() -> Claim:
    group = make.participation(make.selected(make.application(make.person())))
    return make.claim(make.decided_grant(group), state=State.SUBMITTED, submitted_at=make.NOON)


def test_the_manager_sees_the_arithmetic_the_reductions_and_the_plan_before_settling(browse):
    claim, who = submitted(50_000, 60_500), make.person(Role.OFFICER)
    less = Ruling(Verdict.REDUCED, Yen(20_000), "私用の分を除きます。")
    for line, ruling in zip(claim.lines, (Ruling(Verdict.ACCEPTED), less), strict=True):
        claims.judge_line(line, ruling, who, now())
    claims.take(claim, "check", who, now())
    page = f"/desk/claims/{claim.id}"
    me = manager(browse)
    assert "額の確定に進む" in me.read(page)
    seen = me.read(f"{page}/settlement")
    for words in (
        "担当者が減額した額", "-40,500円", "私用の分を除きます。", "計画との差", "200,000円",
        "確定する額", "70,000円", "予算", "担当者に戻す",
    ):  # fmt: skip
        assert words in seen
    assert "額を確定する</button>" not in browse(who).read(f"{page}/settlement")
    assert "手続きしました" in me.send(f"{page}/settle", page=f"{page}/settlement")
    assert kept().settled == 70_000


def test_one_who_judged_is_told_before_trying_to_settle(browse):
    both, claim = make.person(Role.OFFICER, Role.MANAGER), submitted(50_000)
    claims.judge_line(claim.lines[0], Ruling(Verdict.ACCEPTED), both, now())
    claims.take(claim, "check", make.person(Role.OFFICER), now())
    page = f"/desk/claims/{claim.id}"
    me = browse(both)
    assert "別の決裁者が行ってください" in me.read(f"{page}/settlement")
    assert "別の決裁者が行ってください" in me.send(f"{page}/settle", page=f"{page}/settlement")
    assert kept().state is State.CHECKED


def test_the_list_is_sorted_by_what_waits_and_names_lines_and_rounds(browse):
    """In the list of all, what the office must do stands before what others must."""
    first, second = submitted(50_000), submitted_elsewhere()
    second.rounds_returned = 2
    for amount in (1_000, 2_000):
        make.claim_line(second, amount)
    first.submitted_at = japan(2026, 5, 12, 12)
    me = officer(browse)

    def order(sort: str) -> list[str]:
        text = me.read(f"/desk/claims/?sort={sort}")
        return sorted((first.title, second.title), key=text.index)

    assert order("waiting") == [second.title, first.title]
    assert order("open") == [second.title, first.title]
    assert order("rounds") == [second.title, first.title]
    assert order("newest") == [second.title, first.title]
    second.state = State.RETURNED
    db.session.commit()
    assert order("waiting") == [first.title, second.title]
    seen = me.read("/desk/claims/?sort=open")
    assert "2／2行" in seen
    assert "2回" in seen


def test_the_desk_asks_the_database_as_often_for_thirty_lines_as_for_three(browse):
    claim = submitted(1_000, 2_000, 3_000)
    me, page = officer(browse), f"/desk/claims/{claim.id}"
    paths = [page, f"{page}/lines/{claim.lines[1].id}", f"{page}/together", f"{page}/settlement"]

    def asked() -> list[int]:
        db.session.commit()
        db.session.expunge_all()  # as in a request of its own: nobody holds the claim
        return [counted(partial(me.read, path)) for path in paths]

    del claim
    few = asked()
    for n in range(27):
        make.claim_line(kept(), 1_000 + n)
    assert asked() == few


def test_a_reader_of_the_office_sees_lines_and_receipts_but_judges_nothing(browse):
    claim = submitted(50_000)
    path = f"/desk/claims/{claim.id}/lines/{claim.lines[0].id}"
    reader = browse(make.person(Role.AUDITOR))
    assert "担当者が判断できます" in reader.read(path)
    answer = reader.post(path, verdict="accepted")
    assert answer.status_code == 422
    assert db.session.scalars(select(Claim)).one().lines[0].verdict is Verdict.OPEN
