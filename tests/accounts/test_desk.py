"""What an administrator sees and does with accounts."""

import pytest
from sqlalchemy import event, select

from otameshi.accounts.models import MailLink
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.people import Person
from tests import make
from tests.accounts.letters import letters, path_in

LIST = "/desk/people/"
GOOD = "my cat hates mondays"
pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("role", sorted(ANYONE - {Role.ADMIN, Role.VISITOR}))
def test_only_an_administrator_sees_the_accounts(browse, role: Role) -> None:
    person = make.person(role)
    browser = browse(person)
    for page in (LIST, f"{LIST}invite", f"{LIST}{person.id}", f"{LIST}{person.id}/roles"):
        assert browser.get(page).status_code == 403


def test_a_reviewer_is_invited_and_joins(browse) -> None:
    admin = browse(make.person(Role.ADMIN))
    page = admin.send(
        f"{LIST}invite",
        email="r@example.jp",
        name="見本 先生",
        organisation="見本大学",
        roles=["reviewer", "auditor"],
    )
    assert "返事を待っている招待" in page
    assert "選考委員、閲覧・監査" in page
    guest = browse()
    guest.send(path_in(letters("invite")[0]), name="見本 先生", password=GOOD, again=GOOD)
    page = admin.read(LIST)
    assert "返事を待っている招待" not in page
    assert "r@example.jp" in page


def test_an_invitation_without_a_role_keeps_what_was_typed(browse) -> None:
    answer = browse(make.person(Role.ADMIN)).post(
        f"{LIST}invite", email="r@example.jp", name="見本 先生"
    )
    assert answer.status_code == 422
    assert "権限を1つ以上" in answer.text
    assert "r@example.jp" in answer.text


def test_nobody_is_invited_to_be_an_applicant(browse) -> None:
    answer = browse(make.person(Role.ADMIN)).post(
        f"{LIST}invite", email="r@example.jp", name="見本", roles=["applicant"]
    )
    assert answer.status_code == 422
    assert not db.session.scalars(select(MailLink)).all()


def test_an_invitation_is_sent_again_or_withdrawn(browse) -> None:
    admin = browse(make.person(Role.ADMIN))
    admin.send(f"{LIST}invite", email="r@example.jp", name="見本 先生", roles=["reviewer"])
    (first,) = db.session.scalars(select(MailLink.id)).all()
    admin.send(f"{LIST}invitations/{first}/again", page=LIST)
    assert len(letters("invite")) == 2
    assert "使えません" in browse().read(path_in(letters("invite")[0]))
    assert "すでに使われたか" in admin.send(f"{LIST}invitations/{first}/again", page=LIST)
    admin.send(f"{LIST}invitations/{first + 1}/withdraw", page=LIST)
    assert "使えません" in browse().read(path_in(letters("invite")[1]))


def test_a_change_of_roles_works_at_the_next_click_and_stands_in_the_history(browse) -> None:
    person = make.person(Role.OFFICER)
    admin, officer = browse(make.person(Role.ADMIN)), browse(person)
    assert officer.get(LIST).status_code == 403
    page = admin.send(f"{LIST}{person.id}/roles", roles=["admin", "manager"])
    assert "権限の変更" in page
    assert "管理者、決裁者" in page
    assert officer.get(LIST).status_code == 200


def test_two_administrators_do_not_overwrite_each_other(browse) -> None:
    person = make.person(Role.OFFICER)
    first, second = browse(make.person(Role.ADMIN)), browse(make.person(Role.ADMIN))
    path = f"{LIST}{person.id}/roles"
    seen = second.hidden(path)
    first.post(path, roles=["manager"])
    late = second.client.post(path, data={**seen, "roles": ["treasurer"]})
    assert late.status_code == 409
    assert "ほかの人が先に" in late.text
    assert db.session.get_one(Person, person.id, populate_existing=True).roles == {Role.MANAGER}


def test_an_account_is_closed_with_a_reason_and_opened_again(browse) -> None:
    person = make.person(Role.OFFICER)
    admin, officer = browse(make.person(Role.ADMIN)), browse(person)
    page = admin.send(f"{LIST}{person.id}/close", note="異動のため")
    assert "閉じた登録" in page
    assert "異動のため" in page
    assert officer.get("/accounts/me").status_code == 303
    assert person.name in admin.read(f"{LIST}?group=closed")
    assert "利用中" in admin.send(f"{LIST}{person.id}/reopen", page=f"{LIST}{person.id}")


def test_an_administrator_ends_somebodys_sessions(browse) -> None:
    person = make.person(Role.OFFICER)
    admin, officer = browse(make.person(Role.ADMIN)), browse(person)
    admin.send(f"{LIST}{person.id}/sign-out", page=f"{LIST}{person.id}")
    assert officer.get("/accounts/me").status_code == 303


def test_an_account_that_does_not_exist_is_not_found(browse) -> None:
    browser = browse(make.person(Role.ADMIN))
    for path in ("999", "999/roles", "999/close"):
        assert browser.get(LIST + path).status_code == 404


def test_the_list_says_what_to_do_when_nobody_is_found(browse) -> None:
    browser = browse(make.person(Role.ADMIN))
    assert "当てはまる人はいません" in browser.read(f"{LIST}?search=zzz")
    assert "この区分の人はいません" in browser.read(f"{LIST}?group=closed")


def test_the_list_asks_the_database_as_often_for_thirty_people_as_for_three(browse) -> None:
    browser = browse(make.person(Role.ADMIN))
    counts = []
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for more in (3, 27):
        for _ in range(more):
            make.person(Role.OFFICER)
        db.session.commit()
        asked.clear()
        browser.read(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
