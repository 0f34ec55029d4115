"""A request for correction from asking to accepting, on both databases."""

import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi import history
from otameshi.applications import actions, answering
from otameshi.applications.answers import BusinessAnswers
from otameshi.applications.correction import actions as correction
from otameshi.applications.correction import reading, reminders
from otameshi.applications.correction.actions import Asked
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import State
from otameshi.applications.correction.sections import Section
from otameshi.applications.models import Application
from otameshi.applications.rules import PageName
from otameshi.applications.versions import actions as versions
from otameshi.applications.versions.rules import Occasion
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.people import Person
from otameshi.selection import actions as selection
from tests import make
from tests.applications.conftest import pdf

AFTER = japan(2026, 5, 20, 10)  # the call closed on 18 May, 17:00
DUE = date(2026, 6, 10)
BUSINESS = Section(PageName.BUSINESS, "事業の内容")
FILE = Section(PageName.FILES, "事業計画書")


@pytest.fixture
def officer(app: Flask) -> Person:
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def sent(whole: Application) -> Application:
    """An application that was submitted in time."""
    actions.submit(whole, whole.applicant, make.NOON, pledged=True, consented=True)
    db.session.commit()
    return whole


def ask(of, by, *wanted, at=AFTER, due=DUE):
    asked = [Asked(one, f"{one.label}を直してください") for one in wanted or (BUSINESS,)]
    made = correction.ask(of, asked, due, by, at)
    db.session.commit()
    return made


def mend(application, text="印刷", at=AFTER):
    answers = BusinessAnswers(text, application.career)
    answering.save_business(application, answers, application.applicant, at)


def answer(request, at=AFTER, replies=None):
    correction.answer(request, replies or {}, "直しました", request.application.applicant, at)
    db.session.commit()


def letters(kind=""):
    found = db.session.scalars(select(Letter).order_by(Letter.id))
    return [one.kind for one in found if one.kind.startswith(kind or "correction")]


def test_what_is_asked_opens_after_the_deadline_is_answered_and_accepted(sent, officer):
    request = ask(sent, officer)
    mend(sent)
    answer(request)
    assert request.state == "answered"
    assert (request.base.number, request.answer.number) == (1, 2)
    assert request.answer.occasion is Occasion.COMPLEMENTED
    correction.accept(request, officer, AFTER)
    db.session.commit()
    assert request.state == "accepted"
    assert letters() == [
        "correction_asked",
        "correction_answered",
        "correction_answered_office",
        "correction_accepted",
    ]
    assert [one.act for one in db.session.scalars(history.of(sent))] == [
        "submit",
        "ask_correction",
        "complement",
        "answer_correction",
        "accept_correction",
    ]
    with pytest.raises(Refused, match="締切を過ぎた"):
        mend(sent, "元へ")


def test_everything_else_stays_as_it_is_whatever_is_sent(sent, officer):
    ask(sent, officer)
    by = sent.applicant
    with pytest.raises(Refused, match="「経歴」は変更できません"):
        answering.save_business(sent, BusinessAnswers("印刷", "別の経歴"), by, AFTER)
    db.session.rollback()
    with pytest.raises(Refused, match="「代表者とメンバー」は、補正を依頼されていない"):
        answering.remove_member(sent, 1, by, AFTER)
    with pytest.raises(Refused, match="「添付」は、補正を依頼されていない"):
        answering.attach(sent, {"plan": [("a.pdf", pdf(2))]}, by, AFTER)
    with pytest.raises(Refused, match="締切を過ぎた"):
        actions.withdraw(sent, "都合", by, AFTER)
    db.session.rollback()
    assert sent.career == "制作会社に5年勤務"
    assert len(db.session.scalars(versions.of(sent)).all()) == 1


def test_one_kind_of_file_is_replaced_and_no_other(sent, officer):
    request = ask(sent, officer, FILE)
    by, photo = sent.applicant, next(one for one in sent.papers if one.kind == "photo")
    with pytest.raises(Refused, match="変更できません"):
        answering.attach(sent, {"other": [("a.pdf", pdf(2))]}, by, AFTER)
    db.session.rollback()
    with pytest.raises(Refused):
        answering.detach(sent, photo.id, by, AFTER)
    db.session.rollback()
    answering.attach(sent, {"plan": [("新しい計画.pdf", pdf(2))]}, by, AFTER)
    answer(request)
    assert "新しい計画.pdf" in [one.name for one in request.answer.snapshot.files]


def test_an_answer_needs_every_item_changed_or_explained(sent, officer):
    request = ask(sent, officer, BUSINESS, FILE)
    mend(sent)
    db.session.commit()
    with pytest.raises(Refused, match="添付：事業計画書"):
        answer(request)
    db.session.rollback()
    file = next(one for one in request.items if one.page is PageName.FILES)
    answer(request, replies={file.id: "提出した計画が最新です"})
    assert file.reply == "提出した計画が最新です"


