"""Staff look through the applications."""

from datetime import timedelta

import pytest

from otameshi.applications import actions
from otameshi.applications.rules import Kind, State
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.statements import statements

DESK = "/desk/applications/"


def submitted(**facts):
    made = make.application(**facts)
    made.search_key = made.search_words
    return made


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def call(app):
    del app
    return make.call()


@pytest.mark.parametrize("typed", ["高橋", "髙橋", "タカハシ", "たかはし", "ﾀｶﾊｼ"])
def test_a_name_is_found_however_it_is_written(browse, officer, call, typed):
    person = make.member(name="髙橋　花子", kana="タカハシ　ハナコ")
    submitted(to=call, number="R8-900", members=[person])
    submitted(to=call, number="R8-901")
    page = browse(officer).read(f"{DESK}?q={typed}")
    assert "R8-900" in page
    assert "R8-901" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "7000012050002",
        "026-235-0000",
        "０２６２３５００００",
        "hanako@ex",
        "HANAKO",
        "r8-900",
        "見本工房",
    ],
)
def test_one_is_found_by_company_number_phone_mail_and_receipt_number(browse, officer, call, typed):
    person = make.person(email="hanako@example.jp")
    submitted(
        by=person,
        to=call,
        number="R8-900",
        trade_name="株式会社見本工房",
        corporate_number="7000012050002",
        members=[make.member(phone="026-235-0000")],
    )
    submitted(to=call, number="R8-901")
    page = browse(officer).read(f"{DESK}?q={typed}")
    assert "R8-900<" in page
    assert "R8-901<" not in page


def test_a_search_beyond_its_last_page_shows_the_last(browse, officer, call):
    for _ in range(51):
        submitted(to=call, trade_name="見本")
    browser = browse(officer)
    assert "2／2ページ" in browser.read(f"{DESK}?q=見本&page=2")
    assert "2／2ページ" in browser.read(f"{DESK}?q=見本&page=9")
    assert "全51件" in browser.read(f"{DESK}?q=見本")


def test_a_percent_sign_finds_only_itself(browse, officer, call):
    submitted(to=call, number="R8-900")
    assert "R8-900" not in browse(officer).read(f"{DESK}?q=%25")


def test_the_list_is_narrowed_by_call_state_kind_municipality_and_area(browse, officer, call):
    make.host(call.year, "上田市", area="東信")
    host = make.host(call.year, "塩尻市", area="中信")
    one = submitted(to=call, number="R8-900", kind=Kind.COMPANY)
    one.wishes[0].host = host
    submitted(to=call, number="R8-901", state=State.WITHDRAWN)
    wanted = {
        f"call={call.id}": (True, True),
        "state=submitted": (True, False),
        "state=withdrawn": (False, True),
        "kind=company": (True, False),
        f"municipality={host.municipality_id}": (True, False),
        "area=中信": (True, False),
        "call=999": (False, False),
    }
    browser = browse(officer)
    for query, expected in wanted.items():
        page = browser.read(f"{DESK}?{query}")
        assert tuple(number in page for number in ("R8-900<", "R8-901<")) == expected, query


@pytest.mark.parametrize(
    "query", ["call=x", "state=<b>", "kind=1", "sort=password", "page=0", "_scheme=x&endpoint=1"]
)
def test_a_forged_filter_is_passed_over(browse, officer, call, query):
    submitted(to=call)
    assert browse(officer).get(f"{DESK}?{query}").status_code == 200


def test_the_list_is_sorted_by_the_representatives_kana(browse, officer, call):
    for number, kana in (("R8-900", "ワ"), ("R8-901", "ア")):
        submitted(to=call, number=number, members=[make.member(kana=kana)])
    browser = browse(officer)
    rising, falling = (browser.read(f"{DESK}?sort={sort}") for sort in ("kana", "-kana"))
    assert rising.index("R8-901") < rising.index("R8-900")
    assert falling.index("R8-900") < falling.index("R8-901")


def test_drafts_are_counted_and_never_shown(browse, officer, call):
    draft = make.application(to=call, state=State.DRAFT, trade_name="秘密の屋号")
    page = browse(officer).read(DESK)
    assert "秘密の屋号" not in page
    assert "作成中の応募が1件" in page
    assert browse(officer).get(f"{DESK}{draft.id}").status_code == 404


def test_one_application_shows_answers_history_letters_and_papers(browse, officer, whole):
    actions.submit(whole, whole.applicant, make.NOON, pledged=True, consented=True)
    db.session.commit()
    browser = browse(officer)
    page = browser.read(f"{DESK}{whole.id}")
    for words in ("ウェブ制作", "提出する", "応募を受け付けました", "応募受付票", "事業計画.pdf"):
        assert words in page
    assert whole.papers[0].attachment.sha256 in page
    file = browser.get(f"{DESK}{whole.id}/files/{whole.papers[0].id}")
    assert file.data[:4] == b"%PDF"


@pytest.mark.parametrize("page", ["", "?q=見本", "?sort=-kana&exported=pending&area=中信"])
def test_the_list_takes_as_many_statements_for_three_as_for_thirty(browse, officer, call, page):
    make.rulebook(call.year)

    def count() -> int:
        browser = browse(officer)
        browser.get(DESK + page)
        with statements() as sent:
            assert browser.get(DESK + page).status_code == 200
        return len(sent)

    for _ in range(3):
        submitted(to=call)
    few = count()
    for _ in range(27):
        submitted(to=call, people=3)
    assert count() == few
    assert few <= 8


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPLICANT])
def test_reviewers_and_applicants_do_not_open_the_offices_list(browse, app, role):
    del app
    assert browse(make.person(role)).get(DESK).status_code == 403


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TREASURER, Role.AUDITOR, Role.ADMIN])
def test_the_whole_office_may_read(browse, app, role):
    del app
    assert browse(make.person(role)).get(DESK).status_code == 200


def test_the_list_begins_with_what_came_last(browse, officer, call):
    """Not with the number, by which the oldest year would stand first."""
    first = make.application(to=call, submitted_at=make.NOON - timedelta(hours=1))
    last = make.application(to=call, submitted_at=make.NOON)
    page = browse(officer).read(DESK)
    assert page.index(str(last.number)) < page.index(str(first.number))
