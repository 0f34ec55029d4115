"""Two people at the same moment: one act holds, the other is refused, and nothing stays half."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import actions
from otameshi.selection.decision.actions import promoting, sending
from otameshi.selection.decision.models import Decision, Dispatch
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.selection.decision_world import AT, decided, proposed, send, tell

LATE = {"この手続きは、今の状態または権限では行えません。", str(Overtaken())}


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Take several acts at the same moment, each in a transaction of its own."""
    ready, told = Barrier(len(acts)), []

    def take(act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                act()
                db.session.commit()
                told.append("done")
            except Refused as refused:
                db.session.rollback()
                told.append(str(refused))
            except StaleDataError:  # the shell says it in the words of Overtaken (web/refusal)
                db.session.rollback()
                told.append(str(Overtaken()))
            finally:
                db.session.remove()

    threads = [Thread(target=take, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.expire_all()
    return sorted(told, key=lambda words: words != "done")


def person(key: int) -> Person:
    return db.session.get_one(Person, key)


def test_two_managers_decide_the_same_application_and_one_of_them_is_told(app: Flask) -> None:
    one = proposed()
    key, managers = one.id, [make.person(Role.MANAGER).id for _ in range(2)]
    db.session.commit()

    def decide(manager: int, name: str) -> Callable[[], object]:
        return lambda: actions.decide(
            db.session.get_one(Candidacy, key), name, person(manager), AT, "理由"
        )

    told = at_once(app, decide(managers[0], "select"), decide(managers[1], "reject"))
    assert told[0] == "done"
    assert told[1] in LATE
    (decision,) = db.session.scalars(select(Decision)).all()
    assert decision.outcome.value == db.session.get_one(Candidacy, key).state.value


def test_a_decision_and_a_withdrawal_do_not_cross(app: Flask) -> None:
    one = proposed()
    key, application, manager = one.id, one.application_id, make.person(Role.MANAGER).id
    db.session.commit()

    def withdraw() -> None:
        locked(Application, application).state = ApplicationState.WITHDRAWN

    def decide() -> None:
        actions.decide(db.session.get_one(Candidacy, key), "select", person(manager), AT)

    told = at_once(app, withdraw, decide)
    found = db.session.scalars(select(Decision)).all()
    assert db.session.get_one(Application, application).state is ApplicationState.WITHDRAWN
    # Either the withdrawal came first, or the decision did and is never told.
    if told[1] == "done":
        assert sending.ready(one.application.call) == []
        assert len(found) == 1
    else:
        assert "取り下げられた" in told[1]
        assert found == []
        assert db.session.get_one(Candidacy, key).state is State.PROPOSED


def test_what_is_sent_twice_at_once_leaves_once(app: Flask) -> None:
    manager = make.person(Role.MANAGER)
    call = make.call()
    decided(call, manager, Outcome.SELECTED)
    call_id, manager_id = call.id, manager.id
    db.session.commit()

    def again() -> None:
        send(db.session.get_one(Call, call_id), person(manager_id))

    told = at_once(app, again, again)
    assert told[0] == "done"
    assert told[1] != "done"
    assert len(db.session.scalars(select(Dispatch)).all()) == 1


def test_a_recall_and_the_worker_do_not_cross(app: Flask) -> None:
    manager = make.person(Role.MANAGER)
    call = make.call()
    (one,) = decided(call, manager, Outcome.SELECTED)
    act, key = send(call, manager), one.id
    act_id, over, manager_id = act.id, act.hold_until, manager.id
    db.session.commit()

    def recall() -> None:
        sending.recall(db.session.get_one(Dispatch, act_id), person(manager_id), over)

    told = at_once(app, recall, lambda: sending.release(act_id, over))
    act = db.session.get_one(Dispatch, act_id)
    found = db.session.get_one(Candidacy, key)
    assert (act.released_at is None) != (act.recalled_at is None)
    assert (found.told is State.SELECTED) == (act.released_at is not None)
    assert told[0] == "done"


def test_the_same_place_is_filled_once(app: Flask) -> None:
    manager = make.person(Role.MANAGER)
    call = make.call()
    gone, first = decided(call, manager, Outcome.SELECTED, Outcome.WAITLISTED)
    tell(call, manager)
    actions.record_decline(gone, make.person(Role.OFFICER), AT, "電話")
    key, manager_id, call_id = first.id, manager.id, call.id
    db.session.commit()

    def promote() -> None:
        promoting.promote(db.session.get_one(Candidacy, key), person(manager_id), AT)

    told = at_once(app, promote, promote)
    assert told[0] == "done"
    assert told[1] in LATE
    assert promoting.free(db.session.get_one(Call, call_id)) == 0
