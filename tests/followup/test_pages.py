"""The survey as a group sees it, and its desk as the office sees it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from otameshi import history
from otameshi.app import create_app
from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.answering import actions as answering
from otameshi.followup.contacts import actions as contacts
from otameshi.followup.contacts.rules import Address, How
from otameshi.followup.models import Invitation, Outcome, Reply, Wave
from otameshi.followup.rules import Addressee, Answer, Source
from otameshi.web.once import SpentKey
from tests import make
from tests.conftest import Browser, settings
from tests.followup.make import choice, groups, saying, wave
from tests.statements import statements

LABELS = {one.label for one in Answer}
UNUSABLE = "このリンクは使えません"


def running(**facts) -> Wave:
    dates = {"asked_on": today() - timedelta(days=3), "closes_on": today() + timedelta(days=3)}
    return wave(**{**dates, **facts})


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def asked(number: int = 1) -> tuple[Wave, list[actions.Asked]]:
    groups(number)
    made = running()
    return made, actions.invite(made, make.person(Role.OFFICER), now())


def counted_as(_: actions.Asked) -> Answer:
    return db.session.scalars(select(Outcome.answer)).one()


# --- the group, by its link ---


def test_a_group_answers_without_signing_in_and_may_correct_itself(app, browse):
    made, (one,) = asked()
    page, phone = f"/survey/{one.token}", browse()
    first = phone.read(page)
    assert made.whole.questions[0].label in first
    assert one.invitation.participation.title in first
    assert "令和6年度" in first
    sent = phone.send(page, own_q1=choice(made, counts=False), own_q2="検討中です")
    assert "回答を受け付けました" in sent
    assert one.token not in sent
    again = phone.read(page)
    assert "回答済みです" in again
    assert "検討中です" in again
    phone.send(page, own_q1=choice(made, counts=True), own_q2="")
    db.session.expire_all()
    assert counted_as(one) is Answer.STAYED
    assert [reply.source for reply in db.session.scalars(select(Reply))] == [Source.LINK] * 2


def test_an_answer_without_a_choice_keeps_what_was_typed(app, browse):
    made, (one,) = asked()
    answer = browse().post(f"/survey/{one.token}", own_q2="書きかけの意見")
    assert answer.status_code == 422
    assert "活動しますか：選んでください。" in answer.text
    assert "書きかけの意見" in answer.text
    assert counted_as(one) is Answer.SILENT
    forged = browse().post(f"/survey/{one.token}", own_q1="999999", own_q2="")
    assert forged.status_code == 422
    del made


def test_expired_revoked_replaced_and_unknown_links_are_alike(app, browse):
    _, (one, other, old) = asked(3)
    officer = make.person(Role.OFFICER)
    actions.revoke(other.invitation, officer, now(), "宛先の誤り")
    actions.reissue(old.invitation, officer, now())
    pages = [browse().get(f"/survey/{token}") for token in (other.token, old.token, "unknown")]
    one.invitation.closes_on = today() - timedelta(days=1)
    pages.append(browse().get(f"/survey/{one.token}"))
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r"\s+", " ", page.text) for page in pages}) == 1
    assert UNUSABLE in pages[0].text
    assert len({len(page.data) for page in pages}) == 1
    told = [{**dict(page.headers), "Set-Cookie": ""} for page in pages]  # a fresh one for each
    assert told == [told[0]] * 4


def test_a_wave_that_closes_while_one_writes_takes_no_answer(app, browse):
    made, (one,) = asked()
    phone = browse()
    fields = phone.hidden(f"/survey/{one.token}")
    one.invitation.closes_on = today() - timedelta(days=1)
    db.session.commit()
    late = phone.client.post(
        f"/survey/{one.token}", data={**fields, "own_q1": choice(made, counts=True)}
    )
    assert late.status_code == 404
    assert UNUSABLE in late.text
    assert db.session.scalar(select(func.count(Reply.id))) == 0


def test_an_answer_sent_twice_counts_once(app, browse):
    made, (one,) = asked()
    phone, page = browse(), f"/survey/{one.token}"
    fields = {**phone.hidden(page), "own_q1": choice(made, counts=True)}
    answers = [phone.client.post(page, data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    events = db.session.scalars(history.of(one.invitation)).unique().all()
    assert [event.act for event in events] == ["followup_invitation", "answer"]


def test_the_key_in_the_address_reaches_nobody_else(app, browse):
    made, (one,) = asked()
    answer = browse().get(f"/survey/{one.token}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert one.token not in answer.text
    browse().send(f"/survey/{one.token}", own_q1=choice(made, counts=True))
    kept = db.session.execute(select(SpentKey.path, SpentKey.location)).all()
    assert [tuple(row) for row in kept] == [("/survey/…", "/survey/thanks")]


def test_by_https_a_page_that_sends_no_referer_is_answered_all_the_same(app, database, tmp_path):
    made, (one,) = asked()
    stays = choice(made, counts=True)
    db.session.commit()
    secure = create_app(settings(database, tmp_path / "files"))
    with secure.app_context():
        phone = Browser(secure)
        page = f"https://localhost/survey/{one.token}"
        data = {**phone.hidden(page), "own_q1": stays}
        assert phone.client.post(page, data=data).status_code == 303
        assert phone.client.post(page, data={**data, "csrf_token": "x"}).status_code == 400
        db.engine.dispose()


# --- the office ---


def test_an_officer_plans_a_wave_asks_and_sees_who_is_silent(app, browse, officer):
    groups(2)
    desk = browse(officer)
    start, end = today(), today() + timedelta(days=14)
    form = desk.read("/desk/followup/new")
    assert "質問は、前の調査回と同じもの" in form
    page = desk.send(
        "/desk/followup/new",
        **{
            "year": str(make.year(2024).id), "name": "終了時", "months": "0",
            "asked_on-year": start.year, "asked_on-month": start.month, "asked_on-day": start.day,
            "closes_on-year": end.year, "closes_on-month": end.month, "closes_on-day": end.day,
            "way": "days", "open_days": "30", "addressee": "group", "decisive": "y",
        },
    )  # fmt: skip
    assert "まだ依頼していない組が2組あります" in page
    made = db.session.scalars(select(Wave)).one()
    page = desk.send(f"/desk/followup/{made.id}/invite", page=f"/desk/followup/{made.id}")
    assert "2組に回答を依頼するメールを出しました" in page
    assert "回答のない組が2組あります" in page
    page = desk.send(f"/desk/followup/{made.id}/remind", page=f"/desk/followup/{made.id}")
    assert "回答のない2組に" in page
    assert "催促1回" in page


def test_a_wave_that_cannot_be_answered_keeps_what_was_typed(app, browse, officer):
    make.year(2024)
    answer = browse(officer).post(
        "/desk/followup/new",
        **{
            "year": str(make.year(2024).id), "name": "打ちかけの名前", "months": "12",
            "asked_on-year": "2027", "asked_on-month": "3", "asked_on-day": "2",
            "closes_on-year": "2027", "closes_on-month": "3", "closes_on-day": "1",
            "way": "days", "open_days": "30", "addressee": "group",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "締切日は、調査を始める日以後の日にしてください" in answer.text
    assert "打ちかけの名前" in answer.text
    assert db.session.scalar(select(func.count(Wave.id))) == 0


def test_an_officer_takes_down_an_answer_given_by_telephone(app, browse, officer):
    made, (one,) = asked()
    page = f"/desk/followup/{made.id}/groups/{one.invitation.id}"
    desk = browse(officer)
    said = desk.send(
        f"{page}/answer", source="telephone", own_q1=choice(made, counts=True), own_q2="電話で"
    )
    assert "聞き取った回答を記録しました" in said
    assert "電話などでの聞き取り" in said
    assert officer.name in desk.read(page)
    refused = desk.post(
        f"{page}/answer", source="telephone", own_q1=choice(made, counts=False), own_q2="次の電話"
    )
    assert refused.status_code == 422
    assert "書き換える理由を記入してください" in refused.text
    assert "次の電話" in refused.text


def test_an_officer_ends_a_link_and_sends_another(app, browse, officer):
    made, (one,) = asked()
    page = f"/desk/followup/{made.id}/groups/{one.invitation.id}"
    desk = browse(officer)
    assert "理由を記入してください" in desk.send(f"{page}/revoke", page=page, note=" ")
    assert "リンクを無効にしました" in desk.send(f"{page}/revoke", page=page, note="宛先の誤り")
    assert UNUSABLE in browse().read(f"/survey/{one.token}")
    assert "新しいリンクをメールで送りました" in desk.send(f"{page}/reissue", page=page)


def test_a_wave_is_prolonged_on_its_page(app, browse, officer):
    made, _ = asked()
    later = today() + timedelta(days=60)
    fields = {"name": "終了時", "decisive": "y", "note": "", "version": made.version}
    parts = {f"closes_on-{part}": getattr(later, part) for part in ("year", "month", "day")}
    page = browse(officer).send(f"/desk/followup/{made.id}/edit", **{**fields, **parts})
    assert "調査回を変更しました" in page
    db.session.expire_all()
    assert made.closes_on == later


def test_the_list_shows_one_answer_at_a_time_and_says_when_nobody_gave_it(app, browse, officer):
    made, (one, other) = asked(2)
    actions.reply(one.token, saying(made, counts=True), now())
    desk, names = browse(officer), [x.invitation.participation.title for x in (one, other)]
    stayed = desk.read(f"/desk/followup/{made.id}?answer=stayed")
    assert (names[0] in stayed, names[1] in stayed) == (True, False)
    silent = desk.read(f"/desk/followup/{made.id}?answer=silent")
    assert (names[0] in silent, names[1] in silent) == (False, True)
    assert "この条件に当たる組はありません" in desk.read(f"/desk/followup/{made.id}?answer=left")
    assert all(name in desk.read(f"/desk/followup/{made.id}?answer=x") for name in names)


def test_a_wave_of_each_member_lists_every_member(app, browse, officer):
    year = make.year(2024)
    group = make.participation(make.selected(make.application(to=make.call(year), people=3)))
    for number, one in enumerate(group.people):
        contacts.change(one, Address(email=f"{number}@example.jp"), How.PAPER, officer, now())
    made = running()
    made.addressee = Addressee.MEMBER
    page = f"/desk/followup/{made.id}"
    desk = browse(officer)
    assert "3名に回答を依頼するメール" in desk.send(f"{page}/invite", page=page)
    second = db.session.scalars(select(Invitation).order_by(Invitation.id)).all()[1]
    actions.record(second, saying(made, counts=False), by=officer, at=now())
    db.session.commit()
    seen = desk.read(page)
    for number, invitation in enumerate(made.invitations):
        assert group.people[number].name in seen
        assert f"{number}@example.jp" in seen
        assert f"{page}/groups/{invitation.id}" in seen
    badges = [one for one in re.findall(r'class="badge[^>]*>([^<]+)<', seen) if one in LABELS]
    silent = Answer.SILENT.label
    assert badges == [silent, Answer.LEFT.label, silent]
    assert "回答のない2名に催促する" in seen
    assert "回答のない2名に、もう" in desk.send(f"{page}/remind", page=page)


def test_a_refusal_is_counted_apart_and_is_not_called_an_answer(app, browse, officer):
    made, (one, other) = asked(2)
    actions.reply(one.token, saying(made, counts=True), now())
    answering.decline(other.token, now())
    db.session.commit()
    seen = browse(officer).read(f"/desk/followup/{made.id}")
    assert "回答か辞退のお返事がありました" in seen
    assert "?answer=refused" in seen
    assert other.invitation.participation.title in browse(officer).read(
        f"/desk/followup/{made.id}?answer=refused"
    )


def test_an_auditor_reads_but_does_not_act(app, browse):
    made, (one,) = asked()
    auditor = browse(make.person(Role.AUDITOR))
    page = f"/desk/followup/{made.id}"
    for address in ("/desk/followup/", page, f"{page}/groups/{one.invitation.id}"):
        answer = auditor.get(address)
        assert answer.status_code == 200
        assert 'method="post" action="/desk/followup' not in answer.text
    for address in (f"{page}/groups/{one.invitation.id}/answer", f"{page}/edit"):
        assert auditor.get(address).status_code == 403
    assert auditor.post(f"{page}/remind", page=page).status_code == 403


def test_groups_do_not_see_the_desk(app, browse):
    made, (one,) = asked()
    person = one.invitation.participation.representative
    assert browse(person).get(f"/desk/followup/{made.id}").status_code == 403
    assert browse(make.person(Role.REVIEWER)).get("/desk/followup/").status_code == 403


def test_a_group_of_another_wave_is_not_found(app, browse, officer):
    made, (one,) = asked()
    other = running(name="1年後", decisive=False)
    desk = browse(officer)
    assert desk.get(f"/desk/followup/{other.id}/groups/{one.invitation.id}").status_code == 404
    assert desk.get("/desk/followup/999").status_code == 404
    del made


def test_an_empty_desk_says_what_to_do(app, browse, officer):
    assert "まだ調査回がありません" in browse(officer).read("/desk/followup/")


def test_the_desk_takes_as_many_statements_for_30_groups_as_for_3(app, browse, officer):
    def count(made: Wave) -> tuple[int, int]:
        desk, found = browse(officer), []
        for address in (f"/desk/followup/{made.id}", "/desk/followup/"):
            db.session.expire_all()
            with statements() as sent:
                assert desk.get(address).status_code == 200
            found.append(len(sent))
        return found[0], found[1]

    made, _ = asked(3)
    few = count(made)
    groups(27)
    actions.invite(made, officer, now())
    assert db.session.scalar(select(func.count(Invitation.id))) == 30
    assert count(made) == few
