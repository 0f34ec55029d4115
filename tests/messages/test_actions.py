"""Writing to each other: who gets what, what is kept, what cannot happen twice."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.messages import actions, mailing, reading
from otameshi.messages.models import Message, Thread
from otameshi.messages.rules import MailingState, State
from tests import make
from tests.messages import make as say

LATER = japan(2026, 5, 12, 9)
FILES = [("図面.png", say.picture())]


def newest_letter() -> Letter:
    return db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()


def said(thread: Thread) -> list[Message]:
    return list(reversed(db.session.scalars(reading.said_in(thread)).all()))


def test_the_first_message_begins_one_conversation_about_a_call(app: Flask) -> None:
    call, me = make.call(), make.person()
    first = say.asked(me, call=call)
    second = say.asked(me, "もう一つ質問です。", call=call, at=LATER)
    general = say.asked(me, "別の質問です。")
    assert first.id == second.id != general.id
    assert [one.body for one in said(first)] == ["締切はいつですか。", "もう一つ質問です。"]
    assert (first.state, first.last_at) == (State.WAITING, LATER)
    assert [one.act for one in db.session.scalars(history.of(first))] == ["write", "write"]


def test_the_office_gets_a_letter_with_the_text(app: Flask) -> None:
    call = make.call()
    thread = say.asked(call=call)
    letter = newest_letter()
    assert letter.to == call.year.email
    assert "締切はいつですか。" in letter.body
    assert f"/desk/messages/{thread.id}" in letter.body


def test_who_is_responsible_gets_the_next_letter(app: Flask) -> None:
    officer, me = say.officer(), make.person()
    thread = say.asked(me, call=make.call())
    actions.assign(thread.id, officer.id, officer, LATER)
    say.asked(me, call=thread.call)
    assert newest_letter().to == officer.email


def test_an_answer_is_a_letter_too_and_nobody_is_named_in_it(app: Flask) -> None:
    officer = make.person(Role.OFFICER, name="雛形　担")
    thread = say.asked(call=make.call())
    actions.answer(thread.id, "5月18日の17時です。", (), officer, LATER)
    db.session.commit()
    letter = newest_letter()
    assert letter.person is thread.person
    assert "5月18日の17時です。" in letter.body
    assert "雛形" not in letter.subject + letter.body
    assert (thread.state, thread.assignee) == (State.ANSWERED, officer)


def test_a_letter_about_a_message_with_a_file_says_only_where_to_read_it(app: Flask) -> None:
    thread = say.asked(call=make.call())
    actions.answer(thread.id, "添付をご覧ください。", FILES, say.officer(), LATER)
    db.session.commit()
    letter = newest_letter()
    assert "添付をご覧ください。" not in letter.body
    assert f"/messages/{thread.id}" in letter.body
    assert said(thread)[-1].files[0].attachment.name == "図面.png"


def test_two_colleagues_do_not_both_answer(app: Flask) -> None:
    thread = say.asked()
    shown = thread.version
    actions.answer(thread.id, "はい。", (), say.officer(), LATER, shown)
    db.session.commit()
    with pytest.raises(Overtaken):
        actions.answer(thread.id, "いいえ。", (), say.officer(), LATER, shown)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.REVIEWER])
def test_who_only_reads_cannot_answer(app: Flask, role) -> None:
    thread = say.asked()
    with pytest.raises(Refused):
        actions.answer(thread.id, "はい。", (), make.person(role), LATER)


def test_a_message_of_nothing_or_with_too_many_files_is_refused(app: Flask) -> None:
    me = make.person()
    with pytest.raises(Refused, match="入力してください"):
        actions.write(None, " \n", (), me, LATER)
    with pytest.raises(Refused, match="5個まで"):
        actions.write(None, "資料です。", FILES * 6, me, LATER)


def test_reading_is_said_once_and_an_answer_says_it_too(app: Flask) -> None:
    thread = say.asked()
    me, officer = thread.person, say.officer()
    actions.answer(thread.id, "はい。", (), officer, LATER)
    db.session.commit()
    assert reading.unseen(me) == reading.unseen_in(thread) == 1
    actions.mark_seen(thread, me, LATER)
    actions.mark_seen(thread, me, LATER)
    db.session.commit()
    assert reading.unseen(me) == 0
    assert [one.act for one in db.session.scalars(history.of(thread))].count("seen") == 1
    actions.answer(thread.id, "補足です。", (), officer, LATER)
    actions.write(None, "分かりました。", (), me, LATER)
    db.session.commit()
    assert reading.unseen_by_thread(me) == {}


def test_a_conversation_is_closed_and_a_new_message_opens_it(app: Flask) -> None:
    thread, officer = say.asked(), say.officer()
    actions.take(thread.id, "dismiss", "お礼のみのため", officer, LATER)
    db.session.commit()
    assert [one.state for one in db.session.scalars(select(Thread))] == [State.CLOSED]
    say.asked(thread.person)
    assert [one.state for one in db.session.scalars(select(Thread))] == [State.WAITING]


def test_only_somebody_who_may_answer_is_made_responsible(app: Flask) -> None:
    thread, officer = say.asked(), say.officer()
    for one in (make.person(Role.AUDITOR), make.person()):
        with pytest.raises(Refused, match="返信できる職員"):
            actions.assign(thread.id, one.id, officer, LATER)
    with pytest.raises(Refused, match="返信できる職員"):
        actions.assign(thread.id, 9_999, officer, LATER)
    with pytest.raises(Refused, match="入力欄から"):
        actions.take(thread.id, "assign", "", officer, LATER)


def test_the_inbox_puts_the_longest_waiting_first(app: Flask) -> None:
    done = say.asked(at=japan(2026, 5, 1))
    late = say.asked(at=japan(2026, 5, 9))
    early = say.asked(at=japan(2026, 5, 2))
    actions.answer(done.id, "はい。", (), say.officer(), LATER)
    db.session.commit()
    found = db.session.scalars(reading.inbox(None, None, "")).unique().all()
    assert list(found) == [early, late, done]
    assert db.session.scalars(reading.inbox(State.WAITING, None, "")).unique().all() == [
        early,
        late,
    ]
    assert reading.unanswered() == 2


def written(people, **draft):
    officer = say.officer()
    made = mailing.begin([one.id for one in people], officer, LATER)
    mailing.save(
        made.id, mailing.Draft(**{"call": None, "body": "お知らせです。", **draft}), officer, LATER
    )
    db.session.commit()
    return made, officer


def test_one_text_goes_to_many_each_in_a_conversation_of_their_own(app: Flask) -> None:
    call = make.call()
    people = [make.person() for _ in range(3)]
    known = say.asked(people[0], call=call)
    made, officer = written(people, call=call, files=FILES)
    assert mailing.send(made.id, 3, officer, LATER) == 3
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 3
    assert said(known)[-1].body == "お知らせです。"
    assert {one.person for one in made.recipients} == set(people)
    letters = db.session.scalars(select(Letter).where(Letter.kind == "message_to_applicant")).all()
    assert {one.person for one in letters} == set(people)
    assert all(said(one)[-1].files for one in db.session.scalars(select(Thread)))


def test_a_mailing_is_never_sent_twice(app: Flask) -> None:
    made, officer = written([make.person()])
    mailing.send(made.id, 1, officer, LATER)
    db.session.commit()
    with pytest.raises(Refused):
        mailing.send(made.id, 1, officer, LATER)
    assert made.state is MailingState.SENT


def test_staff_and_closed_accounts_are_left_out_and_the_number_is_held_to(app: Flask) -> None:
    people = [make.person(), make.person(), make.person(Role.OFFICER)]
    made, officer = written(people)
    assert len(made.recipients) == 2
    people[0].closed_at = LATER
    db.session.commit()
    with pytest.raises(Refused, match="2人から1人"):
        mailing.send(made.id, 2, officer, LATER)
    db.session.rollback()
    assert mailing.send(made.id, 1, officer, LATER) == 1


def test_a_file_is_taken_out_of_a_draft(app: Flask) -> None:
    made, officer = written([make.person()], files=FILES)
    mailing.take_out(made.id, made.files[0].id, officer, LATER)
    db.session.commit()
    assert made.files == []
    with pytest.raises(Refused, match="すでに外されています"):
        mailing.take_out(made.id, 1, officer, LATER)


def test_a_mailing_to_nobody_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="1人以上"):
        mailing.begin([make.person(Role.MANAGER).id, 9_999], say.officer(), LATER)
