"""What reviewers reach, blind; what officers see of the scoring; the 形式審査 page by page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from itertools import product

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select
from werkzeug.routing import IntegerConverter

from otameshi import history
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.questions.models import AnswerSheet
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import now
from otameshi.core.questions import Kind, Question, Questionnaire, write
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.documents import paper
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.programme.question_models import QuestionnaireVersion
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.eligibility.reading import lines
from otameshi.selection.interviews import actions as booking
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import SheetState, State
from otameshi.selection.scoring import actions as closing
from otameshi.web.access import needed
from tests import make
from tests.conftest import Browser
from tests.selection.interviews import make as interviews
from tests.statements import counted

PEOPLE = (
    (
        "蓬莱　紗希子",
        "ホウライ　サキコ",
        "030-1111-2222",
        "hourai@mail.example.jp",
        "株式会社蓬莱機工",
    ),
    ("鬼頭　龍之介", "キトウ　リュウノスケ", "090-3333-4444", "kitou@mail.example.jp", "鬼頭映像"),
)
ROWS = range(1, 4)  # one more than there are of any kind of row in these tests


@pytest.fixture
def reviewer(app: Flask):
    return make.person(Role.REVIEWER, name="審査　一郎")


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


def attach(to: Application, kind: str, name: str) -> None:
    content = paper.sheet(paper.Paper(title="計画", body=[paper.Prose("事業の計画")]))
    stored = storage.keep(content, name, "application/pdf", None, make.NOON)
    to.papers.append(ApplicationPaper(kind=kind, attachment=stored))


def asked(year, *, to_reviewers: bool) -> QuestionnaireVersion:
    questions = (
        Question("q1", Kind.LONG, "つながり", "business", to_reviewers=to_reviewers),
        Question("q2", Kind.LONG, "家族", "plan"),
    )
    facts = {"text": write(Questionnaire(questions)), "sha256": "0" * 64, "at": make.NOON}
    return make.keep(QuestionnaireVersion(year_id=year.id, number=1, **facts))


def named(to, who: tuple[str, ...], version: QuestionnaireVersion) -> Application:
    """Make an application whose texts and files name everybody everywhere."""
    name, kana, phone, mail, company = who
    text = f"{name}です。{name.replace('　', '')}、{kana}、{phone}、{mail}、{company}の代表。35歳。"
    return make.application(
        make.person(name=name, email=mail),
        to,
        trade_name=company,
        business=text,
        career=text,
        plan=text,
        other_support=text,
        heard_from=company,
        homepage="https://hourai.example.jp/",
        members=[
            make.member(
                1, name=name, kana=kana, phone=phone, address=f"{name[:2]}町7-8-9", occupation=text
            )
        ],
        sheet=AnswerSheet(
            questionnaire=version,
            answers={"q1": {"value": text, "number": 1}, "q2": {"value": "妻と子", "number": 1}},
            seen={},
        ),
    )


@pytest.fixture
def world(reviewer) -> list[Sheet]:
    """Two applications that name their people everywhere, each with a file, for one reviewer."""
    call = make.call()
    version = asked(call.year, to_reviewers=True)
    sheets = []
    for who in PEOPLE:
        application = named(call, who, version)
        attach(application, "plan", f"{who[0]}の計画.pdf")
        sheets.append(make.sheet(make.candidacy(application), reviewer))
    return sheets


SECRETS = [
    secret
    for name, kana, phone, mail, company in PEOPLE
    for secret in (
        *name.split("　"), name, name.replace("　", ""), *kana.split("　"), phone, mail,
        mail.partition("@")[0], company,
    )
] + ["7-8-9", "hourai.example", "1995", "平成7", "35歳", "妻と子"]  # fmt: skip


@dataclass(frozen=True)
class Seen:
    path: str
    status: int
    text: str


def addresses(app: Flask) -> Iterator[str]:
    """Return every page that a reviewer may open, with the numbers of every row there is."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        allowed = needed(rule.endpoint)
        if allowed != ANYONE and Role.REVIEWER not in allowed:
            continue
        names = sorted(rule.arguments)
        kinds = [rule._converters[name] for name in names]  # noqa: SLF001  # no other way
        if allowed == ANYONE and names:
            continue  # a stranger's pages hang on a token or a year
        values = [
            ROWS if isinstance(one, IntegerConverter) else getattr(one, "items", ("x",))
            for one in kinds
        ]
        for chosen in product(*values):
            facts = dict(zip(names, chosen, strict=True))
            yield str(adapter.build(rule.endpoint, facts))


