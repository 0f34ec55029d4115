"""The applicant's own page, and the desk, as people see them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from otameshi import history
from otameshi.applications.rules import State as Application
from otameshi.claims.rules import State as Claim
from otameshi.core.clock import day_in_japan, now
from otameshi.core.names import search_key
from otameshi.core.roles import OFFICE, STAFF, Role
from otameshi.db import db
from otameshi.desk.addresses import DONE_AT, SUBJECTS
from otameshi.desk.facts import Need
from otameshi.documents import post
from otameshi.documents.post import Fate
from otameshi.followup import actions as followup
from otameshi.grants.rules import State as Grant
from otameshi.people import Person, new_token
from otameshi.selection.rules import DECIDED
from otameshi.selection.rules import State as Candidacy
from tests import make
from tests.desk import make as far
from tests.followup import make as asking
from tests.outreach.visits import make as visits
from tests.statements import statements


@contextmanager
def demonstration(app: Flask) -> Iterator[None]:
    app.config["DEMONSTRATION"] = True
    yield
    app.config["DEMONSTRATION"] = False


def asks(browser, path: str) -> int:
    """Return how many statements a page takes."""
    db.session.commit()
    db.session.expire_all()
    with statements() as sent:
        assert browser.get(path).status_code == 200
    return len(sent)


def test_who_has_not_applied_yet_is_led_to_the_open_call(browse) -> None:
    make.open_call(now())
    page = browse(make.person()).read("/my/")
    assert "応募を始める" in page
    assert "募集中" in page


def test_who_comes_while_no_call_is_open_is_told_so(browse) -> None:
    assert "いまは募集していません" in browse(make.person()).read("/my/")


def test_an_applicant_sees_what_to_do_next_and_where(browse) -> None:
    draft = make.application(to=make.open_call(now()), state=Application.DRAFT)
    page = browse(draft.applicant).read("/my/")
    assert "応募の続きを入力する" in page
    assert f'href="/applications/{draft.id}"' in page
    assert "締切までに提出してください" in page


def test_a_grantee_sees_the_amount_and_the_way_to_the_claim(browse) -> None:
    grant = make.decided_grant()
    page = browse(grant.grantee).read("/my/")
    assert "交付決定額は260,000円です" in page
    assert "経費の入力を始める" in page


def test_a_returned_grant_leads_to_its_form(browse) -> None:
    grant = make.grant(state=Grant.RETURNED)
    assert f"/grants/{grant.id}/edit" in browse(grant.grantee).read("/my/")


def test_the_survey_is_answered_from_its_letter(browse) -> None:
    group = asking.groups(1)[0]
    today = day_in_japan(now())
    wave = asking.wave(asked_on=today, closes_on=today)
    [asked] = followup.invite(wave, make.person(Role.OFFICER), now())
    browser = browse(group.representative)
    page = browser.read("/my/")
    assert "追跡調査に回答する" in page
    letter = page.split('href="/my/letters/')[1].split('"')[0]
    assert f"/survey/{asked.token}" in browser.read(f"/my/letters/{letter}")


def test_letters_and_papers_are_listed_and_opened_by_their_addressee(browse) -> None:
    me = make.person()
    letter, paper = far.letter(me), far.paper(me)
    browser = browse(me)
    assert letter.subject in browser.read("/my/")
    assert letter.subject in browser.read("/my/letters")
    assert "見本の通知書" in browser.read("/my/papers")
    answer = browser.get(f"/my/papers/{paper.id}")
    assert answer.data == b"%PDF-sample"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_letters_and_papers_of_others_are_not_there(browse) -> None:
    letter, paper = far.letter(make.person()), far.paper(make.person())
    browser = browse(make.person())
    for path in (f"/my/letters/{letter.id}", f"/my/papers/{paper.id}", "/my/papers/999"):
        assert browser.get(path).status_code == 404


def test_a_link_that_opens_an_account_is_not_shown_in_the_account(app: Flask, browse) -> None:
    me = make.person()
    letter = far.letter(me, purpose="秘密のことば")
    letter.kind, letter.confidential = "reset", True
    browser = browse(me)
    page = browser.read(f"/my/letters/{letter.id}")
    assert "届いたメールでお読みください" in page
    assert "秘密のことば" not in page
    with demonstration(app):
        assert "秘密のことば" in browser.read(f"/my/letters/{letter.id}")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REVIEWER])
def test_my_page_is_for_applicants(browse, role: Role) -> None:
    assert browse(make.person(role)).get("/my/").status_code == 403


@pytest.mark.parametrize("role", sorted(OFFICE))
def test_everybody_of_the_office_has_a_day(browse, role: Role) -> None:
    browser = browse(make.person(role))
    for path in ("/desk/", "/desk/search", "/desk/outbox/", "/desk/history/"):
        assert browser.get(path).status_code == 200


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER])
def test_the_desk_is_closed_to_others(browse, role: Role) -> None:
    paper, letter = far.paper(make.person()), far.letter()
    browser = browse(make.person(role))
    for path in (
        "/desk/",
        "/desk/search",
        "/desk/outbox/",
        f"/desk/outbox/{letter.id}",
        "/desk/history/",
        "/desk/history/verify",
        f"/desk/papers/{paper.id}",
    ):
        assert browser.get(path).status_code == 403


def test_each_number_of_the_day_opens_the_rows_it_counts(browse) -> None:
    grant = make.grant(make.participation(), Grant.APPLIED)
    make.grant(make.participation(), Grant.DRAFT)
    browser = browse(make.person(Role.OFFICER))
    page = browser.read("/desk/")
    assert "交付：申請中" in page
    rows = browser.read("/desk/grants/?state=applied")
    assert "/desk/grants/?state=applied" in page
    assert re.findall(r'href="/desk/grants/(\d+)"', rows) == [str(grant.id)]


def test_the_day_shows_the_budget_in_yen(browse) -> None:
    far.paid(make.decided_grant(make.participation(make.selected(make.application(to=open_now())))))
    page = browse(make.person(Role.TREASURER)).read("/desk/")
    for amount in ("5,000,000円", "260,000円", "120,000円", "4,740,000円"):
        assert amount in page


def open_now():
    return make.open_call(now())


def test_the_day_shows_the_deadline_of_the_open_call(browse) -> None:
    open_now()
    assert "第1回募集の締切" in browse(make.person(Role.OFFICER)).read("/desk/")


def test_the_day_shows_how_many_have_answered(browse) -> None:
    asking.groups(2)
    today = day_in_japan(now())
    followup.invite(asking.wave(asked_on=today, closes_on=today), make.person(Role.OFFICER), now())
    assert "0／2" in browse(make.person(Role.MANAGER)).read("/desk/")


def test_letters_that_failed_are_told_at_once(browse) -> None:
    letter = far.letter()
    letter.fate = Fate.FAILED
    browser = browse(make.person(Role.OFFICER))
    assert "送信できなかった1件" in browser.read("/desk/")
    assert letter.to in browser.read("/desk/outbox/?fate=failed")


def test_the_day_takes_a_constant_number_of_statements(browse) -> None:
    browser = browse(make.person(Role.OFFICER, Role.MANAGER))
    call = open_now()

    def grow(number: int) -> int:
        for _ in range(number):
            far.claim(
                make.decided_grant(make.participation(make.selected(make.application(to=call))))
            )
            make.application(to=call)
        return asks(browser, "/desk/")

    assert grow(3) == grow(27)


@pytest.mark.parametrize("path", ["/desk/outbox/", "/desk/history/", "/my/letters", "/my/papers"])
def test_a_list_takes_a_constant_number_of_statements(browse, path: str) -> None:
    me = make.person(Role.APPLICANT, Role.OFFICER)
    browser = browse(me)

    def grow(number: int) -> int:
        for _ in range(number):
            letter = far.letter(me)
            far.paper(me)
            history.record(letter, "sample", "見本", by=make.person(Role.OFFICER), at=make.NOON)
        return asks(browser, path)

    assert grow(3) == grow(27)


@pytest.mark.parametrize("where", ["applications", "participations", "people"])
def test_the_search_takes_a_constant_number_of_statements(browse, where: str) -> None:
    browser = browse(make.person(Role.ADMIN))

    def grow(number: int) -> int:
        for _ in range(number):
            make.participation(make.selected(make.application(search_key=search_key("見本"))))
        return asks(browser, f"/desk/search?where={where}&q=見本")

    assert grow(3) == grow(27)


def test_the_search_leads_to_what_it_found(browse) -> None:
    one = make.application(search_key=search_key("みほん花子"), trade_name="花子工房")
    page = browse(make.person(Role.OFFICER)).read("/desk/search?q=ミホン")
    assert f"/desk/applications/{one.id}" in page
    assert "花子工房" in page


def test_a_search_without_a_hit_says_what_to_try(browse) -> None:
    page = browse(make.person(Role.OFFICER)).read("/desk/search?q=%22%3E%3Cb%3E&where=people")
    assert "当てはまる利用者・職員はありません" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/desk/search?q=%00&where=people",
        "/desk/search?q=%25%5F%00a",
        "/desk/outbox/?q=%00&fate=nonsense&page=-1",
        "/desk/history/?person=%00&q=%E2%80%AE&page=99999999999999999999",
    ],
)
def test_what_nobody_could_have_typed_breaks_no_list(browse, path: str) -> None:
    assert browse(make.person(Role.OFFICER)).get(path).status_code == 200


def test_accounts_are_opened_from_the_search_by_administrators_alone(browse) -> None:
    one = make.person(name="見本　花子")
    address = f"/desk/people/{one.id}"
    assert address in browse(make.person(Role.ADMIN)).read("/desk/search?q=花子&where=people")
    assert address not in browse(make.person(Role.OFFICER)).read("/desk/search?q=花子&where=people")


def test_any_issued_paper_is_had_by_the_office(browse) -> None:
    paper = far.paper(make.person())
    browser = browse(make.person(Role.AUDITOR))
    assert browser.get(f"/desk/papers/{paper.id}").data == b"%PDF-sample"
    assert browser.get("/desk/papers/999").status_code == 404


def test_the_text_of_a_confidential_letter_is_hidden_from_the_office(app: Flask, browse) -> None:
    letter = far.letter(purpose="秘密のことば")
    letter.confidential = True
    browser = browse(make.person(Role.ADMIN))
    page = browser.read(f"/desk/outbox/{letter.id}")
    assert "本文は表示しません" in page
    assert "秘密のことば" not in page
    with demonstration(app):
        page = browser.read(f"/desk/outbox/{letter.id}")
    assert "デモ環境のため" in page
    assert "秘密のことば" in page


def test_a_letter_sent_again_twice_is_queued_once(browse) -> None:
    letter = far.letter()
    letter.fate, letter.fault = Fate.FAILED, "550 no such user"
    browser = browse(make.person(Role.OFFICER))
    show = f"/desk/outbox/{letter.id}"
    assert "550 no such user" in browser.read(show)
    form = browser.hidden(show)
    answers = [browser.client.post(f"{show}/resend", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    page = browser.read(show)
    assert "もう一度送信待ちにしました" in page
    assert page.count("通知を送り直す") == 1


def test_a_letter_that_still_waits_is_not_queued_again(browse) -> None:
    letter = far.letter()
    browser = browse(make.person(Role.OFFICER))
    page = browser.send(f"/desk/outbox/{letter.id}/resend", f"/desk/outbox/{letter.id}")
    assert "この通知は送信待ちです" in page


def test_a_letter_whose_link_is_in_the_mail_alone_is_shown_without_it(browse) -> None:
    letter = post.write("reset", to=make.person(), at=make.NOON, token=new_token())
    letter.fate = Fate.SENT
    post.blank(letter, make.NOON)
    browser = browse(make.person(Role.OFFICER))
    page = browser.read(f"/desk/outbox/{letter.id}")
    assert post.LINK_GONE in page
    assert "同じものは送り直せません" in page
    assert "送り直す</button>" not in page


def test_who_is_asked_finds_the_way_to_a_new_link_of_the_survey(browse) -> None:
    group = asking.groups(1)[0]
    first, last = (day_in_japan(now()) + timedelta(days=days) for days in (-20, 20))
    wave = asking.wave(asked_on=first, closes_on=last)
    [asked] = followup.invite(wave, make.person(Role.OFFICER), now() - timedelta(days=1))
    letter = asked.invitation.letter
    assert letter
    letter.fate = Fate.SENT
    post.blank(letter, make.NOON)
    browser = browse(group.representative)
    assert "新しいリンクを送ってもらう" in browser.read(f"/my/letters/{letter.id}")
    assert "届いたメールから回答" in browser.send("/my/survey", f"/my/letters/{letter.id}")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_who_may_not_send_again_finds_no_button(browse, role: Role) -> None:
    letter = far.letter()
    letter.fate = Fate.SENT
    browser = browse(make.person(role))
    page = f"/desk/outbox/{letter.id}"
    assert "送り直す</button>" not in browser.read(page)
    assert browser.post(f"{page}/resend", "/desk/outbox/").status_code == 403


def test_without_mail_every_visitor_reads_the_outbox_of_the_demonstration(app, browse) -> None:
    letter = far.letter()
    letter.body, letter.confidential = "次のリンク：\nhttp://localhost/account/link/abc\n", True
    visitor = browse()
    assert visitor.get("/outbox").status_code == 404
    with demonstration(app):
        page = visitor.read("/outbox?q=somebody")
    assert letter.subject in page
    assert 'href="http://localhost/account/link/abc"' in page


def test_the_demonstration_pages_its_letters(app: Flask, browse) -> None:
    for _ in range(21):
        far.letter()
    visitor = browse()
    with demonstration(app):
        assert 'href="/outbox?page=2"' in visitor.read("/outbox")


def records(person: Person) -> None:
    history.record(make.grant(), "sample", "見本の手続き", by=person, at=make.NOON, note="見本")


def test_the_history_leads_to_what_it_is_about(browse) -> None:
    officer = make.person(Role.OFFICER, name="担当　花子")
    records(officer)
    asking.groups(1)
    [asked] = followup.invite(asking.wave(), officer, asking.IN_MARCH)
    year = make.year()
    history.record(year, "edit", "年度を変更", by=officer, at=make.NOON)
    history.record(make.call(year), "edit", "募集回を変更", by=officer, at=make.NOON)
    page = browse(officer).read("/desk/history/?person=花子")
    assert "見本の手続き" in page
    assert 'href="/desk/grants/1"' in page
    assert f"/groups/{asked.invitation.id}" in page
    assert page.count('href="/desk/years/2026"') == 2


def test_the_history_is_narrowed_and_says_when_nothing_is_left(browse) -> None:
    officer = make.person(Role.OFFICER)
    records(officer)
    browser = browse(officer)
    assert "見本の手続き" in browser.read("/desk/history/?subject=grants&q=見本")
    assert "当てはまる記録はありません" in browser.read("/desk/history/?subject=claims")
    assert "見本の手続き" in browser.read("/desk/history/?subject=nonsense")


def test_the_auditor_has_the_whole_chain_checked(browse) -> None:
    records(make.person(Role.OFFICER))
    browser = browse(make.person(Role.AUDITOR))
    assert "書き換えがないか確かめる" in browser.read("/desk/history/")
    page = browser.read("/desk/history/verify")
    assert "すべての行がつながっています" in page
    assert "1行" in page


def test_a_broken_chain_is_told_with_its_row(browse) -> None:
    records(make.person(Role.OFFICER))
    browser = browse(make.person(Role.ADMIN))
    db.session.execute(db.text("DROP TRIGGER events_keep_UPDATE"))
    db.session.execute(db.text("UPDATE events SET label = '別の手続き'"))
    db.session.commit()
    assert "履歴 1 の内容が書き換えられています" in browser.read("/desk/history/verify")


def test_only_auditors_and_administrators_check_the_chain(browse) -> None:
    browser = browse(make.person(Role.MANAGER))
    assert "書き換えがないか確かめる" not in browser.read("/desk/history/")
    assert browser.get("/desk/history/verify").status_code == 403


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_kind_that_the_history_names_is_a_table_and_a_page(app: Flask, subject: str) -> None:
    known = SUBJECTS[subject]
    assert subject in db.metadata.tables
    if known.endpoint:
        [rule] = [r for r in app.url_map.iter_rules(known.endpoint) if "GET" in (r.methods or ())]
        assert rule.arguments == {known.argument} or not known.argument


@pytest.mark.parametrize("need", DONE_AT)
def test_what_is_to_be_done_has_a_page_where_it_is_done(app: Flask, need: Need) -> None:
    endpoint, named = DONE_AT[need]
    rules = [r for r in app.url_map.iter_rules(endpoint) if "GET" in (r.methods or ())]
    assert ({f"{named}_id"} if named else set()) in [rule.arguments for rule in rules]


LINK = re.compile(r'href="(/[^"#]*)"')


def links(page: str) -> set[str]:
    main = page.partition("<main")[2].partition("</main")[0]
    return {unescape(path) for path in LINK.findall(main)}


def test_no_link_of_the_day_leads_nowhere(browse) -> None:
    call = make.call()
    for state in Candidacy:
        if state not in {Candidacy.PROPOSED, *DECIDED, Candidacy.INELIGIBLE, Candidacy.DECLINED}:
            make.candidacy(make.application(to=call), state)
    make.application(to=call)
    for asked in (Grant.DRAFT, Grant.APPLIED, Grant.CHECKED):
        make.grant(make.participation(make.selected(make.application(to=call))), asked)
    for claimed in (Claim.DRAFT, Claim.SUBMITTED, Claim.INVOICED):
        far.claim(state=claimed)
    open_now()
    browser = browse(make.person(*STAFF))
    found = links(browser.read("/desk/"))
    assert {"/desk/payments/", "/desk/claims/?state=submitted"} <= found
    assert f"/desk/selection/{call.id}?state=screening" in found
    assert [path for path in found if browser.get(path).status_code != 200] == []


def test_no_link_of_my_page_leads_nowhere(browse) -> None:
    payment = far.paid()
    me = payment.claim.claimant
    far.letter(me)
    far.paper(me)
    returned = make.application(me, make.call(make.year(2025)))
    make.grant(make.participation(make.selected(returned)), Grant.RETURNED)
    make.selected(make.application(me, make.call(make.year(2024))))
    make.application(me, make.open_call(now(), make.year(2023)), Application.DRAFT)
    browser = browse(me)
    found = links(browser.read("/my/"))
    assert {f"/claims/{payment.claim_id}", "/participation/offers/3"} <= found
    assert [path for path in found if browser.get(path).status_code != 200] == []


def test_a_gathering_without_a_record_of_who_came_stands_in_the_days_work(browse) -> None:
    visits.gathering(title="記録のない説明会")
    visits.gathering(title="記録のある説明会", ticked_at=visits.APRIL)
    browser = browse(make.person(Role.OFFICER))
    page = unescape(browser.read("/desk/"))
    assert "開催後、出欠の記録なし" in page
    assert "/desk/gatherings/?missing=1" in page
    listed = browser.read("/desk/gatherings/?missing=1")
    assert "記録のない説明会" in listed
    assert "記録のある説明会" not in listed
    assert "開催後、出欠の記録なし" in browse(make.person(Role.MANAGER)).read("/desk/")
