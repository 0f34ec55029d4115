"""Accounts on both databases: joining, tries, links, and what administrators may do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.accounts import actions, links, passwords, staff
from otameshi.accounts.models import MailLink, SignInTry
from otameshi.accounts.rules import Group, Purpose
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.people import Person, SignIn
from tests import make
from tests.accounts.letters import letters, token_in
from tests.make import NOON

GOOD, BETTER = "my cat hates mondays", "and loves the alps"
HERE = "192.0.2.1"
pytestmark = pytest.mark.usefixtures("app")


def member(*roles: Role, **facts) -> Person:
    return make.person(*roles, password_hash=passwords.hashed(GOOD), **facts)


def sign_in(email: str, password: str, at=NOON, address: str = HERE) -> Person | None:
    found = actions.sign_in(email, password, address, at)
    db.session.commit()
    return found


def invited(email: str = "new@example.jp", by: Person | None = None) -> MailLink:
    by = by or make.person(Role.ADMIN)
    link, _ = staff.invite(email, "見本 花子", "見本大学", [Role.REVIEWER], by=by, at=NOON)
    return link


def asked_link(email: str = "new@example.jp") -> MailLink:
    actions.ask_to_join(email, NOON)
    link = links.usable(token_in(letters("sign_up")[-1]), NOON)
    assert link is not None
    return link


def labels_of(row: Person) -> list[str]:
    db.session.commit()
    return [event.act for event in db.session.scalars(history.of(row))]


def test_a_sign_up_link_makes_an_applicant_once() -> None:
    link = asked_link()
    person = actions.join(link, "見本 花子", GOOD, NOON)
    assert person.roles == {Role.APPLICANT}
    assert person.verified_at == NOON
    assert labels_of(person) == ["joined", "verified"]
    with pytest.raises(Refused):
        actions.join(link, "見本 花子", GOOD, NOON)


def test_only_the_hash_of_a_token_is_kept() -> None:
    asked_link()
    token = token_in(letters("sign_up")[0])
    assert token not in str([vars(link) for link in db.session.scalars(select(MailLink))])
    assert letters("sign_up")[0].confidential


def test_an_address_that_has_an_account_is_told_so_by_letter_alone() -> None:
    known = member()
    actions.ask_to_join(known.email, NOON)
    assert [letter.kind for letter in letters()] == ["known_address"]
    assert not db.session.scalars(select(MailLink)).all()


def test_nobody_can_fill_a_mailbox_with_letters() -> None:
    for _ in range(10):
        actions.ask_to_join("new@example.jp", NOON)
    assert len(letters()) == 3
    actions.ask_to_join("new@example.jp", NOON + timedelta(hours=1, minutes=1))
    assert len(letters()) == 4


@pytest.mark.parametrize(
    ("purpose", "life"),
    [
        (Purpose.SIGN_UP, timedelta(hours=24)),
        (Purpose.RESET, timedelta(hours=1)),
        (Purpose.INVITE, timedelta(days=7)),
        (Purpose.NEW_ADDRESS, timedelta(hours=24)),
    ],
)
def test_a_link_dies_when_its_time_is_over(purpose: Purpose, life: timedelta) -> None:
    link, token = links.make(purpose, "new@example.jp", NOON)
    assert links.usable(token, NOON + life - timedelta(seconds=1)) is not None
    assert links.usable(token, NOON + life) is None
    with pytest.raises(Refused):
        links.use(link, purpose, NOON + life)


def test_a_link_serves_no_other_purpose() -> None:
    link, _ = links.make(Purpose.RESET, "new@example.jp", NOON)
    with pytest.raises(Refused):
        links.use(link, Purpose.INVITE, NOON)


def test_a_token_with_one_changed_letter_opens_nothing() -> None:
    _, token = links.make(Purpose.RESET, "new@example.jp", NOON)
    for place in range(len(token)):
        forged = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        assert links.usable(forged, NOON) is None


def test_the_right_password_signs_in_and_a_wrong_one_does_not() -> None:
    person = member()
    assert sign_in(person.email, GOOD) is person
    assert sign_in(person.email, BETTER) is None
    assert sign_in("nobody@example.jp", GOOD) is None
    tried = db.session.scalars(select(SignInTry).order_by(SignInTry.id)).all()
    assert [one.succeeded for one in tried] == [True, False, False]


def test_a_closed_or_unverified_account_is_like_one_that_does_not_exist() -> None:
    assert sign_in(member(closed_at=NOON).email, GOOD) is None
    assert sign_in(member(verified_at=None).email, GOOD) is None
    assert sign_in(make.person(password_hash=None).email, GOOD) is None


def test_an_unknown_account_costs_as_many_hashes_as_a_known_one(monkeypatch) -> None:
    counted: list[str] = []
    original = passwords.HASHER.verify

    def counting(stored: str, password: str) -> bool:
        counted.append(password)
        return original(stored, password)

    monkeypatch.setattr(type(passwords.HASHER), "verify", staticmethod(counting))
    for email in (member().email, "nobody@example.jp", member(closed_at=NOON).email):
        counted.clear()
        sign_in(email, BETTER)
        assert counted == [BETTER]


def test_the_sixth_try_in_a_quarter_of_an_hour_is_refused_even_with_the_right_password() -> None:
    person = member()
    for _ in range(5):
        assert sign_in(person.email, BETTER) is None
    with pytest.raises(Refused, match="15分"):
        sign_in(person.email, GOOD)
    db.session.rollback()
    assert sign_in(person.email, GOOD, NOON + timedelta(minutes=15)) is person


def test_an_address_of_the_network_has_thirty_tries() -> None:
    for number in range(30):
        assert sign_in(f"p{number}@example.com", GOOD) is None
    with pytest.raises(Refused):
        sign_in("another@example.com", GOOD)
    db.session.rollback()
    assert sign_in("another@example.com", GOOD, address="192.0.2.2") is None


def test_after_a_hundred_failures_in_a_row_only_a_mail_link_helps() -> None:
    person = member()
    for number in range(100):
        at = NOON + timedelta(hours=number)
        db.session.add(SignInTry(email=person.email, address=HERE, at=at, succeeded=False))
    later = NOON + timedelta(days=30)
    with pytest.raises(Refused, match="パスワードでの受付"):
        sign_in(person.email, GOOD, later)
    db.session.rollback()
    link, _ = links.make(Purpose.RESET, person.email, later, person=person)
    actions.reset_password(link, BETTER, HERE, later)
    assert sign_in(person.email, BETTER, later) is person


def test_the_locked_out_owner_comes_in_by_mail() -> None:
    person = member()
    for _ in range(5):
        sign_in(person.email, BETTER)
    actions.forget_password(person.email, NOON)
    link = links.usable(token_in(letters("reset")[0]), NOON)
    assert link is not None
    assert actions.reset_password(link, BETTER, HERE, NOON) is person
    assert sign_in(person.email, BETTER) is person


def test_an_older_hash_is_renewed_at_sign_in() -> None:
    weaker = type(passwords.HASHER)(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    person = make.person(password_hash=weaker.hash(GOOD))
    assert sign_in(person.email, GOOD) is person
    assert person.password_hash is not None
    assert not passwords.outdated(person.password_hash)
    assert sign_in(person.email, GOOD) is person


def test_a_reset_ends_every_session_and_every_other_link() -> None:
    person = member()
    db.session.add(SignIn(token_hash="x", person=person, at=NOON))
    link, _ = links.make(Purpose.RESET, person.email, NOON, person=person)
    _, other = links.make(Purpose.RESET, person.email, NOON, person=person)
    actions.reset_password(link, BETTER, HERE, NOON)
    db.session.commit()
    db.session.expire_all()
    assert [one.ended_at for one in db.session.scalars(select(SignIn))] == [NOON]
    assert links.usable(other, NOON) is None
    assert letters("password_changed")[0].to == person.email
    assert labels_of(person) == ["password_changed"]


def test_nobody_without_an_open_account_gets_a_reset_letter() -> None:
    actions.forget_password("nobody@example.jp", NOON)
    actions.forget_password(member(closed_at=NOON).email, NOON)
    assert letters() == []


def test_a_new_address_counts_once_it_is_proved_and_the_old_one_is_told() -> None:
    person = member()
    before = person.email
    actions.ask_for_address(person, "other@example.jp", NOON)
    assert person.email == before
    link = links.usable(token_in(letters("new_address")[0]), NOON)
    assert link is not None
    actions.take_address(link, NOON)
    assert person.email == "other@example.jp"
    assert letters("address_changed")[0].to == before
    assert labels_of(person) == ["address_asked", "address_changed"]


def test_an_address_taken_meanwhile_cannot_be_taken_again() -> None:
    person = member()
    actions.ask_for_address(person, "other@example.jp", NOON)
    make.person(email="other@example.jp")
    link = links.usable(token_in(letters("new_address")[0]), NOON)
    assert link is not None
    with pytest.raises(Refused):
        actions.take_address(link, NOON)


def test_another_persons_address_is_answered_by_a_letter_to_its_owner() -> None:
    owner = member()
    actions.ask_for_address(member(), owner.email, NOON)
    assert [(one.kind, one.to) for one in letters()] == [("known_address", owner.email)]


def test_history_keeps_no_secret_of_an_account() -> None:
    person = actions.join(asked_link(), "見本 花子", GOOD, NOON)
    actions.change_password(person, BETTER, NOON)
    db.session.commit()
    kept = str([vars(event) for event in db.session.scalars(select(history.Event))])
    for secret in (GOOD, BETTER, person.password_hash, token_in(letters("sign_up")[0])):
        assert str(secret) not in kept


def test_an_invitation_makes_staff_and_no_applicant() -> None:
    person = actions.join(invited(), "見本 花子", GOOD, NOON)
    assert person.roles == {Role.REVIEWER}
    assert person.organisation == "見本大学"


def test_an_address_that_has_an_account_is_not_invited() -> None:
    with pytest.raises(Refused, match="すでに登録"):
        invited(member().email)


def test_an_invitation_sent_again_kills_the_first_link() -> None:
    admin = make.person(Role.ADMIN)
    first = invited(by=admin)
    second = staff.invite_again(first.id, admin, NOON + timedelta(days=8))
    db.session.commit()
    assert first.used_at is not None
    assert (second.roles, second.name) == (["reviewer"], "見本 花子")
    assert list(db.session.scalars(staff.invitations())) == [second]
    assert len(letters("invite")) == 1


def test_an_invitation_can_be_withdrawn() -> None:
    admin = make.person(Role.ADMIN)
    link = invited(by=admin)
    staff.withdraw_invitation(link.id, admin, NOON)
    with pytest.raises(Refused):
        actions.join(link, "見本 花子", GOOD, NOON)


def test_a_change_of_roles_is_kept_with_before_and_after() -> None:
    person, admin = member(Role.OFFICER, Role.MANAGER), make.person(Role.ADMIN)
    staff.change_roles(person.id, [Role.OFFICER, Role.TREASURER], admin, NOON, person.version)
    db.session.commit()
    assert person.roles == {Role.OFFICER, Role.TREASURER}
    event = db.session.scalars(history.of(person)).one()
    assert event.facts == {"before": ["manager", "officer"], "after": ["officer", "treasurer"]}


def test_roles_changed_by_somebody_else_meanwhile_are_not_overwritten() -> None:
    person, admin = member(Role.OFFICER), make.person(Role.ADMIN)
    with pytest.raises(Overtaken):
        staff.change_roles(person.id, [Role.MANAGER], admin, NOON, person.version + 1)


def test_an_applicant_never_becomes_staff_by_a_change_of_roles() -> None:
    with pytest.raises(Refused, match="応募者"):
        staff.change_roles(member().id, [Role.ADMIN], make.person(Role.ADMIN), NOON, None)


def test_administrators_keep_their_own_role_and_the_last_one_stays() -> None:
    admin, other = make.person(Role.ADMIN), make.person(Role.ADMIN)
    with pytest.raises(Refused, match="自分"):
        staff.change_roles(admin.id, [Role.OFFICER], admin, NOON, None)
    with pytest.raises(Refused, match="自分"):
        staff.close(admin.id, admin, NOON)
    staff.close(other.id, admin, NOON)
    with pytest.raises(Refused, match="最後の管理者"):
        staff.change_roles(admin.id, [Role.OFFICER], other, NOON, None)
    with pytest.raises(Refused, match="最後の管理者"):
        staff.close(admin.id, other, NOON)


def test_closing_an_account_ends_its_sessions_and_links_and_keeps_its_history() -> None:
    person, admin = member(Role.OFFICER), make.person(Role.ADMIN)
    db.session.add(SignIn(token_hash="x", person=person, at=NOON))
    _, token = links.make(Purpose.RESET, person.email, NOON, person=person)
    staff.close(person.id, admin, NOON, "異動のため")
    db.session.commit()
    db.session.expire_all()
    assert [one.ended_at for one in db.session.scalars(select(SignIn))] == [NOON]
    assert links.usable(token, NOON) is None
    assert sign_in(person.email, GOOD) is None
    staff.reopen(person.id, admin, NOON)
    assert labels_of(person) == ["closed", "reopened"]


def test_the_list_of_people_is_divided_and_searched() -> None:
    officer = member(Role.OFFICER, name="長野 花子", organisation="県庁")
    applicant = member(name="東京 太郎")
    closed = member(Role.MANAGER, name="松本 次郎", closed_at=NOON)

    def found(group: Group, search: str = "") -> list[Person]:
        return list(db.session.scalars(staff.people(group, search)).unique())

    assert found(Group.STAFF) == [officer]
    assert found(Group.APPLICANTS) == [applicant]
    assert found(Group.CLOSED) == [closed]
    assert found(Group.STAFF, "県") == [officer]
    assert found(Group.STAFF, "%") == []


def test_two_people_are_never_the_same_person(app) -> None:
    one, other = make.person(), make.person()
    people = [one, make.person()]
    assert one != other
    assert other not in people
