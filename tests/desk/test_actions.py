"""What the desk reads over all stages, and sending a letter again."""

from datetime import timedelta

import pytest
from flask import Flask

from otameshi import history
from otameshi.applications.rules import State as Application
from otameshi.claims.rules import BANK_PAPER
from otameshi.claims.rules import State as Claim
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.desk import actions, ahead, relinking, today
from otameshi.desk.facts import Need, Stage
from otameshi.desk.paths import journeys
from otameshi.desk.searching import Where, matches
from otameshi.desk.waiting import Queue
from otameshi.documents import post
from otameshi.documents.post import TEMPLATES, Fate, source
from otameshi.followup import actions as followup
from otameshi.followup.asking import own as survey
from otameshi.grants.rules import State as Grant
from otameshi.participation.rules import State as Place
from otameshi.people import new_token
from otameshi.selection.rules import State as Candidacy
from tests import make
from tests.desk import make as far
from tests.followup import make as asking
from tests.statements import counted

AFTER = japan(2026, 6, 1, 12)


def test_a_path_is_read_from_the_rows_of_every_stage(app: Flask) -> None:
    payment = far.paid()
    person = payment.claim.claimant
    [found] = journeys(person, AFTER)
    assert found.claim is payment.claim
    assert {step.stage: step.on for step in found.path.steps}[Stage.PAYMENT] == payment.paid_on


def test_a_path_shows_its_own_person_only(app: Flask) -> None:
    make.application()
    assert journeys(make.person(), AFTER) == []


def test_a_proposal_is_not_read_off_the_path(app: Flask) -> None:
    one = make.application()
    before = journeys(one.applicant, AFTER)[0].path
    make.candidacy(one, Candidacy.SCREENING)
    assert journeys(one.applicant, AFTER)[0].path == before


def test_who_was_asked_finds_the_survey_and_its_letter(app: Flask) -> None:
    group = asking.groups(1)[0]
    wave = asking.wave()
    followup.invite(wave, make.person(Role.OFFICER), asking.IN_MARCH)
    [found] = journeys(group.representative, asking.IN_MARCH)
    assert found.path.tasks[-1].need is Need.ANSWER_SURVEY
    assert found.path.tasks[-1].by == wave.closes_on
    assert actions.survey_letter(group.representative) is not None


def test_a_revoked_link_asks_nothing(app: Flask) -> None:
    group = asking.groups(1)[0]
    officer = make.person(Role.OFFICER)
    [asked] = followup.invite(asking.wave(), officer, asking.IN_MARCH)
    followup.revoke(asked.invitation, officer, asking.IN_MARCH, "宛先が違ったため")
    [found] = journeys(group.representative, asking.IN_MARCH)
    assert Need.ANSWER_SURVEY not in [task.need for task in found.path.tasks]


def test_many_applications_take_no_more_statements_than_one(app: Flask) -> None:
    def statements(number: int) -> int:
        person = make.person()
        for fiscal_year in range(2020, 2020 + number):
            call = make.call(make.year(fiscal_year))
            far.claim(
                make.decided_grant(
                    make.participation(make.selected(make.application(person, call)))
                )
            )
        person_id = person.id

        def read() -> None:
            me = db.session.get_one(type(person), person_id)
            assert len([one.path for one in journeys(me, AFTER)]) == number

        return counted(read)

    assert statements(1) == statements(6)


def test_the_office_finds_its_work_by_stage(app: Flask) -> None:
    call = make.call()
    make.candidacy(make.application(to=call), Candidacy.SCREENING)
    make.application(to=call)
    make.application(to=call, state=Application.DRAFT)
    make.grant(make.participation(), Grant.APPLIED)
    far.claim(state=Claim.SUBMITTED)
    found = today.work_for(make.person(Role.OFFICER), AFTER)
    mine = {(one.queue, one.label): one.count for one in found.mine}
    assert mine == {
        (Queue.SELECTION, "選考の開始待ち"): 1,
        (Queue.SELECTION, Candidacy.SCREENING.label): 1,
        (Queue.GRANTS, Grant.APPLIED.label): 1,
        (Queue.CLAIMS, Claim.SUBMITTED.label): 1,
    }


def test_what_was_withdrawn_no_longer_waits_in_the_selection(app: Flask) -> None:
    one = make.application()
    make.candidacy(one, Candidacy.SCREENING)
    one.state = Application.WITHDRAWN
    assert today.work_for(make.person(Role.OFFICER), AFTER).mine == ()


def test_before_the_deadline_nothing_waits_for_the_selection(app: Flask) -> None:
    make.application()
    assert today.work_for(make.person(Role.OFFICER), make.NOON).mine == ()


