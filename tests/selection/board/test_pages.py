"""The board at a browser: a scenario is tried out, compared, placed and taken over."""

import csv
import re
from io import StringIO

import pytest

from otameshi.applications.models import Wish
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import RulebookVersion
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.board.models import Scenario
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.selection.board.make import scored
from tests.statements import counted


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def call(app):
    del app
    made = make.call(quota=8, quota_soft=True)
    make.keep(
        RulebookVersion(
            year=made.year, number=1, text=make.EXAMPLE_RULEBOOK, sha256="0" * 64, at=make.NOON
        )
    )
    return made


def begun(browser, call, name: str = "第1案", **fields: str) -> str:
    """Begin a scenario, empty unless said otherwise, and return its address."""
    path = f"/desk/selection/{call.id}/board/scenarios"
    asked = {"name": name, "start": "blank", **fields}
    answer = browser.post(path, **asked)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def outcomes(page: str) -> dict[str, str]:
    found = re.findall(r'name="outcome-(\d+)"\s+value="(\w*)"\s+checked', page)
    return dict(found)


def test_choices_show_what_they_do_to_everybodys_cap_and_are_kept(officer, browse, call) -> None:
    ids = [scored(call, 4, people=3).id for _ in range(9)]
    browser = browse(officer)
    path = begun(browser, call)
    some = {f"outcome-{key}": "selected" for key in ids[:8]}
    page = browser.post(path, action="look", **some).text
    assert "あと1名増えると、全員の1人当たりの上限額が240,000円に変わります" in page
    assert set(outcomes(browser.read(path)).values()) == {""}
    page = browser.send(path, action="save", **{f"outcome-{key}": "selected" for key in ids})
    assert "「第1案」を保存しました" in page
    assert "240,000" in page
    assert "8組程度を1組上回っています" in page
    assert "参加者が3名減ると、全員の1人当たりの上限額は300,000円に戻ります" in page
    assert outcomes(page) == {str(key): "selected" for key in ids}


def test_a_refused_page_keeps_what_was_chosen(officer, browse, call) -> None:
    one = scored(call, 4)
    browser = browse(officer)
    path = begun(browser, call)
    fields = {f"outcome-{one.id}": "waitlisted", f"rank-{one.id}": "一番"}
    answer = browser.post(path, action="save", **fields)
    assert answer.status_code == 422
    assert "補欠順位は1から999まで" in answer.text
    assert outcomes(answer.text) == {str(one.id): "waitlisted"}
    assert 'value="一番"' in answer.text


def test_the_second_of_two_officers_is_told(officer, browse, call) -> None:
    one = scored(call, 4)
    first, second = browse(officer), browse(make.person(Role.OFFICER))
    path = begun(first, call)
    seen = second.hidden(path)
    first.send(path, action="save", **{f"outcome-{one.id}": "rejected"})
    sent = {**second.hidden(path), "version": seen["version"], "action": "save"}
    answer = second.client.post(path, data={**sent, f"outcome-{one.id}": "selected"})
    assert answer.status_code == 409
    assert "ほかの人が先に" in answer.text
    assert outcomes(answer.text) == {str(one.id): "selected"}
    assert outcomes(first.read(path)) == {str(one.id): "rejected"}


def test_scenarios_are_filled_by_rank_copied_and_compared(officer, browse, call) -> None:
    best, middle, last = (scored(call, points) for points in (5, 4, 3))
    browser = browse(officer)
    path = begun(browser, call, start="rank", select="1", wait="1")
    assert outcomes(browser.read(path)) == {
        str(best.id): "selected", str(middle.id): "waitlisted", str(last.id): "rejected"
    }  # fmt: skip
    listed = f"/desk/selection/{call.id}/board/scenarios"
    copy = browser.post(f"{path}/copy", page=listed, name="第2案").location
    browser.send(copy, action="save", **{f"outcome-{middle.id}": "selected"})
    ids = [scenario.id for scenario in db.session.scalars(db.select(Scenario))]
    query = "&".join(f"with={key}" for key in ids)
    page = browser.read(f"/desk/selection/{call.id}/board/compare?{query}")
    assert middle.application.number in page
    assert best.application.number not in page
    assert "補欠（1番）" in page
    assert "「第2案」を削除しました" in browser.send(f"{copy}/remove", page=copy)
    refused = browser.send(listed, name="第1案", start="blank")
    assert "「第1案」という名前の案が、すでにあります" in refused


def test_a_tie_at_the_border_is_pointed_out_and_needs_a_reason(officer, browse, call) -> None:
    first, second = scored(call, 4), scored(call, 4)
    browser = browse(officer)
    path = begun(browser, call, start="rank", select="1", wait="1")
    assert "1位の2件は同点です" in browser.read(path)
    take = f"{path}/take"
    answer = browser.post(take)
    assert answer.status_code == 422
    assert "採択とする応募を選んだ理由" in answer.text
    page = browser.send(take, note="県内での計画がより具体的なため")
    assert "「第1案」の2件を決裁に上げました" in page
    states = {one.id: (one.state, one.proposal) for one in (first, second)}
    assert set(states.values()) == {
        (State.PROPOSED, Outcome.SELECTED), (State.PROPOSED, Outcome.WAITLISTED)
    }  # fmt: skip
    assert "県内での計画" in browser.read(f"/desk/selection/candidates/{first.id}")
    assert "決裁に上げました。直すときは" in browser.read(path)