@pytest.mark.parametrize(
    ("at", "taken"),
    [(japan(2026, 6, 11) - timedelta(microseconds=1), True), (japan(2026, 6, 11), False)],
)
def test_the_answer_by_date_is_exact(sent, officer, at, taken):
    request = ask(sent, officer)
    mend(sent)
    db.session.commit()
    if taken:
        mend(sent, "出版", at)
        answer(request, at)
        return
    with pytest.raises(Refused, match="締切を過ぎた"):
        mend(sent, "出版", at)
    with pytest.raises(Refused, match="回答の期限"):
        correction.answer(request, {}, "", sent.applicant, at)


def test_asked_again_there_is_a_second_round_from_what_stands_then(sent, officer):
    first = ask(sent, officer)
    mend(sent)
    answer(first)
    second = correction.again(first, [Asked(BUSINESS, "まだ足りません")], DUE, officer, AFTER)
    db.session.commit()
    assert (first.state, second.state, second.round) == (State.AGAIN, State.SENT, 2)
    assert second.base.number == 2
    mend(sent, "出版と印刷")
    answer(second)
    assert second.answer is not None
    assert (second.answer.number, letters().count("correction_asked")) == (3, 2)


def test_a_request_is_withdrawn_with_a_reason_and_closes_again(sent, officer):
    request = ask(sent, officer)
    with pytest.raises(Refused, match="理由"):
        correction.withdraw(request, " ", officer, AFTER)
    correction.withdraw(request, "誤って送りました", officer, AFTER)
    db.session.commit()
    with pytest.raises(Refused, match="締切を過ぎた"):
        mend(sent)
    with pytest.raises(Refused, match="今の状態"):
        answer(request)
    assert letters()[-1] == "correction_withdrawn"


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_nobody_but_an_officer_asks_or_settles(sent, officer, role):
    other = make.person(role)
    with pytest.raises(Refused, match="権限"):
        correction.ask(sent, [Asked(BUSINESS, "x")], DUE, other, AFTER)
    request = ask(sent, officer)
    mend(sent)
    answer(request)
    with pytest.raises(Refused, match="権限"):
        correction.accept(request, other, AFTER)
    with pytest.raises(Refused, match="権限"):
        correction.again(request, [Asked(BUSINESS, "x")], DUE, other, AFTER)


def test_nobody_answers_for_somebody_else(sent, officer):
    request = ask(sent, officer)
    with pytest.raises(Refused, match="本人だけ"):
        correction.answer(request, {}, "", make.person(), AFTER)


@pytest.mark.parametrize(
    ("asked", "due", "words"),
    [
        ([], DUE, "1つ以上"),
        ([Asked(BUSINESS, " ")], DUE, "何を直してほしいか"),
        ([Asked(BUSINESS, "a"), Asked(BUSINESS, "b")], DUE, "2回選ばれて"),
        ([Asked(Section(PageName.PLAN, "ない項目"), "a")], DUE, "この応募にない"),
        ([Asked(BUSINESS, "a")], date(2026, 5, 20), "明日以後"),
    ],
)
def test_what_cannot_be_asked_is_refused(sent, officer, asked, due, words):
    with pytest.raises(Refused, match=words):
        correction.ask(sent, asked, due, officer, AFTER)
    assert letters() == []


def test_a_draft_and_what_was_withdrawn_are_not_asked_about(draft, officer):
    with pytest.raises(Refused, match="提出されていない"):
        ask(draft, officer)


def test_one_request_at_a_time(sent, officer):
    ask(sent, officer)
    with pytest.raises(Refused, match="終わっていない補正依頼"):
        ask(sent, officer)


def test_a_request_ends_with_the_application_that_is_withdrawn(sent, officer):
    request = ask(sent, officer, at=make.NOON)
    actions.withdraw(sent, "都合", sent.applicant, make.NOON)
    db.session.commit()
    assert request.state is State.WITHDRAWN
    assert reading.unsettled(sent) is None


def test_before_the_deadline_everything_is_open_and_the_answer_is_sent_all_the_same(sent, officer):
    request = ask(sent, officer, at=make.NOON)
    answering.save_business(sent, BusinessAnswers("印刷", "別の経歴"), sent.applicant, make.NOON)
    answer(request, make.NOON)
    assert request.state is State.ANSWERED


