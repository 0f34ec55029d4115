"""What is kept when lines are judged and groups visited, on both databases."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims.checking import actions, keeping, reading
from otameshi.claims.checking.actions import Visit
from otameshi.claims.checking.models import LineReport, LineRuling, OnSiteCheck
from otameshi.claims.checking.rules import Outcome
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.claims.seeing import terms_of
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.people import Person
from tests import make
from tests.claims.test_actions import OCTOBER, entry, officer, receipt, submitted, together

pytestmark = pytest.mark.usefixtures("app")
ACCEPT = Ruling(Verdict.ACCEPTED)


def back(reason: str = "宛名がありません。") -> Ruling:
    return Ruling(Verdict.RETURNED, reason=reason)


def sent_back(claim: Claim, who: Person, reason: str) -> None:
    """Accept all but the last line and send that one back."""
    *good, bad = claim.lines
    for line in good:
        if line.verdict is Verdict.OPEN:
            claims.judge_line(line, ACCEPT, who, OCTOBER)
    claims.judge_line(bad, back(reason), who, OCTOBER)
    claims.take(claim, "return", who, OCTOBER)


def test_two_rounds_of_a_line_are_kept_with_who_said_what_and_what_was_changed():
    claim, who = submitted(50_000, 60_000), officer()
    line = claim.lines[1]
    sent_back(claim, who, "宛名がありません。")
    claims.change_line(line, entry(55_000, payee="見本オフィス"), claim.claimant, OCTOBER)
    claims.submit(claim, claim.claimant, OCTOBER + timedelta(days=1))
    sent_back(claim, who, "日付がありません。")
    claims.change_line(
        line, entry(55_000, payee="見本オフィス", **receipt()), claim.claimant, OCTOBER
    )
    claims.submit(claim, claim.claimant, OCTOBER + timedelta(days=2))
    past = reading.past_of(line, terms_of(claim.grant).rulebook)
    assert [(one.round, one.reason, one.person.id) for one in past.rulings] == [
        (0, "宛名がありません。", who.id),
        (1, "日付がありません。", who.id),
    ]
    first, second = past.changes
    changed = {one.label: (one.before, one.after) for one in first.differences}
    assert changed["金額（円）"] == ("60,000", "55,000")
    assert changed["支払先"] == ("見本コワーキング", "見本オフィス")
    assert [one.label for one in second.differences] == ["証拠書類"]
    assert len(db.session.scalars(select(LineReport)).all()) == 4  # 2, and 1 each time it changed
    said = reading.said_of(claim)
    assert [one.round for one in said[claim.lines[0].id]] == [0]


def test_what_was_said_of_a_line_stays_when_the_line_is_taken_out():
    claim, who = submitted(50_000, 60_000), officer()
    sent_back(claim, who, "宛名がありません。")
    claims.remove_line(claim.lines[1], claim.claimant, OCTOBER)
    db.session.commit()
    db.session.expire_all()
    rulings = db.session.scalars(select(LineRuling).order_by(LineRuling.id)).all()
    assert [one.line_id is None for one in rulings] == [False, True]
    assert keeping.judges(claim) == {who.id}


def test_lines_without_a_question_are_accepted_in_one_act():
    claim, who = submitted(50_000, 60_000), officer()
    taxi = make.claim_line(claim, 3_000, "travel", sub_kind="taxi")
    clean = {line.id for line in reading.undoubted(claim)}
    assert clean == {line.id for line in claim.lines} - {taxi.id}
    amount = actions.accept_together(claim, clean, who, OCTOBER, claim.version)
    assert amount == 110_000
    assert [one.verdict for one in claim.lines] == [
        Verdict.ACCEPTED,
        Verdict.ACCEPTED,
        Verdict.OPEN,
    ]
    assert len(db.session.scalars(select(LineRuling)).all()) == 2
    db.session.commit()
    told = db.session.scalars(history.of(claim)).all()[-1]
    assert (told.act, told.facts["amount"], set(told.facts["lines"])) == (
        "accept_lines",
        110_000,
        clean,
    )
    with pytest.raises(Refused, match="確認が要る行"):
        actions.accept_together(claim, {taxi.id}, who, OCTOBER)


def test_accepting_at_once_is_refused_to_others_and_when_somebody_was_first():
    claim = submitted(50_000)
    chosen, shown = {claim.lines[0].id}, claim.version
    with pytest.raises(Refused, match="担当者が"):
        actions.accept_together(claim, chosen, make.person(Role.MANAGER), OCTOBER)
    claims.judge_line(claim.lines[0], back(), officer(), OCTOBER)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.accept_together(claim, chosen, officer(), OCTOBER, shown)
    with pytest.raises(Refused, match="確認が要る行"):
        actions.accept_together(claim, chosen, officer(), OCTOBER)


def test_who_judged_a_line_does_not_settle_though_another_ended_the_check():
    both, claim = make.person(Role.OFFICER, Role.MANAGER), submitted(50_000)
    claims.judge_line(claim.lines[0], ACCEPT, both, OCTOBER)
    claims.take(claim, "check", officer(), OCTOBER)
    with pytest.raises(Refused, match="この請求の行を判断した人"):
        claims.settle(claim, both, OCTOBER)
    claims.settle(claim, make.person(Role.MANAGER), OCTOBER)
    assert claim.state is State.SETTLED


def visit(**facts) -> Visit:
    standard = {
        "checked_on": date(2026, 10, 1),
        "who": "見本　担当",
        "place": "見本市のオフィス",
        "seen": "契約どおりの席が使われていました。",
        "outcome": Outcome.FINE,
    }
    return Visit(**{**standard, **facts})


def test_a_visit_is_recorded_corrected_and_kept_in_the_history():
    group, who = make.decided_grant().participation, officer()
    picture = receipt()["files"][0]
    made = actions.record_visit(group, visit(file=(picture.name, picture.content)), who, OCTOBER)
    db.session.flush()
    assert made.attachment is not None
    actions.correct_visit(made, visit(outcome=Outcome.DOUBT), who, OCTOBER, made.version)
    db.session.commit()
    assert [one.outcome for one in reading.visits_of(group)] == [Outcome.DOUBT]
    acts = [one.act for one in db.session.scalars(history.of(group))]
    assert acts[-2:] == ["on_site_check", "correct_on_site_check"]
    assert db.session.scalars(history.of(group)).all()[-1].facts["was"]["outcome"] == "fine"
    with pytest.raises(Overtaken):
        actions.correct_visit(made, visit(), who, OCTOBER, 1)


def test_a_visit_still_to_come_and_one_by_others_is_refused():
    group = make.decided_grant().participation
    with pytest.raises(Refused, match="今日より後"):
        actions.record_visit(group, visit(checked_on=date(2026, 10, 7)), officer(), OCTOBER)
    with pytest.raises(Refused, match="担当者が"):
        actions.record_visit(group, visit(), make.person(Role.MANAGER), OCTOBER)


def test_a_visit_that_says_nothing_can_never_be():
    group = make.decided_grant().participation
    made = actions.record_visit(group, visit(), officer(), OCTOBER)
    made.seen = ""
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    assert db.session.scalars(select(OnSiteCheck)).all() == []


def test_two_officers_judge_one_line_and_the_first_ruling_stands(app: Flask):
    claim = submitted(50_000)
    line_id, shown, people = claim.lines[0].id, claim.version, [officer().id, officer().id]
    db.session.commit()
    rulings = [Ruling(Verdict.REDUCED, Yen(1_000 * n), f"理由{n}") for n in (1, 2)]

    def rule(who: int, ruling: Ruling) -> None:
        line = db.session.get_one(ClaimLine, line_id)
        claims.judge_line(line, ruling, db.session.get_one(Person, who), OCTOBER, shown)

    acts = [partial(rule, who, one) for who, one in zip(people, rulings, strict=True)]
    assert together(app, acts) == ["done", "refused"]
    line, [kept] = db.session.get_one(ClaimLine, line_id), db.session.scalars(select(LineRuling))
    assert (line.reduced_to, line.reason) == (kept.reduced_to, kept.reason)
