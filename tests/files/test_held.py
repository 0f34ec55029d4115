"""What people see of a file that the scanner holds, and that they can go on meanwhile."""

from io import BytesIO

import pytest

from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import scanning
from tests import make
from tests.files import corpus
from tests.files.test_actions_scanning import infected


@pytest.fixture
def draft(app, clamd):
    app.config["CLAMD"] = clamd
    made = make.application(to=make.open_call(now()), state=State.DRAFT)
    made.members[0].phone = "026-000-0000"
    return made


def attach(browser, draft, photo: bytes) -> None:
    where = f"/applications/{draft.id}/files"
    plan = (BytesIO(corpus.pdf()), "計画.pdf")
    sent = browser.post(where, plan=plan, photo=(BytesIO(photo), "写真.jpg"))
    assert sent.status_code == 303, sent.text


def test_an_application_is_submitted_while_its_files_are_held(browse, draft):
    browser = browse(draft.applicant)
    attach(browser, draft, corpus.picture("JPEG"))
    assert browser.read(f"/applications/{draft.id}/files").count("ウイルスを確認中") == 2
    page = browser.send(f"/applications/{draft.id}/confirm", pledged="y", consented="y")
    assert "応募を受け付けました" in page
    officer = browse(make.person(Role.OFFICER))
    shown = officer.read(f"/desk/applications/{draft.id}")
    assert shown.count("ウイルスを確認中") == 2
    paper = draft.papers[0]
    for reader, where in ((browser, "/applications"), (officer, "/desk/applications")):
        address = f"{where}/{draft.id}/files/{paper.id}"
        answer = reader.get(address)
        assert answer.status_code == 303
        assert b"%PDF" not in answer.data
        assert "確認中です" in reader.read(answer.location)
    assert scanning.run_once() == 2
    assert officer.get(f"/desk/applications/{draft.id}/files/{paper.id}").data[:4] == b"%PDF"


def test_an_infected_file_does_not_count_as_attached(browse, draft):
    browser = browse(draft.applicant)
    attach(browser, draft, infected())
    assert scanning.run_once() == 2
    db.session.expire_all()
    page = browser.read(f"/applications/{draft.id}/files")
    assert "ウイルスのため隔離" in page
    assert "参加者の顔写真を添付してください" in page
    answer = browser.post(f"/applications/{draft.id}/confirm", pledged="y", consented="y")
    assert answer.status_code == 422
    assert browser.get(f"/applications/{draft.id}/files/{draft.papers[1].id}").status_code == 303
