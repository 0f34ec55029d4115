"""The time of the scoring, what is kept of a sheet, reminders; the 形式審査 by findings."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Noted, Overtaken, Refused
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Sent, Written
from otameshi.selection.eligibility import actions as eligibility
from otameshi.selection.eligibility.reading import lines
from otameshi.selection.eligibility.rules import Verdict
from otameshi.selection.models import Score, Sheet
from otameshi.selection.rules import SheetState, State
from otameshi.selection.scoring import actions as closing
from otameshi.selection.scoring import reminding
from tests import make

AT = japan(2026, 6, 1, 10)
DAY = AT.date() + timedelta(days=9)
LATE = japan(2026, 6, 11, 9)


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


@pytest.fixture
def sheet(app: Flask) -> Sheet:
    return make.sheet()


def call_of(sheet: Sheet):
    return sheet.candidacy.application.call


def whole(sheet: Sheet, points: int = 4, comment: str = "良い計画") -> Written:
    criteria = call_of(sheet).year.criteria
    return Written({one.id: points for one in criteria}, {criteria[0].id: "具体的"}, comment)


def acts(row) -> list[str]:
    db.session.commit()
    return [one.act for one in db.session.scalars(history.of(row))]


def test_a_score_after_the_date_is_refused_and_changes_nothing(officer, sheet) -> None:
    closing.set_date(call_of(sheet), DAY, officer, AT)
    actions.save(sheet, whole(sheet, 3), sheet.reviewer, AT)
    with pytest.raises(Noted, match="期限"):
        actions.finish(sheet, whole(sheet, 5), sheet.reviewer, LATE)
    db.session.flush()
    assert sheet.state is SheetState.DRAFT
    assert {one.points for one in sheet.scores} == {3}


def test_an_officer_closes_before_the_date_and_opens_again_for_a_reason(officer, sheet) -> None:
    call = call_of(sheet)
    closing.set_date(call, DAY, officer, AT)
    closing.close(call, officer, AT)
    with pytest.raises(Refused, match="すでに"):
        closing.close(call, officer, AT)
    with pytest.raises(Noted, match="締め切りました"):
        actions.save(sheet, whole(sheet), sheet.reviewer, AT)
    with pytest.raises(Refused, match="理由"):
        closing.open_again(call, officer, AT, " ")
    closing.open_again(call, officer, AT, "災害のため")
    actions.save(sheet, whole(sheet), sheet.reviewer, AT)
    assert acts(call) == ["set_scoring_date", "close_scoring", "reopen_scoring"]


def test_opening_again_after_the_date_drops_the_date(officer, sheet) -> None:
    call = call_of(sheet)
    closing.set_date(call, DAY, officer, AT)
    closing.open_again(call, officer, LATE, "1名が遅れるため")
    assert closing.windows([call.id])[call.id].closes_on is None


def test_the_second_officer_at_the_deadline_is_told(officer, sheet) -> None:
    call = call_of(sheet)
    closing.set_date(call, DAY, officer, AT)
    db.session.flush()
    window = closing.window_of(call)
    assert window is not None
    seen = window.version
    closing.close(call, officer, AT, version=seen)
    db.session.flush()
    with pytest.raises(Overtaken):
        closing.set_date(call, None, officer, AT, seen)


def test_a_finished_sheet_is_opened_again_and_every_finish_is_kept(sheet) -> None:
    reviewer = sheet.reviewer
    actions.finish(sheet, whole(sheet, 3), reviewer, AT)
    actions.reopen(sheet, reviewer, AT)
    assert (sheet.state, sheet.finished_at) == (SheetState.DRAFT, None)
    actions.finish(sheet, whole(sheet, 5, "見直した"), reviewer, AT)
    first, second = closing.versions_of(sheet)
    assert (first.number, first.lines[0]["points"], first.comment) == (1, 3, "良い計画")
    assert (second.number, second.lines[0]["comment"], second.comment) == (2, "具体的", "見直した")


def test_who_cannot_judge_says_why_and_the_officer_is_told(officer, sheet) -> None:
    actions.save(sheet, whole(sheet), sheet.reviewer, AT)
    with pytest.raises(Refused, match="理由"):
        actions.abstain(sheet, sheet.reviewer, AT, " ")
    actions.abstain(sheet, sheet.reviewer, AT, "農業は専門の外のため")
    db.session.flush()
    assert sheet.state is SheetState.ABSTAINED
    assert db.session.scalars(select(Score)).all() == []
    [letter] = db.session.scalars(select(Letter).where(Letter.kind == "selection_abstained"))
    assert letter.to == call_of(sheet).year.email
    assert "農業は専門の外のため" in letter.body


def test_typing_begins_the_sheet_once_in_the_history(sheet) -> None:
    reviewer = sheet.reviewer
    first, _ = call_of(sheet).year.criteria
    db.session.flush()
    for version, words in ((sheet.version, "はじめ"), (None, "つづき")):
        written = Written({}, {first.id: words}, "")
        actions.keep(sheet, written, Sent(reviewer, AT, version, "tab-1"))
        db.session.flush()
    assert sheet.remarks == {str(first.id): "つづき"}
    assert acts(sheet) == ["begin"]


def test_a_page_whose_answer_was_lost_overtakes_nobody_but_another_page_does(sheet) -> None:
    reviewer, written = sheet.reviewer, Written({}, {}, "総評")
    db.session.flush()
    shown = sheet.version
    actions.keep(sheet, written, Sent(reviewer, AT, shown, "tab-1"))
    db.session.flush()
    actions.keep(sheet, written, Sent(reviewer, AT + timedelta(seconds=2), shown, "tab-1"))
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.keep(sheet, written, Sent(reviewer, AT, shown, "tab-2"))


# --- reminders ---


def test_those_behind_are_reminded_once_a_day(officer, sheet) -> None:
    call, other = call_of(sheet), make.sheet(sheet.candidacy)
    actions.finish(other, whole(other), other.reviewer, AT)
    closing.set_date(call, DAY, officer, AT)
    [one] = reminding.remind(call, officer, AT, {sheet.reviewer_id})
    assert (one.reviewer, one.open_sheets) == (sheet.reviewer, 1)
    [letter] = db.session.scalars(select(Letter).where(Letter.kind == "selection_reminder"))
    assert letter.to == sheet.reviewer.email
    assert "2026年6月10日" in letter.body
    with pytest.raises(Refused, match="今日"):
        reminding.remind(call, officer, AT + timedelta(hours=3))
    assert reminding.remind(call, officer, AT + timedelta(days=1))


def test_nobody_is_reminded_whom_the_page_did_not_name_nor_after_closing(officer, sheet) -> None:
    with pytest.raises(Overtaken):
        reminding.remind(call_of(sheet), officer, AT, set())
    closing.close(call_of(sheet), officer, AT)
    with pytest.raises(Refused, match="締め切られて"):
        reminding.remind(call_of(sheet), officer, AT)


# --- 形式審査 ---


def test_findings_overruled_one_by_one_let_a_candidate_pass(officer) -> None:
    one = make.candidacy(make.application(nights_a_month=5), State.SCREENING)
    open_ = [line for line in lines(one) if line.doubtful]
    assert open_
    for line in open_:
        with pytest.raises(Refused, match="理由"):
            eligibility.mark(one, line.key, Verdict.OVERRULED, officer, AT, "")
        eligibility.mark(one, line.key, Verdict.OVERRULED, officer, AT, "電話で確かめた")
    actions.judge(one, "pass", officer, AT)
    assert one.state is State.REVIEWING
    assert acts(one).count("finding_overruled") == len(open_)


def test_a_finding_that_is_not_there_any_more_is_not_marked(officer) -> None:
    one = make.candidacy(make.application(), State.SCREENING)
    with pytest.raises(Overtaken):
        eligibility.mark(one, "0" * 64, Verdict.CONFIRMED, officer, AT, "")


def text_of(paper) -> str:
    content = storage.content(paper.attachment)
    pages = PdfReader(BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_a_wrongly_excluded_candidate_is_taken_back_with_a_notice_of_its_own(officer) -> None:
    manager = make.person(Role.MANAGER)
    one = make.candidacy(state=State.SCREENING)
    actions.judge(one, "fail", officer, AT, "県内に本社がある。\n年齢が上限を超える。")
    first = one.document_number or ""
    with pytest.raises(Refused, match="権限"):
        eligibility.restore(one, officer, AT, "誤り")
    with pytest.raises(Refused, match="理由"):
        eligibility.restore(one, manager, AT, "")
    seen_by = actions.visible_to(one.application.applicant)
    db.session.flush()
    assert db.session.scalars(seen_by).all() == [one]
    eligibility.restore(one, manager, AT, "登記を取り違えたため。")
    db.session.flush()
    assert db.session.scalars(seen_by).all() == []  # to the applicant it is being weighed again
    assert (one.state, one.document_number) == (State.SCREENING, None)
    excluded, back = db.session.scalars(issue.about(one)).all()
    assert "理由2" in text_of(excluded)
    assert excluded.title == "要件を満たさない旨の通知"
    assert first in text_of(back)
    assert "登記を取り違えたため。" in text_of(back)
    [letter] = db.session.scalars(select(Letter).where(Letter.kind == "selection_restored"))
    assert "登記を取り違えたため。" in letter.body


def test_a_candidate_under_review_goes_back_to_the_screening(officer, sheet) -> None:
    one = sheet.candidacy
    eligibility.recheck(one, officer, AT, "補正されたため")
    assert one.state is State.SCREENING
    with pytest.raises(Refused, match="書類審査中"):
        actions.save(sheet, whole(sheet), sheet.reviewer, AT)


def test_clean_candidates_pass_as_the_page_listed_them(officer) -> None:
    call = make.call()
    call.year.papers = []
    short: dict[str, Any] = {"stay_to": date(call.year.fiscal_year, 12, 31)}
    one = make.candidacy(make.application(to=call, **short), State.SCREENING)
    make.candidacy(make.application(to=call, nights_a_month=5, **short), State.SCREENING)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.judge_all(call, officer, AT, {})
    assert actions.judge_all(call, officer, AT, {one.id: one.version}) == [one]
