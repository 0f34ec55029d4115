"""Past totals are taken in whole or not at all, and replace nothing unasked, on both databases."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.people import Person
from otameshi.statistics.sheet import actions as sheet
from otameshi.statistics.sheet import figures
from otameshi.statistics.sheet.actions import Source
from otameshi.statistics.sheet.models import PublishedCount, PublishedFigure, SettledCost
from otameshi.statistics.sheet.past import actions, columns
from otameshi.statistics.sheet.past.models import IncomingTotals
from otameshi.statistics.sheet.past.rules import State
from otameshi.statistics.sheet.rules import Output
from otameshi.statistics.sheet.totals import Total, totals
from otameshi.web.sheets import write_csv
from tests import make
from tests.statements import counted
from tests.statistics.sheet.make import AFTER, grants_of, published, year_of_groups

H30 = ["2018", "36", "58", "13", "24", "", "", "61.5", "60", "9000", "記事", ""]


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def table(by: Person | None, *rows: list[str]) -> IncomingTotals:
    whole = [list(columns.HEADERS), *rows]
    file = BytesIO()
    write_csv(file, whole[0], whole[1:])
    return actions.receive("past.csv", file.getvalue(), whole, by, AFTER)


def by_year() -> dict[int, Total]:
    return {one.fiscal_year: one for one in totals()}


def test_a_year_of_which_no_persons_are_known_is_taken_in_as_totals(officer):
    published()
    found = actions.take(table(officer, H30), "", by=officer, at=AFTER)
    assert len(found.changes) == 7
    year = by_year()[2018]
    assert [year.figure(one) for one in (Output.APPLIED, Output.GROUPS, Output.KEEPING)] == [
        36, 13, None,
    ]  # fmt: skip
    assert (year.rate, year.target, year.thousands, year.expected) == (615, 600, 9000, False)
    sheet_of_h30 = figures.sheet(2018, AFTER)
    assert sheet_of_h30 is not None
    assert sheet_of_h30.output(Output.GROUPS).text == "13組"
    assert sheet_of_h30.rows[1].status_text == "達成"
    db.session.commit()
    count = db.session.scalars(select(PublishedCount).filter_by(value=36)).one()
    (event,) = db.session.scalars(history.of(count)).unique()
    assert (event.person, event.act) == (officer, "publish_count")


def test_totals_reach_from_the_first_year_of_the_programme_and_leave_gaps_empty(officer):
    assert totals() == []
    published()
    actions.take(table(officer, H30), "", by=officer, at=AFTER)
    year_of_groups(2025, 4, 3, 5, officer)
    found = by_year()
    assert list(found) == list(range(2015, 2026))
    assert [year for year, one in found.items() if one.known] == [2018, 2022, 2023, 2024, 2025]
    assert found[2016].figure(Output.GROUPS) is None
    last = found[2025]
    assert (last.figure(Output.APPLIED), last.figure(Output.PEOPLE)) == (4, 5)
    assert (last.rate, last.expected, last.published) == (750, True, {})


def test_a_table_with_a_fault_changes_nothing(officer):
    published()
    before = db.session.scalar(select(func.count(PublishedCount.id)))
    wrong = table(officer, H30, ["2019", "x", *[""] * 8, "資料", ""])
    with pytest.raises(Refused, match="直すところが1か所"):
        actions.take(wrong, "理由", by=officer, at=AFTER)
    assert db.session.scalar(select(func.count(PublishedCount.id))) == before
    assert wrong.state is State.CHECKED


def test_what_is_entered_already_is_replaced_only_with_a_reason(officer):
    """R6: 27名 → 28名, 79.0 → 78.9; without a reason nothing is taken, not even what is new."""
    published()
    r6 = ["R6", "40", "", "19", "28", "", "", "78.9", "", "", "訂正版", ""]
    waiting = table(officer, r6)
    with pytest.raises(Refused, match=r"2か所変わります（R6）"):
        actions.take(waiting, "", by=officer, at=AFTER)
    assert by_year()[2024].figure(Output.APPLIED) is None
    actions.take(waiting, "県の訂正", by=officer, at=AFTER)
    year = by_year()[2024]
    assert (year.figure(Output.APPLIED), year.figure(Output.PEOPLE), year.value) == (40, 28, 789)
    assert year.target == 600  # what the table leaves empty stays
    notes = {
        one.output: one.note
        for one in db.session.scalars(select(PublishedCount).filter_by(fiscal_year=2024))
    }
    assert notes[Output.PEOPLE] == "県の訂正"
    assert notes[Output.APPLIED] == notes[Output.GROUPS] == ""
    rate = db.session.scalars(select(PublishedFigure).filter_by(value=789)).one()
    assert rate.note == "県の訂正"
    assert rate.source.endswith("、訂正版")


def test_a_target_beside_a_published_value_needs_no_reason(officer):
    published()
    r4 = ["R4", *[""] * 7, "60", "", "計画", ""]
    actions.take(table(officer, r4), "", by=officer, at=AFTER)
    assert (by_year()[2022].value, by_year()[2022].target) == (737, 600)


def test_a_second_person_who_changed_a_number_meanwhile_is_noticed(officer):
    published()
    waiting = table(officer, H30)
    seen = actions.look(waiting.rows, AFTER).seen
    sheet.publish_count(2018, Output.GROUPS, 12, Source("別の資料"), by=officer, at=AFTER)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.take(waiting, "理由", by=officer, at=AFTER, seen=seen)
    actions.take(waiting, "理由", by=officer, at=AFTER)
    with pytest.raises(Refused, match="今の状態"):  # sent twice
        actions.take(waiting, "理由", by=officer, at=AFTER)


def test_a_dropped_table_is_not_taken_in(officer):
    waiting = table(officer, H30)
    actions.drop(waiting, officer, AFTER)
    assert waiting.state is State.DROPPED
    with pytest.raises(Refused, match="今の状態"):
        actions.take(waiting, "", by=officer, at=AFTER)


def test_without_the_indicator_a_published_share_has_no_place(officer):
    waiting = table(officer, H30)
    with pytest.raises(Refused, match="直すところが2か所"):
        actions.take(waiting, "", by=officer, at=AFTER)
    only_counts = [*H30[:7], "", "", "", "記事", ""]
    actions.take(table(officer, only_counts), "", by=officer, at=AFTER)
    assert db.session.scalar(select(func.count(SettledCost.id))) == 0


def test_totals_take_no_more_statements_for_more_years(officer):
    published()
    grants_of(year_of_groups(2023, 2, 1, 3, officer), 1)
    few = counted(totals)
    actions.take(table(officer, H30), "", by=officer, at=AFTER)
    year_of_groups(2025, 3, 1, 3, officer)
    assert counted(totals) == few <= 12


def test_an_empty_or_endless_table_is_refused(officer):
    with pytest.raises(Refused, match="年度の行が1つもありません"):
        table(officer)
    with pytest.raises(Refused, match="100行まで"):
        table(officer, *[H30] * 101)
