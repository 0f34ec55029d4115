"""The survey by its link: conditions, halves, corrections, refusals, and those who try others'."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.answering.extra import EXTRAS
from otameshi.followup.models import Invitation, Outcome, Reply
from otameshi.followup.rules import Answer
from otameshi.web.forms import text
from tests import make
from tests.followup.make import groups, wave

STAYS = {
    "own_q1": "維持し、活動する",
    "own_q3": ["住まいを置く（移住）", "定期的に滞在して活動する"],
    "own_q4": "塩尻市",
    "own_q5": "１２",
    "own_q6": "4",
    "own_q7": ["補助金"],
    "own_q8": "今と同じくらい続ける",
    "own_q2": "特にありません",
}
AWAY = {"own_q1": "維持しない", "own_q3": ["住まいを置く（移住）"], "own_q4": "塩尻市"}


@pytest.fixture
def asked(app):
    del app
    groups(1)
    begins, ends = today() - timedelta(days=3), today() + timedelta(days=3)
    made = wave(asked_on=begins, closes_on=ends)
    found = actions.invite(made, make.person(Role.OFFICER), now())[0]
    db.session.commit()
    return found


def page(asked):
    return f"/survey/{asked.token}"


def outcome():
    db.session.expire_all()
    return db.session.scalars(select(Outcome.answer)).one()


def answers(asked):
    db.session.expire_all()
    return asked.invitation.reply.answers


def test_before_anything_is_asked_it_is_said_what_for_and_until_when(asked, browse):
    first = browse().read(page(asked))
    before, _, after = first.partition('name="own_q1"')
    assert "個人情報の利用目的" in before
    assert "何度でも直せます" in before
    assert (
        "「参加後も、県内に拠点を維持し、活動しますか」で「維持し、活動する」を選んだ方だけ"
        in after
    )
    assert "checked" not in first
    for heading in ("拠点について", "活動について", "支援について", "これからについて"):
        assert heading in first


def test_every_kind_of_question_is_answered_and_kept(asked, browse):
    assert "回答を受け付けました" in browse().send(page(asked), **STAYS)
    assert answers(asked) == {
        "q1": "維持し、活動する",
        "q3": ["住まいを置く（移住）", "定期的に滞在して活動する"],
        "q4": "塩尻市",
        "q5": 12,
        "q6": 4,
        "q7": ["補助金"],
        "q8": "今と同じくらい続ける",
        "q2": "特にありません",
    }
    again = browse().read(page(asked))
    assert again.count("checked") == 6
    assert '<option selected value="塩尻市">' in again


def test_what_does_not_concern_somebody_is_not_kept(asked, browse):
    browse().send(page(asked), **AWAY)
    assert answers(asked) == {"q1": "維持しない"}
    assert outcome() is Answer.LEFT


def test_what_is_wrong_is_said_at_the_question_and_nothing_typed_is_lost(asked, browse):
    answer = browse().post(page(asked), **{**STAYS, "own_q5": "四十", "own_q2": "残る文"})
    assert answer.status_code == 422
    assert 'id="own_q5-error"' in answer.text
    assert "整数を数字で入力してください" in answer.text
    assert 'value="四十"' in answer.text
    assert "残る文" in answer.text
    answer = browse().post(page(asked), **{**STAYS, "own_q5": "32", "own_q4": "横浜市"})
    assert "0から31までの数で入力してください" in answer.text
    assert "選択肢から選んでください" in answer.text
    assert db.session.scalar(select(func.count(Reply.id))) == 0


def test_a_half_is_saved_without_a_script_and_found_again_on_another_device(asked, browse):
    saved = browse().send(page(asked), action="save", own_q5="四十", own_q2="続きはあとで")
    assert "途中まで保存しました" in saved
    assert "エラー" not in saved
    assert outcome() is Answer.SILENT
    other = browse()
    again = other.read(page(asked))
    assert "書きかけの内容を表示しています" in again
    assert 'value="四十"' in again
    assert "続きはあとで" in again
    assert "回答を受け付けました" in other.send(page(asked), **STAYS)
    assert "書きかけ" not in other.read(page(asked))


def test_the_script_saves_what_is_typed_and_is_told_the_new_version(asked, browse):
    phone = browse()
    fields = {**phone.hidden(page(asked)), "own_q1": "維持しない", "tab": "1-2"}
    told = phone.client.post(
        f"{page(asked)}/typing", data=fields, headers={"Accept": "application/json"}
    )
    assert told.json["whole"] is True
    assert told.json["version"] == int(fields["version"]) + 1
    late = phone.client.post(
        f"{page(asked)}/typing", data=fields, headers={"Accept": "application/json"}
    )
    assert late.status_code == 409
    for token in ("forged", asked.token + "x"):
        gone = phone.client.post(
            f"/survey/{token}/typing", data=fields, headers={"Accept": "application/json"}
        )
        assert gone.status_code == 404


def test_a_second_person_with_the_same_link_overtakes_nobody(asked, browse):
    first, second = browse(), browse()
    late = {**second.hidden(page(asked)), **AWAY}
    first.send(page(asked), **STAYS)
    refused = second.client.post(page(asked), data=late)
    assert refused.status_code == 409
    assert outcome() is Answer.STAYED
    assert "回答を受け付けました" in second.send(page(asked), **AWAY)
    assert outcome() is Answer.LEFT
    assert len(asked.invitation.replies) == 2


def test_somebody_declines_after_being_asked_again_and_may_take_it_back(asked, browse):
    phone = browse()
    sure = phone.send(page(asked), action="ask", own_q2="迷い中")
    assert "「回答しない」とお返事しますか" in sure
    assert outcome() is Answer.SILENT
    assert "迷い中" in phone.read(page(asked))
    assert "お返事を受け付けました" in phone.send(page(asked), action="decline")
    assert outcome() is Answer.REFUSED
    again = phone.read(page(asked))
    assert "「回答しない」とのお返事をいただいています" in again
    assert 'value="ask"' not in again
    phone.send(page(asked), **STAYS)
    assert outcome() is Answer.STAYED
    refused = phone.post(page(asked), action="decline")
    assert refused.status_code == 422
    assert "すでに回答をいただいています" in refused.text


def test_no_link_writes_where_it_does_not_count(asked, browse):
    officer = make.person(Role.OFFICER)
    phone = browse()
    fields = {**phone.hidden(page(asked)), **STAYS}
    actions.reissue(asked.invitation, officer, now())
    db.session.commit()
    for action in ("", "save", "ask", "decline"):
        fresh = {**fields, "once": f"another-key-{action:x<12}", "action": action}
        gone = phone.client.post(page(asked), data=fresh)
        assert gone.status_code == 404
        assert "新しいリンクをお送りします" in gone.text
    db.session.expire_all()
    invitation = db.session.scalars(select(Invitation)).one()
    assert (invitation.replies, invitation.draft, invitation.refused_at) == ([], None, None)


def test_nobody_reads_another_groups_answer_by_changing_the_link(asked, browse):
    browse().send(page(asked), **STAYS)
    for token in (asked.token[:-1], asked.token.swapcase(), f"{asked.token}%00", "..%2Fdesk"):
        answer = browse().get(f"/survey/{token}")
        assert answer.status_code == 404
        assert "塩尻市</option>" not in answer.text


class Nickname:
    template = "followup/thanks.html"

    def __init__(self):
        self.kept = []

    def add(self, form, invitation):
        del invitation
        form.add("extra_name", text("呼び名", 10))

    def keep(self, form, invitation, at):
        self.kept.append((form["extra_name"].data, invitation.id, at is not None))


def test_a_part_of_another_room_is_asked_and_kept_with_the_answers(asked, browse, monkeypatch):
    part = Nickname()
    monkeypatch.setattr("otameshi.followup.pages.EXTRAS", [*EXTRAS, part])
    refused = browse().post(page(asked), **STAYS)
    assert "呼び名：呼び名を入力してください" in refused.text
    browse().send(page(asked), **STAYS, extra_name="ナガノさん")
    assert part.kept == [("ナガノさん", asked.invitation.id, True)]


# --- staff ---


def desk_page(asked):
    return f"/desk/followup/{asked.invitation.wave_id}/groups/{asked.invitation.id}"


def test_staff_take_down_an_answer_on_paper_with_its_day(asked, browse):
    desk = browse(make.person(Role.OFFICER))
    day = today() - timedelta(days=1)
    parts = {f"given_on-{part}": getattr(day, part) for part in ("year", "month", "day")}
    future = {**parts, "given_on-year": day.year + 1}
    refused = desk.post(f"{desk_page(asked)}/answer", **STAYS, **future, source="paper")
    assert "今日までの日にしてください" in refused.text
    said = desk.send(f"{desk_page(asked)}/answer", **STAYS, **parts, source="paper")
    assert "聞き取った回答を記録しました" in said
    shown = desk.read(desk_page(asked))
    assert "書面" in shown
    assert "聞いた日" in shown


def test_staff_take_down_a_refusal(asked, browse):
    desk = browse(make.person(Role.OFFICER))
    assert "回答の辞退を記録する" in desk.read(desk_page(asked))
    said = desk.send(f"{desk_page(asked)}/refusal", note="電話で、回答しないとのこと")
    assert "回答の辞退を記録しました" in said
    assert outcome() is Answer.REFUSED
    again = desk.post(f"{desk_page(asked)}/refusal", note="もう一度")
    assert again.status_code == 422
    auditor = browse(make.person(Role.AUDITOR))
    assert auditor.get(f"{desk_page(asked)}/refusal").status_code == 403
