"""A score and the closing, and two officers at one candidate, pressed in the same moment."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.history import Event
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import SheetState, State
from tests import make
from tests.conftest import Browser

Press = tuple[str, FlaskClient, dict[str, str]]


def at_once(*presses: Press) -> list[int]:
    """Send the forms in one moment, and return the answers in the order of the presses."""
    begin, answers = threading.Barrier(len(presses)), [0] * len(presses)

    def press(place: int, path: str, client: FlaskClient, sent: dict[str, str]) -> None:
        begin.wait()
        answers[place] = client.post(path, data=sent).status_code

    threads = [
        threading.Thread(target=press, args=(place, *one)) for place, one in enumerate(presses)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.parametrize("attempt", range(2))
def test_a_score_comes_before_the_closing_or_is_refused(app: Flask, attempt: int) -> None:
    sheet = make.sheet()
    call = sheet.candidacy.application.call
    points = {f"points-{one.id}": "4" for one in call.year.criteria}
    here, desk = f"/review/{sheet.id}", f"/desk/selection/{call.id}/scoring"
    reviewer, officer = sheet.reviewer, make.person(Role.OFFICER)
    db.session.commit()
    scoring, closing = Browser(app, reviewer), Browser(app, officer)
    presses = (
        (here, scoring.client, {**scoring.hidden(here), **points}),
        (f"{desk}/close", closing.client, closing.hidden(desk)),
    )
    key = sheet.id
    db.session.remove()
    scored, closed = at_once(*presses)
    assert closed == 303
    kept = db.session.get_one(Sheet, key)
    late = db.session.scalars(select(Event).where(Event.act == "late_score")).all()
    if scored == 303:
        assert (kept.state, late) == (SheetState.FINAL, [])
    else:
        assert (scored, kept.state, kept.scores) == (422, SheetState.ASSIGNED, [])
        assert len(late) == 1


def test_two_officers_judge_one_candidate_at_once_and_one_is_told(app: Flask) -> None:
    one = make.candidacy(state=State.SCREENING)
    here = f"/desk/selection/candidates/{one.id}"
    people = [make.person(Role.OFFICER) for _ in range(2)]
    db.session.commit()
    first, second = (Browser(app, person) for person in people)
    reason = "県内に本社がある。"
    sending = {"note": reason, "shown": reason, "action": "send"}
    presses = (
        (f"{here}/pass", first.client, {**first.hidden(here), "note": "確かめた"}),
        (f"{here}/ineligible", second.client, {**second.hidden(f"{here}/ineligible"), **sending}),
    )
    key = one.id
    db.session.remove()
    at_once(*presses)
    acts = db.session.scalars(
        select(Event.act).where(Event.subject == "candidacies", Event.subject_id == key)
    ).all()
    state = db.session.get_one(Candidacy, key).state
    assert (state, acts) in [(State.REVIEWING, ["pass"]), (State.INELIGIBLE, ["fail"])]
