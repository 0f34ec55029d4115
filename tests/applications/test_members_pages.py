"""The representative asks a member on a page; the member answers without an account."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from otameshi.applications import actions, answering
from otameshi.applications.members import actions as members
from otameshi.applications.members.actions import Invitee
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.promise_form import mark
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.web.log import safe_path
from tests import make
from tests.applications.conftest import pdf, png

PLEDGES = ["内容は事実です。", "反社会的勢力に当たりません。"]
FILLED = {
    "name": "髙﨑　𠮷花",
    "kana": "たかさき　きちか",
    "birth_date-year": "平成6",
    "birth_date-month": "4",
    "birth_date-day": "2",
    "postal_code": "〒100-0001",
    "prefecture": "東京都",
    "address": "千代田区9-9",
    "occupation": "デザイン",
    "pledged": [mark(words) for words in PLEDGES],
    "consented": "y",
}


@pytest.fixture
def draft(app):
    """A draft of three in an open call."""
    del app
    made = make.application(make.person(), make.open_call(now()), State.DRAFT, people=3)
    for one in made.members:
        one.address = f"ひみつの住所{one.position}"
    made.members[0].phone = "026-000-0000"
    made.call.year.pledges = PLEDGES
    return made


@pytest.fixture
def browser(browse, draft):
    return browse(draft.applicant)


def path(draft, rest=""):
    return f"/applications/{draft.id}/members{rest}"


def invite(draft, position=2, email="member@example.jp"):
    asked = members.ask(draft, Invitee(position, email), draft.applicant, now())
    db.session.commit()
    return f"/members/{asked.token}"


def ask(browser, draft, position=2, email="member@example.jp", **more):
    return browser.send(path(draft, f"/{position}/ask"), email=email, email_again=email, **more)


def link():
    query = select(Letter).where(Letter.kind == "member_invited").order_by(Letter.id.desc())
    letter = db.session.scalars(query).first()
    assert letter is not None
    return "/members/" + letter.body.partition("/members/")[2].split()[0]


def test_a_representative_asks_and_the_member_answers_without_signing_in(browse, browser, draft):
    assert "本人の同意：" not in browser.read(path(draft))
    page = ask(browser, draft)
    assert "見本　太郎2様（member@example.jp）に、入力と同意をお願いするメールを送りました" in page
    assert "依頼中" in page
    visitor = browse()
    page = visitor.read(link())
    for told in ("見本　太郎1様が、長野県の「おためしナガノ2.0」", "個人情報の取扱い", "誓約"):
        assert told in page
    assert "入力と同意を受け付けました" in visitor.send(link(), **FILLED)
    page = browser.read(path(draft))
    assert "本人が入力し、同意済み" in page
    assert "髙﨑　𠮷花" in page
    assert "タカサキ　キチカ" in browser.read(path(draft, "/2"))
    summary = browser.read(f"/applications/{draft.id}")
    assert "メンバー2の本人の同意" in summary
    assert "本人が入力し、同意済み" in summary
    assert "本人の入力・同意なし" in summary  # of the third


def test_a_new_member_may_be_added_by_asking(browse, browser, draft):
    draft.members.pop()
    db.session.commit()
    assert "メンバーを追加し、本人に入力してもらう" in browser.read(path(draft))
    answer = browser.post(path(draft, "/3/ask"), email="c@example.jp", email_again="c@example.jp")
    assert "メンバーの氏名を入力してください" in answer.text
    assert "例示　三郎" in ask(browser, draft, 3, "c@example.jp", name="例示　三郎")
    assert 'value="例示　三郎"' in browse().read(link())
    assert browser.get(path(draft, "/5/ask")).status_code == 404
    assert browser.get(path(draft, "/1/ask")).status_code == 404


def test_an_address_is_typed_twice_and_folded(browser, draft):
    where = path(draft, "/2/ask")
    answer = browser.post(where, email="a@example.jp", email_again="b@example.jp")
    assert answer.status_code == 422
    assert "上のメールアドレスと違います" in answer.text
    assert 'value="a@example.jp"' in answer.text
    assert "（c@example.jp）" in ask(browser, draft, email="Ｃ@Example.jp")
    answer = browser.post(where, email=draft.applicant.email, email_again=draft.applicant.email)
    assert answer.status_code == 422
    assert "代表者のメールアドレスには送れません" in answer.text


def test_a_link_shows_nothing_of_the_others(browse, draft):
    second, third = invite(draft, 2), invite(draft, 3, "third@example.jp")
    page = browse().read(second)
    assert "ひみつの住所2" in page
    assert "ひみつの住所3" not in page
    assert "ひみつの住所1" not in page
    assert "見本　太郎3" not in page
    assert "third@example.jp" not in page
    assert "ひみつの住所2" not in browse().read(third)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_dead_link_gets_a_plain_page_without_any_data(browse, draft, method):
    def reached(link):
        visitor = browse()
        if method == "get":
            return visitor.get(link)
        return visitor.post(link, "/accounts/sign-in", **FILLED)

    first = invite(draft)
    second = invite(draft)
    dead = [("/members/forged", 404), (first, 410)]
    members.revoke(draft, 2, draft.applicant, now())
    dead.append((second, 410))
    expired = invite(draft)
    newest = select(MemberRequest).order_by(MemberRequest.id.desc()).limit(1)
    db.session.scalars(newest).one().expires_at = now() - timedelta(seconds=1)
    dead.append((expired, 410))
    for address, status in dead:
        answer = reached(address)
        assert answer.status_code == status
        assert "このリンクは使えません" in answer.text
        assert "ひみつ" not in answer.text
        assert "見本　太郎" not in answer.text
    db.session.expire_all()
    assert draft.members[1].name == "見本　太郎2"


def test_a_used_link_is_gone_and_a_second_copy_gets_the_first_answer(browse, draft):
    link_, visitor = invite(draft), browse()
    hidden = visitor.hidden(link_)
    for _ in range(2):
        answer = visitor.client.post(link_, data={**hidden, **FILLED})
        assert (answer.status_code, answer.location) == (303, "/members/thanks")
    assert visitor.get(link_).status_code == 410
    assert len(db.session.scalars(select(Letter).filter_by(kind="member_answered")).all()) == 1


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("name", "氏名を入力してください"),
        ("kana", "フリガナを入力してください"),
        ("birth_date-year", "日付"),
        ("prefecture", "都道府県を選んでください"),
        ("address", "住所（市区町村から）を入力してください"),
        ("occupation", "職業・職種を入力してください"),
        ("pledged", "誓約の内容を"),
        ("consented", "個人情報の取扱いと応募への参加に同意し"),
    ],
)
def test_nothing_may_be_left_out_and_what_was_typed_is_kept(browse, draft, field, message):
    link_ = invite(draft)
    sent = {**FILLED, "address": "見本区7-7", field: ""}
    if field in ("pledged", "consented"):
        sent[field] = FILLED["pledged"][:1] if field == "pledged" else []
    answer = browse().post(link_, **sent)
    assert answer.status_code == 422
    assert message in answer.text
    assert "ひみつの住所2" not in answer.text
    db.session.expire_all()
    assert draft.members[1].address == "ひみつの住所2"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("kana", "髙﨑", "フリガナは、ひらがなかカタカナ"),
        ("postal_code", "12", "郵便番号は7桁"),
        ("phone", "12", "電話番号は、市外局番から"),
        ("name", "見本😀", "印刷できない文字"),
    ],
)
def test_the_shape_is_checked_as_on_the_representatives_page(browse, draft, field, typed, message):
    answer = browse().post(invite(draft), **{**FILLED, field: typed})
    assert answer.status_code == 422
    assert message in answer.text


def test_the_button_fills_the_address_and_saves_nothing(browse, draft):
    link_, visitor = invite(draft), browse()
    page = visitor.post(link_, name="髙﨑", postal_code="1000001", address="", action="postcode")
    assert page.status_code == 200
    assert 'value="千代田区千代田"' in page.text
    assert 'value="髙﨑"' in page.text
    assert visitor.get(link_).status_code == 200


def test_the_address_is_kept_from_other_pages_caches_and_logs(browse, draft):
    answer = browse().get(invite(draft))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert safe_path("/members/secret") == "/members/…"
    assert safe_path("/applications/1/members/2") == "/applications/1/members/2"


def test_a_request_is_revoked_by_its_button(browse, browser, draft):
    link_ = invite(draft)
    page = browser.send(path(draft, "/2/revoke"), path(draft))
    assert "依頼を取り消しました" in page
    assert browse().get(link_).status_code == 410


def test_a_change_after_the_consent_is_shown_and_can_be_asked_again(browse, browser, draft):
    browse().send(invite(draft), **FILLED)
    assert "本人に入力してもらう<" in browser.read(path(draft))  # the third
    browser.send(path(draft, "/2"), name="髙﨑　𠮷花", kana="タカサキ", address="別の住所")
    page = browser.read(path(draft))
    assert "同意の後に内容を変更" in page
    ask(browser, draft, email="again@example.jp")
    assert 'value="別の住所"' in browse().read(link())


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.VISITOR])
def test_other_people_neither_ask_nor_revoke(browse, draft, role):
    invite(draft)
    other = browse(make.person(role))
    expected = 404 if role is Role.APPLICANT else 403
    assert other.get(path(draft, "/2/ask")).status_code == expected
    answer = other.post(path(draft, "/2/revoke"), "/accounts/me")
    assert answer.status_code == expected
    assert browse().get(path(draft, "/2/ask")).status_code in (302, 303, 401)


def test_the_year_that_wants_consent_says_so_and_lists_what_is_missing(browser, draft):
    draft.call.year.member_consent = True
    db.session.commit()
    page = browser.read(f"/applications/{draft.id}")
    assert "メンバー2の本人の同意を得てください" in page
    assert "メンバー3の本人の同意を得てください" in page
    assert "代表者の本人の同意" not in page
    assert "この年度は、代表者のほかのメンバーは、本人の入力・同意が必要です" in browser.read(
        path(draft)
    )


def test_staff_the_copy_and_the_export_say_it_too(browse, browser, draft):
    browse().send(invite(draft), **FILLED)
    db.session.expire_all()
    by = draft.applicant
    answering.attach(draft, {"plan": [("事業計画.pdf", pdf())]}, by, now())
    answering.attach(draft, {"photo": [("写真.png", png())]}, by, now())
    actions.submit(draft, by, now(), pledged=True, consented=True)
    db.session.commit()
    copy = browser.get(f"/applications/{draft.id}/copy.pdf").data
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(copy)).pages)
    assert "メンバー2の本人の同意" in text
    assert "本人が入力し、同意済み" in text.replace("\n", "")
    officer = browse(make.person(Role.OFFICER))
    page = officer.read(f"/desk/applications/{draft.id}")
    assert "本人が入力し、同意済み（" in page
    assert "メンバー2（髙﨑　𠮷花）が本人の欄を入力し、誓約・同意した" in page
    place = officer.post("/desk/applications/exports/", "/desk/applications/", which="all").location
    sheet = officer.get(f"{place}/fields.csv").data.decode("utf-8-sig")
    assert "メンバー2：本人の同意" in sheet
    assert "本人が入力し、同意済み（" in sheet
    # After the submission nothing is asked any more.
    assert "本人に入力してもらう" not in browser.read(path(draft))
    assert browser.get(path(draft, "/3/ask")).location == path(draft)
    answer = browser.post(
        path(draft, "/3/ask"), "/accounts/me", email="x@example.jp", email_again="x@example.jp"
    )
    assert answer.status_code == 422
    assert "提出した応募のメンバーには、入力を依頼できません" in answer.text


def test_an_officer_sets_that_the_year_wants_consent(browse, draft):
    officer = browse(make.person(Role.OFFICER))
    where = f"/desk/years/{draft.call.year.fiscal_year}"
    assert "メンバー本人の同意を必要とする" in officer.read(f"{where}/edit")
    assert "必要としない" in officer.read(where)
