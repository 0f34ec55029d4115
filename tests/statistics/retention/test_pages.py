"""The page of a year's figure: its rule, any past day, its counting, and its being fixed."""

import pytest

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions as followup
from otameshi.followup.locking.standing import locks
from otameshi.followup.models import Wave
from tests import make
from tests.followup.make import saying
from tests.statements import statements
from tests.statistics.sheet.make import published, r6, year_of_groups

PAGE = "/desk/statistics/retention/2024"


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def test_the_page_says_the_figure_its_rule_and_how_sure_it_is(app, browse, officer):
    r6()
    page = browse(officer).read(PAGE)
    for said in (
        "15/19 = 78.9％", "56.7～91.5％", "79.0％", "維持し、活動する",
        "分母は、参加した全ての組です", "小数第2位を四捨五入する", "もう一度四捨五入する",
    ):  # fmt: skip
        assert said in page, said
    assert "未回答 → 拠点を維持・活動する" in browse(officer).read(f"{PAGE}/past")


def test_a_past_day_is_read_in_either_writing_and_nothing_else_breaks_the_page(
    app, browse, officer
):
    year_of_groups(2024, 4, 3, 5, officer)
    desk = browse(officer)
    for asked in ("2025-03-01", "令和7年3月1日"):
        assert "0/4 = 0.0％（未回答4" in desk.read(f"{PAGE}/past?as_of={asked}")
    assert "3/4 = 75.0％（未回答0" in desk.read(f"{PAGE}/past?as_of=2025-03-02")
    assert "日付として読めない" in desk.read(f"{PAGE}/past?as_of=13月")
    assert desk.get("/desk/statistics/retention/1999").status_code == 404


def test_a_year_without_a_wave_has_a_page_too(app, browse, officer):
    make.year(2027)
    assert "まだ" in browse(officer).read("/desk/statistics/retention/2027")
    empty = browse(officer).read("/desk/statistics/retention/2027/past?as_of=2027-03-01")
    assert "値が変わった日はまだありません" in empty


def test_the_figure_is_fixed_by_an_officer_and_a_manager(app, browse, officer):
    year_of_groups(2024, 4, 3, 5, officer)
    desk = browse(officer)
    assert "確定の決裁を求めました" in desk.send(f"{PAGE}/lock", page=PAGE)
    assert desk.post(f"{PAGE}/lock/approve", page=PAGE).status_code == 403
    manager = browse(make.person(Role.MANAGER))
    assert "手続きしました" in manager.send(f"{PAGE}/lock/approve", page=PAGE)
    assert "3/4 = 75.0％" in manager.read(PAGE)
    assert locks()[2024].tenths == 750
    made = db.session.query(Wave).one()
    left = next(
        one for one in made.invitations if one.replies[-1].given["q1"] != "維持し、活動する"
    )
    followup.record(
        left, saying(made, counts=True), by=officer, at=japan(2025, 4, 9), note="訂正の申し出"
    )
    db.session.commit()
    assert "現在の計算値は確定値と異なります" in manager.read(PAGE)
    assert "75.0" in manager.read("/desk/statistics/")


def test_another_way_of_counting_is_tried_before_it_is_kept(app, browse, officer):
    year_of_groups(2024, 4, 3, 5, officer)
    desk, page = browse(officer), f"{PAGE}/counting"
    assert "「維持し、活動する」" not in desk.read(page)
    fields = {
        "keeps_q1": "維持し、活動する", "unit": "person", "denominator": "all", "members": "any",
        "rounding": "half_up", "note": "",
    }  # fmt: skip
    seen = desk.post(page, **{**fields, "preview": "1"})
    assert seen.status_code == 200
    # 5名が4組: the first group has two members and stays: 2 + 1 + 1 = 4 of 5.
    assert "変えたときの値：4/5 = 80.0％。今の値：3/4 = 75.0％" in seen.text
    refused = desk.post(page, **fields)
    assert refused.status_code == 422
    assert "数え方を変える理由を記入してください" in refused.text
    kept = desk.send(page, **{**fields, "note": "人数で数える"})
    assert "数え直しました" in kept
    assert "4/5 = 80.0％" in kept


def test_an_answer_is_named_as_not_decided_and_shown_apart(app, browse, officer):
    """Of 4組 3 keep a base and 1 does not: 3/4 within 75.0 and 75.0. The answer of that one is
    read as not decided instead: 3/4 within 75.0 and 100.0."""
    year_of_groups(2024, 4, 3, 5, officer)
    desk, page = browse(officer), f"{PAGE}/counting"
    assert "まだ決めていない" in desk.read(page)
    assert "75.0～75.0％" in desk.read(PAGE)
    fields = {
        "keeps_q1": "維持し、活動する", "unit": "group", "denominator": "all", "members": "any",
        "rounding": "half_up", "note": "要綱の改正",
    }  # fmt: skip
    both = desk.post(page, **fields, undecided_q1="維持し、活動する")
    assert "どちらか一方にしてください" in both.text
    every = desk.post(page, **fields, undecided_q1=["維持しない", "まだ決めていない"])
    assert "数えない回答を残してください" in every.text
    kept = desk.send(page, **fields, undecided_q1="維持しない")
    assert "数え直しました" in kept
    assert "75.0～100.0％" in kept
    assert "「維持しない」と回答した組は、維持するとも維持しないとも数えず" in kept
    assert "まだ決めていない" in desk.read("/desk/statistics/").split("</thead>")[0]


def test_others_do_not_see_it_and_an_auditor_changes_nothing(app, browse):
    year_of_groups(2024, 2, 1, 2)
    assert browse(make.person()).get(PAGE).status_code == 403
    auditor = browse(make.person(Role.AUDITOR))
    assert auditor.get(PAGE).status_code == 200
    assert auditor.get(f"{PAGE}/counting").status_code == 403
    assert auditor.post(f"{PAGE}/lock", page=PAGE).status_code == 403


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/past"])
def test_the_page_takes_as_many_statements_for_many_groups(path, app, browse, officer):
    def count() -> int:
        desk = browse(officer)
        db.session.expire_all()
        with statements() as sent:
            assert desk.get(path).status_code == 200
        return len(sent)

    year_of_groups(2024, 3, 2, 3, officer)
    few = count()
    year_of_groups(2023, 12, 2, 12, officer)
    assert count() == few <= 40


def test_the_sheet_shows_the_fixed_figure_whatever_is_answered_later(app, browse, officer):
    year_of_groups(2024, 4, 3, 5, officer)
    desk = browse(officer)
    desk.send(f"{PAGE}/lock", page=PAGE)
    browse(make.person(Role.MANAGER)).send(f"{PAGE}/lock/approve", page=PAGE)
    made = db.session.query(Wave).one()
    left = next(one for one in made.invitations if one.replies[-1].given["q1"] == "維持しない")
    again = saying(made, counts=True)
    followup.record(left, again, by=officer, at=japan(2025, 4, 9), note="訂正の申し出")
    published()
    db.session.commit()
    sheet = desk.read("/desk/statistics/sheet/2024")
    assert "確定値 3/4 = 75.0、公表値 79.0。公表値は確定値と異なります。" in sheet
    assert "4/4 = 100.0" in desk.read("/desk/statistics/")
