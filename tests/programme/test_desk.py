"""An officer sets a programme year; the rest of the office reads it."""

from datetime import timedelta
from io import BytesIO

import pytest

from otameshi.core.clock import day_in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme import actions, copying
from tests import make

YEARS = "/desk/years/"
YEAR = "/desk/years/2026"
RULES = copying.for_year(make.EXAMPLE_RULEBOOK, 2026)


def day(name: str, year: object, month: object, on: object) -> dict[str, str]:
    return {f"{name}-year": str(year), f"{name}-month": str(month), f"{name}-day": str(on)}


@pytest.fixture
def year(app):
    del app
    made = make.year(2026)
    make.call(made)
    make.host(made, "塩尻市")
    return made


@pytest.fixture
def browser(browse, year):
    del year
    return browse(make.person(Role.OFFICER))


def basic(**facts: str) -> dict[str, str]:
    return {
        "name": "おためしナガノ2.0", "group_limit": "３", "budget": "5,000,000円",
        "reviewers_each": "2", "months_least": "3", "months_most": "6", "nights_a_month": "6",
        "guidelines": "要綱", "document_code": "8産立", "issuer": "長野県知事",
        "section": "担当課", "phone": "026-000-0000", "email": "otameshi@example.jp",
        "outside_only": "y", "without_base": "y", "privacy": "選考のために使います。",
        "works": " デザイン\r\n\r\n映像の制作　\r\nデザイン", "pledges": "事実です。",
        **day("trial_first", "令和8", 8, 1), **day("trial_last", 2027, 2, 28),
        **day("paid_by", 2027, 3, 14), **facts,
    }  # fmt: skip


def test_a_years_page_shows_all_that_is_set_and_what_is_still_to_do(browser, year):
    page = browser.read(YEAR)
    for words in (
        "第1回募集",
        "2026年5月18日（月） 17:00",
        "塩尻市",
        "事業の内容",
        "おおむね45歳以下",
    ):
        assert words in page
    assert "補助金の規則を登録してください" in page


def test_the_rules_are_registered_and_shown_in_words(browser, year):
    page = browser.send(f"{YEAR}/rulebooks/new", source=RULES)
    assert "第1版を登録しました" in page
    assert "対象となる経費" in browser.read(f"{YEAR}/rulebooks/1")
    assert browser.get(f"{YEAR}/rulebooks/1.toml").text == RULES


def test_the_rules_may_come_as_a_file(browser, year):
    file = (BytesIO(RULES.encode()), "rules.toml")
    assert "第1版を登録しました" in browser.send(f"{YEAR}/rulebooks/new", file=file)


def test_a_fault_in_the_rules_is_shown_with_its_line_and_nothing_is_lost(browser, year):
    wrong = RULES.replace('rate = "10/10"', 'rate = "多め"')
    answer = browser.post(f"{YEAR}/rulebooks/new", source=wrong)
    assert answer.status_code == 422
    assert "行目" in answer.text
    assert "多め" in answer.text
    assert actions.current_rulebook(year) is None


def test_a_faulty_file_of_rules_is_put_where_it_can_be_mended(browser, year):
    file = (BytesIO("title = 誤り".encode()), "rules.toml")
    answer = browser.post(f"{YEAR}/rulebooks/new", file=file)
    assert answer.status_code == 422
    assert "title = 誤り</textarea>" in answer.text


def test_the_deadline_is_set_by_date_and_time_in_japan(browser, year):
    call = year.calls[0]
    form = {
        "title": "第1回募集", "quota": "20", "opens_time": "９：００", "closes_time": "17:00",
        **day("opens_on", 2026, 4, 25), **day("closes_on", 2026, 5, 25),
    }  # fmt: skip
    page = browser.send(f"{YEAR}/calls/{call.id}", **form)
    assert "2026年5月25日（月） 17:00" in page
    answer = browser.post(f"{YEAR}/calls/{call.id}", **{**form, "closes_time": "25:00"})
    assert answer.status_code == 422
    assert "時刻は「17:00」のように" in answer.text


def test_a_call_that_closes_before_it_opens_is_refused_and_kept_as_typed(browser, year):
    answer = browser.post(
        f"{YEAR}/calls/new",
        title="逆の募集",
        quota="20",
        opens_time="9:00",
        closes_time="17:00",
        **day("opens_on", 2026, 6, 1),
        **day("closes_on", 2026, 5, 1),
    )
    assert answer.status_code == 422
    assert "逆の募集" in answer.text


def test_the_basic_settings_are_changed_and_kept_in_the_history(browser, year):
    page = browser.send(f"{YEAR}/edit", **basic(months_most="7"))
    assert "3か月から7か月" in page
    assert "滞在の月数（最長）：6 → 7" in page


