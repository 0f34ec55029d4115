"""The rubric changes under those who score by it: versions, reasons, and who scores again."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.programme.rules import CriterionSettings
from otameshi.selection import actions as selection
from otameshi.selection.actions.scoring import Written
from otameshi.selection.criteria import actions
from otameshi.selection.criteria.actions import Act
from otameshi.selection.models import Sheet, scale
from otameshi.selection.rules import Outcome, SheetState, State
from tests import make

AT = japan(2026, 6, 1, 10)
LATER = japan(2026, 6, 2, 10)
NEW = CriterionSettings(3, "継続の見込み", "", weight=2, most=5, floor=0, anchors=[])


def finish(one, reviewer=None) -> Sheet:
    """Give a candidate a finished sheet: 4 points on the first criterion, 3 on all others."""
    reviewer = reviewer or make.person(Role.REVIEWER)
    sheet = make.keep(Sheet(candidacy=one, reviewer=reviewer))
    first, *others = one.application.call.year.criteria
    points = {first.id: 4, **{other.id: 3 for other in others}}
    selection.finish(sheet, Written(points), reviewer, AT)
    return sheet


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


@pytest.fixture
def one(app):
    return make.candidacy()


@pytest.fixture
def year(one):
    return one.application.call.year


def because(officer, reason: str = "選考会議で決めた。", seen: int | None = 1) -> Act:
    return Act(officer, LATER, reason, seen)


def test_before_the_first_score_the_rubric_changes_without_a_version(officer, year) -> None:
    assert actions.add(year, NEW, Act(officer, AT, seen=0)) == ()
    assert not year.scored


def test_an_added_criterion_opens_the_finished_sheets_and_keeps_their_points(
    officer, one, year
) -> None:
    sheet = finish(one)
    drafts = make.keep(Sheet(candidacy=one, reviewer=make.person(Role.REVIEWER)))
    opened = actions.add(year, NEW, because(officer))
    assert opened == [sheet]
    assert (sheet.state, sheet.finished_at) == (SheetState.DRAFT, None)
    assert sorted(score.points for score in sheet.scores) == [3, 4]
    assert drafts.state is SheetState.ASSIGNED
    assert [version.number for version in year.rubrics] == [1, 2]
    (letter,) = db.session.scalars(select(Letter).where(Letter.kind == "rubric_changed"))
    assert one.application.number in letter.body
    assert "選考会議で決めた。" in letter.body


def test_another_question_is_scored_again_and_the_rest_is_kept(officer, one, year) -> None:
    sheet = finish(one)
    first, second = year.criteria
    wanted = replace(first.fact, description="別の説明")
    assert actions.edit(first, wanted, because(officer)) == [sheet]
    fresh, kept = year.criteria
    assert (kept, first.retired_in) == (second, 2)
    assert fresh.description == "別の説明"
    assert [score.criterion for score in sheet.answers] == [second]
    selection.finish(
        sheet, Written({fresh.id: 5, second.id: 3}), sheet.reviewer, LATER, sheet.version
    )
    # weights 1 and 2: (5 + 2 x 3) / 3; the 4 points of before count no more
    assert one.standing([scale(each) for each in year.criteria]).score == Fraction(11, 3)


def test_a_weight_asks_nobody_again_and_words_alone_keep_the_points(officer, one, year) -> None:
    finish(one)
    first, _ = year.criteria
    assert actions.edit(first, replace(first.fact, weight=4), because(officer)) == []
    mended = replace(first.fact, name="事業の中身")
    assert actions.edit(first, mended, because(officer, seen=2), words_alone=True) == []
    assert first.retired_in is None
    contents = [[(line["name"], line["weight"]) for line in v.content] for v in year.rubrics]
    assert contents[0][0] == ("事業の内容", 1)
    assert contents[2][0] == ("事業の中身", 4)


def test_a_needed_remark_opens_only_the_sheets_without_it(officer, one, year) -> None:
    first, second = year.criteria
    said = finish(one)
    said.answers[0].comment = "具体的です。"
    silent = finish(one)
    wanted = replace(first.fact, remark_needed=True)
    assert actions.edit(first, wanted, because(officer)) == [silent]
    with pytest.raises(Refused, match="所見"):
        selection.finish(silent, Written({first.id: 4, second.id: 3}), silent.reviewer, LATER)


def test_a_removed_criterion_counts_no_more_and_asks_nobody(officer, one, year) -> None:
    sheet = finish(one)
    first, second = year.criteria
    assert actions.remove(first, because(officer)) == []
    assert len(sheet.scores) == 2
    assert one.standing([scale(each) for each in year.criteria]).score == 3
    with pytest.raises(Refused, match="最後の審査基準"):
        actions.remove(second, because(officer, seen=2))


def test_without_a_reason_or_on_an_old_page_nothing_changes(officer, one, year) -> None:
    finish(one)
    with pytest.raises(Refused, match="理由"):
        actions.add(year, NEW, because(officer, "　"))
    with pytest.raises(Overtaken):
        actions.add(year, NEW, because(officer, seen=0))
    with pytest.raises(Refused, match="変わったところ"):
        actions.edit(year.criteria[0], year.criteria[0].fact, because(officer))
    assert len(year.rubrics) == 1


def test_nobody_decides_by_a_rubric_that_changes_meanwhile(officer, one, year) -> None:
    finish(one)
    selection.propose(one, Outcome.SELECTED, officer, AT)
    with pytest.raises(Refused, match="決裁待ちの案"):
        actions.add(year, NEW, because(officer))


def test_who_is_decided_stands_by_the_rubric_of_then(officer, one, year) -> None:
    sheet = finish(one)
    before = one.standing([scale(each) for each in year.criteria])
    one.state, one.decided_by, one.decided_at = State.SELECTED, make.person(Role.MANAGER), AT
    db.session.flush()
    assert actions.add(year, NEW, because(officer)) == []
    assert sheet.state is SheetState.FINAL
    assert one.standing([scale(each) for each in year.criteria]) == before


def test_a_sheet_filled_in_by_the_rubric_of_before_is_not_finished(officer, one, year) -> None:
    finish(one)
    slow = make.sheet(one)
    seen = {criterion.id: 4 for criterion in year.criteria}  # as the opened page asks
    actions.add(year, NEW, because(officer))
    with pytest.raises(Refused, match="継続の見込み"):
        selection.finish(slow, Written(seen), slow.reviewer, LATER)
