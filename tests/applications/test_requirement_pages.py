"""The year's conditions as an applicant meets them, page by page, and an officer reads them."""

import pytest

from otameshi.applications.promise_form import mark
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.applications.test_exports import lines, take
from tests.applications.test_pages import path, upload

WORK, OTHER = "デザイン・ウェブ制作", "その他"
BORN = {"birth_date-year": "1975", "birth_date-month": "4", "birth_date-day": "2"}
WHY = "子育てを終え、郷里で働くため"


@pytest.fixture
def call(app):
    del app
    year = make.year(works=[WORK], pledges=["事実です。", "国税の滞納はありません。"])
    return make.open_call(now(), year)


@pytest.fixture
def application(call):
    return make.application(make.person(), call, State.DRAFT, work=WORK)


@pytest.fixture
def browser(browse, application):
    return browse(application.applicant)


def member(browser, application, **typed):
    return browser.post(
        path(application, "members/1"), name="見本", kana="みほん", prefecture="東京都", **typed
    )


def promises(application, *left_out):
    words = [one for one in application.call.year.pledges if one not in left_out]
    return {"pledged": [mark(one) for one in words], "consented": "y"}


def test_a_remark_is_shown_at_once_with_the_place_to_explain_it(browser, application):
    answer = member(browser, application, **BORN)
    assert answer.location.endswith("/members/1#requirements")
    page = browser.read(answer.location)
    assert "説明が必要です" in page
    assert "現在51歳です（概ね45歳までが対象です）" in page  # 2 April 1975 to 1 August 2026
    assert 'id="age_explanation"' in page
    assert 'name="told" value="age-1"' in page
    again = member(browser, application, told="age-1", **BORN)
    assert again.location.endswith("/members")  # told once, it holds nobody up


def test_what_was_explained_is_kept_and_shown_to_everybody_concerned(browse, browser, application):
    member(browser, application, **BORN)
    upload(browser, application)
    refused = browser.post(path(application, "confirm"), **promises(application))
    assert refused.status_code == 422
    assert "説明が必要です：見本：2026年8月1日現在51歳です" in refused.text
    assert f'href="{path(application, "members/1")}#age_explanation"' in refused.text
    answer = member(browser, application, **BORN, age_explanation=WHY)
    assert answer.location.endswith("/members")
    assert "説明があります" in browser.read(path(application))
    browser.send(path(application, "confirm"), **promises(application))
    db.session.expire_all()
    assert application.state is State.SUBMITTED
    assert WHY in browser.read(path(application))
    application.call.closes_at = now()
    candidacy = make.candidacy(application)
    desk = browse(make.person(Role.OFFICER))
    assert f"応募者の説明：{WHY}" in desk.read(f"/desk/selection/candidates/{candidacy.id}")
    assert WHY in desk.read(f"/desk/applications/{application.id}")
    place = take(desk, which="all")
    assert WHY in str(lines(desk, place))


def test_a_hard_condition_stops_the_submission_with_its_reason(browser, application):
    upload(browser, application)
    page = browser.send(path(application, "members/1"), name="見本", kana="みほん", has_base="y")
    assert "対象外です" in page
    refused = browser.post(path(application, "confirm"), **promises(application))
    assert refused.status_code == 422
    assert "県内にすでに拠点（本社・支社・事業所等）があります" in refused.text
    assert "対象外です" in browser.read(path(application))


def test_a_correction_may_not_break_a_condition_and_shows_where_to_explain(browser, application):
    upload(browser, application)
    browser.send(path(application, "confirm"), **promises(application))
    answer = member(browser, application, **BORN)
    assert answer.status_code == 422
    assert "説明が必要です" in answer.text
    assert 'id="age_explanation"' in answer.text
    assert member(browser, application, **BORN, age_explanation=WHY).status_code == 303


def test_other_work_is_explained_on_its_page(browser, application):
    where = path(application, "business")
    typed = {"business": "農園", "career": "5年"}
    assert "説明が必要です" in browser.send(where, work=OTHER, **typed)
    browser.send(where, work=OTHER, work_explanation="農業のデータを扱う", **typed)
    db.session.expire_all()
    assert (application.work, application.work_explanation) == (OTHER, "農業のデータを扱う")


def test_nights_and_months_are_explained_on_the_plan(browser, application):
    where = path(application, "plan")
    host = str(application.call.year.hosts[0].id)
    page = browser.send(where, wish1=host, nights_a_month="5", months_explanation="")
    assert page.count("説明が必要です") == 2
    browser.send(where, wish1=host, nights_explanation="介護", months_explanation="全期間")
    db.session.expire_all()
    assert application.nights_explanation == "介護"


@pytest.mark.parametrize("left_out", ["事実です。", "国税の滞納はありません。"])
def test_each_statement_is_declared_by_itself(browser, application, left_out):
    upload(browser, application)
    answer = browser.post(path(application, "confirm"), **promises(application, left_out))
    assert answer.status_code == 422
    assert 'href="#pledged-0"' in answer.text


def test_the_wording_of_the_day_stays_with_the_submission(browser, application):
    upload(browser, application)
    shown = promises(application)
    application.call.year.pledges = ["事実です。", "国税と県税の滞納はありません。"]
    db.session.commit()
    refused = browser.post(path(application, "confirm"), **shown)
    assert refused.status_code == 422  # what was declared is not what stands there now
    browser.send(path(application, "confirm"), **promises(application))
    application.call.year.pledges = []
    db.session.commit()
    db.session.expire_all()
    assert application.pledged_words == ["事実です。", "国税と県税の滞納はありません。"]
    assert application.consented_words == application.call.year.privacy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.jp/作品?a=1#b", "https://example.jp/作品?a=1#b"),
        ("http://みほん.jp", "http://みほん.jp"),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｊｐ", "https://example.jp"),
    ],
)
def test_a_homepage_is_shown_as_typed_and_never_a_link(browser, application, typed, kept):
    page = browser.send(path(application, "business"), homepage=typed)
    db.session.expire_all()
    assert application.homepage == kept
    assert f'href="{kept}' not in page + browser.read(path(application))


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "example.jp",
        "https://",
        "https://a b.jp",
        "https://admin@example.jp",
        "https://127.0.0.1",
        "https://localhost",
        "ftp://example.jp",
        "https://example.jp:port",
        "https://" + "あ" * 64 + ".jp",
    ],
)
def test_what_is_no_homepage_is_refused(browser, application, typed):
    answer = browser.post(path(application, "business"), homepage=typed)
    assert answer.status_code == 422
    assert 'href="#homepage"' in answer.text