def test_a_reminder_is_written_once_and_the_lapse_once(sent, officer):
    request = ask(sent, officer)
    for at in (japan(2026, 6, 6, 12), japan(2026, 6, 7), japan(2026, 6, 8), japan(2026, 6, 10)):
        for task, key in reminders.due(at):
            task(key, at)
            task(key, at)  # a second worker that took the same
        db.session.commit()
    assert letters() == ["correction_asked", "correction_reminder"]
    for at in (japan(2026, 6, 11), japan(2026, 6, 12)):
        for task, key in reminders.due(at):
            task(key, at)
            task(key, at)
        db.session.commit()
    assert request.state == "lapsed"
    assert letters()[2:] == ["correction_lapsed", "correction_lapsed_office"]
    correction.close(request, "いまの内容で審査します", officer, japan(2026, 6, 12))
    assert request.state == "closed"


def test_what_lapsed_is_asked_again_with_a_new_date(sent, officer):
    request, later = ask(sent, officer), japan(2026, 6, 11)
    reminders.lapse(request.id, later)
    again = correction.again(
        request, [Asked(BUSINESS, "お願いします")], date(2026, 6, 20), officer, later
    )
    mend(sent, at=later)
    answer(again, later)
    assert again.state is State.ANSWERED


def test_who_has_answered_is_not_reminded(sent, officer):
    request = ask(sent, officer)
    mend(sent)
    answer(request)
    assert reminders.due(japan(2026, 6, 9)) == []
    assert reminders.due(japan(2026, 7, 1)) == []


def test_the_eligibility_check_waits_and_then_reads_what_was_corrected(sent, officer):
    [candidacy] = selection.open_pile(sent.call, officer, AFTER)
    member = Section(PageName.MEMBERS, "代表者の住所")
    request = ask(sent, officer, member)
    with pytest.raises(Refused, match="補正依頼（1回目）が終わっていません"):
        selection.judge(candidacy, "pass", officer, AFTER, "よい")
    with pytest.raises(Refused, match="形式審査待ちの応募はありません"):
        selection.judge_all(sent.call, officer, AFTER)
    sent.members[0].prefecture = "長野県"
    answer(request, replies={})
    correction.accept(request, officer, AFTER)
    assert any("長野県内" in one.text for one in candidacy.found)
    selection.judge(candidacy, "pass", officer, AFTER, "転入の前に応募した")


def test_the_second_of_two_officers_is_told(sent, officer):
    request = ask(sent, officer)
    mend(sent)
    answer(request)
    shown, other = request.version, make.person(Role.OFFICER)
    correction.accept(request, officer, AFTER, shown)
    with pytest.raises(Overtaken):
        correction.again(request, [Asked(BUSINESS, "x")], DUE, other, AFTER, shown)


def at_once(app: Flask, *works) -> list[str]:
    """Run several pieces of work in the same instant, each with a session of its own."""
    begin, told = threading.Barrier(len(works)), []
    db.session.remove()

    def run(work) -> None:
        with app.app_context():
            begin.wait()
            try:
                work()
                db.session.commit()
                told.append("done")
            except (Refused, Overtaken) as refused:
                db.session.rollback()
                told.append(str(refused))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(one,)) for one in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def test_two_officers_who_ask_in_the_same_instant_make_one_request(app, sent, officer):
    key, officers = sent.id, [officer.id, make.person(Role.OFFICER).id]
    db.session.commit()

    def asking(by):
        def work():
            row = db.session.get_one(Application, key)
            asked = [Asked(BUSINESS, "直してください")]
            correction.ask(row, asked, DUE, db.session.get_one(Person, by), AFTER)

        return work

    told = at_once(app, *(asking(one) for one in officers))
    assert min(told) == "done"
    assert "終わっていない補正依頼" in max(told)
    assert letters() == ["correction_asked"]


def test_a_save_while_the_office_withdraws_the_request_is_kept_whole_or_refused(app, sent, officer):
    request = ask(sent, officer)
    key, asked, by = sent.id, request.id, officer.id

    def save():
        mend(db.session.get_one(Application, key))

    def withdraw():
        found = db.session.get_one(CorrectionRequest, asked)
        correction.withdraw(found, "誤り", db.session.get_one(Person, by), AFTER)

    told = at_once(app, save, withdraw)
    found = db.session.get_one(Application, key)
    kept = db.session.scalars(versions.of(found)).all()
    assert db.session.get_one(CorrectionRequest, asked).state is State.WITHDRAWN
    assert (found.business == "印刷") is (len(kept) == 2) is (told.count("done") == 2)


def test_two_workers_write_one_reminder(app, sent, officer):
    request = ask(sent, officer)
    key, at = request.id, japan(2026, 6, 8)
    assert at_once(app, *[lambda: reminders.remind(key, at)] * 2) == ["done", "done"]
    assert letters() == ["correction_asked", "correction_reminder"]
