"""From the list of applications to a message for those who applied."""

from sqlalchemy import select

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.messages.models import Mailing
from tests import make

LIST = "/desk/applications/"
WRITE = "/desk/applications/write/"


def begun() -> Mailing:
    return db.session.scalars(select(Mailing)).one()


def test_those_who_were_ticked_are_written_to_about_their_call(browse) -> None:
    call = make.call()
    one, two, _ = (make.application(to=call) for _ in range(3))
    me = browse(make.person(Role.OFFICER))
    assert f'formaction="{WRITE}' in me.read(LIST)
    page = me.send(WRITE, LIST, chosen=[one.id, two.id], which="ticked")
    assert "送り先は2人" in page
    assert {each.person for each in begun().recipients} == {one.applicant, two.applicant}
    assert begun().call == call


def test_all_that_the_list_finds_are_written_to_each_once(browse) -> None:
    first, second = make.call(title="第1回"), make.call(title="第2回")
    me = make.person()
    make.application(me, first)
    make.application(me, second)
    make.application(to=second)
    officer = browse(make.person(Role.OFFICER))
    assert "送り先は2人" in officer.send(WRITE, LIST, which="all")
    assert begun().call is None


def test_nobody_ticked_is_told_on_the_list(browse) -> None:
    make.application()
    page = browse(make.person(Role.OFFICER)).send(WRITE, LIST, which="ticked")
    assert "送る相手を1人以上選んでください。" in page


def test_who_may_not_answer_has_no_button(browse) -> None:
    make.application()
    assert "formaction" not in browse(make.person(Role.AUDITOR)).read(LIST)
