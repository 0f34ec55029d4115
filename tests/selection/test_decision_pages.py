"""What officers and managers see and do from the decision to the minutes."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection import actions
from otameshi.selection.decision.actions import sending
from otameshi.selection.decision.models import Dispatch
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.selection.decision_world import decided, decisions, proposed, tell, text


@pytest.fixture
def manager(app: Flask):
    return make.person(Role.MANAGER)


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def seen(page: str) -> str:
    """Return what a page says that it showed."""
    [shown] = set(re.findall(r'name="seen"\s+value="([^"]*)"', page))
    return str(shown)


def test_a_proposal_is_given_back_with_a_reason_and_decided_the_second_time(
    officer, manager, browse
) -> None:
    one = proposed(by=officer)
    path = f"/desk/selection/{one.application.call_id}/decision"
    browser = browse(manager)
    back = f"{path}/back"
    shown = seen(browser.read(path))
    assert "理由を記入してください" in browser.send(back, page=path, seen=shown)
    note = "順位を見直してください。"
    assert "案1件を差し戻し" in browser.send(back, page=path, seen=shown, note=note)
    assert one.state is State.REVIEWING
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.to, "順位を見直してください。" in letter.body) == (officer.email, True)
    actions.propose(one, Outcome.SELECTED, officer, now(), note="見直した")
    db.session.commit()
    said = browser.send(f"{path}/all", page=path, seen=seen(browser.read(path)))
    assert "まだだれにも知らせていません" in said
    assert "採択通知" in said


def test_who_gets_what_is_read_before_it_is_sent_and_taken_back(officer, manager, browse) -> None:
    call = make.call()
    one, _ = decided(call, manager, Outcome.SELECTED, Outcome.REJECTED)
    path = f"/desk/selection/{call.id}/notices"
    browser = browse(officer)
    page = browser.read(path)
    assert one.application.applicant.email in page
    assert "採択通知　1件" in page
    (decision,) = decisions(one)
    here = f"/desk/selection/decisions/{decision.id}"
    assert "選考の結果、採択することに決定しました" in browser.read(here)
    assert "参加者採択通知書" in text(browser.get(f"{here}/paper").data)
    answer = browser.post(path, kinds="")
    assert answer.status_code == 422
    assert "何も送っていません" in answer.text
    kinds = ["selection_selected", "selection_rejected"]
    assert browser.post(path, kinds=kinds, seen="another list").status_code == 409
    said = browser.send(path, kinds=kinds, seen=seen(browser.read(path)))
    assert "通知2件を送信待ちにしました" in said
    act = db.session.scalars(select(Dispatch)).one()
    said = browser.send(f"/desk/selection/dispatches/{act.id}/recall", page=path)
    assert "取り戻しました" in said
    assert "採択通知　1件" in said


def test_a_common_and_an_own_reason_stand_in_the_letter(officer, manager, browse) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.REJECTED)
    path = f"/desk/selection/{call.id}/notices"
    browser = browse(officer)
    browser.send(f"{path}/reason", page=path, **{"common-reason": "応募が多数のため。"})
    (decision,) = decisions(one)
    here = f"/desk/selection/decisions/{decision.id}"
    assert "応募が多数のため。" in browser.read(here)
    assert "理由を改め" in browser.send(here, reason="計画が期間に収まらないため。")
    assert "計画が期間に収まらないため。" in browser.read(here)


def test_a_changed_template_or_entry_is_said_before_sending(officer, manager, browse) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.REJECTED)
    one.application.trade_name = "改名スタジオ"
    db.session.commit()
    page = browse(officer).read(f"/desk/selection/{call.id}/notices")
    assert "作り直しました：記載する内容" in page


def test_the_waiting_list_names_the_next_and_moves_up(officer, manager, browse) -> None:
    call = make.call()
    gone, first, second = decided(
        call, manager, Outcome.SELECTED, Outcome.WAITLISTED, Outcome.WAITLISTED
    )
    tell(call, manager)
    gone.answer_by = now().date() - timedelta(days=3)
    db.session.commit()
    path = f"/desk/selection/{call.id}/line"
    assert "期限を過ぎました" in browse(officer).read(path)
    decline = f"/desk/participation/offers/{gone.id}/decline"
    said = browse(officer).send(decline, how="silence", note="電話もつながらない")
    assert "辞退を記録し" in said
    assert f"次は、順位1番の{first.title}です" in said
    browser = browse(manager)
    skip = f"/desk/selection/candidates/{second.id}/promote"
    assert "を繰り上げずに" in browser.send(skip, page=path)
    said = browser.send(f"/desk/selection/candidates/{first.id}/promote", page=path)
    assert "繰上げの採択通知" in said
    assert first.state is State.SELECTED


def test_silence_is_no_answer_before_the_date(officer, manager, browse) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    tell(call, manager)
    one.answer_by = now().date() + timedelta(days=3)
    db.session.commit()
    path = f"/desk/participation/offers/{one.id}/decline"
    answer = browse(officer).post(path, how="silence", note="返事がない")
    assert answer.status_code == 422
    assert "回答の期限を過ぎていない" in answer.text
    assert "返事がない" in answer.text


def test_a_group_that_accepted_can_give_up_before_it_comes(officer, browse) -> None:
    one = make.selected()
    far = now().date() + timedelta(days=40)
    group = make.participation(one, first_day=far, last_day=far + timedelta(days=100))
    path = f"/desk/participation/{group.id}/cancel"
    browser = browse(officer)
    assert "開始前の辞退を記録する" in browser.read(f"/desk/participation/{group.id}")
    assert "辞退を記録し" in browser.send(path, how="telephone", note="家族の都合")
    assert (one.state, one.told) == (State.DECLINED, State.DECLINED)


def test_another_decision_is_asked_for_and_decided_by_a_second_person(
    officer, manager, browse
) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.REJECTED)
    tell(call, manager)
    db.session.commit()
    path = f"/desk/selection/candidates/{one.id}/change"
    answer = browse(officer).post(path, outcome="selected", note="再審査", reason="")
    assert answer.status_code == 422
    assert "再審査" in answer.text
    said = browse(officer).send(path, outcome="selected", note="再審査", reason="見直したため。")
    assert "決裁に上げました" in said
    browser = browse(manager)
    changes = f"/desk/selection/{call.id}/changes"
    page = browser.read(changes)
    assert "再審査" in page
    revision = page.split("/desk/selection/revisions/")[1].split("/")[0]
    said = browser.send(f"/desk/selection/revisions/{revision}/approve", page=changes)
    assert "決定の変更の通知" in said
    assert one.state is State.SELECTED


def test_minutes_are_written_down_previewed_and_issued_once(officer, manager, browse) -> None:
    call = make.call()
    decided(call, manager, Outcome.SELECTED, Outcome.REJECTED)
    db.session.commit()
    browser = browse(officer)
    path = f"/desk/selection/{call.id}/minutes/new"
    particulars = {
        "on-year": "2026",
        "on-month": "6",
        "on-day": "1",
        "hours": "14時から16時まで",
        "place": "県庁8階会議室",
        "present": "委員　見本一郎",
    }
    answer = browser.post(path, **particulars)
    assert answer.status_code == 422
    assert "県庁8階会議室" in answer.text
    said = browser.send(path, **particulars, gist="全員一致で決定した。")
    assert "載る決定：2件" in said
    here = "/desk/selection/minutes/1"
    assert "（文書番号は発行のときに付きます）" in text(browser.get(f"{here}/paper").data)
    said = browser.send(f"{here}/issue", page=here)
    assert "発行しました" in said
    assert "会議録を発行する" not in said
    assert "全員一致で決定した。" in text(browser.get(f"{here}/paper").data)
    answer = browser.post(here, page=f"/desk/selection/{call.id}/minutes", **particulars, gist="別")
    assert "発行した会議録は変えられません" in answer.text


def test_an_auditor_reads_and_sends_nothing(manager, browse) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    db.session.commit()
    browser = browse(make.person(Role.AUDITOR))
    path = f"/desk/selection/{call.id}/notices"
    assert "選んだ通知を送る" not in browser.read(path)
    assert browser.post(path, kinds="selection_selected").status_code == 422
    assert decisions(one)[0].dispatch is None
    assert sending.due(now() + timedelta(days=2)) == []


def test_the_applicant_reads_nothing_before_the_notice_leaves(manager, browse) -> None:
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    db.session.commit()
    browser = browse(one.application.applicant)
    paths = ("/my/", "/participation/", "/my/letters")
    for path in paths:
        assert "採択されました" not in browser.read(path)
        assert "選考の結果" not in browser.read(path)
    assert browser.get(f"/participation/offers/{one.id}").status_code == 404
    tell(call, manager)
    db.session.commit()
    assert "参加するかどうかを回答する" in browser.read("/my/")
    assert browser.get(f"/participation/offers/{one.id}").status_code == 200
