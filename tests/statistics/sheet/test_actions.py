"""The figures over real rows, on both databases."""

from datetime import date

import pytest
from sqlalchemy import func, select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.followup.rules import percent
from otameshi.outreach import actions as outreach
from otameshi.outreach.actions import Plan
from otameshi.outreach.rules import GatheringKind
from otameshi.programme.rules import Opening
from otameshi.statistics import welcome
from otameshi.statistics.sheet import actions, figures
from otameshi.statistics.sheet.actions import Source
from otameshi.statistics.sheet.lines import Sheet
from otameshi.statistics.sheet.loading import SHEET_2024, load_published
from otameshi.statistics.sheet.models import Indicator, PublishedCount, PublishedFigure, SettledCost
from otameshi.statistics.sheet.rules import Computed, Output, Status, Trend
from tests import make
from tests.statements import counted
from tests.statistics.sheet.make import (
    AFTER,
    KNOWN,
    grants_of,
    published,
    r6,
    three_years,
    year_of_groups,
)

PRESS = Source("事業改善シート")
CORRECTED = Source("訂正版", "県の訂正", date(2026, 10, 1))


@pytest.fixture
def manager(app):
    return make.person(Role.MANAGER)


def indicator(number: str = "②") -> Indicator:
    return db.session.scalars(select(Indicator).filter_by(number=number)).one()


def sheet_of(year: int) -> Sheet:
    found = figures.sheet(year, AFTER)
    assert found is not None
    return found


def lines():
    return {one.of.fiscal_year: one for one in figures.retention_table(AFTER.date())}


def test_the_published_table_is_reproduced_from_the_answers_of_the_groups(app):
    three_years()
    found = lines()
    assert {
        year: (one.of.retention.groups, one.of.retention.stayed, one.of.people)
        for year, one in found.items()
    } == KNOWN
    assert [percent(found[year].rates["all"]) for year in (2022, 2023, 2024)] == [
        "73.7",
        "60.0",
        "78.9",
    ]
    assert [found[year].published for year in (2022, 2023, 2024)] == [737, 600, 790]
    assert found[2024].subsidised == 16
    assert "公表値は計算値と異なります" in found[2024].remark
    assert found[2022].remark.endswith("一致しています。")


def test_the_sheet_of_r6_is_the_prefectures(app):
    three_years()
    sheet = sheet_of(2024)
    row = sheet.rows[1]
    assert [cell.text for cell in row.cells] == ["73.7", "60.0", "79.0"]
    assert [cell.trend and cell.trend.label for cell in row.cells] == [None, "↘", "↗"]
    assert (row.target_text, row.status) == ("60.0", Status.MET)
    assert row.cells[2].computed == Computed(15, 19)
    assert sheet.sentence == "19組27名が参加し、うち15組が引き続き拠点を維持"
    assert {year: cost.thousands for year, cost in sheet.costs.items()} == {
        2022: 8476,
        2023: 8779,
        2024: 11081,
    }
    assert sheet.head is not None
    assert sheet.head.programme_number == "07 03 02"


def test_outputs_are_counted_beside_what_was_published(app):
    r6()
    officer = make.person(Role.OFFICER)
    for kind, times in (("session", 10), ("meeting", 3), ("large", 1)):
        for n in range(times):
            plan = Plan(GatheringKind(kind), f"第{n + 1}回", japan(2024, 5, 1 + n, 19), "長野市")
            held = outreach.plan(make.year(2024), plan, officer, japan(2024, 4, 1))
            outreach.attend(held, 54, officer, AFTER)
    counts = {one.output: one for one in sheet_of(2024).outputs}
    assert {output: one.counted for output, one in counts.items()} == {
        Output.GROUPS: 19,
        Output.PEOPLE: 27,
        Output.KEEPING: 15,
        Output.SUBSIDISED: 16,
        Output.SESSIONS: 10,
        Output.MEETINGS: 3,
        Output.LARGE: 1,
        Output.LARGE_PEOPLE: 54,
    }
    assert not any(one.differs for one in counts.values())
    assert counts[Output.GROUPS].published == 19


