"""An officer sets which papers an application asks for, and the applicant sees it."""

from datetime import timedelta

import pytest

from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make

SENT = {
    "position": "4",
    "label": "作品集",
    "help": "代表作を3点まで。",
    "need": "required",
    "accepts": "documents",
    "most": "2",
}


@pytest.fixture
def call(app):
    del app
    return make.open_call(now())


def test_a_new_paper_is_asked_of_the_applicant(browse, call):
    draft = make.application(to=call, state=State.DRAFT)
    officer = browse(make.person(Role.OFFICER))
    page = officer.send("/desk/years/2026/papers/new", **SENT)
    assert "添付を求める書類を追加しました" in page
    assert "作品集" in page
    asked = browse(draft.applicant).read(f"/applications/{draft.id}/files")
    assert "代表作を3点まで。（PDF、JPEG画像" in asked
    assert "作品集を添付してください" in browse(draft.applicant).read(f"/applications/{draft.id}")


def test_a_paper_that_is_asked_for_no_more_leaves_the_applicants_page(browse, call):
    draft = make.application(to=call, state=State.DRAFT)
    photo = call.year.papers[1]
    officer = browse(make.person(Role.OFFICER))
    where = f"/desk/years/2026/papers/{photo.id}"
    officer.send(where, **{**SENT, "label": photo.label, "need": "none"})
    assert "顔写真" not in browse(draft.applicant).read(f"/applications/{draft.id}/files")


def test_a_wrong_number_is_told_at_its_field(browse, call):
    officer = browse(make.person(Role.OFFICER))
    answer = officer.post("/desk/years/2026/papers/new", **{**SENT, "most": "0"})
    assert answer.status_code == 422
    assert "1から10まで" in answer.text


def test_a_year_without_papers_says_what_that_means(browse, call):
    call.year.papers.clear()
    db.session.commit()
    page = browse(make.person(Role.MANAGER)).read("/desk/years/2026")
    assert "何も添付せずに提出できます" in page
    assert "書類を追加する" not in page


def test_only_officers_change_what_is_asked(browse, call):
    manager = browse(make.person(Role.MANAGER))
    assert manager.get("/desk/years/2026/papers/new").status_code == 403
    call.closes_at = now() - timedelta(days=1)
    assert browse(make.person(Role.OFFICER)).get("/desk/years/2026/papers/999").status_code == 404
