"""A draft begun without an account finds its owner and nobody else; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.applications import actions, adopting, answering
from otameshi.applications.answers import BusinessAnswers
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.files.models import Attachment
from otameshi.people import Guest, Person, digest
from tests import make
from tests.applications.conftest import pdf

AT = now()


def guest() -> Guest:
    person = Person(name="", email="0@guest.invalid")
    person.give(Role.VISITOR)
    return make.keep(
        Guest(
            person=person,
            token_hash=digest("the cookie"),
            address="192.0.2.1",
            begun_at=AT,
            expires_at=AT + timedelta(days=30),
        )
    )


@pytest.fixture
def begun(app) -> tuple[Guest, Application]:
    """Somebody without an account with a draft of two answers and a file."""
    del app
    somebody = guest()
    draft = actions.begin(make.open_call(AT), somebody.person, AT)
    answering.save_business(draft, BusinessAnswers("事業", "経歴"), somebody.person, AT)
    answering.attach(draft, {"plan": [("計画.pdf", pdf())]}, somebody.person, AT)
    db.session.commit()
    return somebody, draft


def test_a_guest_fills_in_and_does_not_submit(begun) -> None:
    somebody, draft = begun
    assert draft.business == "事業"
    with pytest.raises(Refused):
        actions.submit(draft, somebody.person, AT, pledged=True, consented=True)


def test_the_history_names_no_guest(begun) -> None:
    _, draft = begun
    events = db.session.scalars(history.of(draft)).all()
    assert [one.person_id for one in events] == [None]


def test_the_draft_becomes_the_persons_with_its_files(begun) -> None:
    somebody, draft = begun
    me = make.person()
    assert list(adopting.adopt(somebody, me, AT)) == []
    db.session.commit()
    assert draft.applicant is me
    assert draft.papers[0].attachment.person is me
    assert db.session.scalars(actions.own(me)).all() == [draft]
    assert db.session.scalars(select(Guest)).all() == []
    assert list(history.faults()) == []


@pytest.mark.parametrize("keep", ["own", "guest"])
def test_of_two_drafts_one_is_chosen_and_none_is_lost(begun, keep: str) -> None:
    somebody, draft = begun
    me = make.person()
    own = actions.begin(draft.call, me, AT)
    assert list(adopting.adopt(somebody, me, AT)) == [draft]
    assert draft.applicant is somebody.person
    adopting.choose(draft, somebody, me, keep, AT)
    db.session.commit()
    kept, aside = (own, draft) if keep == "own" else (draft, own)
    assert (kept.state, aside.state) == (State.DRAFT, State.WITHDRAWN)
    assert {one.id for one in db.session.scalars(actions.own(me))} == {own.id, draft.id}


def test_a_draft_does_not_take_the_place_of_a_submitted_application(begun) -> None:
    somebody, draft = begun
    me = make.person()
    make.application(me, draft.call)
    with pytest.raises(Refused, match="すでに提出した応募"):
        adopting.choose(draft, somebody, me, "guest", AT)
    assert draft.applicant is somebody.person


def test_what_has_found_its_owner_is_not_given_again(begun) -> None:
    somebody, draft = begun
    adopting.adopt(somebody, make.person(), AT)
    with pytest.raises(Refused):
        adopting.choose(draft, somebody, make.person(), "own", AT)


def test_the_number_opens_once_and_in_time(begun) -> None:
    somebody, _ = begun
    me = make.person()
    number = adopting.offer_number(somebody, AT)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    typed = f"{number[:4]}－{number[4:]}".translate(wide)
    late = AT + adopting.NUMBER_LIVES
    assert adopting.with_number(typed, me, "192.0.2.2", late) is None
    assert adopting.with_number(typed, me, "192.0.2.2", AT) is somebody
    assert adopting.with_number(typed, me, "192.0.2.2", AT) is None


def test_numbers_cannot_be_guessed_one_after_another(begun) -> None:
    me = make.person()
    for n in range(adopting.TRIES_PER_PERSON):
        adopting.with_number(str(n), me, "192.0.2.3", AT)
    with pytest.raises(Refused, match="15分ほど"):
        adopting.with_number("9", me, "192.0.2.4", AT)
    after = AT + adopting.WINDOW + timedelta(seconds=1)
    assert adopting.with_number("9", me, "192.0.2.4", after) is None


def test_many_accounts_at_one_address_cannot_guess_either(begun) -> None:
    for n in range(adopting.TRIES_PER_ADDRESS):
        adopting.with_number(str(n), make.person(), "192.0.2.5", AT)
    with pytest.raises(Refused, match="15分ほど"):
        adopting.with_number("9", make.person(), "192.0.2.5", AT)


def test_what_nobody_claimed_is_removed_with_its_files(begun) -> None:
    somebody, draft = begun
    key = draft.papers[0].attachment.key
    assert adopting.sweep(AT) is None
    assert db.session.get(Application, draft.id) is not None
    over = somebody.expires_at
    assert adopting.sweep(over) == [key]
    assert adopting.sweep(over) is None
    db.session.commit()
    for kind in (Application, Attachment, Guest):
        assert db.session.scalars(select(kind)).all() == []
    assert db.session.scalars(select(Person)).all() == []
    assert list(history.faults()) == []


def test_a_draft_that_was_claimed_is_never_swept(begun) -> None:
    somebody, draft = begun
    me = make.person()
    adopting.adopt(somebody, me, AT)
    assert adopting.sweep(AT + timedelta(days=400)) is None
    assert db.session.get(Application, draft.id) is not None
    assert db.session.scalars(select(Person)).all() == [me]
