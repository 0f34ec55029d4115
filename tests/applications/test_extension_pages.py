"""A manager extends one applicant's deadline on a page; the applicant sees it and begins."""

from datetime import timedelta

import pytest

from otameshi.applications.extension.models import Extension
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make

DAY = timedelta(days=1)
NEW, LIST = "/desk/extensions/new", "/desk/extensions/"


@pytest.fixture
def closed(app):
    """A call that closed yesterday."""
    return make.call(opens_at=now() - 10 * DAY, closes_at=now() - DAY)


def fields(call, email="new@example.jp", days=3, **more):
    day = in_japan(now() + days * DAY)
    return {
        "call_id": str(call.id),
        "email": email,
        "closes_on-year": str(day.year),
        "closes_on-month": str(day.month),
        "closes_on-day": str(day.day),
        "closes_time": "17:00",
        "note": "停電のため",
        **more,
    }


def test_somebody_not_yet_signed_up_begins_after_the_deadline(browse, closed):
    manager = browse(make.person(Role.MANAGER))
    page = manager.send(NEW, **fields(closed))
    assert "new@example.jpの締切を" in page
    assert "停電のため" in page
    late = browse(make.person(email="new@example.jp"))
    page = late.read("/applications/")
    assert "あなたに限り延ばした締切" in page
    assert "あなたに限り延ばした締切" in late.read("/my/")
    page = late.send(f"/applications/calls/{closed.id}/begin", "/applications/")
    assert "応募区分" in page
    assert "あなたに限り延ばした締切" in page
    other = browse(make.person())
    assert "応募を始める</button>" not in other.read("/applications/")


def test_a_full_width_address_and_a_time_are_read_as_they_are_meant(browse, closed):
    manager = browse(make.person(Role.MANAGER))
    sent = fields(closed, email="ＮＥＷ@example.jp", closes_time="１２：００")
    assert "new@example.jpの締切を" in manager.send(NEW, **sent)


def test_what_is_wrong_is_told_and_kept(browse, closed):
    manager = browse(make.person(Role.MANAGER))
    answer = manager.post(NEW, **fields(closed, days=60))
    assert answer.status_code == 422
    assert "延ばせるのは締切から30日まで" in answer.text
    assert "停電のため" in answer.text
    assert "理由を入力してください" in manager.post(NEW, **fields(closed, note=" ")).text


def test_a_manager_revokes_with_a_reason(browse, closed):
    manager = browse(make.person(Role.MANAGER))
    manager.send(NEW, **fields(closed))
    path = f"{LIST}{db.session.scalars(db.select(Extension)).one().id}/revoke"
    page = manager.send(path, LIST, note="誤り")
    assert "取り消し、お知らせしました" in page
    assert "誤り" in page


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR])
def test_others_of_the_office_read_the_list_and_extend_nothing(browse, closed, role):
    reader = browse(make.person(role))
    page = reader.read(LIST)
    assert "締切の延長は、まだありません" in page
    assert "/extensions/new" not in page
    assert reader.get(NEW).status_code == 403


def test_an_applicant_does_not_see_the_list(browse, closed):
    assert browse(make.person()).get(LIST).status_code == 403


def test_the_grace_is_said_on_the_applicants_page_only_where_there_is_one(browse, app):
    call = make.open_call(now())
    browser = browse(make.person())
    assert "秒の内に届けば" not in browser.read("/applications/")
    call.grace_seconds = 30
    db.session.commit()
    assert "締切から30秒の内に届けば受け付けます" in browser.read("/applications/")
    page = browser.send(f"/applications/calls/{call.id}/begin", "/applications/")
    assert "県の時計" in page
    assert "あと" in page


def test_an_officer_sets_the_grace_of_a_call(browse, app):
    call = make.open_call(now())
    officer = browse(make.person(Role.OFFICER))
    path = f"/desk/years/{call.year.fiscal_year}/calls/{call.id}"
    page = officer.read(path)
    assert "締切の猶予（秒）" in page
