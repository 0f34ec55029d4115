"""What officers, managers and reviewers see and do in the selection."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import pytest
from flask import Flask
from sqlalchemy import event

from otameshi.applications.models import ApplicationPaper
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import storage
from otameshi.programme.models import RulebookVersion
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.files import corpus

RULES = (files("otameshi.subsidy") / "examples/nagano-otameshi.toml").read_text("utf-8")


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


@pytest.fixture
def manager(app: Flask):
    return make.person(Role.MANAGER)


@pytest.fixture
def reviewer(app: Flask):
    return make.person(Role.REVIEWER, name="審査　一郎")


def with_rules(call):
    make.keep(RulebookVersion(year=call.year, number=1, text=RULES, sha256="0" * 64, at=make.NOON))
    return call


def sheet(of: Candidacy | None = None, reviewer=None) -> Sheet:
    return make.sheet(of, reviewer)


def finished(one: Candidacy, points: int = 4) -> Candidacy:
    of = sheet(one)
    criteria = one.application.call.year.criteria
    actions.finish(of, Written({c.id: points for c in criteria}), of.reviewer, now())
    return one


def attach(one: Candidacy, kind: str, name: str) -> ApplicationPaper:
    stored = storage.keep(corpus.pdf(), name, "application/pdf", None, make.NOON)
    paper = ApplicationPaper(kind=kind, attachment=stored)
    one.application.papers.append(paper)
    db.session.flush()
    return paper


# --- the office ---


def test_the_desk_says_for_each_call_what_to_do_next(officer, browse) -> None:
    call = make.call()
    make.application(to=call)
    page = browse(officer).read("/desk/selection/")
    assert "提出された応募1件を選考に加えてください。" in page


def test_an_officer_opens_the_pile_and_screens_it(officer, browse) -> None:
    call = make.call()
    make.application(to=call, nights_a_month=5)
    browser = browse(officer)
    path = f"/desk/selection/{call.id}"
    page = browser.send(f"{path}/open", page=path)
    assert "応募1件を選考に加えました" in page
    assert "月に5泊の予定です（月平均概ね6泊以上が必要です）。" in page
    (one,) = db.session.scalars(db.select(Candidacy))
    here = f"/desk/selection/candidates/{one.id}"
    assert "理由を記入してください" in browser.send(f"{here}/pass", page=here)
    assert db.session.get_one(Candidacy, one.id).state is State.SCREENING
    page = browser.send(f"{here}/pass", page=here, note="計画が確かなため")
    assert "書類審査中にしました" in page
    assert "計画が確かなため" in page


def test_reviewers_are_assigned_by_one_button_and_gaps_are_named(officer, browse) -> None:
    one = make.candidacy()
    path = f"/desk/selection/{one.application.call_id}/assignment"
    browser = browse(officer)
    page = browser.send(f"{path}/automatic", page=path)
    assert "選考委員がいません" in page
    make.seat(one.application.call, make.person(Role.REVIEWER, name="審査　一郎"))
    db.session.commit()
    page = browser.send(f"{path}/automatic", page=path)
    assert "審査　一郎" in page
    assert "2名のうち1名だけ" in page


def test_a_button_pressed_twice_acts_once(officer, browse) -> None:
    call = make.call()
    make.application(to=call)
    browser = browse(officer)
    path = f"/desk/selection/{call.id}"
    hidden = browser.hidden(path)
    answers = [browser.client.post(f"{path}/open", data=hidden) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "選考に加える応募はありません" not in browser.read(path)


def test_proposals_are_decided_by_a_manager_after_a_page_that_says_who_gets_what(
    officer, manager, browse
) -> None:
    call = make.call()
    one = finished(make.candidacy(make.application(to=call)))
    actions.propose(one, Outcome.SELECTED, officer, now())
    browser = browse(manager)
    path = f"/desk/selection/{call.id}/decision"
    page = browser.read(path)
    assert one.application.applicant.email in page
    assert "参加者採択通知書の案" in page
    preview = browser.get(f"/desk/selection/candidates/{one.id}/preview")
    assert preview.data.startswith(b"%PDF")
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    page = browser.send(f"{path}/all", page=path, seen=seen)
    assert "1件を決定し" in page
    assert "8産立第1号" in page
    shown = browser.read(f"/desk/selection/candidates/{one.id}")
    (link,) = re.findall(r"/desk/selection/decisions/\d+", shown)
    assert browser.get(f"{link}/paper").data.startswith(b"%PDF")


def test_who_proposed_sees_that_another_must_decide(browse, app: Flask) -> None:
    both = make.person(Role.OFFICER, Role.MANAGER)
    one = finished(make.candidacy())
    actions.propose(one, Outcome.SELECTED, both, now())
    path = f"/desk/selection/{one.application.call_id}/decision"
    browser = browse(both)
    page = browser.read(path)
    assert "別の決裁者が決定してください" in page
    assert "件を案のとおり決定し" not in page


def test_a_manager_decides_one_candidate_with_a_reason_to_differ(manager, browse) -> None:
    one = finished(make.candidacy())
    actions.propose(one, Outcome.SELECTED, make.person(Role.OFFICER), now())
    browser = browse(manager)
    here = f"/desk/selection/candidates/{one.id}"
    assert "案は採択ですが" in browser.send(f"{here}/reject", page=here)
    assert "不採択にしました" in browser.send(f"{here}/reject", page=here, note="予算のため")


def test_files_of_another_application_are_not_found(officer, browse) -> None:
    one, other = make.candidacy(), make.candidacy()
    paper = attach(other, "plan", "計画.pdf")
    browser = browse(officer)
    base = "/desk/selection/candidates"
    assert browser.get(f"{base}/{other.id}/files/{paper.attachment_id}").status_code == 200
    assert browser.get(f"{base}/{one.id}/files/{paper.attachment_id}").status_code == 404


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.TREASURER])
def test_the_desk_is_closed_to_others(role, browse, app: Flask) -> None:
    one = make.candidacy()
    browser = browse(make.person(role))
    for path in ("", str(one.application.call_id), f"candidates/{one.id}"):
        assert browser.get(f"/desk/selection/{path}").status_code == 403


def test_an_auditor_reads_and_changes_nothing(browse, app: Flask) -> None:
    one = make.candidacy(state=State.SCREENING)
    browser = browse(make.person(Role.AUDITOR))
    here = f"/desk/selection/candidates/{one.id}"
    assert "要件を満たさないとする" not in browser.read(here)
    assert browser.post(f"{here}/pass", page=here, note="x").status_code == 403
    path = f"/desk/selection/{one.application.call_id}/board"
    assert "案を作る</a>" not in browser.read(path)
    answer = browser.post(f"{path}/scenarios", name="見るだけ", start="blank")
    assert answer.status_code == 422
    assert "権限では行えません" in answer.text


@pytest.mark.parametrize("page", ["", "/assignment", "/board", "/decision"])
def test_a_page_asks_the_database_as_often_for_thirty_as_for_three(page, officer, browse) -> None:
    call = with_rules(make.call())
    path = f"/desk/selection/{call.id}{page}"
    browser = browse(officer)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            one = make.candidacy(make.application(to=call, people=2))
            attach(one, "plan", "計画.pdf")
            finished(one)
        db.session.commit()
        with statements() as seen:
            assert browser.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- reviewers ---


def test_a_reviewer_scores_saves_and_finishes(reviewer, browse) -> None:
    of = sheet(reviewer=reviewer)
    first, second = of.candidacy.application.call.year.criteria
    browser = browse(reviewer)
    path = f"/review/{of.id}"
    assert of.candidacy.application.number in browser.read("/review/")
    page = browser.read(path)
    assert "5点　とても良い" in page
    assert "途中で保存しました" in browser.send(path, action="save", **{f"points-{first.id}": "3"})
    assert re.search(rf'checked[^>]*name="points-{first.id}"[^>]*value="3"', browser.read(path))
    answer = browser.post(path, comment="総評です", **{f"points-{first.id}": "4"})
    assert answer.status_code == 422
    assert second.name in answer.text
    assert "総評です" in answer.text
    points = {f"points-{first.id}": "4", f"points-{second.id}": "5"}
    assert "採点を確定しました" in browser.send(path, comment="総評です", **points)
    page = browser.read(path)
    assert "5点" in page
    assert "採点を確定する" not in page


def test_points_off_the_scale_are_refused(reviewer, browse) -> None:
    of = sheet(reviewer=reviewer)
    first, _ = of.candidacy.application.call.year.criteria
    answer = browse(reviewer).post(f"/review/{of.id}", action="save", **{f"points-{first.id}": "9"})
    assert answer.status_code == 422
    assert "1から5まで" in answer.text


def test_no_page_of_a_reviewer_names_the_applicant(reviewer, browse) -> None:
    application = make.application(
        people=2, plan="見本　太郎1がします。計画。", trade_name="秘密社"
    )
    one = make.candidacy(application)
    application.applicant.name = "本名　花子"
    attach(one, "plan", "見本太郎の計画.pdf")
    attach(one, "photo", "見本太郎の顔.jpg")
    of = sheet(one, reviewer)
    browser = browse(reviewer)
    link = f"/review/{of.id}/files/1"
    pages = [browser.get(path) for path in ("/review/", f"/review/{of.id}", link)]
    for answer in pages:
        assert answer.status_code == 200
        everything = answer.data.decode(errors="replace") + str(answer.headers)
        for secret in (
            "太郎",
            "タロウ",
            "本名",
            "秘密社",
            "1995",
            "顔",
            application.applicant.email,
        ):
            assert secret not in everything.replace("写真", "").replace("顔写真", "")
    assert "がします。計画。" in pages[1].text
    assert browser.get(f"/review/{of.id}/files/2").status_code == 404


def test_another_reviewers_sheet_is_not_found(reviewer, browse) -> None:
    other = sheet()
    browser = browse(reviewer)
    assert browser.get(f"/review/{other.id}").status_code == 404
    assert browser.get(f"/review/{other.id}/files/1").status_code == 404
    assert browser.post(f"/review/{other.id}/recuse", page="/review/").status_code == 404


def test_a_reviewer_never_sees_the_scores_of_others(reviewer, browse) -> None:
    one = make.candidacy()
    of = sheet(one, reviewer)
    other = sheet(one, make.person(Role.REVIEWER, name="別の　委員"))
    criteria = one.application.call.year.criteria
    actions.finish(
        other, Written({c.id: 1 for c in criteria}, {}, "厳しい評"), other.reviewer, now()
    )
    page = browse(reviewer).read(f"/review/{of.id}")
    assert "厳しい評" not in page
    assert "別の" not in page
    assert "checked" not in page


def test_who_recuses_no_longer_sees_the_application(reviewer, browse) -> None:
    of = sheet(make.candidacy(make.application(plan="秘密の計画")), reviewer)
    browser = browse(reviewer)
    path = f"/review/{of.id}"
    assert "理由を記入してください" in browser.send(f"{path}/recuse", page=path)
    assert "辞退しました" in browser.send(f"{path}/recuse", page=path, note="親族のため")
    page = browser.read(path)
    assert "秘密の計画" not in page
    assert "応募の内容は表示しません" in page


def test_a_sheet_changed_in_another_tab_is_not_overwritten(reviewer, browse) -> None:
    of = sheet(reviewer=reviewer)
    first, _ = of.candidacy.application.call.year.criteria
    browser = browse(reviewer)
    path = f"/review/{of.id}"
    before = browser.hidden(path)
    browser.send(path, action="save", **{f"points-{first.id}": "3"})
    old = {
        **browser.hidden(path),
        "version": before["version"],
        "action": "save",
        "comment": "古い",
    }
    answer = browser.client.post(path, data=old)
    assert answer.status_code == 409
    assert "古い" in answer.text


@pytest.mark.parametrize(
    "page", ["", "/panel", "/scores/", "/fairness/", "/board", "/decision", "/notices"]
)
def test_every_room_of_the_selection_stands_under_its_entry(app: Flask, browse, page: str) -> None:
    call = make.call()
    seen = browse(make.person(Role.OFFICER)).read(f"/desk/selection/{call.id}{page}")
    assert '<a href="/desk/selection/" aria-current="page">選考</a>' in seen
