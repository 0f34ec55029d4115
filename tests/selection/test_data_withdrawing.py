"""What came on paper is withdrawn by an officer when its applicant says so, until it is decided."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.applications.entering.withdrawal import How, Told
from otameshi.applications.rules import Channel
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection import actions
from otameshi.selection.actions.pile import living
from otameshi.selection.interviews.rules import State as Interview
from otameshi.selection.rules import State, may_still_be_withdrawn
from tests import make
from tests.selection.interviews import make as asking

CAME = japan(2026, 5, 10, 14)
TOLD = Told(How.TELEPHONE, date(2026, 6, 20), "転職のため")
AT = japan(2026, 6, 21, 9)


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


def paper(officer, **facts):
    entered = {"channel": Channel.PAPER, "entered_by": officer, "received_at": CAME}
    return make.application(**{**entered, **facts})


def letters():
    return db.session.scalars(select(Letter).where(Letter.kind == "application_withdrawn")).all()


def test_an_officer_withdraws_for_somebody_who_telephoned(officer):
    one = paper(officer)
    candidacy = make.candidacy(one)
    actions.withdraw_for(one, TOLD, officer, AT, one.version)
    assert one.state is ApplicationState.WITHDRAWN
    db.session.commit()
    event = db.session.scalars(history.of(one)).unique().one()
    assert event.label == "本人の申し出により取り下げる（2026年6月20日に電話で申し出）"
    assert (event.act, event.note, event.person) == ("withdraw_for", "転職のため", officer)
    with pytest.raises(Refused, match="取り下げられた"):
        living(candidacy)
    (letter,) = letters()
    assert letter.to == one.applicant.email
    assert "新しい応募" not in letter.body


def test_before_the_deadline_the_letter_says_that_one_may_begin_anew(officer):
    one = paper(officer)
    before = one.call.closes_at - timedelta(days=1)
    actions.withdraw_for(one, Told(How.LETTER, CAME.date(), "理由"), officer, before)
    (letter,) = letters()
    assert "新しい応募" in letter.body


def test_a_draft_is_withdrawn_without_a_letter(officer):
    one = paper(officer, state=ApplicationState.DRAFT)
    actions.withdraw_for(one, TOLD, officer, AT)
    assert one.state is ApplicationState.WITHDRAWN
    assert letters() == []


@pytest.mark.parametrize("on", [date(2026, 5, 9), date(2026, 6, 22)])
def test_a_day_on_which_nobody_can_have_said_so_is_refused(officer, on):
    with pytest.raises(Refused, match="申し出のあった日"):
        actions.withdraw_for(paper(officer), Told(How.TELEPHONE, on, "理由"), officer, AT)


def test_what_is_decided_is_not_withdrawn(officer):
    one = paper(officer)
    make.selected(one)
    with pytest.raises(Refused, match="結果が決まった"):
        actions.withdraw_for(one, TOLD, officer, AT)
    assert one.state is ApplicationState.SUBMITTED


def test_an_application_may_be_withdrawn_until_it_is_before_the_manager():
    may = []
    for state in State:
        with suppress(Refused):
            may_still_be_withdrawn(state)
            may.append(state)
    assert may == [State.SCREENING, State.REVIEWING]


def test_who_is_asked_to_an_interview_is_withdrawn_after_it(officer):
    one = paper(officer)
    [interview] = asking.invited(asking.held(one.call)[0], make.candidacy(one))
    with pytest.raises(Refused, match="面談"):
        actions.withdraw_for(one, TOLD, officer, AT)
    interview.state = Interview.CANCELLED
    db.session.flush()
    actions.withdraw_for(one, TOLD, officer, AT)


def test_who_when_and_why_are_asked_of_an_officer_alone_and_once(officer):
    one = paper(officer)
    with pytest.raises(Refused):
        actions.withdraw_for(one, TOLD, make.person(Role.MANAGER), AT)
    with pytest.raises(Refused, match="理由"):
        actions.withdraw_for(one, Told(How.LETTER, TOLD.on, " "), officer, AT)
    with pytest.raises(Refused, match="代わりに入力した応募だけ"):
        actions.withdraw_for(make.application(), TOLD, officer, AT)
    version = one.version
    actions.withdraw_for(one, TOLD, officer, AT, version)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.withdraw_for(one, TOLD, officer, AT, version)
    assert len(letters()) == 1