def read(browser: Browser, path: str) -> Seen:
    answer = browser.get(path)
    text = answer.data.decode(errors="replace")
    if answer.mimetype == "application/pdf":
        pages = PdfReader(BytesIO(answer.data))
        text = "".join(page.extract_text() for page in pages.pages) + str(pages.metadata)
    return Seen(path, answer.status_code, text + str(answer.headers))


def heard(world: list[Sheet], reviewer) -> None:
    """Let the reviewer interview both, too."""
    found, slots = interviews.held(world[0].candidacy.application.call, panel=[reviewer])
    invited = interviews.invited(found, *(one.candidacy for one in world))
    for one, slot in zip(invited, slots, strict=False):
        who = booking.Candidate(one.candidacy.application.applicant)
        booking.choose(one, slot.id, who, interviews.AT)


def test_no_page_and_no_export_of_a_reviewer_tells_who_applied(
    app: Flask, world, reviewer, browse
) -> None:
    first = world[0]
    criteria = first.candidacy.application.call.year.criteria
    actions.finish(first, Written({one.id: 4 for one in criteria}, {}, "良い"), reviewer, now())
    heard(world, reviewer)
    browser = browse(reviewer)
    seen = [read(browser, path) for path in addresses(app)]
    opened = {one.path for one in seen if one.status == 200}
    for sheet in world:
        here = f"/review/{sheet.id}"
        assert {here, f"{here}/copy.pdf", f"{here}/files/1", f"{here}/files/1/view"} <= opened
    assert {"/review/", "/review/assigned.csv"} <= opened
    assert {"/review/interviews/", "/review/interviews/1"} <= opened
    told = [(one.path, secret) for one in seen for secret in SECRETS if secret in one.text]
    assert told == []
    letters = db.session.scalars(select(Letter).where(Letter.to == reviewer.email)).all()
    assert [one for one in letters for secret in SECRETS if secret in one.body] == []
    page = next(one.text for one in seen if one.path == f"/review/{first.id}")
    assert "つながり" in page
    assert "家族" not in page
    assert "の代表" in page


def test_a_year_that_shows_names_says_so_on_the_page(world, reviewer, browse) -> None:
    world[0].candidacy.application.call.year.selection_plan.blind = False
    page = browse(reviewer).read(f"/review/{world[0].id}")
    assert "この年度は、氏名などを伏せずに採点します" in page
    assert "蓬莱" in page


def test_a_sheet_of_somebody_else_is_refused_and_the_history_tells(reviewer, browse) -> None:
    other = make.sheet()
    make.sheet(make.candidacy(make.application(to=other.candidacy.application.call)), reviewer)
    browser = browse(reviewer)
    before = db.session.scalar(select(func.count()).select_from(Sheet))
    assert browser.get(f"/review/{other.id}").status_code == 404
    assert browser.post(f"/review/{other.id}", page="/review/", comment="x").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Sheet)) == before
    assert db.session.get_one(Sheet, other.id).state is SheetState.ASSIGNED
    events = db.session.scalars(history.of(other.candidacy)).all()
    assert [one.person_id for one in events] == [reviewer.id, reviewer.id]


def test_a_score_that_arrives_after_closing_is_refused_and_the_history_tells(
    world, reviewer, officer, browse
) -> None:
    one = world[0]
    call = one.candidacy.application.call
    browser = browse(reviewer)
    fields = {f"points-{c.id}": "5" for c in call.year.criteria}
    hidden = browser.hidden(f"/review/{one.id}")
    closing.close(call, officer, now())
    db.session.commit()
    answer = browser.client.post(
        f"/review/{one.id}", data={**hidden, **fields, "comment": "遅れた"}
    )
    assert answer.status_code == 422
    assert "採点は担当者が締め切りました" in answer.text
    kept = db.session.get_one(Sheet, one.id)
    assert (kept.state, kept.comment, kept.scores) == (SheetState.ASSIGNED, "", [])
    [event] = db.session.scalars(history.of(one.candidacy)).all()
    assert (event.act, event.person_id) == ("late_score", reviewer.id)


