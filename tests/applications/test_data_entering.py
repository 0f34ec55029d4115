"""What came on paper or as a table, entered by an officer: on SQLite and on PostgreSQL."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from otameshi import history
from otameshi.accounts import actions as accounts
from otameshi.accounts.models import MailLink
from otameshi.accounts.rules import Purpose
from otameshi.applications import actions as applications
from otameshi.applications import answering
from otameshi.applications.answers import KindAnswers
from otameshi.applications.entering import actions
from otameshi.applications.entering.actions import Sender
from otameshi.applications.entering.desk import read_of
from otameshi.applications.entering.rules import State as TableState
from otameshi.applications.models import Application
from otameshi.applications.rules import Channel, Kind, State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.people import Person
from tests import make
from tests.applications import tables

PASSWORD = "ながの で くらして みたい です"
LATER = make.NOON + timedelta(days=30)  # typed in long after the deadline
CAME = japan(2026, 5, 10, 14, 30)


@pytest.fixture
def call(app):
    del app
    found = make.call()
    make.host(found.year, "塩尻市")
    make.rulebook(found.year)
    return found


@pytest.fixture
def officer(call):
    del call
    return make.person(Role.OFFICER)


def paper(call, officer, received_at=CAME, email="hanako@example.com"):
    return actions.begin(call, Sender("髙﨑　𠮷花", email, received_at), officer, LATER)


def sent(call, officer, *changes):
    return actions.receive(call, "応募.csv", b"x", tables.rows(*changes), officer, make.NOON)


def test_what_came_in_time_is_entered_after_the_deadline(call, officer):
    one = paper(call, officer)
    answering.save_kind(one, KindAnswers(Kind.INDIVIDUAL), officer, LATER)
    assert (one.channel, one.state, one.received_at) == (Channel.PAPER, State.DRAFT, CAME)
    assert one.entered_by is officer
    assert not one.applicant.is_active


def test_what_came_at_the_deadline_or_later_is_not_entered(call, officer):
    for outside in (call.closes_at, call.opens_at - timedelta(seconds=1)):
        with pytest.raises(Refused, match="届いた日時が、募集の期間"):
            paper(call, officer, outside)
    with pytest.raises(Refused, match="今より後"):
        paper(call, officer, LATER + timedelta(seconds=1))


def test_another_officer_goes_on_but_nobody_else(call, officer):
    one = paper(call, officer)
    answering.save_kind(one, KindAnswers(Kind.SOLE, "屋号"), make.person(Role.OFFICER), LATER)
    for role in (Role.APPLICANT, Role.REVIEWER, Role.MANAGER):
        with pytest.raises(Refused, match="本人だけ"):
            answering.save_kind(one, KindAnswers(Kind.SOLE), make.person(role), LATER)


def test_an_officer_does_not_touch_what_somebody_makes_online(call, officer):
    own = make.application(to=call, state=State.DRAFT)
    with pytest.raises(Refused, match="本人だけ"):
        answering.save_kind(own, KindAnswers(Kind.SOLE), officer, make.NOON)
    assert own not in db.session.scalars(applications.own(officer)).all()


def test_the_submission_counts_by_when_it_came_and_needs_no_files(call, officer):
    table = sent(call, officer, {})
    entries, problems = read_of(table)
    assert problems == []
    [one] = actions.take(table, entries, officer, LATER)
    assert (one.state, one.submitted_at, one.saved_at) == (State.SUBMITTED, CAME, LATER)
    assert one.members[0].name == "髙﨑　𠮷花"
    assert one.members[0].kana == "タカサキ　ヨシカ"
    assert one.members[0].birth_date == date(1990, 4, 1)
    assert one.members[0].phone == "0312345678"
    assert one.applicant.email == "hanako@example.com"
    assert one.wishes[0].host.name == "塩尻市"
    assert one.number is not None
    letter = db.session.scalars(select(Letter).filter_by(kind="application_received")).one()
    assert letter.to == "hanako@example.com"
    assert "利用登録" in letter.body


def test_every_row_or_none(call, officer):
    table = sent(call, officer, {}, {"応募者のメールアドレス": "b@example.com", "第1希望": ""})
    entries, problems = read_of(table)
    assert [(one.row, one.text) for one in problems] == [(3, "希望する市町村を選んでください。")]
    with pytest.raises(Refused, match="1件も取り込みませんでした"):
        actions.take(table, entries, officer, LATER)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"受付日時": "きのう"}, "受付日時", "2026-05-10 14:30"),
        ({"受付日時": "2026-05-18 17:00"}, "受付日時", "募集の期間の外"),
        ({"応募者のメールアドレス": "hanako"}, "応募者のメールアドレス", "メールアドレスの形"),
        ({"応募区分": "勇者"}, "応募区分", "個人、個人事業主"),
        ({"代表者：フリガナ": "ABC"}, "代表者：フリガナ", "カタカナ"),
        ({"代表者：生年月日": "令和99年1月1日"}, "代表者：生年月日", "日"),
        ({"代表者：電話番号": "12"}, "代表者：電話番号", "市外局番"),
        ({"第1希望": "江戸"}, "第1希望", "「江戸」はありません"),
        ({"第2希望": "塩尻市"}, "第2希望", "同じ市町村"),
        ({"1か月に泊まる数": "99"}, "1か月に泊まる数", "31"),
        ({"おためしの末日": "2026-07-01"}, "おためしの末日", "以後"),
        ({"誓約": ""}, "確認・誓約・同意", "誓約"),
        ({"応募区分": "会社員"}, "応募区分", "承諾"),
        ({"経費1：種類": "城", "経費1：金額": "5"}, "経費1：種類", "「城」はありません"),
        ({"経費1：種類": "城", "経費1：金額": "百万"}, "経費1：金額", "整数"),
        ({"メンバー3：氏名": "見本　三郎"}, "メンバー3：氏名", "2人目から順"),
    ],
)
def test_each_fault_is_told_with_its_row_and_column(call, officer, change, column, words):
    _, problems = read_of(sent(call, officer, change))
    found = [one for one in problems if one.column == column]
    assert found, problems
    assert [one.row for one in found] == [2]
    assert words in found[0].text


def test_addresses_that_cannot_take_an_application_are_told(call, officer):
    person = make.person(email="hanako@example.com")
    make.application(person, call)
    staff = make.person(Role.MANAGER)
    table = sent(
        call, officer, {}, {"応募者のメールアドレス": staff.email},
        {"応募者のメールアドレス": "c@example.com"}, {"応募者のメールアドレス": "c@example.com"},
    )  # fmt: skip
    _, problems = read_of(table)
    assert [(one.row, one.text) for one in problems] == [
        (2, "この募集に、すでに応募があるメールアドレスです。"),
        (3, "職員のメールアドレスです。応募者のメールアドレスを書いてください。"),
        (4, "同じメールアドレスの行が、ほかにもあります。"),
        (5, "同じメールアドレスの行が、ほかにもあります。"),
    ]


def test_a_table_is_taken_once(call, officer):
    table = sent(call, officer, {})
    entries, _ = read_of(table)
    shown = table.version
    actions.take(table, entries, officer, LATER)
    db.session.commit()
    with pytest.raises(Overtaken):
        actions.take(table, entries, officer, LATER, shown)
    with pytest.raises(Refused, match="今の状態"):
        actions.drop(table, officer, LATER)
    assert table.state is TableState.TAKEN
    acts = [event.act for event in db.session.scalars(history.of(table)).unique()]
    assert acts == ["receive", "take"]


def test_whoever_proves_the_address_takes_the_application_over(call, officer):
    one = paper(call, officer)
    accounts.ask_to_join("hanako@example.com", LATER)
    link = db.session.scalars(select(MailLink).filter_by(purpose=Purpose.SIGN_UP)).one()
    person = accounts.join(link, "髙﨑　𠮷花", PASSWORD, LATER)
    assert person is one.applicant
    assert person.is_active
    assert one in db.session.scalars(applications.own(person)).all()
    assert db.session.scalar(select(func.count()).where(Person.email == person.email)) == 1


def test_the_applicant_has_no_more_time_than_anybody_else(call, officer):
    one = paper(call, officer)
    with pytest.raises(Refused, match="締切を過ぎた"):
        answering.save_kind(one, KindAnswers(Kind.SOLE), one.applicant, LATER)
    answering.save_kind(one, KindAnswers(Kind.SOLE), one.applicant, make.NOON)


def test_a_table_with_more_rows_than_fit_is_refused(call, officer):
    with pytest.raises(Refused, match="200行まで"):
        sent(call, officer, *({"応募者のメールアドレス": f"{n}@example.com"} for n in range(201)))
