"""The report on the page and as a file: for readers of the office, without names outside it."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest

from otameshi.applications.questions.models import AnswerSheet
from otameshi.core.questions import Kind as QuestionKind
from otameshi.core.questions import Question, Questionnaire, write
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.question_models import QuestionnaireVersion
from otameshi.selection.models import Sheet
from otameshi.selection.rules import SheetState, State
from tests import make
from tests.statements import counted


def decided(call, state: State, prefecture: str = "東京都", sex: str = ""):
    member = make.member(prefecture=prefecture, birth_date=date(1990, 1, 1), name="秘密　花子")
    application = make.application(to=call, members=[member])
    one = make.candidacy(
        application, state, decided_by=make.person(Role.MANAGER), decided_at=make.NOON
    )
    if sex:
        answers = {"sex": {"value": sex, "number": 1}}
        make.keep(AnswerSheet(application_id=application.id, answers=answers, seen={}))
    return one


@pytest.fixture
def call(app):
    """Twelve 組: of eight from Tokyo six are selected, of four from Osaka one."""
    made = make.call()
    reviewer = make.person(Role.REVIEWER, name="委員　太郎")
    for prefecture, selected, rejected in (("東京都", 6, 2), ("大阪府", 1, 3)):
        for state in [State.SELECTED] * selected + [State.REJECTED] * rejected:
            one = decided(made, state, prefecture)
            make.keep(Sheet(candidacy=one, reviewer=reviewer, state=SheetState.FINAL))
    db.session.commit()
    return made


def table(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_rates_are_compared_and_small_numbers_are_said_to_be_small(browse, call) -> None:
    page = browse(make.person(Role.AUDITOR)).read(f"/desk/selection/{call.id}/fairness/")
    assert "75.0％" in page  # 6 of 8 from Tokyo
    assert "0.33" in page  # 1 of 4 against it
    assert "応募が少ないため" in page
    assert "性別をたずねていません" in page
    assert "委員　太郎" in page
    assert "秘密" not in page


def test_what_leaves_the_office_has_no_names_and_no_small_counts(browse, call) -> None:
    browser = browse(make.person(Role.OFFICER))
    where = f"/desk/selection/{call.id}/fairness/report"
    rows = table(browser.get(f"{where}.csv").get_data(as_text=True))
    assert rows[1][:6] == ["全体", "", "12", "12", "12", "7"]
    by = {(row[0], row[1]): row[2:] for row in rows}
    # one selected from Osaka, and two rejected from Tokyo, would be known by everybody
    assert set(by["代表者の住む地域", "近畿"]) == {"非表示"}
    assert set(by["代表者の住む地域", "関東"]) == {"非表示"}
    assert by["代表者の年齢", "30代"][4] == "58.3"
    assert ("採点した選考委員", "委員1") in by
    assert "太郎" not in str(rows)
    book = openpyxl.load_workbook(BytesIO(browser.get(f"{where}.xlsx").data))
    assert book.active is not None
    assert [cell.value for cell in list(book.active.rows)[1]][:4] == ["全体", "", 12, 12]


def test_the_sex_is_compared_where_the_year_itself_asks_for_it(browse, call) -> None:
    asked = Question(
        "sex", QuestionKind.CHOICE, "性別（任意）", "business", options=("女性", "男性")
    )
    text = write(Questionnaire((asked,)))
    version = QuestionnaireVersion(number=1, text=text, sha256="1", at=make.NOON)
    call.year.questionnaires.append(version)
    decided(call, State.SELECTED, sex="女性")
    db.session.commit()
    page = browse(make.person(Role.OFFICER)).read(f"/desk/selection/{call.id}/fairness/")
    assert "女性" in page
    assert "記入なし" in page
    assert "性別をたずねていません" not in page


def test_the_whole_year_can_be_asked_for(browse, call) -> None:
    other = make.call(call.year, title="第2回募集")
    decided(other, State.REJECTED)
    db.session.commit()
    browser = browse(make.person(Role.MANAGER))
    assert "13" in browser.read(f"/desk/selection/{call.id}/fairness/?scope=year")
    rows = table(
        browser.get(f"/desk/selection/{call.id}/fairness/report.csv?scope=year").get_data(
            as_text=True
        )
    )
    assert rows[1][2] == "13"


def test_a_call_without_applications_says_so_and_an_unknown_one_is_not_found(browse, app) -> None:
    empty = make.call()
    browser = browse(make.person(Role.OFFICER))
    assert "まだありません" in browser.read(f"/desk/selection/{empty.id}/fairness/")
    assert browser.get("/desk/selection/999/fairness/").status_code == 404


def test_the_number_of_statements_does_not_grow(browse, call) -> None:
    browser = browse(make.person(Role.OFFICER))
    where = f"/desk/selection/{call.id}/fairness/"
    browser.get(where)
    before = counted(lambda: browser.get(where))
    for _ in range(3):
        decided(call, State.REJECTED)
    db.session.commit()
    assert counted(lambda: browser.get(where)) == before


def test_a_reviewer_does_not_see_the_report(browse, call) -> None:
    browser = browse(make.person(Role.REVIEWER))
    assert browser.get(f"/desk/selection/{call.id}/fairness/").status_code == 403
