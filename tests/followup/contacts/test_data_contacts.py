"""New addresses and consent to be written to, on both databases."""

import pytest

from otameshi import history
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.members.rules import State as RequestState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.desk import own_paper
from otameshi.documents.post import Letter
from otameshi.followup.contacts import actions, reading
from otameshi.followup.contacts.rules import PURPOSE, Address, How, masked
from otameshi.participation.models import Participation
from tests import make
from tests.statements import counted

AT = japan(2027, 9, 1, 10)
NEW = Address("atarashii@example.jp", "090-0000-0000", "380-8570", "長野県長野市大字南長野")

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


@pytest.fixture
def group(app):
    return make.participation(make.selected(make.application(people=2)))


def token() -> str:
    db.session.flush()
    (letter,) = db.session.scalars(db.select(Letter).where(Letter.kind == "contact_consented"))
    return str(letter.body).partition("/contacts/")[2].split()[0]


def test_an_address_is_the_applications_until_a_newer_one_is_told(group, officer):
    first, second = group.people
    known = reading.known_of([group]).of
    assert known[first.id].email == group.representative.email
    assert known[second.id] == Address("", "03-0000-0000", "", "東京都見本区1-2-3")
    actions.change(second, Address(email="futari@example.jp"), How.LINK, None, AT)
    known = reading.known_of([group]).of
    assert known[second.id] == Address("futari@example.jp", "03-0000-0000", "", "東京都見本区1-2-3")


def test_a_member_who_consented_by_mail_is_reached_there(group):
    application = group.candidacy.application
    second = application.members[1]
    db.session.add(
        MemberRequest(
            application_id=application.id,
            member_id=second.id,
            email="honnin@example.jp",
            token_hash="0" * 64,
            state=RequestState.ANSWERED,
            sent_at=AT,
            expires_at=AT,
            settled_at=AT,
            content="1",
        )
    )
    db.session.flush()
    assert reading.known_of([group]).of[group.people[1].id].email == "honnin@example.jp"


def test_the_old_address_stays_in_the_history(group, officer):
    first = group.people[0]
    old = reading.known_of([group]).of[first.id].email
    contact = actions.change(first, NEW, How.TELEPHONE, officer, AT, note="転居の電話")
    db.session.commit()
    (event,) = db.session.scalars(history.of(contact)).unique()
    assert event.facts["changes"]["メールアドレス"] == [old, NEW.email]
    assert (event.note, event.person) == ("転居の電話", officer)
    with pytest.raises(Refused, match="同じ"):
        actions.change(first, NEW, How.TELEPHONE, officer, AT)
    with pytest.raises(Overtaken):
        actions.change(first, Address(), How.TELEPHONE, officer, AT, version=0)


def test_consent_keeps_its_words_and_is_withdrawn_by_the_link_of_its_letter(group):
    first = group.people[0]
    given = actions.consent(first, How.LINK, None, AT)
    assert (given.purpose, given.contact.consent) == (PURPOSE, given)
    with pytest.raises(Refused, match="すでに"):
        actions.consent(first, How.LINK, None, AT)
    contact = actions.behind(token())
    assert contact is given.contact
    assert actions.behind("forged") is None
    actions.withdraw(contact, How.LINK, None, AT)
    assert contact.consent is None
    assert given.withdrawn_how is How.LINK
    with pytest.raises(Refused, match="取りやめ"):
        actions.withdraw(contact, How.LINK, None, AT)
    again = actions.consent(first, How.PAPER, None, AT)
    assert contact.consents == [given, again]


def test_who_cannot_be_reached_cannot_consent(group, officer):
    second = group.people[1]
    group.candidacy.application.members[1].address = ""
    group.candidacy.application.members[1].prefecture = ""
    db.session.flush()
    with pytest.raises(Refused, match="メールアドレスか住所"):
        actions.consent(second, How.PAPER, officer, AT)


def test_the_list_holds_who_consents_now_and_is_for_the_office(group, officer):
    first, second = group.people
    kept = actions.consent(first, How.LINK, None, AT).contact
    ended = actions.consent(second, How.PAPER, officer, AT).contact
    actions.withdraw(ended, How.TELEPHONE, officer, AT)
    db.session.commit()
    assert list(db.session.scalars(reading.alumni_visible_to(officer)).unique()) == [kept]
    stranger = make.person(Role.APPLICANT)
    assert not list(db.session.scalars(reading.alumni_visible_to(stranger)))


def test_taking_the_list_away_is_noted(officer):
    run = actions.taken_away(3, "交流会の案内", officer, AT)
    db.session.commit()
    (event,) = db.session.scalars(history.of(run)).unique()
    assert (event.person, event.note, event.facts) == (officer, "交流会の案内", {"people": 3})


def test_addresses_of_many_groups_take_as_many_reads_as_of_one():
    def read() -> None:
        query = db.select(Participation).options(*reading.FOR_ADDRESSES)
        reading.known_of(list(db.session.scalars(query).unique()))

    make.participation()
    few = counted(read)
    for _ in range(3):
        make.participation()
    assert counted(read) == few


def test_the_own_address_and_consent_can_be_taken_along(group):
    first, second = group.people
    actions.change(first, NEW, How.LINK, None, AT)
    actions.consent(first, How.LINK, None, AT)
    actions.change(second, Address(email="futari@example.jp"), How.LINK, None, AT)
    db.session.commit()
    told = own_paper.as_text(group.representative, AT)
    assert NEW.email in told
    assert PURPOSE in told
    assert "futari@example.jp" not in told


def test_an_address_is_shown_so_that_only_its_owner_knows_it():
    assert masked("hanako@example.jp") == "h…@example.jp"
    assert masked("") == ""