def test_what_is_typed_is_saved_and_one_goes_on_to_the_next_sheet(world, reviewer, browse) -> None:
    one, following = world
    first, second = one.candidacy.application.call.year.criteria
    browser = browse(reviewer)
    path = f"/review/{one.id}"
    data = {**browser.hidden(path), "tab": "1-1", f"points-{first.id}": "3", "comment": "途中"}
    answer = browser.client.post(
        f"{path}/typing", data=data, headers={"Accept": "application/json"}
    )
    assert answer.json["whole"] is True
    assert answer.json["version"] > int(data["version"])
    page = browser.read(path)
    assert "途中" in page
    assert f'data-autosave="{path}/typing"' in page
    points = {f"points-{first.id}": "3", f"points-{second.id}": "4"}
    sent = browser.post(path, **points)
    assert sent.location == f"/review/{following.id}"
    page = browser.read(path)
    assert "確定の記録（1回）" in page
    assert "採点を直せます" in browser.send(f"{path}/reopen", page=path)
    assert "採点を確定する" in browser.read(path)


def test_what_was_withdrawn_waits_for_no_reviewer(world, reviewer, browse) -> None:
    gone, left = world
    gone.candidacy.application.state = ApplicationState.WITHDRAWN
    browser = browse(reviewer)
    page = browser.read("/review/")
    assert "採点の終わっていない採点票が1枚あります" in page
    assert f"/review/{left.id}" in page
    assert "採点を確定する" not in browser.read(f"/review/{gone.id}")
    assert gone.candidacy.application.number not in browser.read("/review/assigned.csv")


def test_after_closing_the_year_may_show_what_others_gave(world, reviewer, officer, browse) -> None:
    one = world[0]
    call = one.candidacy.application.call
    other = make.sheet(one.candidacy)
    for sheet, comment in ((one, "自分の評"), (other, "蓬莱さんは熱心")):
        written = Written({c.id: 4 for c in call.year.criteria}, {}, comment)
        actions.finish(sheet, written, sheet.reviewer, now())
    call.year.selection_plan.show_others = True
    browser = browse(reviewer)
    assert "さんは熱心" not in browser.read(f"/review/{one.id}")
    closing.close(call, officer, now())
    db.session.commit()
    page = browser.read(f"/review/{one.id}")
    assert "さんは熱心" in page
    assert "蓬莱" not in page
    assert other.reviewer.name not in page


def test_who_cannot_judge_tells_the_office(world, reviewer, officer, browse) -> None:
    path = f"/review/{world[0].id}"
    page = browse(reviewer).send(f"{path}/abstain", page=path, note="専門の外のため")
    assert "判断できないとしました" in page
    call_id = world[0].candidacy.application.call_id
    page = browse(officer).read(f"/desk/selection/{call_id}/scoring")
    assert re.search(r'data-label="判断できない" class="num">1<', page)


def test_the_list_and_a_sheet_ask_the_database_as_often_for_many_as_for_few(
    world, reviewer, browse
) -> None:
    call = world[0].candidacy.application.call
    browser = browse(reviewer)
    counts = []
    for more in (0, 12):
        for _ in range(more):
            application = make.application(to=call, people=2)
            attach(application, "plan", "計画.pdf")
            make.sheet(make.candidacy(application), reviewer)
        paths = ("/review/", f"/review/{world[0].id}", "/review/assigned.csv")
        counts.append([counted(partial(browser.get, path)) for path in paths])
    assert counts[0] == counts[1]


# --- the office ---


def test_an_officer_sets_the_day_and_reminds_after_a_page_that_says_whom(
    world, officer, browse
) -> None:
    path = f"/desk/selection/{world[0].candidacy.application.call_id}/scoring"
    browser = browse(officer)
    day = {"closes_on-year": "2099", "closes_on-month": "6", "closes_on-day": "10"}
    assert "2099年6月10日" in browser.send(path, **day)
    page = browser.read(f"{path}/reminder")
    assert "審査　一郎" in page
    assert "あと2枚残っています" in page
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    assert "1名に催促のお知らせを送りました" in browser.send(f"{path}/reminder", seen=seen)
    assert "お知らせを送る選考委員はいません" in browser.read(f"{path}/reminder")
    page = browser.send(f"{path}/close", page=path, note="全員の確認済み")
    assert "採点を締め切りました" in page
    assert "全員の確認済み" in page


