"""An applicant at the pages of an application."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from otameshi.applications.models import Application, PlannedCost
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.programme import actions as programme
from tests import make
from tests.applications.conftest import pdf, png
from tests.statements import statements


@pytest.fixture
def call(app):
    del app
    found = make.open_call(now())
    make.host(found.year, "塩尻市")
    make.host(found.year, "上田市")
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


def path(application: Application, page: str = "") -> str:
    return f"/applications/{application.id}" + (f"/{page}" if page else "")


def upload(browser, application, **more):
    where = path(application, "files")
    return browser.send(
        where,
        plan=(BytesIO(pdf()), "事業計画.pdf"),
        photo=(BytesIO(png()), "写真.png"),
        **more,
    )


def test_a_visitor_who_signed_up_begins_and_is_led_to_the_first_page(browse, call):
    browser = browse(make.person())
    assert f"/calls/{call.id}/begin" in browser.read("/applications/")
    begun = browser.send(f"/applications/calls/{call.id}/begin", "/applications/")
    assert "応募区分" in begun
    assert f"/calls/{call.id}/begin" not in browser.read("/applications/")


def test_begin_sent_twice_begins_once(browse, call):
    browser = browse(make.person())
    once = browser.hidden("/applications/")
    for _ in range(2):
        answer = browser.client.post(f"/applications/calls/{call.id}/begin", data=once)
        assert answer.status_code == 303
    assert len(db.session.scalars(select(Application)).all()) == 1


def test_a_half_filled_page_is_saved_and_what_it_lacks_is_listed(browser, application):
    page = browser.send(path(application, "kind"), kind="company", company="見本合同会社")
    assert "「応募区分」を保存しました" in page
    assert "法人番号を入力してください" in browser.read(path(application))
    assert "法人番号を入力してください" in browser.read(path(application, "kind"))


def test_a_wrong_corporate_number_is_refused_and_what_was_typed_is_kept(browser, application):
    answer = browser.post(
        path(application, "kind"), kind="company", company="見本合同会社", corporate_number="123"
    )
    assert answer.status_code == 422
    assert "法人番号は13桁の数字です" in answer.text
    assert "見本合同会社" in answer.text


def test_a_corporate_number_may_be_typed_in_full_width(browser, application):
    full_width = "５８３５-6782-56246"
    browser.send(path(application, "kind"), kind="company", corporate_number=full_width)
    db.session.expire_all()
    assert application.corporate_number == "5835678256246"


@pytest.mark.parametrize("typed", ["みほん　はなこ", "ﾐﾎﾝ ﾊﾅｺ", "ミホン　ハナコ"])
def test_kana_is_kept_as_full_width_katakana_however_it_is_typed(browser, application, typed):
    browser.send(path(application, "members/1"), name="見本　花子", kana=typed)
    assert "ミホン　ハナコ" in browser.read(path(application, "members/1"))


def test_a_birth_date_is_read_in_the_japanese_era(browser, application):
    parts = {"birth_date-year": "平成7", "birth_date-month": "４", "birth_date-day": "2"}
    browser.send(path(application, "members/1"), name="見本　花子", **parts)
    assert 'value="1995"' in browser.read(path(application, "members/1"))


def test_a_character_that_no_paper_can_show_is_named_at_its_field(browser, application):
    answer = browser.post(path(application, "members/1"), name="見本😀")
    assert answer.status_code == 422
    assert "「😀」（U+1F600）" in answer.text


def test_a_second_member_is_added_and_removed_without_a_script(browser, application):
    browser.send(path(application, "members/2"), name="見本　二郎")
    assert "見本　二郎" in browser.read(path(application, "members"))
    browser.send(path(application, "members/2/remove"), path(application, "members"))
    assert "見本　二郎" not in browser.read(path(application, "members"))


def test_no_fourth_member_is_offered(browser, application):
    for position in (2, 3):
        browser.send(path(application, f"members/{position}"), name=f"見本　{position}")
    assert "メンバーを追加する" not in browser.read(path(application, "members"))
    assert browser.get(path(application, "members/4")).status_code == 404


def test_the_plan_offers_the_years_municipalities_with_their_housing_help(browser, application):
    page = browser.read(path(application, "plan"))
    assert "塩尻市（見本エリア）" in page
    assert "住居探しの支援" in page


def test_the_years_municipalities_do_not_push_the_form_off_a_phone(browser, application):
    page = browser.read(path(application, "plan"))
    folded = page[page.index("<details") : page.index("</details>")]
    assert "この年度の市町村と住居の支援（2市町村）" in folded
    assert 'data-label="連携オフィス"' in folded


def test_a_cost_of_which_only_the_note_is_typed_is_not_dropped(browser, application):
    answer = browser.post(path(application, "costs"), **{"lines-0-note": "東京から月2往復"})
    assert answer.status_code == 422
    assert "経費の種類を選んでください" in answer.text
    assert "東京から月2往復" in answer.text


def test_the_plan_is_kept(browser, application, call):
    second = call.year.hosts[1]
    browser.send(
        path(application, "plan"),
        wish1=str(second.id),
        office_id=str(second.offices[0].id),
        nights_a_month="１０",
        housing_help="no",
        plan="地域の会社と組む",
        **{"stay_from-year": "令和8", "stay_from-month": "9", "stay_from-day": "1"},
    )
    db.session.expire_all()
    assert [wish.host.name for wish in application.wishes] == [second.name]
    assert (application.nights_a_month, application.housing_help) == (10, False)


def test_an_office_outside_the_wished_municipalities_is_refused(browser, application, call):
    first, second = call.year.hosts
    answer = browser.post(
        path(application, "plan"),
        wish1=str(first.id),
        office_id=str(second.offices[0].id),
        plan="残してほしい文",
    )
    assert answer.status_code == 422
    assert "希望する市町村のオフィスから選んでください" in answer.text
    assert '<li class="keep-lines">' in answer.text  # a refusal may list several things
    assert "残してほしい文" in answer.text


def test_the_same_municipality_twice_is_refused_at_the_second_wish(browser, application, call):
    host = str(call.year.hosts[0].id)
    answer = browser.post(path(application, "plan"), wish1=host, wish2=host)
    assert "同じ市町村が選ばれています" in answer.text


def test_the_rules_answer_at_once_what_counts_and_what_the_cap_is(browser, application):
    page = browser.send(
        path(application, "costs"),
        then="stay",
        **{
            "lines-0-what": "office//none",
            "lines-0-amount": "１００，０００円",
            "lines-1-what": "rental//bought",
            "lines-1-amount": "50000",
        },
    )
    assert "240,000円" in page
    assert "300,000円" in page
    assert "購入は対象になりません" in page
    assert "100,000円" in page


def test_a_cost_without_its_amount_is_told_at_its_row(browser, application):
    answer = browser.post(path(application, "costs"), **{"lines-0-what": "office//none"})
    assert answer.status_code == 422
    assert "金額を入力してください" in answer.text
    [summary] = re.findall(r'error-summary".*?</div>', answer.text, re.DOTALL)
    assert "経費1の金額：" in summary


def test_an_emptied_row_of_costs_is_gone(browser, application):
    row = {"lines-0-what": "office//none", "lines-0-amount": "1000"}
    browser.send(path(application, "costs"), **row)
    browser.send(path(application, "costs"), **{"lines-0-what": "", "lines-0-amount": ""})
    db.session.expire_all()
    assert application.costs == []


def test_files_are_shown_with_size_and_sha_256(browser, application):
    upload(browser, application)
    db.session.expire_all()
    page = browser.read(path(application, "files"))
    for one in application.papers:
        assert one.attachment.sha256 in page
    found = browser.get(path(application, f"files/{application.papers[0].id}"))
    assert found.data[:4] == b"%PDF"


def test_the_same_file_twice_under_one_kind_is_refused_by_the_name_it_is_known_by(
    browser, application
):
    where, same = path(application, "files"), pdf()
    browser.send(where, plan=(BytesIO(same), "事業計画.pdf"))
    again = browser.post(where, plan=(BytesIO(same), "写し.pdf"))
    assert again.status_code == 422
    assert "「写し.pdf」は、すでに添付している「事業計画.pdf」と同じ内容です" in again.text
    db.session.expire_all()
    assert len(application.papers) == 1


def test_the_same_file_under_another_kind_is_taken_and_pointed_out(browser, application):
    same = pdf()
    browser.send(
        path(application, "files"),
        plan=(BytesIO(same), "事業計画.pdf"),
        other=(BytesIO(same), "経歴.pdf"),
    )
    assert "「事業計画書」のファイルと同じ内容です" in browser.read(path(application, "files"))


def test_a_program_that_calls_itself_a_photograph_is_refused(browser, application):
    answer = browser.post(path(application, "files"), photo=(BytesIO(b"MZ\0\0"), "写真.png"))
    assert answer.status_code == 422
    assert "受け付けていない形式です" in answer.text


def test_a_file_is_removed(browser, application):
    upload(browser, application)
    db.session.expire_all()
    key = application.papers[0].id
    browser.send(path(application, f"files/{key}/remove"), path(application, "files"))
    assert "事業計画.pdf" not in browser.read(path(application, "files"))


def test_the_summary_leads_to_what_is_missing_and_then_to_the_last_page(browser, application):
    assert f'href="{path(application, "files")}">続きを入力する' in browser.read(path(application))
    upload(browser, application)
    assert f'href="{path(application, "confirm")}">確認して提出する' in browser.read(
        path(application)
    )


def test_a_whole_application_is_submitted_and_answered_with_its_number(browser, application):
    upload(browser, application)
    page = browser.send(path(application, "confirm"), pledged="y", consented="y")
    assert "受付番号はR8-0001です" in page
    assert "応募受付票" in page
    assert browser.get(path(application, "receipt.pdf")).data[:4] == b"%PDF"
    assert browser.get(path(application, "copy.pdf")).data[:4] == b"%PDF"


def test_an_application_that_lacks_something_is_refused_with_the_list(browser, application):
    answer = browser.post(path(application, "confirm"), pledged="y", consented="y")
    assert answer.status_code == 422
    assert "事業計画書を添付してください" in answer.text


def test_a_promise_not_given_is_told_at_its_check_box(browser, application):
    upload(browser, application)
    answer = browser.post(path(application, "confirm"), pledged="y")
    assert answer.status_code == 422
    assert '<a href="#consented">個人情報の取扱いに同意します：' in answer.text


def test_a_files_name_that_no_paper_can_show_is_refused_at_once(browser, application):
    answer = browser.post(path(application, "files"), plan=(BytesIO(pdf()), "計画😀.pdf"))
    assert answer.status_code == 422
    assert "名前を変えてから" in answer.text


def test_a_submission_sent_twice_acts_once(browser, application):
    upload(browser, application)
    where = path(application, "confirm")
    sent = {**browser.hidden(where), "pledged": "y", "consented": "y"}
    first, second = (browser.client.post(where, data=sent) for _ in range(2))
    assert first.location == second.location
    assert (first.status_code, second.status_code) == (303, 303)


def test_a_correction_applies_at_once(browser, application):
    upload(browser, application)
    browser.send(path(application, "confirm"), pledged="y", consented="y")
    page = browser.send(path(application, "business"), business="出版", career="20年")
    assert "出版" in page
    assert browser.post(path(application, "business"), business="", career="").status_code == 422


def test_an_application_is_withdrawn_with_a_reason(browser, application):
    answer = browser.post(path(application, "withdraw"), note="")
    assert "理由を記入してください" in answer.text
    page = browser.send(path(application, "withdraw"), note="都合により")
    assert "取り下げました" in page


def test_after_the_deadline_the_draft_can_be_read_and_not_changed(browser, application, call):
    sent = {**browser.hidden(path(application, "business")), "business": "遅れた文", "career": ""}
    call.closes_at = now() - timedelta(seconds=1)
    db.session.commit()
    answer = browser.client.post(path(application, "business"), data=sent)
    assert answer.status_code == 422
    assert "締切を過ぎた" in answer.text
    assert "遅れた文" in answer.text
    assert "ウェブ制作" in browser.read(path(application, "business"))


def test_the_second_of_two_tabs_is_told_and_keeps_what_was_typed(browser, application):
    where = path(application, "business")
    stale = browser.hidden(where)
    browser.send(where, business="先に保存", career="a")
    answer = browser.client.post(where, data={**stale, "business": "後から保存"})
    assert answer.status_code == 409
    assert "後から保存" in answer.text
    assert "先に手続きしました" in answer.text


def test_the_own_page_leads_to_the_conversation_about_it(browser, application):
    page = browser.read(path(application))
    assert f"/messages/new?call={application.call_id}" in page


def test_what_is_still_empty_stands_in_the_summary(browser, application):
    application.wishes.clear()
    application.work = ""
    application.call.year.works = ["デザイン"]
    db.session.commit()
    page = browser.read(path(application))
    for label in ("事業の分野", "第1希望の市町村"):
        assert f"<dt>{label}</dt>" in page


@pytest.mark.parametrize(
    "page",
    [
        "", "kind", "members", "members/1", "business", "plan", "costs", "files", "confirm",
        "withdraw", "receipt.pdf", "copy.pdf",
    ],
)  # fmt: skip
def test_somebody_elses_application_is_not_found(browse, application, page):
    assert browse(make.person()).get(path(application, page)).status_code == 404


def test_staff_do_not_open_the_applicants_pages(browse, application):
    assert browse(make.person(Role.OFFICER)).get(path(application)).status_code == 404
    assert browse(make.person(Role.MANAGER)).get(path(application)).status_code == 403


def test_the_own_list_takes_as_many_statements_for_one_as_for_ten(browse, call):
    person = make.person()

    def count() -> int:
        browser = browse(person)
        browser.get("/applications/")
        with statements() as sent:
            assert browser.get("/applications/").status_code == 200
        return len(sent)

    make.application(person, call, State.WITHDRAWN)
    few = count()
    for _ in range(9):
        make.application(person, call, State.WITHDRAWN, people=3)
    assert count() == few


def test_the_plan_takes_as_many_statements_for_two_municipalities_as_for_twenty(
    browser, application, call
):
    def count() -> int:
        where = path(application, "plan")
        browser.get(where)
        with statements() as sent:
            assert browser.get(where).status_code == 200
        return len(sent)

    few = count()
    for _ in range(18):
        make.host(call.year)
    db.session.commit()
    assert count() == few


def test_an_estimate_does_not_ask_for_what_nobody_can_say_yet(browser, application):
    book = programme.rules_of(application.call.year)
    application.costs.append(PlannedCost(kind="office", amount=Yen(100_000)))
    db.session.commit()
    assert book is not None
    assert "支払日が記入されていません" not in browser.read(path(application, "costs"))


def test_a_page_and_its_saving_take_few_statements(browser, application):
    where = path(application, "business")
    browser.get(where)
    db.session.commit()
    with statements() as sent:
        assert browser.get(where).status_code == 200
    assert len(sent) <= 8
    hidden = browser.hidden(where)
    db.session.commit()
    with statements() as sent:
        answer = browser.client.post(where, data={**hidden, "business": "別の内容"})
    assert answer.status_code == 303
    assert len(sent) <= 13
    assert sum(one.startswith("UPDATE applications") for one in sent) == 1
