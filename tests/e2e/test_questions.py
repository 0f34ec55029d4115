"""An officer asks questions without a developer; applicants answer with scripts and without."""

import pytest
from sqlalchemy import select

from otameshi.applications.models import Application
from otameshi.cli.demo import cast
from otameshi.core.questions import Condition, Kind
from otameshi.db import db
from otameshi.programme import actions as programme
from tests.applications.asked import published, question
from tests.e2e import world
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.e2e


def sign_in(visitor, mailbox):
    visitor.open("/accounts/sign-in")
    visitor.fill(email=f"{mailbox}@{cast.DOMAIN}", password=cast.PASSWORD)
    visitor.click("ログイン")


def begin(visitor, page="business"):
    """Begin an application and return the address of one of its pages."""
    sign_in(visitor, "oubo")
    visitor.open("/applications/")
    visitor.click("応募を始める")
    place = visitor.page.url.rpartition("/")[0] + "/" + page
    visitor.open(place)
    return place


def new(visitor, place, label, kind, **more):
    visitor.open(f"{place}/new/business")
    visitor.fill(label=label)
    visitor.choose("kind", kind)
    for name, value in more.items():
        if name.startswith("when_"):
            visitor.page.get_by_text("答える人を絞る（条件）").click()
            visitor.choose(name, value)
        else:
            visitor.fill(**{name: value})
    visitor.click("下書きに保存する")


def test_an_officer_builds_and_publishes_three_questions_with_a_condition(served, visit, tmp_path):
    app, _ = served
    year = world.begin(app, tmp_path).fiscal_year
    officer = visit()
    sign_in(officer, "tantou")
    place = f"/desk/years/{year}/questions"
    officer.open(f"{place}/new/business")
    assert not officer.page.locator('[name="options"]').is_visible()
    new(officer, place, "県内につながりはありますか", "choice", options="ある\nない")
    new(officer, place, "団体の名称", "text", when_q1="ある")
    new(officer, place, "県内を訪れた回数", "number", least="0", most="99")
    officer.reads("「県内につながりはありますか」が「ある」の方だけ")
    officer.follow("プレビューと試し入力")
    assert not officer.page.get_by_label("団体の名称").is_visible()
    officer.choose("own_q1", "ある")
    assert officer.page.get_by_label("団体の名称").is_visible()
    officer.fill(own_q2="見本商店", own_q3="百")
    officer.click("試しに確かめる（保存しません）")
    officer.reads("整数を数字で入力してください")
    officer.fill(own_q3="１０")
    officer.click("試しに確かめる（保存しません）")
    officer.reads("この入力で提出できます", "見本商店")
    officer.follow("質問の一覧に戻る")
    officer.follow("変更を確かめて公開する")
    officer.click("この内容で公開する")
    officer.reads("第1版を公開しました")


def ask(app, year, *questions):
    with app.app_context():
        found = programme.year_of(year)
        assert found is not None
        published(found, *questions)
        db.session.commit()


LINK = question(Kind.CHOICE, "つながりはありますか", "q1", required=True)
WHOM = question(Kind.TEXT, "団体の名称", "q2", required=True, condition=Condition("q1", ("はい",)))


def test_an_applicant_answers_on_a_phone_and_only_what_concerns_her_is_shown(
    served, visit, tmp_path
):
    app, _ = served
    ask(app, world.begin(app, tmp_path).fiscal_year, LINK, WHOM)
    applicant = visit(PHONE)
    place = begin(applicant)
    whom = applicant.page.get_by_label("団体の名称")
    assert not whom.is_visible()
    applicant.choose("own_q1", "はい")
    assert whom.is_visible()
    applicant.choose("own_q1", "いいえ")
    assert not whom.is_visible()
    applicant.choose("own_q1", "はい")
    applicant.fill(business="事業", career="経歴", own_q2="𠮷野家の髙橋󠄀さん")
    applicant.click("保存して一覧に戻る")
    applicant.reads("団体の名称", "𠮷野家の髙橋󠄀さん")
    applicant.open(place)
    assert whom.input_value() == "𠮷野家の髙橋󠄀さん"


def test_the_same_questions_are_answered_without_scripts(served, visit, tmp_path, chromium):
    app, _ = served
    ask(app, world.begin(app, tmp_path).fiscal_year, LINK, WHOM)
    applicant = visit(PHONE)
    place = begin(applicant)
    cookies = applicant.context.cookies()
    bare = chromium.new_context(viewport=PHONE, locale="ja-JP", java_script_enabled=False)
    bare.add_cookies(cookies)
    page = bare.new_page()
    page.goto(place)
    assert page.get_by_text("「つながりはありますか」で「はい」を選んだ方だけ").is_visible()
    page.locator('[name="business"]').fill("事業")
    page.locator('[name="own_q1"][value="はい"]').check()
    page.get_by_role("button", name="保存して一覧に戻る").click()
    body = page.locator("body").inner_text()
    assert "「団体の名称」を入力してください" in body
    page.goto(place)
    page.locator('[name="own_q2"]').fill("見本商店")
    page.get_by_role("button", name="保存して一覧に戻る").click()
    assert "「団体の名称」を入力してください" not in page.locator("body").inner_text()
    bare.close()


def test_a_new_version_arrives_in_the_middle_of_a_draft(served, visit, tmp_path):
    app, _ = served
    year = world.begin(app, tmp_path).fiscal_year
    ask(app, year, LINK)
    applicant = visit(PHONE)
    place = begin(applicant)
    applicant.choose("own_q1", "いいえ")
    applicant.fill(business="事業", career="経歴")
    ask(app, year, LINK, question(Kind.NUMBER, "訪れた回数", "q5", required=True))
    applicant.click("保存して一覧に戻る")
    applicant.reads("新しい質問があります", "新しい質問：訪れた回数", "いいえ")
    applicant.open(place)
    applicant.reads("新しい質問・変わった質問")
    applicant.fill(own_q5="３")
    applicant.click("保存して一覧に戻る")
    assert "新しい質問があります" not in applicant.page.locator("body").inner_text()
    with app.app_context():
        kept = db.session.scalars(select(Application)).one().sheet
        assert kept is not None
        assert {key: one["value"] for key, one in kept.answers.items()} == {"q1": "いいえ", "q5": 3}