def test_a_notice_is_read_before_it_goes(officer, browse) -> None:
    one = make.candidacy(make.application(nights_a_month=5), State.SCREENING)
    path = f"/desk/selection/candidates/{one.id}/ineligible"
    browser = browse(officer)
    page = browser.send(path, note="県内に本社がある。", action="send")  # nothing was shown yet
    assert "選考の対象としないこととしました" in page
    assert "・県内に本社がある。" in page
    assert db.session.get_one(Candidacy, one.id).state is State.SCREENING
    preview = browser.post(path, note="県内に本社がある。", action="paper")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(preview.data)).pages)
    assert "要件を満たさない旨の通知" in text
    shown = {"shown": "県内に本社がある。", "version": str(one.version)}
    assert "メールの文面" in browser.send(path, note="別の理由", action="send", **shown)
    page = browser.send(path, note="県内に本社がある。", action="send", **shown)
    assert "通知を送りました" in page
    assert db.session.get_one(Candidacy, one.id).state is State.INELIGIBLE


def test_findings_are_overruled_on_the_page_and_the_next_candidate_follows(officer, browse) -> None:
    call = make.call()
    one, following = (
        make.candidacy(make.application(to=call, nights_a_month=5), State.SCREENING)
        for _ in range(2)
    )
    here = f"/desk/selection/candidates/{one.id}"
    browser = browse(officer)
    assert f"/desk/selection/candidates/{following.id}" in browser.read(here)
    for line in [each for each in lines(one) if each.doubtful]:
        fields = {"finding": line.key, "verdict": "overruled"}
        browser.send(f"{here}/findings", page=here, note="電話で確かめた", **fields)
    page = browser.read(here)
    assert "満たすとする理由" not in page
    assert "担当者が変えました" in page
    answer = browser.post(f"{here}/pass", page=here)
    assert answer.location == f"/desk/selection/candidates/{following.id}"


def test_clean_ones_pass_together_after_a_page_that_lists_them(officer, browse) -> None:
    call = make.call()
    call.year.papers = []
    one = make.candidacy(make.application(to=call, stay_to=call.year.trial_first), State.SCREENING)
    path = f"/desk/selection/{call.id}/clean"
    browser = browse(officer)
    assert "問題の見つからない形式審査待ちの応募はありません" in browser.read(path)
    one.application.stay_to = date(call.year.fiscal_year, 12, 31)
    db.session.commit()
    seen = re.findall(r'name="seen" value="([^"]+)"', browser.read(path))
    assert "1件を、要件を満たすとしました" in browser.send(path, seen=seen)


def test_a_manager_takes_a_wrong_exclusion_back_on_the_page(officer, browse) -> None:
    one = make.candidacy(state=State.SCREENING)
    actions.judge(one, "fail", officer, now(), "県内に本社がある。")
    here = f"/desk/selection/candidates/{one.id}"
    browser = browse(make.person(Role.MANAGER))
    page = browser.send(f"{here}/restore", page=here, note="取り違えたため")
    assert "応募者に通知しました" in page
    assert "取り違えたため" in page
    page = browse(one.application.applicant).read("/my/")
    assert "選考の対象外" not in page
    assert "結果は、メールとこのページでお知らせします。" in page


def test_the_office_asks_the_database_as_often_for_many_as_for_few(officer, browse) -> None:
    call = make.call()
    call.year.papers = []
    short = date(call.year.fiscal_year, 12, 31)
    first = make.candidacy(make.application(to=call, stay_to=short), State.SCREENING)
    make.sheet(make.candidacy(make.application(to=call)))
    browser = browse(officer)
    here = f"/desk/selection/{call.id}"
    paths = (
        f"{here}/scoring",
        f"{here}/scoring/reminder",
        f"{here}/clean",
        here,
        f"/desk/selection/candidates/{first.id}",
    )
    counts = []
    for more in (0, 9):
        for _ in range(more):
            make.candidacy(make.application(to=call, stay_to=short), State.SCREENING)
            make.sheet(make.candidacy(make.application(to=call)))
        counts.append([counted(partial(browser.get, path)) for path in paths])
    assert counts[0] == counts[1]
