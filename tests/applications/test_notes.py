"""Notes of the office: for the office alone."""

import pytest
from sqlalchemy import select

from otameshi.applications import notes
from otameshi.applications.notes import Note
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from tests import make
from tests.quality.crawl import Walk
from tests.statements import statements

DESK = "/desk/applications/"
SECRET = "前年度の返還の件を確かめること"


@pytest.fixture
def one(app):
    del app
    return make.application(number="R8-900")


@pytest.fixture
def officer(one):
    del one
    return make.person(Role.OFFICER, name="担当　一子")


@pytest.fixture
def manager(one):
    del one
    return make.person(Role.MANAGER, name="決裁　二郎")


def write(browser, one, text=SECRET, **fields):
    return browser.send(f"{DESK}{one.id}/notes", text=text, **fields)


def test_a_colleague_called_by_name_is_written_to_and_finds_it_waiting(
    browse, one, officer, manager
):
    assert "知らせた人：決裁　二郎" in write(browse(officer), one, f"@決裁二郎 {SECRET}")
    letter = db.session.scalars(select(Letter).where(Letter.kind == "note_mention")).one()
    assert letter.to == manager.email
    assert SECRET not in letter.body  # a mailbox is read on other devices
    browser = browse(manager)
    assert "あなたへの知らせ" in browser.read("/desk/")
    assert SECRET in browser.read("/desk/notes/")
    note = db.session.scalars(select(Note)).one()
    assert "確認しました。" in browser.send(f"{DESK}{one.id}/notes/{note.id}/seen", "/desk/notes/")
    assert SECRET not in browser.read("/desk/notes/")
    assert "あなたへの知らせ" not in browser.read("/desk/")
    assert "決裁　二郎（確認済み）" in browse(officer).read(f"{DESK}{one.id}")


def test_a_colleague_may_be_picked_without_typing(browse, one, officer, manager):
    assert "知らせた人：決裁　二郎" in write(browse(officer), one, people=manager.id)


def test_a_name_that_nobody_has_is_refused_and_the_text_stays(browse, one, officer):
    page = write(browse(officer), one, f"@山田 {SECRET}")
    assert "「@山田」に当たる職員がいません。" in page
    assert SECRET in page
    assert db.session.scalar(select(Note.id)) is None


def test_only_its_author_takes_a_note_back_and_says_why(browse, one, officer, manager):
    write(browse(officer), one)
    note = db.session.scalars(select(Note)).one()
    place, page = f"{DESK}{one.id}/notes/{note.id}/withdraw", f"{DESK}{one.id}/notes"
    assert "書いた人だけ" in browse(manager).send(place, page, note="不要")
    assert "理由を記入してください。" in browse(officer).send(place, page, note="")
    shown = browse(officer).send(place, page, note="別の応募のことだった")
    assert SECRET not in shown
    assert "別の応募のことだった" in shown
    assert "すでに取り下げられています" in browse(officer).send(place, page, note="もう一度")


def test_an_auditor_reads_notes_and_writes_none(browse, one, officer):
    write(browse(officer), one)
    auditor = browse(make.person(Role.AUDITOR))
    page = auditor.read(f"{DESK}{one.id}/notes")
    assert SECRET in page
    assert "メモを保存する" not in page
    assert "決裁者・会計・管理者が" in write(auditor, one, "監査から")


def test_a_note_of_another_application_is_not_found(browse, one, officer):
    write(browse(officer), one)
    other = make.application(to=one.call, number="R8-901")
    note = db.session.scalars(select(Note)).one()
    answer = browse(officer).post(f"{DESK}{other.id}/notes/{note.id}/seen", "/desk/notes/")
    assert answer.status_code == 404


@pytest.mark.parametrize("also", [Role.APPLICANT, Role.OFFICER])
def test_no_page_of_the_applicant_tells_of_a_note(browse, one, officer, also):
    """Also not those of an applicant who works in the office."""
    if also is Role.OFFICER:
        one.applicant.give(Role.OFFICER)
    write(browse(officer), one)
    db.session.commit()
    walk = Walk(browse(one.applicant), 3, f"/applications/{one.id}", f"{DESK}{one.id}")
    assert len(walk.pages) > 4
    for path, answer in walk.pages.items():
        assert SECRET.encode() not in answer.data, path
    assert browse(one.applicant).get(f"{DESK}{one.id}/notes").status_code in {403, 404}


def test_no_page_of_a_reviewer_tells_of_a_note(browse, one, officer):
    candidacy = make.candidacy(one)
    reviewer = make.person(Role.REVIEWER)
    sheet = make.sheet(candidacy, reviewer)
    write(browse(officer), one)
    walk = Walk(browse(reviewer), 3, f"/review/{sheet.id}", f"{DESK}{one.id}/notes")
    assert f"/review/{sheet.id}" in walk.pages
    for path, answer in walk.pages.items():
        assert SECRET.encode() not in answer.data, path


def test_the_page_takes_as_many_statements_for_three_notes_as_for_thirty(
    browse, one, officer, manager
):
    browser = browse(officer)

    def count() -> int:
        db.session.expire_all()
        with statements() as sent:
            assert browser.get(f"{DESK}{one.id}/notes").status_code == 200
        return len(sent)

    def more(number: int) -> None:
        for _ in range(number):
            notes.write(one, SECRET, [manager.id], officer, make.NOON)
        db.session.commit()

    more(3)
    few = count()
    more(27)
    assert count() == few