def test_the_budget_tells_what_is_granted_paid_and_left(app: Flask) -> None:
    far.paid()
    make.decided_grant(amount=Yen(100_000))
    found = ahead.budget(AFTER)
    assert found is not None
    sums = found.sums
    assert (sums.decided, sums.settled, sums.spent, sums.unpaid) == (
        360_000,
        120_000,
        120_000,
        240_000,
    )
    assert sums.left == found.year.budget - 360_000


def test_the_budget_is_that_of_the_current_year(app: Flask) -> None:
    assert ahead.budget(AFTER) is None
    make.year(2025)
    make.year(2027)
    found = ahead.budget(AFTER)
    assert found is not None
    assert found.year.fiscal_year == 2025


def test_deadlines_of_the_next_fourteen_days_come_nearest_first(app: Flask) -> None:
    make.call()
    asking.wave(
        fiscal_year=2026, asked_on=japan(2027, 2, 1).date(), closes_on=japan(2027, 3, 1).date()
    )
    assert [one.label for one in ahead.deadlines(make.NOON)] == ["第1回募集の締切"]
    assert ahead.deadlines(japan(2026, 5, 18, 17)) == []
    assert [one.label for one in ahead.deadlines(japan(2027, 2, 28))] == [
        "おためし期間の終わり",
        "追跡調査「終了時」の回答期限",
        "経費の支払期限",
    ]


def test_a_running_wave_tells_how_many_have_answered(app: Flask) -> None:
    asking.groups(3)
    wave = asking.wave()
    asking.answered(wave, stayed=1, left=1)
    [(found, tally)] = ahead.running_waves(asking.IN_MARCH)
    assert (found, tally.answered, tally.asked) == (wave, 2, 3)
    assert ahead.running_waves(asking.IN_MARCH + timedelta(days=60)) == []


def test_a_failed_letter_is_sent_again_and_the_history_says_by_whom(app: Flask) -> None:
    letter = far.letter()
    letter.fate, letter.fault, letter.tries = Fate.FAILED, "550 unknown", 3
    message_id = letter.message_id
    officer = make.person(Role.OFFICER)
    actions.resend(letter.id, officer, AFTER)
    db.session.commit()
    assert (letter.fate, letter.tries, letter.message_id) == (Fate.WAITING, 0, message_id)
    [event] = db.session.scalars(history.of(letter))
    assert (event.label, event.person) == ("通知を送り直す", officer)
    with pytest.raises(Refused, match="送信待ち"):
        actions.resend(letter.id, officer, AFTER)


def test_a_letter_is_sent_again_by_an_officer_or_an_administrator_only(app: Flask) -> None:
    letter = far.letter()
    letter.fate = Fate.SENT
    with pytest.raises(Refused):
        actions.resend(letter.id, make.person(Role.AUDITOR), AFTER)
    assert not actions.may_resend(make.person(Role.MANAGER), letter)
    assert actions.may_resend(make.person(Role.ADMIN), letter)


def test_a_confidential_letter_is_read_by_its_addressee_alone(app: Flask) -> None:
    me, officer = make.person(), make.person(Role.OFFICER)
    letter = far.letter(me)
    letter.confidential = True
    assert actions.may_read(me, letter, demonstration=False)
    assert not actions.may_read(officer, letter, demonstration=False)
    assert actions.may_read(officer, letter, demonstration=True)


@pytest.mark.parametrize("kind", ["sign_up", "reset", "new_address", "invite"])
def test_a_link_that_proves_a_mailbox_is_read_in_the_mailbox(app: Flask, kind: str) -> None:
    me = make.person()
    letter = far.letter(me)
    letter.kind, letter.confidential = kind, True
    assert not actions.may_read(me, letter, demonstration=False)


def test_a_letter_without_its_link_is_read_by_staff_and_not_sent_again(app: Flask) -> None:
    officer = make.person(Role.OFFICER)
    letter = post.write("reset", to=make.person(), at=make.NOON, token=new_token())
    letter.fate = Fate.SENT
    post.blank(letter, make.NOON)
    db.session.flush()
    assert actions.may_read(officer, letter, demonstration=False)
    assert not actions.may_resend(officer, letter)
    with pytest.raises(Refused, match=r"もう一度申し込むと、届きます。$"):
        actions.resend(letter.id, officer, AFTER)
    assert letter.fate is Fate.SENT


@pytest.mark.parametrize(
    "kind", sorted(one.stem for one in TEMPLATES.glob("*.txt") if "token }}" in source(one.stem))
)
def test_every_letter_with_a_link_says_where_a_new_one_comes_from(kind: str) -> None:
    assert relinking.NEW_LINK[kind]


