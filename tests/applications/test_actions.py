"""An application is begun, submitted, corrected and withdrawn, on both databases."""

from datetime import timedelta
from io import BytesIO

import obstore
import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi import history
from otameshi.applications import actions, answering
from otameshi.applications.answers import BusinessAnswers, KindAnswers
from otameshi.applications.models import Application
from otameshi.applications.rules import Kind, State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from tests import make
from tests.applications.conftest import pdf, png

DEADLINE = japan(2026, 5, 18, 17)
INSTANT = timedelta(microseconds=1)


def submit(application: Application, at=make.NOON, **facts) -> None:
    promises = {"pledged": True, "consented": True, **facts}
    actions.submit(application, application.applicant, at, **promises)


def letters() -> list[str]:
    return [letter.kind for letter in db.session.scalars(select(Letter).order_by(Letter.id))]


def test_one_person_begins_one_application_to_a_call(app):
    call, person = make.call(), make.person()
    first = actions.begin(call, person, make.NOON)
    assert actions.begin(call, person, make.NOON) is first


def test_the_database_keeps_a_second_living_application_out(app):
    call, person = make.call(), make.person()
    make.application(person, call, State.DRAFT)
    with pytest.raises(IntegrityError):
        make.application(person, call, State.DRAFT)


def test_an_application_cannot_be_begun_before_the_call_opens(app):
    call = make.call()
    with pytest.raises(Refused, match="まだ始まっていません"):
        actions.begin(call, make.person(), call.opens_at - INSTANT)


def test_submitting_gives_a_number_a_letter_and_a_receipt(whole):
    submit(whole)
    db.session.commit()
    assert (whole.state, whole.number) == (State.SUBMITTED, "R8-0001")
    assert letters() == ["application_received"]
    paper = db.session.scalars(issue.about(whole)).one()
    assert paper.kind == "application_receipt"
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(storage.content(paper.attachment))).pages
    )
    squeezed = text.replace("\n", "").replace(" ", "")
    assert "R8-0001" in squeezed
    for one in whole.papers:
        assert one.attachment.sha256[:32] in squeezed
        assert f"{one.attachment.size:,}バイト" in squeezed


def test_the_history_of_a_submission_names_each_file_with_its_hash(whole):
    submit(whole)
    db.session.commit()
    event = db.session.scalars(history.of(whole)).one()
    assert event.facts["number"] == "R8-0001"
    assert [file[2] for file in event.facts["files"]] == [
        one.attachment.sha256 for one in whole.papers
    ]


def test_numbers_follow_each_other(whole):
    submit(whole)
    second = make.application(to=whole.call, state=State.DRAFT)
    second.members[0].phone = "1"
    answering.attach(second, {"plan": [("a.pdf", pdf())]}, second.applicant, make.NOON)
    answering.attach(second, {"photo": [("b.png", png())]}, second.applicant, make.NOON)
    submit(second)
    assert [whole.number, second.number] == ["R8-0001", "R8-0002"]


def test_a_microsecond_before_the_deadline_is_in_time(whole):
    submit(whole, DEADLINE - INSTANT)
    assert whole.submitted_at == DEADLINE - INSTANT


@pytest.mark.parametrize("late", [timedelta(0), INSTANT, timedelta(days=1)])
def test_the_deadline_itself_is_too_late(whole, late):
    with pytest.raises(Refused, match="締切を過ぎた"):
        submit(whole, DEADLINE + late)


def test_what_is_missing_is_named_with_its_page(draft):
    with pytest.raises(Refused, match="添付：事業計画書を添付してください"):
        submit(draft)


def test_both_promises_must_be_given(whole):
    with pytest.raises(Refused, match="個人情報の取扱いに同意"):
        submit(whole, consented=False)
    assert whole.number is None


def test_a_file_that_is_not_as_it_was_received_stops_the_submission(whole):
    obstore.put(storage.store(), whole.papers[0].attachment.key, b"cut")
    with pytest.raises(Refused, match=r"「事業計画\.pdf」の保存を確かめられません"):
        submit(whole)


def test_a_submitted_application_is_not_submitted_again(whole):
    submit(whole)
    with pytest.raises(Refused, match="今の状態または権限では"):
        submit(whole)


def test_a_correction_applies_at_once_and_keeps_before_and_after(whole):
    submit(whole)
    by = whole.applicant
    answering.save_business(whole, BusinessAnswers("印刷", "10年"), by, make.NOON)
    db.session.commit()
    event = db.session.scalars(history.of(whole)).all()[-1]
    assert event.act == "correct"
    assert event.facts["changes"]["事業の内容"] == ["ウェブ制作", "印刷"]
    assert letters() == ["application_received", "application_corrected"]


def test_a_correction_must_leave_the_application_whole(whole):
    submit(whole)
    with pytest.raises(Refused, match="経歴を入力してください"):
        answering.save_business(whole, BusinessAnswers("印刷", ""), whole.applicant, make.NOON)


def test_nothing_is_changed_after_the_deadline(whole):
    submit(whole)
    with pytest.raises(Refused, match="締切を過ぎた"):
        answering.save_business(whole, BusinessAnswers("印刷", "a"), whole.applicant, DEADLINE)
    with pytest.raises(Refused, match="締切を過ぎた"):
        actions.withdraw(whole, "都合", whole.applicant, DEADLINE)


def test_a_withdrawal_needs_a_reason(whole):
    with pytest.raises(Refused, match="理由"):
        actions.withdraw(whole, " ", whole.applicant, make.NOON)


def test_after_a_withdrawal_another_application_may_be_begun(whole):
    submit(whole)
    actions.withdraw(whole, "都合により", whole.applicant, make.NOON)
    again = actions.begin(whole.call, whole.applicant, make.NOON)
    assert again is not whole
    assert letters()[-1] == "application_withdrawn"


def test_nobody_else_changes_an_application(whole):
    stranger = make.person()
    with pytest.raises(Refused, match="本人だけ"):
        answering.save_business(whole, BusinessAnswers("x", "y"), stranger, make.NOON)
    with pytest.raises(Refused, match="本人だけ"):
        actions.withdraw(whole, "x", stranger, make.NOON)


def test_the_second_of_two_tabs_is_told(draft):
    shown = draft.version
    by = draft.applicant
    answering.save_kind(draft, KindAnswers(Kind.INDIVIDUAL), by, make.NOON, shown)
    with pytest.raises(Overtaken):
        answering.save_kind(draft, KindAnswers(Kind.SOLE), by, make.NOON, shown)


def test_the_office_sees_what_was_submitted_and_nobody_elses_drafts(whole):
    officer, stranger = make.person(Role.OFFICER), make.person()
    assert db.session.scalars(actions.visible_to(officer)).all() == []
    submit(whole)
    assert db.session.scalars(actions.visible_to(officer)).all() == [whole]
    assert db.session.scalars(actions.visible_to(whole.applicant)).all() == [whole]
    assert db.session.scalars(actions.visible_to(stranger)).all() == []
    assert db.session.scalars(actions.own(officer)).all() == []
