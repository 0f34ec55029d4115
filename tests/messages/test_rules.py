"""How a conversation moves, as a table."""

import pytest

from otameshi.core.roles import STAFF, Role
from otameshi.core.states import Refused
from otameshi.messages import rules
from otameshi.messages.rules import ANSWERING, MAILING, THREAD, MailingState, State


def names(role: Role, state: State) -> set[str]:
    return {move.name for move in THREAD.open_to([role], state)}


@pytest.mark.parametrize("role", ANSWERING)
def test_who_answers_may_do_this_and_no_more(role) -> None:
    assert names(role, State.WAITING) == {"answer", "dismiss", "assign"}
    assert names(role, State.ANSWERED) == {"answer", "close", "reopen", "assign"}
    assert names(role, State.CLOSED) == {"answer", "reopen"}


@pytest.mark.parametrize("state", State)
def test_an_applicant_may_always_write_and_nothing_else(state) -> None:
    assert names(Role.APPLICANT, state) == {"write"}
    assert THREAD.choose("write", [Role.APPLICANT], state).target is State.WAITING


@pytest.mark.parametrize("role", sorted(STAFF - set(ANSWERING)))
def test_others_of_the_office_only_read(role) -> None:
    assert all(not names(role, state) for state in State)
    assert not MAILING.open_to([role], MailingState.DRAFT)


def test_nobody_is_left_without_an_answer_unless_somebody_says_why() -> None:
    with pytest.raises(Refused, match="理由"):
        THREAD.choose("dismiss", [Role.OFFICER], State.WAITING, " ")


def test_who_holds_two_roles_sees_each_button_once() -> None:
    both = [Role.OFFICER, Role.MANAGER]
    assert [move.name for move in rules.buttons(both, State.ANSWERED)] == ["close", "reopen"]


@pytest.mark.parametrize("state", [MailingState.SENT, MailingState.DROPPED])
def test_what_was_sent_or_dropped_is_never_sent(state) -> None:
    with pytest.raises(Refused):
        MAILING.choose("send", ANSWERING, state)


@pytest.mark.parametrize(("count", "words"), [(0, "1人以上"), (501, "500人まで")])
def test_a_mailing_has_somebody_and_not_everybody(count, words) -> None:
    with pytest.raises(Refused, match=words):
        rules.some_recipients(count)


def test_a_mailing_goes_to_as_many_as_the_preview_said() -> None:
    rules.as_counted(3, 3)
    with pytest.raises(Refused, match="3人から2人に変わりました"):
        rules.as_counted(3, 2)