def test_what_nobody_published_is_not_loaded_as_published(app):
    assert published() == 21
    r4 = select(PublishedCount.output).filter_by(fiscal_year=2022)
    assert set(db.session.scalars(r4)) == {Output.GROUPS, Output.PEOPLE}


def test_a_published_sheet_read_twice_changes_nothing(manager):
    published()
    figure = indicator().figures[-1]
    actions.publish(indicator(), 2024, value=791, target=600, given=CORRECTED, by=manager, at=AFTER)
    assert published() == 0
    assert (figure.value, db.session.scalar(select(func.count(PublishedFigure.id)))) == (791, 8)


def test_a_published_figure_finer_than_the_sheet_is_refused(app):
    text = SHEET_2024.read_text(encoding="utf-8").replace("79.0", "78.95")
    with pytest.raises(Refused, match="小数第1位"):
        load_published(text, AFTER)


def test_a_correction_keeps_what_stood_there_before(manager):
    published()
    figure = actions.publish(
        indicator(), 2024, value=789, target=600,
        given=CORRECTED, by=manager, at=AFTER,
    )  # fmt: skip
    db.session.commit()
    last = db.session.scalars(history.of(figure)).unique().all()[-1]
    assert (last.person, last.note) == (manager, "県の訂正")
    assert last.facts == {
        "was": {"value": 790, "target": 600},
        "value": 789,
        "target": 600,
        "source": "訂正版",
        "published_on": "2026-10-01",
    }


def test_a_figure_says_something_and_keeps_to_its_decimals(manager):
    published()
    facts = {"given": PRESS, "by": manager, "at": AFTER}
    with pytest.raises(Refused, match="どちらか"):
        actions.publish(indicator(), 2025, value=None, target=None, **facts)
    with pytest.raises(Refused, match="整数"):
        actions.publish(indicator("①"), 2025, value=95, target=None, **facts)
    actions.publish(indicator("①"), 2025, value=None, target=80, **facts)


def test_a_figure_changed_by_another_meanwhile_is_refused(manager):
    published()
    facts = {"target": 600, "given": CORRECTED, "by": manager, "at": AFTER, "version": 1}
    actions.publish(indicator(), 2024, value=791, **facts)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.publish(indicator(), 2024, value=792, **facts)


def test_a_published_count_is_entered_and_corrected_with_its_reason(manager):
    published()
    facts = {"by": manager, "at": AFTER}
    new = actions.publish_count(2023, Output.GROUPS, 20, PRESS, **facts)
    assert sheet_of(2023).output(Output.GROUPS).text == "20組"
    with pytest.raises(Refused, match="変更の理由"):
        actions.publish_count(2023, Output.GROUPS, 21, PRESS, **facts)
    actions.publish_count(2023, Output.GROUPS, 21, CORRECTED, version=new.version, **facts)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.publish_count(2023, Output.GROUPS, 22, CORRECTED, version=1, **facts)
    assert (new.value, new.note, new.published_on) == (21, "県の訂正", date(2026, 10, 1))


def test_the_text_of_a_year_keeps_what_stood_there_and_gives_way_to_nobody_unseen(manager):
    facts = {"by": manager, "at": AFTER}
    text = actions.write_text(2024, "PRの効果", "続ける", version=0, **facts)
    with pytest.raises(Overtaken):  # a second person began on the empty page too
        actions.write_text(2024, "別の文章", "", version=0, **facts)
    actions.write_text(2024, "PRの効果と交流会", "続ける", version=text.version, **facts)
    db.session.commit()
    last = db.session.scalars(history.of(text)).unique().all()[-1]
    assert last.facts["was"] == {"analysis": "PRの効果", "direction": "続ける"}
    with pytest.raises(Refused, match="書類の書体にない文字"):
        actions.write_text(2024, "🍎", "", **facts)


