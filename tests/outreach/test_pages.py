"""The public list of gatherings, and the desk where they are kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.outreach import actions
from otameshi.outreach.actions import Plan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from tests import make
from tests.statements import statements


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def gathering(days: int, title: str = "募集説明会", **facts) -> Gathering:
    plan = Plan(
        facts.pop("kind", GatheringKind.SESSION), title, now() + timedelta(days=days), "長野市"
    )
    return actions.plan(make.year(**facts), plan, make.person(Role.OFFICER), now())


def fields(**facts):
    day = today() + timedelta(days=10)
    return {
        "year_id": str(make.year().id), "kind": "session", "title": "第1回募集説明会",
        "day-year": day.year, "day-month": day.month, "day-day": day.day,
        "time": "19:00", "place": "オンライン", "note": "申込みは電話で", **facts,
    }  # fmt: skip


def test_anybody_sees_what_comes_and_what_was(app, browse):
    gathering(3, "次の説明会")
    held = gathering(-3, "前の説明会")
    actions.attend(held, 12, make.person(Role.OFFICER), now())
    off = gathering(5, "流れた説明会")
    actions.cancel(off, make.person(Role.OFFICER), now(), "大雪")
    page = browse().read("/gatherings/")
    assert page.index("次の説明会") < page.index("これまでの開催") < page.index("前の説明会")
    assert "12名" in page
    assert "中止" in page
    assert "大雪" not in page


def test_an_empty_list_says_so(app, browse):
    assert "公開している予定はありません" in browse().read("/gatherings/")
    assert "この条件の会はありません" in browse(make.person(Role.AUDITOR)).read("/desk/gatherings/")


def test_an_officer_plans_a_gathering_and_everybody_sees_it(app, browse, officer):
    make.year()
    page = browse(officer).send("/desk/gatherings/new", **fields(time="１９：３０"))
    assert "登録しました" in page
    assert "19:30" in page
    assert "第1回募集説明会" in browse().read("/gatherings/")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"time": "25時"}, "時刻は、14:00のように"),
        ({"time": ""}, "開始時刻を入力してください"),
        ({"day-month": "13"}, "実在する日付"),
        ({"title": " "}, "名前を入力してください"),
        ({"kind": "party"}, "種類"),
    ],
)
def test_wrong_input_is_explained_and_kept(app, browse, officer, wrong, words):
    make.year()
    answer = browse(officer).post("/desk/gatherings/new", **fields(**wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert "申込みは電話で" in answer.text
    assert db.session.scalar(select(func.count(Gathering.id))) == 0


def test_people_are_counted_after_the_gathering_only(app, browse, officer):
    coming, held = gathering(3), gathering(-1)
    desk = browse(officer)
    refused = desk.post(f"/desk/gatherings/{coming.id}/attendance", attendance="5")
    assert refused.status_code == 422
    assert "開催した後に記録してください" in refused.text
    page = desk.send(f"/desk/gatherings/{held.id}/attendance", attendance="５４")
    assert "参加人数を記録しました" in page
    assert "54名" in page
    wrong = desk.post(f"/desk/gatherings/{held.id}/attendance", attendance="-1")
    assert "0以上の人数" in wrong.text


def test_an_officer_changes_and_cancels_a_gathering(app, browse, officer):
    one = gathering(3)
    desk, page = browse(officer), f"/desk/gatherings/{one.id}"
    form = desk.read(f"{page}/edit")
    assert "長野市" in form
    assert "変更しました" in desk.send(f"{page}/edit", **fields(place="松本市"))
    assert "松本市" in desk.read(page)
    assert "中止の理由を入力してください" in desk.send(f"{page}/cancel", note="")
    assert "中止にしました" in desk.send(f"{page}/cancel", note="大雪")
    assert "中止した会は変更できません" in desk.send(f"{page}/edit", **fields())


def test_a_plan_sent_twice_makes_one_gathering(app, browse, officer):
    make.year()
    desk = browse(officer)
    data = {**desk.hidden("/desk/gatherings/new"), **fields()}
    answers = [desk.client.post("/desk/gatherings/new", data=data) for _ in range(2)]
    assert len({answer.location for answer in answers}) == 1
    assert db.session.scalar(select(func.count(Gathering.id))) == 1


def test_the_desk_shows_the_rows_that_the_sheet_counts(app, browse, officer):
    gathering(-3, "説明会その一")
    gathering(-2, "交流会その一", kind=GatheringKind.MEETING)
    gathering(-2, "前年の説明会", fiscal_year=2024)
    page = browse(officer).read("/desk/gatherings/?year=2026&kind=session")
    assert "説明会その一" in page
    assert "交流会その一" not in page
    assert "前年の説明会" not in page


def test_only_officers_change_gatherings(app, browse):
    one = gathering(3)
    auditor = browse(make.person(Role.AUDITOR))
    assert auditor.get(f"/desk/gatherings/{one.id}").status_code == 200
    for move in ("edit", "attendance", "cancel"):
        assert auditor.get(f"/desk/gatherings/{one.id}/{move}").status_code == 403
    assert browse(make.person()).get("/desk/gatherings/").status_code == 403
    assert browse(make.person(Role.OFFICER)).get("/desk/gatherings/99").status_code == 404


def test_the_lists_take_as_many_statements_for_30_gatherings_as_for_3(app, browse, officer):
    def count() -> list[int]:
        found = []
        for address in ("/gatherings/", "/desk/gatherings/"):
            person = browse(officer)
            db.session.expire_all()
            with statements() as sent:
                person.get(address)
            found.append(len(sent))
        return found

    for n in range(3):
        gathering(n - 1)
    few = count()
    for n in range(27):
        gathering(n - 13)
    assert count() == few
