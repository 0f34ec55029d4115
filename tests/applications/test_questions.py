"""Own questions at the pages: an officer writes and tries them, an applicant answers them."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from sqlalchemy import select

from otameshi.applications.models import Application
from otameshi.applications.questions.models import AnswerSheet
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.questions import Condition, Kind
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme import questionnaires
from tests import make
from tests.applications.asked import published, question
from tests.applications.conftest import pdf, png
from tests.statements import statements

DESK = "/desk/years/2026/questions"
EVERY = [
    question(Kind.TEXT, "短い文の質問", "q1", required=True, help="例：見本商店"),
    question(Kind.LONG, "長い文の質問", "q2", most=20),
    question(Kind.NUMBER, "数の質問", "q3", least=0, most=10),
    question(Kind.CHOICE, "一つ選ぶ質問", "q4", required=True),
    question(Kind.SEVERAL, "いくつか選ぶ質問", "q5", most=2),
    question(Kind.DATE, "日付の質問", "q6"),
    question(Kind.FILE, "ファイルの質問", "q7"),
    question(Kind.TEXT, "条件のある質問", "q8", condition=Condition("q4", ("はい",))),
]
TYPED = {
    "business": "事業",
    "career": "経歴",
    "own_q1": "答え",
    "own_q2": "長い\n答え",
    "own_q3": "１０",
    "own_q4": "はい",
    "own_q5": ["はい", "未定"],
    "own_q6-year": "令和8",
    "own_q6-month": "5",
    "own_q6-day": "1",
    "own_q8": "条件の答え",
}


@pytest.fixture
def call(app):
    del app
    found = make.open_call(now(), make.year())
    make.host(found.year, "塩尻市")
    make.rulebook(found.year)
    return found


@pytest.fixture
def application(call):
    made = make.application(make.person(), call, State.DRAFT)
    made.members[0].phone = "026-000-0000"
    return made


@pytest.fixture
def browser(browse, application):
    return browse(application.applicant)


@pytest.fixture
def officer(browse, call):
    del call
    return browse(make.person(Role.OFFICER))


def ask(year, *questions):
    published(year, *questions)
    db.session.commit()


def path(application, page="business"):
    return f"/applications/{application.id}/{page}"


def test_every_kind_of_question_is_answered_on_its_page_and_read_back(browser, application):
    ask(application.call.year, *EVERY)
    page = browser.send(path(application), **TYPED, own_q7=(BytesIO(pdf()), "証明.pdf"))
    assert "「事業と経歴」を保存しました" in page
    summary = browser.read(f"/applications/{application.id}")
    for shown in (
        "答え",
        "長い\n答え",
        "10",
        "はい、未定",
        "2026年5月1日",
        "証明.pdf",
        "条件の答え",
    ):
        assert shown in summary, shown
    again = browser.read(path(application))
    assert 'value="答え"' in again
    assert "証明.pdf" in again
    assert again.count("checked") == 3


def test_what_is_wrong_is_said_at_the_question_and_nothing_typed_is_lost(browser, application):
    ask(application.call.year, *EVERY)
    answer = browser.post(
        path(application),
        **{**TYPED, "own_q2": "あ" * 21, "own_q3": "十一", "own_q6-month": "13", "business": "新"},
    )
    assert answer.status_code == 422
    for said in ("20文字以内で入力してください（いま21文字）", "整数を数字で", "実在する日付"):
        assert said in answer.text
    assert "あ" * 21 in answer.text
    assert 'value="十一"' in answer.text
    db.session.refresh(application)
    assert application.business != "新"


def test_a_question_that_is_not_asked_does_not_stand_in_the_way(browser, application):
    later = question(Kind.NUMBER, "条件のある数", "q9", condition=Condition("q4", ("はい",)))
    ask(application.call.year, EVERY[3], later)
    page = browser.send(path(application), **TYPED | {"own_q4": "いいえ", "own_q9": "数ではない"})
    assert "を保存しました" in page
    assert "条件のある数" not in browser.read(f"/applications/{application.id}")
    assert "「一つ選ぶ質問」で「はい」を選んだ方だけ" in browser.read(path(application))


def test_a_question_whose_condition_stands_on_an_earlier_page_is_shown_once_it_is_met(
    browser, application
):
    asked = question(Kind.TEXT, "法人の質問", "q1", condition=Condition("kind", ("company",)))
    ask(application.call.year, asked)
    assert "法人の質問" not in browser.read(path(application))
    browser.send(path(application, "kind"), kind="company", company="見本合同会社")
    assert "法人の質問" in browser.read(path(application))


def test_a_question_beside_the_fact_it_depends_on_is_there_from_the_first(browser, application):
    asked = question(
        Kind.TEXT,
        "法人の質問",
        "q1",
        "kind",
        required=True,
        condition=Condition("kind", ("company",)),
    )
    ask(application.call.year, asked)
    page = browser.read(path(application, "kind"))
    assert 'data-when="kind"' in page
    assert "「応募区分」で「法人」を選んだ方だけ" in page
    sent = {"kind": "company", "company": "見本合同会社", "own_q1": ""}
    browser.send(path(application, "kind"), **sent)
    assert "「法人の質問」を入力してください" in browser.read(f"/applications/{application.id}")


@pytest.mark.parametrize("page", ["kind", "business", "plan", "costs", "files"])
def test_each_page_can_hold_questions_of_its_own(browser, application, page):
    ask(application.call.year, question(Kind.TEXT, "ここだけの質問", "q1", page))
    assert "ここだけの質問" in browser.read(path(application, page))
    sent = {"wish1": str(application.wishes[0].host_id)} if page == "plan" else {}
    browser.send(path(application, page), own_q1="ここの答え", **sent)
    assert "ここの答え" in browser.read(f"/applications/{application.id}")
    assert "ここの答え" in browser.read(f"/applications/{application.id}/confirm")


def test_a_new_version_in_the_middle_is_told_and_loses_nothing(browser, application):
    year = application.call.year
    ask(year, EVERY[0])
    browser.send(path(application), **TYPED)
    before = browser.hidden(path(application))
    ask(year, EVERY[0], EVERY[3])
    sent = {**before, **TYPED, "questions": "1"}
    del sent["own_q4"]
    answer = browser.client.post(path(application), data=sent)
    assert answer.status_code == 303
    summary = browser.read(f"/applications/{application.id}")
    assert "新しい質問があります" in summary
    assert "新しい質問：一つ選ぶ質問" in summary
    assert "答え" in summary
    page = browser.read(path(application))
    assert "新しい質問・変わった質問" in page
    browser.send(path(application), **TYPED, questions="2")
    assert "新しい質問があります" not in browser.read(f"/applications/{application.id}")


def test_a_text_that_became_too_long_is_shown_again_to_be_shortened(browser, application):
    year = application.call.year
    ask(year, question(Kind.LONG, "長い文", "q2"))
    browser.send(path(application), **TYPED | {"own_q2": "長い文" * 20})
    ask(year, question(Kind.LONG, "長い文", "q2", most=10))
    assert "長い文" * 20 in browser.read(path(application))


def test_a_file_is_taken_out_with_the_page(browser, application):
    ask(application.call.year, EVERY[6])
    browser.send(path(application), **TYPED, own_q7=(BytesIO(png()), "写真.png"))
    browser.send(path(application), **TYPED, drop_q7=["x", "-1", "²"])
    assert "写真.png" in browser.read(path(application))
    paper = str(application.papers[0].id)
    browser.send(path(application), **TYPED, drop_q7=paper)
    assert "写真.png" not in browser.read(path(application))


def test_a_page_with_questions_takes_a_constant_number_of_statements(browser, application):
    def count():
        db.session.expire_all()
        with statements() as sent:
            browser.get(path(application))
        return len(sent)

    ask(application.call.year, EVERY[0])
    browser.send(path(application), **TYPED)
    count()
    few = count()
    ask(application.call.year, *EVERY, *(
        question(Kind.TEXT, f"質問{n}", f"q{n}") for n in range(10, 30)
    ))  # fmt: skip
    count()
    assert count() == few


def test_staff_read_the_questions_as_they_were_answered(browse, browser, application, officer):
    ask(application.call.year, *EVERY)
    browser.send(path(application), **TYPED)
    browser.send(
        path(application, "files"),
        plan=(BytesIO(pdf()), "計画.pdf"),
        photo=(BytesIO(png()), "写真.png"),
    )
    page = browser.send(path(application, "confirm"), pledged="y", consented="y")
    assert "応募を受け付けました" in page
    ask(application.call.year, question(Kind.TEXT, "後の質問", "q30"))
    shown = officer.read(f"/desk/applications/{application.id}")
    assert "条件のある質問" in shown
    assert "条件の答え" in shown
    assert "後の質問" not in shown
    taken = officer.post("/desk/applications/exports/", "/desk/applications/", which="all")
    sheet = officer.get(f"{taken.location}/fields.csv").text
    assert "質問：条件のある質問" in sheet
    assert '"長い\n答え"' in sheet


def test_what_is_typed_is_saved_with_its_own_answers_but_confirms_no_new_question(
    browser, application
):
    ask(application.call.year, EVERY[0])
    browser.send(path(application), **TYPED)
    ask(application.call.year, EVERY[0], EVERY[1])
    sent = {"tab": "t1", "business": "事業", "career": "経歴", "own_q1": "打ちかけ"}
    answer = browser.post(f"{path(application)}/typing", path(application), **sent)
    assert answer.json["whole"]
    page = browser.read(path(application))
    assert 'value="打ちかけ"' in page
    assert "新しい質問：長い文の質問" in page


ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"]), max_size=60
).filter(lambda text: text.strip(" \t\n\u3000"))


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_TEXT)
def test_any_text_comes_back_identical_in_the_pages(browser, application, text):
    if not application.call.year.questionnaires:
        ask(application.call.year, question(Kind.LONG, "何でも", "q2"))
    answer = browser.post(path(application), business="事業", career="経歴", own_q2=text)
    if "書類に印刷できない文字" in answer.text:
        assert escape(text.strip(" \t\n\u3000")) in answer.text
        return
    typed = text.strip(" \t\n\u3000")
    assert f">\r\n{escape(typed)}</textarea>" in browser.read(path(application))
    assert f">{escape(typed)}</span>" in browser.read(f"/applications/{application.id}")
    with db.session.no_autoflush:
        sheet = db.session.scalars(select(AnswerSheet)).one()
        db.session.refresh(sheet)
    assert sheet.answers["q2"]["value"] == typed


def add(officer, page="business", **facts):
    sent = {"place": page, "kind": "text", "accepts": "documents", **facts}
    return officer.send(f"{DESK}/new/{page}", **sent)


def test_an_officer_builds_tries_compares_and_publishes_questions(call, application, officer):
    assert "公開した版は、まだありません" in officer.read(f"{DESK}/")
    page = add(officer, label="つながり", kind="choice", options="ある\nない", required="y")
    assert "下書きに加えました" in page
    page = add(officer, label="団体の名称", when_q1="ある", required="y", most="50")
    assert "「つながり」が「ある」の方だけ" in page
    tried = officer.post(f"{DESK}/trial", own_q1="ある").text
    assert "「団体の名称」を入力してください" in tried
    tried = officer.post(f"{DESK}/trial", own_q1="ない").text
    assert "この入力で提出できます" in tried
    tried = officer.post(f"{DESK}/trial", own_q1="ある", own_q2="あ" * 51)
    assert tried.status_code == 422
    assert "50文字以内" in tried.text
    assert db.session.scalars(select(Application)).all() == [application]
    assert application.sheet is None
    compared = officer.read(f"{DESK}/compare")
    assert "入力中の応募" in compared
    assert "1件" in compared
    assert "第1版を公開しました" in officer.send(f"{DESK}/publish", f"{DESK}/compare")
    assert len(call.year.questionnaires) == 1
    assert "この年度の質問の第1版を公開" in officer.read("/desk/years/2026")
    assert "団体の名称" in officer.read(f"{DESK}/versions/1")


def test_an_officer_changes_moves_and_removes_questions(officer, call):
    ask(call.year, EVERY[0], EVERY[2], EVERY[3])
    officer.send(f"{DESK}/move/q3/up", f"{DESK}/edit/q1")
    sent = {"place": "plan", "kind": "text", "accepts": "documents", "label": "言い換え"}
    assert "短い文の質問" in officer.read(f"{DESK}/edit/q1")
    officer.send(f"{DESK}/edit/q1", **sent)
    officer.send(f"{DESK}/remove/q4", f"{DESK}/edit/q1")
    found = questionnaires.being_written(call.year)
    assert [(one.key, one.page, one.label) for one in found.questions] == [
        ("q3", "business", "数の質問"),
        ("q1", "plan", "言い換え"),
    ]
    page = officer.read(f"{DESK}/compare")
    assert "質問の文：「短い文の質問」→「言い換え」" in page
    assert "必須 → 任意" in page
    page = officer.send(f"{DESK}/discard", f"{DESK}/compare")
    assert "下書きを取り消しました" in page
    assert questionnaires.draft_of(call.year) is None


def test_a_faulty_question_is_explained_with_what_was_typed(officer):
    page = add(officer, label="選ぶ", kind="choice", options="")
    assert "選択肢を1行に1つずつ入力してください" in page
    page = add(officer, label="選ぶ", kind="choice", options="一つだけ")
    assert "選択肢を2つから50個まで" in page
    assert "一つだけ" in page
    page = add(officer, label="選ぶ", when_kind="company", when_people="one")
    assert "条件は、1つの質問の答えから" in page


def test_a_refused_move_leads_back_to_the_list(officer, call):
    ask(call.year, EVERY[0])
    page = officer.send(f"{DESK}/move/q1/up", f"{DESK}/edit/q1")
    assert "これ以上は動かせません" in page
    assert "公開した版" in page


def test_the_trial_refuses_a_file_as_the_real_page_would(officer, call):
    ask(call.year, EVERY[6])
    page = officer.post(f"{DESK}/trial", own_q7=(BytesIO(b"<html>"), "証明.pdf"))
    assert page.status_code == 422
    assert "受け付けている形式" in page.text
    page = officer.post(f"{DESK}/trial", own_q7=(BytesIO(pdf()), "証明.pdf"))
    assert "証明.pdf" in page.text


def test_who_only_looks_on_changes_nothing(browse, call):
    ask(call.year, EVERY[0])
    auditor = browse(make.person(Role.AUDITOR))
    page = auditor.read(f"{DESK}/")
    assert "短い文の質問" in page
    assert "質問を追加する" not in page
    assert auditor.get(f"{DESK}/edit/q1").status_code == 403
    assert "この内容で公開する" not in auditor.read(f"{DESK}/compare")