def test_who_is_asked_has_a_new_link_sent_and_not_over_and_over(app: Flask) -> None:
    group = asking.groups(1)[0]
    [asked] = followup.invite(asking.wave(), make.person(Role.OFFICER), asking.IN_MARCH)
    me, before = group.representative, asked.invitation.token_hash
    with pytest.raises(Refused, match="先ほど"):
        survey.new_link(me, asking.IN_MARCH + timedelta(minutes=9))
    again = survey.new_link(me, asking.IN_MARCH + timedelta(minutes=10))
    assert again.token_hash != before
    assert again.letter
    assert again.letter.to == me.email
    assert history.of(again) is not None
    with pytest.raises(Refused, match="調査はありません"):
        survey.new_link(make.person(), asking.IN_MARCH)
    with pytest.raises(Refused, match="調査はありません"):
        survey.new_link(me, asking.IN_MARCH + timedelta(days=100))


def test_letters_are_found_by_fate_recipient_and_subject(app: Flask) -> None:
    one, other = far.letter("a_b@example.jp"), far.letter("axb@example.jp")
    other.fate = Fate.SENT
    db.session.flush()
    found = db.session.scalars(actions.letters(None, "A_B@")).all()
    assert found == [one]
    assert db.session.scalars(actions.letters(Fate.SENT, "")).all() == [other]
    assert len(db.session.scalars(actions.letters(None, one.subject[:4])).all()) == 2


def test_papers_are_for_their_addressee_and_the_office(app: Flask) -> None:
    addressee = make.person()
    paper = far.paper(addressee)
    seen = [
        db.session.scalars(actions.papers_for(who)).all()
        for who in (
            addressee,
            make.person(Role.AUDITOR),
            make.person(),
            make.person(Role.REVIEWER),
        )
    ]
    assert seen == [[paper], [paper], [], []]


def test_the_history_is_found_by_kind_person_and_words(app: Flask) -> None:
    officer = make.person(Role.OFFICER, name="担当 花子")
    year, call = make.year(), make.call()
    history.record(year, "edit", "年度を変更", by=officer, at=AFTER, note="予算の増")
    history.record(call, "edit", "募集回を変更", by=None, at=AFTER)
    db.session.commit()

    def labels(subject: str = "", person: str = "", words: str = "") -> list[str]:
        found = db.session.scalars(actions.events(subject, person, words))
        return [event.label for event in found]

    assert labels() == ["募集回を変更", "年度を変更"]
    assert labels(subject="calls") == ["募集回を変更"]
    assert labels(person="花子") == ["年度を変更"]
    assert labels(words="予算") == ["年度を変更"]
    assert labels(words="%") == []


def test_the_search_overlooks_width_kana_and_variants(app: Flask) -> None:
    officer = make.person(Role.OFFICER)
    one = make.application(search_key="高崎たろうr8-777".casefold(), number="R8-777")
    make.application(search_key="別の人")
    found = db.session.scalars(matches(Where.APPLICATIONS, "髙﨑", officer)).unique().all()
    assert found == [one]
    assert db.session.scalars(matches(Where.APPLICATIONS, "Ｒ８－７７７", officer)).all() == [one]


def test_the_search_finds_members_who_joined_later_and_people_by_mail(app: Flask) -> None:
    officer = make.person(Role.OFFICER)
    group = make.participation()
    group.people[0].name = "新居　花子"
    group.state = Place.ACTIVE
    db.session.flush()
    assert db.session.scalars(matches(Where.PARTICIPATIONS, "新居花子", officer)).all() == [group]
    someone = make.person(email="findme@example.jp")
    assert db.session.scalars(matches(Where.PEOPLE, "FINDME", officer)).all() == [someone]


def test_drafts_are_not_found_by_the_office(app: Flask) -> None:
    make.application(state=Application.DRAFT, search_key="みほん")
    officer = make.person(Role.OFFICER)
    assert db.session.scalars(matches(Where.APPLICATIONS, "みほん", officer)).all() == []


def test_an_invoice_with_its_bank_account_is_not_for_the_auditor(app: Flask) -> None:
    addressee = make.person()
    invoice = far.paper(addressee)
    invoice.kind = BANK_PAPER
    db.session.flush()
    seen = [
        db.session.scalars(actions.papers_for(who)).all()
        for who in (
            addressee,
            make.person(Role.TREASURER),
            make.person(Role.AUDITOR),
            make.person(Role.ADMIN),
        )
    ]
    assert seen == [[invoice], [invoice], [], []]