def test_a_scenario_says_what_changed_and_is_not_taken_over_until_it_was_read(
    officer, browse, call
) -> None:
    gone, rescored = scored(call, 5), scored(call, 4)
    browser = browse(officer)
    path = begun(browser, call, start="rank", select="2")
    gone.application.state = ApplicationState.WITHDRAWN
    reviewer = make.person(Role.REVIEWER)
    sheet = make.keep(Sheet(candidacy=rescored, reviewer=reviewer))
    points = {one.id: 2 for one in call.year.criteria}
    actions.finish(sheet, Written(points), reviewer, now())
    db.session.commit()
    page = browser.read(path)
    assert "点が4.00から3.00に変わりました" in page
    assert "取り下げられた応募：応募が取り下げられました" in page
    assert "点や状態が変わりました" in browser.post(f"{path}/take").text
    page = browser.send(f"{path}/refresh", page=path)
    assert "選べなくなった1件は、案から外しました" in page
    assert "1件を決裁に上げました" in browser.send(f"{path}/take")


def test_the_selected_are_placed_by_wish_and_an_officer_may_overrule(officer, browse, call) -> None:
    town, other = make.host(call.year, "塩尻市", places=1), make.host(call.year, "上田市")
    wishes = [[Wish(host=town, rank=1), Wish(host=other, rank=2)] for _ in range(2)]
    high, low = (scored(call, n, wishes=w) for n, w in zip((5, 4), wishes, strict=True))
    browser = browse(officer)
    path = begun(browser, call, start="rank", select="2")
    page = browser.read(f"{path}/places")
    assert "第2希望: 第1希望の塩尻市は満員で、より上位の応募があるため" in page
    here = f"{path}/places/{low.id}"
    answer = browser.post(here, host_id=str(town.id))
    assert answer.status_code == 422
    page = browser.send(here, host_id=str(town.id), note="子どもの通う学校があるため")
    assert "子どもの通う学校があるため" in page
    browser.send(f"{here}/match", page=here)
    browser.send(here, host_id=str(town.id), note="通学のため")
    sheet = browser.get(f"{path}/export.csv").data.decode("utf-8-sig")
    cells = {row["受付番号"]: row for row in csv.DictReader(StringIO(sheet))}
    assert cells[low.application.number]["市町村"] == "塩尻市"
    assert cells[high.application.number]["市町村"] == "上田市"
    browser.send(f"{path}/take")
    db.session.expire_all()
    (kept,) = [db.session.get_one(Candidacy, low.id).placement]
    assert kept is not None
    assert (kept.place, kept.words) == ("塩尻市", "通学のため")


def test_the_board_is_filtered_and_sorted(officer, browse, call) -> None:
    first, second = scored(call, 5), scored(call, 3, people=2)
    path = f"/desk/selection/{call.id}/board"
    browser = browse(officer)
    numbers = [first.application.number, second.application.number]
    page = browser.read(f"{path}?q={numbers[0]}")
    assert numbers[0] in page
    assert f">{numbers[1]}<" not in page
    page = browser.read(f"{path}?sort=heads")
    assert page.index(f">{numbers[1]}<") < page.index(f">{numbers[0]}<")
    assert "この条件の応募はありません" in browser.read(f"{path}?state=declined")


def test_an_auditor_reads_the_board_and_its_scenarios_without_buttons(
    officer, browse, call
) -> None:
    scored(call, 5)
    path = begun(browse(officer), call)
    browser = browse(make.person(Role.AUDITOR))
    for page in (path, f"{path}/places", path.rpartition("/")[0] + "/scenarios"):
        shown = browser.read(page)
        assert "保存する</button>" not in shown
        assert "削除する</button>" not in shown
    assert browser.get(f"{path}/take").status_code == 403


def test_a_scenario_of_another_call_is_not_found(officer, browse, call) -> None:
    scored(call, 5)
    browser = browse(officer)
    path = begun(browser, call)
    other = make.call(title="別の募集")
    db.session.commit()
    elsewhere = path.replace(f"/{call.id}/", f"/{other.id}/")
    assert browser.get(elsewhere).status_code == 404
    assert browser.get(f"{elsewhere}/export.csv").status_code == 404


def test_a_scenario_asks_the_database_as_often_for_thirty_as_for_three(
    officer, browse, call
) -> None:
    for _ in range(3):
        scored(call, 4)
    browser = browse(officer)
    path = begun(browser, call, start="rank", select="2")
    browser.read(path)
    few = counted(lambda: browser.get(path))
    for _ in range(27):
        scored(call, 4)
    browser.send(f"{path}/fill", page=path, select="20")
    browser.read(path)
    many = counted(lambda: browser.get(path))
    assert few == many


def test_who_decides_reads_where_each_group_is_placed_and_why(officer, browse, call) -> None:
    one = scored(call, 5)
    browser = browse(officer)
    path = begun(browser, call, start="rank", select="1")
    browser.send(f"{path}/take")
    page = browse(make.person(Role.MANAGER)).read(f"/desk/selection/{call.id}/decision")
    assert f"{one.application.wishes[0].host.name}：第1希望" in page


def test_the_board_sees_a_sheet_that_passed_to_another_reviewer(officer, browse, call) -> None:
    one = scored(call, 5)
    first, second = (make.person(Role.REVIEWER, name=name) for name in ("先の　委員", "後の　委員"))
    sheet = make.keep(Sheet(candidacy=one, reviewer=first))
    path, browser = f"/desk/selection/{call.id}/board", browse(officer)
    assert "採点が終わっていない：先の　委員" in browser.read(path)
    known = sheet.id
    db.session.delete(sheet)
    db.session.flush()
    make.keep(Sheet(id=known, candidacy=one, reviewer=second))
    db.session.commit()
    assert "採点が終わっていない：後の　委員" in browser.read(path)
