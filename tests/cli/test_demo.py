"""The demonstration programme, loaded by the actions themselves, on both databases."""

from fractions import Fraction

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from otameshi import history
from otameshi.cli.demo import account_lines, cast, command, load
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files import storage
from otameshi.files.models import Attachment
from otameshi.followup.retention import reading as retention
from otameshi.outreach import actions as gatherings
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits import counting, forgetting, reading
from otameshi.outreach.visits.models import offer_of
from otameshi.outreach.visits.rules import open_for_booking
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.statistics.sheet import figures

RATES = {2022: Fraction(14, 19), 2023: Fraction(12, 20), 2024: Fraction(15, 19)}


def gatherings_add_up() -> None:
    """Hold that past years have the published numbers and no names, and the next can be booked."""
    at = now()
    found = gatherings.counts(2024, at)
    assert [found[kind].times for kind in GatheringKind] == [10, 3, 1]
    assert found[GatheringKind.LARGE].people == 54
    held = db.session.scalars(select(Gathering).where(Gathering.attendance.is_not(None)))
    assert [one.id for one in held.all() if one.attendance != counting.suggested(one)] == []
    assert list(forgetting.due(at)) == []
    session = gatherings.next_session(at)
    assert session is not None
    assert open_for_booking(offer_of(session), at)
    path = {one.fiscal_year: one for one in reading.funnel()}
    assert path[2024].applied == reading.Step(36, 24)
    assert path[2024].came > 24 > path[2024].took_part.after_visit
    this_year = path[max(path)]
    assert this_year.known
    assert this_year.applied.after_visit > this_year.took_part.after_visit > 0


@pytest.fixture
def loaded(app: Flask) -> Flask:
    assert load()
    db.session.commit()
    return app


def test_the_demonstration_computes_the_published_years(loaded: Flask) -> None:
    gatherings_add_up()
    years = {one.fiscal_year: one for one in retention.years() if one.fiscal_year in RATES}
    assert {year: one.figure.rate for year, one in years.items()} == RATES
    assert years[2024].people == 27
    assert {year: one.retention.silent for year, one in years.items()} == {
        2022: 1,
        2023: 2,
        2024: 1,
    }


def test_what_is_assumed_is_marked_beside_the_figure(loaded: Flask) -> None:
    remarks = {line.of.fiscal_year: line.remark for line in figures.retention_table(now().date())}
    assert "仮定です" in remarks[2023]
    assert "計算値 15/19 = 78.9、公表値 79.0" in remarks[2024]


def test_a_visitor_can_apply_at_once_and_every_trace_holds(loaded: Flask) -> None:
    assert programme.current_call(now()) is not None
    assert list(history.faults()) == []
    stored = db.session.scalars(select(Attachment)).all()
    assert stored
    assert [one.id for one in stored if storage.fault(one)] == []


def test_it_is_loaded_into_an_empty_database_only(loaded: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(Person))
    assert not load()
    assert db.session.scalar(select(func.count()).select_from(Person)) == before


def test_the_command_refuses_outside_the_demonstration(app: Flask) -> None:
    answer = CliRunner().invoke(command, obj=None)
    assert answer.exit_code == 1
    assert "OTAMESHI_DEMO=1" in answer.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_one_line_tells_of_each_account_and_one_of_the_password(app: Flask) -> None:
    app.config["DEMONSTRATION"] = True
    answer = CliRunner().invoke(command, ["--accounts"])
    assert answer.output.splitlines() == account_lines()
    assert len(account_lines()) == len(cast.ACCOUNTS) + 1
