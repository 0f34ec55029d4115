"""Messages as people see them: the applicant's pages and the office's inbox."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.messages import actions
from otameshi.messages.models import Mailing, Message, Thread
from otameshi.messages.rules import MailingState
from tests import make
from tests.messages import make as say
from tests.statements import statements


def upload() -> tuple[BytesIO, str]:
    return BytesIO(say.picture()), "図面.png"


def answered(browse, **facts):
    """Make a conversation in which the office has the last word."""
    thread = say.asked(**facts)
    actions.answer(
        thread.id, "添付をご覧ください。", [("案内.png", say.picture())], say.officer(), make.NOON
    )
    db.session.commit()
    return thread, browse(thread.person)


def test_an_applicant_asks_about_the_own_application(browse) -> None:
    one = make.application()
    me = browse(one.applicant)
    path = f"/messages/new?call={one.call_id}"
    assert path in me.read("/my/")
    page = me.send(path, call=one.call_id, body="締切はいつですか。", files=upload())
    assert "メッセージを送りました" in page
    assert "事務局の返信待ち" in page
    assert "図面.png" in page


def test_who_has_asked_about_a_call_goes_on_with_it(browse) -> None:
    call = make.call()
    thread = say.asked(call=call)
    me = browse(thread.person)
    assert me.get(f"/messages/new?call={call.id}").location == f"/messages/{thread.id}"
    assert "続きです。" in me.send(f"/messages/{thread.id}", body="続きです。")


def test_what_was_typed_stays_when_a_file_is_refused(browse) -> None:
    thread = say.asked()
    me = browse(thread.person)
    broken = BytesIO(b"MZ not a picture"), "x.exe"
    answer = me.post(f"/messages/{thread.id}", body="長い説明です。", files=broken)
    assert answer.status_code == 422
    assert "長い説明です。" in answer.text
    assert "受け付けて" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_a_message_of_nothing_is_said_so_at_the_field(browse) -> None:
    me = browse(make.person())
    answer = me.post("/messages/new", call="", body="")
    assert answer.status_code == 422
    assert "メッセージを入力してください。" in answer.text


def test_a_message_sent_twice_arrives_once(browse) -> None:
    me = browse(make.person())
    fields = {**me.hidden("/messages/new"), "call": "", "body": "一度だけ。"}
    first = me.client.post("/messages/new", data=fields)
    again = me.client.post("/messages/new", data=fields)
    assert first.location == again.location
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_the_addressee_sees_what_is_new_and_says_that_it_was_read(browse) -> None:
    thread, me = answered(browse)
    assert "まだ確認していない1件を読む" in me.read("/my/")
    assert "未確認1件" in me.read("/messages/")
    page = me.read(f"/messages/{thread.id}")
    assert "添付をご覧ください。" in page
    assert "読んだことを事務局に伝える（1件）" in page
    said = me.send(f"/messages/{thread.id}/seen", f"/messages/{thread.id}")
    assert "確認したことを事務局に伝えました" in said
    assert "まだ確認していない" not in me.read("/my/")
    assert "に本人が確認" in browse(say.officer()).read(f"/desk/messages/{thread.id}")


def test_a_file_opens_for_both_sides_and_for_nobody_else(browse) -> None:
    thread, me = answered(browse)
    newest = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    [file] = newest.files
    mine, theirs = (f"{one}/{thread.id}/files/{file.id}" for one in ("/messages", "/desk/messages"))
    assert me.get(mine).data == browse(say.officer()).get(theirs).data == say.picture()
    other = say.asked()
    assert browse(other.person).get(mine).status_code == 404
    assert browse(other.person).get(f"/messages/{other.id}/files/{file.id}").status_code == 404
    assert me.get(theirs).status_code == 403


def test_an_applicant_reads_neither_names_nor_notes_of_the_office(browse) -> None:
    officer = make.person(Role.OFFICER, name="雛形　担")
    thread = say.asked()
    actions.answer(thread.id, "承知しました。", (), officer, make.NOON)
    actions.take(thread.id, "close", "身内の覚え書き", officer, make.NOON)
    me = browse(thread.person)
    for path in ("/messages/", f"/messages/{thread.id}", "/my/", "/my/letters"):
        page = me.read(path)
        assert "雛形" not in page
        assert "覚え書き" not in page


@pytest.mark.parametrize("role", sorted(OFFICE))
def test_the_office_reads_the_inbox_and_those_who_may_answer_it(browse, role) -> None:
    thread = say.asked(call=make.call())
    me = browse(make.person(role))
    assert thread.person.name in me.read("/desk/messages/")
    page = me.read(f"/desk/messages/{thread.id}")
    assert "締切はいつですか。" in page
    answers = role in {Role.OFFICER, Role.MANAGER, Role.TREASURER}
    assert ("返信する</button>" in page.replace("\n", "")) is answers


def test_an_officer_answers_and_a_colleague_who_was_slower_keeps_the_text(browse) -> None:
    thread = say.asked()
    path = f"/desk/messages/{thread.id}"
    one, two = browse(say.officer()), browse(say.officer())
    fields = two.hidden(path)
    assert "返信しました" in one.send(path, body="18日です。")
    answer = two.client.post(path, data={**fields, "body": "17日です。"})
    assert answer.status_code == 409
    assert "17日です。" in answer.text
    assert "ほかの人が先に" in answer.text


def test_an_officer_takes_a_conversation_on_and_closes_it(browse) -> None:
    thread, officer = say.asked(), say.officer()
    path = f"/desk/messages/{thread.id}"
    me = browse(officer)
    page = me.send(f"{path}/assign", path, **{"assign-assignee": officer.id})
    assert "返信する担当を決めました" in page
    assert thread.person.name in me.read("/desk/messages/?mine=1")
    page = me.send(f"{path}/moves/dismiss", path, note="お礼のみのため")
    assert "完了" in page
    assert thread.person.name not in me.read("/desk/messages/?state=waiting")
    assert "お礼のみのため" in me.read(path)


def test_the_day_counts_who_waits_for_an_answer(browse) -> None:
    say.asked()
    page = browse(say.officer()).read("/desk/")
    assert "メッセージ：未返信" in page
    assert "/desk/messages/?state=waiting" in page


def test_an_officer_writes_to_many_after_looking_at_who_gets_it(browse) -> None:
    people = [make.person(), make.person()]
    call, me = make.call(), browse(say.officer())
    begun = me.post(
        "/desk/messages/mailings/begin", "/desk/messages/1", to=[one.id for one in people]
    )
    path = begun.location
    assert "送り先は2人" in me.read(path)
    check = me.send(path, call=call.id, body="説明会のお知らせです。", files=upload())
    for words in ("2人に送る", "説明会のお知らせです。", "図面.png", *(one.name for one in people)):
        assert words in check
    assert "2人にメッセージを送りました" in me.send(f"{path}/check", counted=2)
    assert "説明会のお知らせです。" in browse(people[1]).read("/messages/2")
    assert "送ったメッセージ" in me.read(f"{path}/check")
    assert "説明会のお知らせです。" in me.read("/desk/messages/mailings")


def test_a_mailing_whose_readers_became_fewer_is_shown_again_before_it_goes(browse) -> None:
    people = [make.person(), make.person()]
    me = browse(say.officer())
    path = me.post(
        "/desk/messages/mailings/begin", "/desk/messages/", to=[p.id for p in people]
    ).location
    me.send(path, call="", body="お知らせです。")
    people[0].closed_at = make.NOON
    db.session.commit()
    answer = me.post(f"{path}/check", counted=2)
    assert answer.status_code == 422
    assert "2人から1人に変わりました" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


def test_a_mailing_is_dropped_without_reaching_anybody(browse) -> None:
    reader = make.person()
    me = browse(say.officer())
    path = me.post("/desk/messages/mailings/begin", "/desk/messages/", to=reader.id).location
    assert "取りやめました" in me.send(f"{path}/drop", f"{path}/check")
    assert db.session.scalars(select(Mailing)).one().state is MailingState.DROPPED


def test_the_page_of_an_application_leads_to_a_message(browse) -> None:
    one = make.application()
    path = f"/desk/applications/{one.id}"
    assert "メッセージを書く" in browse(say.officer()).read(path)
    assert "メッセージを書く" not in browse(make.person(Role.AUDITOR)).read(path)


@pytest.mark.parametrize(
    "path", ["/desk/messages/", "/messages/", "/messages/{}", "/desk/messages/{}"]
)
def test_a_list_takes_as_many_statements_for_many_as_for_one(app: Flask, browse, path) -> None:
    me = make.person(Role.APPLICANT, Role.OFFICER)
    first = say.asked(me, call=make.call())
    browser = browse(me)

    def asks() -> int:
        db.session.commit()
        db.session.expire_all()
        with statements() as sent:
            assert browser.get(path.format(first.id)).status_code == 200
        return len(sent)

    before = asks()
    for _ in range(4):
        say.asked(me, call=make.call())
        say.asked(call=make.call(), files=[("図面.png", say.picture())])
        say.asked(me, call=first.call, files=[("図面.png", say.picture())])
    assert asks() == before
