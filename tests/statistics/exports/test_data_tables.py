"""What stands in the tables, row by row, on both databases."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from otameshi.applications.prefectures import region_of
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.followup.models import Invitation
from otameshi.history import Event
from otameshi.participation.rules import State
from otameshi.statistics.exports import actions, tables
from otameshi.statistics.exports.tables import Name
from tests import make
from tests.statements import counted
from tests.statistics.sheet.make import grants_of, year_of_groups

AT = japan(2026, 11, 29, 12)


def read(name: Name, *keys: str, years: tuple[int, ...] = ()) -> list[list[Any]]:
    db.session.commit()
    wanted = keys or [one.key for one in tables.columns(name, years)]
    return [list(row) for row in tables.rows(name, years, list(wanted))]


def asdict(name: Name, years: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    keys = [one.key for one in tables.columns(name, years)]
    return [dict(zip(keys, row, strict=True)) for row in read(name, *keys, years=years)]


@pytest.fixture
def groups(app):
    """Three 組 of 2024, the first of two people: two keep a base, the first has a grant."""
    made = year_of_groups(2024, 3, 2, 4)
    grants_of(made, 1)
    return made


def test_a_group_is_a_row_with_what_became_of_it(groups):
    rows = asdict(Name.GROUPS)
    assert [one["wave_0"] for one in rows] == ["拠点を維持・活動する"] * 2 + ["拠点を維持しない"]
    assert [one["subsidised"] for one in rows] == [True, False, False]
    assert [one["people"] for one in rows] == [2, 1, 1]
    assert rows[0]["title"] == groups[0].title
    assert rows[0]["prefecture"] == groups[0].people[0].prefecture
    assert rows[0]["region"] == region_of(groups[0].people[0].prefecture).label
    assert rows[0]["municipality"] == groups[0].host.name
    assert rows[0]["first_day"] == groups[0].first_day
    assert rows[0]["gatherings"] == 0
    assert rows[1]["amount"] is None


def test_a_group_that_declined_its_place_is_in_no_table(groups):
    make.participation(
        make.selected(make.application(to=groups[0].year.calls[0]))
    ).state = State.DECLINED
    assert len(read(Name.GROUPS)) == 3


def test_a_year_is_chosen_and_unknown_years_are_empty(groups):
    assert len(read(Name.GROUPS, "fiscal_year", years=(2024,))) == 3
    assert read(Name.GROUPS, "fiscal_year", years=(2030,)) == []


def test_only_the_newest_reply_is_a_row_and_each_question_a_column(groups):
    rows = asdict(Name.REPLIES)
    assert len(rows) == 3
    assert {one["wave"] for one in rows} == {"終了時"}
    assert {one["number"] for one in rows} == {1}
    asked = [one for one in tables.columns(Name.REPLIES) if one.key.startswith("q_")]
    assert asked
    assert any(rows[0][one.key] for one in asked)
    invitation = db.session.scalars(select(Invitation).order_by(Invitation.id)).first()
    assert invitation is not None
    last = invitation.reply
    assert last is not None
    survey_again = type(last)(
        invitation=invitation,
        number=2,
        questions=last.questions,
        answers=last.answers,
        source=last.source,
        answered_at=last.answered_at + timedelta(days=1),
    )
    db.session.add(survey_again)
    assert sorted(one[0] for one in read(Name.REPLIES, "number")) == [1, 1, 2]


def test_the_retention_table_has_the_shares_of_the_whole(groups):
    """2 of 3 keep a base: 66.7; all answered, so nothing is unknown."""
    [row] = asdict(Name.RETENTION)
    assert (row["groups"], row["stayed"], row["went"], row["silent"]) == (3, 2, 1, 0)
    assert (row["rate"], row["rate_answered"], row["lowest"], row["highest"]) == (66.7,) * 4
    assert row["decisive"] is True


def test_each_way_to_divide_the_applications_sums_to_the_whole(groups):
    make.application(to=groups[0].year.calls[0], people=2)
    rows = asdict(Name.APPLICATIONS)
    whole = {one["dimension"]: [0, 0, 0, 0] for one in rows}
    for row in rows:
        for place, key in enumerate(("applications", "people", "selected", "took_part")):
            whole[row["dimension"]][place] += row[key]
    assert set(map(tuple, whole.values())) == {(4, 6, 3, 3)}
    assert len(whole) == 5


def test_the_number_of_statements_does_not_grow_with_the_rows(groups):
    few = {name: counted(partial(read, name)) for name in Name}
    year_of_groups(2023, 6, 3, 6)
    assert {name: counted(partial(read, name)) for name in Name} == few


def test_what_is_taken_is_noted_once_with_who_what_and_how_many(groups):
    officer = make.person(Role.OFFICER)
    db.session.commit()
    run = actions.take(Name.GROUPS, [2024], ["title", "kind"], officer, AT)
    db.session.commit()
    assert (run.taken, run.columns, run.years) == (3, ["title", "kind"], ["2024"])
    [event] = db.session.scalars(select(Event).filter_by(subject="table_runs"))
    assert event.person_id == officer.id
    assert "3行" in event.label
    assert "個人情報を含む" in event.label
    assert event.facts["columns"] == ["title", "kind"]


def test_nobody_takes_names_who_may_not_and_an_auditor_takes_nothing(groups):
    treasurer = make.person(Role.TREASURER)
    db.session.commit()
    run = actions.take(Name.GROUPS, [], ["title", "kind"], treasurer, AT)
    assert run.columns == ["kind"]
    with pytest.raises(Refused, match="列を1つ以上"):
        actions.take(Name.GROUPS, [], ["title"], treasurer, AT)
    with pytest.raises(Refused, match="出力は"):
        actions.take(Name.GROUPS, [], ["kind"], make.person(Role.AUDITOR), AT)