def test_what_is_not_published_yet_is_counted_and_marked(app):
    """R7: 4 groups of 5 people, 3 keep a base; nothing is published but the target of R6."""
    published()
    year_of_groups(2025, 4, 3, 5)
    sheet = sheet_of(2025)
    row = sheet.rows[1]
    assert [cell.text for cell in row.cells] == ["60.0", "79.0", "75.0（見込み）"]
    assert row.cells[2].trend is Trend.WORSE
    assert sheet.sentence == "4組5名が参加し、うち3組が引き続き拠点を維持"
    assert sheet.output(Output.GROUPS).text == "4組（見込み）"
    assert sheet.expected
    assert sheet.head is not None
    assert sheet.head.fiscal_year == 2024  # carried on


def test_a_year_before_this_system_is_told_as_published(app):
    """R6 as printed, with nobody in the system: the sentence is the published one."""
    published()
    sheet = sheet_of(2024)
    assert sheet.sentence == "19組27名が参加し、うち15組が引き続き拠点を維持"
    assert {one.counted for one in sheet.outputs} == {None}
    assert not sheet.expected


def test_the_settled_cost_is_entered_once_a_year_and_corrected(manager):
    first = actions.settle_cost(2025, 9_000, PRESS, by=manager, at=AFTER)
    db.session.flush()
    with pytest.raises(Refused, match="変更の理由"):
        actions.settle_cost(2025, 9_100, PRESS, by=manager, at=AFTER)
    again = Source("決算書の訂正版", "県の訂正")
    actions.settle_cost(2025, 9_100, again, by=manager, at=AFTER, version=first.version)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.settle_cost(2025, 9_200, PRESS, by=manager, at=AFTER, version=1)
    assert db.session.scalar(select(SettledCost.thousands)) == 9_100


def test_a_year_of_which_nothing_is_known_has_no_sheet(app):
    published()
    assert figures.sheet(2019, AFTER) is None
    assert figures.known_years() == [2024, 2023, 2022]


def test_a_year_not_yet_asked_has_no_rate(app):
    make.participation(make.selected(make.application(to=make.call(make.year(2025)))))
    line = lines()[2025]
    assert set(line.rates.values()) == {None}
    assert line.remark == "指標に使う調査回がまだありません。"
    sheet = sheet_of(2025)
    assert sheet.sentence == ""
    assert sheet.rows == []


def test_while_answers_come_in_the_line_says_so(app):
    year_of_groups(2025, 4, 1, 4)
    (line,) = figures.retention_table(japan(2026, 3, 31, 23).date())
    assert line.running
    assert line.remark.startswith("回答を受付中です。計算値 1/4 = 25.0。")


def test_more_years_and_groups_take_no_more_statements(app):
    published()
    year_of_groups(2022, 2, 1, 2)
    acts = (
        lambda: figures.retention_table(AFTER.date()),
        lambda: figures.sheet(2024, AFTER),
        lambda: welcome.welcome(AFTER),
    )
    few = [counted(act) for act in acts]
    for fiscal_year in (2023, 2024):
        grants_of(year_of_groups(fiscal_year, 8, 5, 10), 3)
    assert [counted(act) for act in acts] == few
    assert max(few) <= 15


def test_the_front_page_shows_published_results_and_marks_where_they_differ(app):
    r6()
    found = welcome.welcome(AFTER)
    assert [one.shown for one in found.results] == [737, 600, 790]
    assert [one.differs for one in found.results] == [False, False, True]
    assert (found.target, found.opening, found.left) == (600, Opening.CLOSED, "")


def test_the_front_page_tells_nothing_of_a_year_of_one_or_two_groups(app):
    for fiscal_year, groups in ((2022, 2), (2023, 3)):
        year_of_groups(fiscal_year, groups, 1, groups)
    assert [one.fiscal_year for one in welcome.welcome(AFTER).results] == [2023]


def test_the_front_page_knows_the_call_and_what_is_left_of_it(app):
    year = make.year(2026)
    make.call(year)
    found = welcome.welcome(japan(2026, 5, 13, 14))
    assert (found.opening, found.left) == (Opening.OPEN, "あと5日3時間")
    assert welcome.welcome(japan(2026, 4, 1)).opening is Opening.BEFORE
    assert welcome.welcome(japan(2026, 5, 18, 17)).opening is Opening.CLOSED
