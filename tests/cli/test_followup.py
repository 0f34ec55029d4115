"""The indicator in the terminal, and outcomes made anew from the replies."""

from sqlalchemy import select, update

from otameshi.cli.followup import followup, retention
from otameshi.db import db
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.rules import Kind
from otameshi.followup.models import Outcome
from otameshi.followup.rules import Answer
from tests.followup.make import IN_MARCH, answered, groups, wave
from tests.statistics.sheet.make import r6


def said(app, command, *words: str) -> str:
    db.session.commit()
    found = app.test_cli_runner().invoke(command, words)
    assert found.exit_code == 0, found.output
    return str(found.output)


def test_all_years_stand_in_the_terminal_with_their_widths(app):
    r6()
    lines = said(app, retention).splitlines()
    assert lines[1].split() == [
        "R6", "15/19", "=", "78.9", "56.7～91.5", "78.9～78.9", "0組", "0組", "0組", "—", "79.0",
    ]  # fmt: skip


def test_one_year_tells_its_days_and_any_past_one(app):
    r6()
    assert "2025-03-02  15/19 = 78.9  未回答 → 拠点を維持・活動する 15組" in said(
        app, retention, "--year", "2024"
    )
    then = said(app, retention, "--year", "2024", "--as-of", "2025-03-01")
    assert "2025-03-01の終わり：0/19 = 0.0（未回答19、回答辞退0、まだ決めていない0）" in then
    wrong = app.test_cli_runner().invoke(retention, ["--as-of", "2025-03-01"])
    assert (wrong.exit_code, "--year" in wrong.output) == (2, True)


def test_outcomes_that_went_wrong_are_made_anew(app):
    r6()
    assert "一致しています" in said(app, followup, "outcomes")
    db.session.execute(update(Outcome).values(answer=Answer.LEFT))
    assert "令和6年度：15組" in said(app, followup, "outcomes")
    db.session.expire_all()
    stayed = select(Outcome).where(Outcome.answer == Answer.STAYED)
    assert len(db.session.scalars(stayed).all()) == 15


def test_each_wave_tells_who_answered_and_whom_to_call(app):
    groups(4)
    invited = answered(wave(), stayed=2, left=1)
    last = invited[-1].invitation
    db.session.add(SurveyTask(invitation=last, kind=Kind.SILENT, letter=0, opened_at=IN_MARCH))
    lines = said(app, followup, "waves", "--year", "2024").splitlines()
    # 3 of 4 = 75.0 %: nobody declined, one is silent, all letters arrived, one call is to be made.
    assert lines[1].split() == ["R6", "終了時", "4", "3", "75.0", "0", "1", "0", "1"]
    empty = app.test_cli_runner().invoke(followup, ["waves", "--year", "2031"])
    assert (empty.exit_code, "まだありません" in empty.output) == (1, True)