def test_who_may_apply_and_what_they_declare_is_set_line_by_line(browser, year):
    page = browser.send(f"{YEAR}/edit", **basic())
    assert "デザイン、映像の制作" in page
    assert "滞在の月数の最長は「約」とする：はい → いいえ" in page
    assert (year.works, year.pledges) == (["デザイン", "映像の制作"], ["事実です。"])
    edit = browser.read(f"{YEAR}/edit")
    assert "デザイン\n映像の制作</textarea>" in edit
    following = browser.send(f"{YEAR}/next", fiscal_year="2027")
    assert "デザイン、映像の制作" in following


def test_settings_that_contradict_each_other_are_refused(browser, year):
    answer = browser.post(f"{YEAR}/edit", **basic(months_least="9"))
    assert answer.status_code == 422
    assert "最短が最長を超えない" in answer.text


def test_the_next_year_is_made_from_this_one(browser, year):
    page = browser.send(f"{YEAR}/next", fiscal_year="2027")
    assert "令和9年度の設定" in page
    assert "塩尻市" in page
    assert "すでにあります" in browser.send(f"{YEAR}/next", fiscal_year="2027")


def test_the_first_year_is_made_from_nothing(browse, app):
    del app
    browser = browse(make.person(Role.OFFICER))
    assert "最初の年度を作る" in browser.read(YEARS)
    assert "令和8年度の設定" in browser.send(f"{YEARS}new", fiscal_year="2026", **basic())


def test_municipalities_and_offices_are_added(browser, year):
    page = browser.send(
        f"{YEAR}/hosts/new",
        code="２０２０３",
        name="上田市",
        area="東信",
        housing="rent",
        place_unit="groups",
        places="2",
    )
    assert "上田市を追加しました" in page
    assert "2組まで" in page
    db.session.expire_all()
    host = year.hosts[-1]
    page = browser.send(
        f"{YEAR}/hosts/{host.id}/offices/new", name="見本オフィス上田", place_unit="heads"
    )
    assert "見本オフィス上田" in page
    (office,) = host.offices
    seats = {"name": "見本オフィス上田", "places": "６", "place_unit": "heads"}
    page = browser.send(f"{YEAR}/hosts/{host.id}/offices/{office.id}", **seats)
    assert "（6名まで）" in page
    changed = {"area": "東信", "housing": "free", "note": "3か月まで", "place_unit": "groups"}
    assert "無償の住居提供" in browser.send(f"{YEAR}/hosts/{host.id}", **changed)


CHANGES = ["edit", "next", "calls/new", "criteria/new", "hosts/new", "rulebooks/new"]


@pytest.mark.parametrize("page", CHANGES)
@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMIN])
def test_only_an_officer_changes_a_year(browse, year, role, page):
    browser = browse(make.person(role))
    assert browser.get(YEAR).status_code == 200
    assert "変更する" not in browser.read(YEAR)
    assert browser.get(f"{YEAR}/{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "/edit", "/rulebooks/1", "/calls/1", "/criteria/9"])
def test_an_unknown_year_is_not_found(browser, page):
    assert browser.get(f"/desk/years/1999{page}").status_code == 404


def test_a_thing_of_another_year_is_not_found(browser, year):
    other = make.call(make.year(2025))
    db.session.commit()
    assert browser.get(f"{YEAR}/calls/{other.id}").status_code == 404


PRECISIONS = {f"{step}_precision": "month" for step in ("papers", "interview", "result", "grant")}


def test_an_officer_says_when_the_next_steps_are_planned_and_applicants_read_it(browse) -> None:
    call = make.open_call(now())
    one = make.application(to=call)
    officer = browse(make.person(Role.OFFICER))
    path = f"/desk/years/{call.year.fiscal_year}/calls/{call.id}/plan"
    on = day_in_japan(call.closes_at) + timedelta(days=30)
    parts = {"result-year": on.year, "result-month": on.month, "result-day": on.day}
    page = officer.send(path, **PRECISIONS, **parts)
    assert f"選考の結果：{on.month}月" in page
    assert f"選考の結果は{on.month}月の予定です。" in browse(one.applicant).read("/my/")
    assert f'value="{on.month}"' in officer.read(path)


def test_a_plan_before_the_closing_is_refused_and_kept_as_typed(browse) -> None:
    call = make.call()
    path = f"/desk/years/2026/calls/{call.id}/plan"
    officer = browse(make.person(Role.OFFICER))
    parts = {"result-year": 2026, "result-month": 5, "result-day": 1}
    answer = officer.post(path, **{**PRECISIONS, "result_precision": "day"}, **parts)
    assert answer.status_code == 422
    assert "募集の締切より後にしてください" in answer.text
    assert 'name="result-day"' in answer.text
