"""採点のまとめ: who gave how much, how far reviewers agree, and who could not judge."""

from fractions import Fraction

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.method import Method
from otameshi.selection.models import Score, Sheet, scale
from otameshi.selection.rules import SheetState
from otameshi.selection.summary.reading import severity
from otameshi.selection.summary.rules import Scored, complete
from tests import make
from tests.statements import counted


def sheet(one, reviewer, *points: int, state: SheetState = SheetState.FINAL, comment: str = ""):
    criteria = one.application.call.year.criteria
    scores = [
        Score(criterion=criterion, points=mark)
        for criterion, mark in zip(criteria, points, strict=False)
    ]
    return make.keep(
        Sheet(candidacy=one, reviewer=reviewer, state=state, scores=scores, comment=comment)
    )


def scored_call(candidates: int = 2):
    """Make candidates whom 甲 gives 5 and 乙 gives 3 points everywhere."""
    call = make.call()
    lenient = make.person(Role.REVIEWER, name="甲")
    severe = make.person(Role.REVIEWER, name="乙")
    for _ in range(candidates):
        one = make.candidacy(make.application(to=call))
        sheet(one, lenient, 5, 5)
        sheet(one, severe, 3, 3)
    db.session.commit()
    return call, lenient, severe


def test_the_page_shows_severity_agreement_and_its_small_sample(browse, app) -> None:
    call, _, _ = scored_call()
    one = make.candidacy(make.application(to=call))
    sheet(
        one,
        make.person(Role.REVIEWER, name="丙"),
        state=SheetState.ABSTAINED,
        comment="専門外のため。",
    )
    db.session.commit()
    page = browse(make.person(Role.AUDITOR)).read(f"/desk/selection/{call.id}/scores/")
    assert "＋1.00" in page
    assert "－1.00" in page
    assert "（2枚だけ）" in page
    assert "2件だけです" in page
    # alpha of 5 and 3, twice: o53 = o35 = 2, n5 = n3 = 2: 1 - 3 x (4 x 4) / (8 x 4) = -1/2
    assert "－0.50" in page
    assert "そろっていません" in page
    assert "丙（専門外のため。）" in page


def test_a_call_without_scores_says_so(browse, app) -> None:
    call = make.call()
    db.session.commit()
    page = browse(make.person(Role.OFFICER)).read(f"/desk/selection/{call.id}/scores/")
    assert "計算できません" in page
    assert browse(make.person(Role.OFFICER)).get("/desk/selection/999/scores/").status_code == 404


def test_severity_is_handed_on_only_where_the_year_shows_it(app) -> None:
    call, lenient, severe = scored_call()
    scales = [scale(criterion) for criterion in call.year.criteria]
    assert severity(call, scales) == {}
    call.year.selection_plan.show_adjusted = True
    assert severity(call, scales) == {lenient.id: Fraction(1), severe.id: Fraction(-1)}
    assert Method().show_adjusted is False


def test_a_sheet_that_lacks_a_criterion_is_left_out(app) -> None:
    scales = [scale(criterion) for criterion in make.year().criteria]
    keys = [one.key for one in scales]
    whole, half = Scored(1, 1, dict.fromkeys(keys, 3)), Scored(1, 2, {keys[0]: 3})
    assert complete(scales, [whole, half]) == [whole]
    assert complete([], [whole]) == []


def test_the_number_of_statements_does_not_grow_with_the_candidates(browse, app) -> None:
    call, lenient, severe = scored_call()
    browser = browse(make.person(Role.OFFICER))
    where = f"/desk/selection/{call.id}/scores/"
    browser.get(where)
    before = counted(lambda: browser.get(where))
    for _ in range(3):
        one = make.candidacy(make.application(to=call))
        sheet(one, lenient, 4, 4)
        sheet(one, severe, 4, 4)
    db.session.commit()
    assert "3.60" in browser.read(where)  # worked out anew: 乙 gave 3, 3, 4, 4, 4
    assert counted(lambda: browser.get(where)) == before


def test_the_board_shows_the_adjusted_score_beside_the_plain_one(browse, app) -> None:
    call, lenient, _ = scored_call()
    one = make.candidacy(make.application(to=call))
    sheet(one, lenient, 4, 4)
    browser = browse(make.person(Role.OFFICER))
    where = f"/desk/selection/{call.id}/board"
    assert "甘さ・辛さを除くと" not in browser.read(where)
    call.year.selection_plan.show_adjusted = True
    db.session.commit()
    # 甲 lies 2 above 乙 and has three of five sheets: severities 4/5 and -6/5; 4 - 4/5
    page = browser.read(where)
    assert "甘さ・辛さを除くと 3.20" in page
    assert "4.00" in page


def test_a_candidates_page_shows_what_each_reviewer_gave(browse, app) -> None:
    one = make.candidacy()
    given = sheet(one, make.person(Role.REVIEWER, name="甲"), 5, 2, comment="総じて良い。")
    given.scores[0].comment = "具体的です。"
    sheet(one, make.person(Role.REVIEWER, name="乙"), 3, 4)
    db.session.commit()
    page = browse(make.person(Role.OFFICER)).read(f"/desk/selection/candidates/{one.id}")
    assert "具体的です。" in page
    assert "総じて良い。" in page
    assert "5点（5点満点）" in page
    assert "3.67" in page  # 乙: (1 x 3 + 2 x 4) / 3
    assert "3.33" in page  # the mean of 3 and 11/3
