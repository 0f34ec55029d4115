"""Members asked for their own part: links, consents, and what ends them. On both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.applications import actions, answering
from otameshi.applications.answers import MemberAnswers
from otameshi.applications.discarding import discard_drafts
from otameshi.applications.members import actions as members
from otameshi.applications.members.actions import Invitee
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.members.rules import Consent, State
from otameshi.applications.outline import Outline
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import japan
from otameshi.core.names import search_key
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.programme.copying import create_year
from tests import make

NOON, HOUR, DAY = make.NOON, timedelta(hours=1), timedelta(days=1)
MAIL = "member@example.jp"
OWN = MemberAnswers(
    name="髙﨑　𠮷花",
    kana="タカサキ　キチカ",
    birth_date=date(1994, 4, 2),
    postal_code="3800000",
    prefecture="東京都",
    address="見本区9-9",
    phone="",
    occupation="デザイン",
    has_base=False,
)


@pytest.fixture
def group(whole):
    """A whole application of two."""
    whole.members.append(make.member(2))
    db.session.flush()
    return whole


def ask(group, position=2, email=MAIL, at=NOON, by=None, **more):
    return members.ask(group, Invitee(position, email, **more), by or group.applicant, at)


def answer(token, at=NOON + HOUR, answers=OWN):
    members.answer(token, answers, at, pledged=True, consented=True)


def consent(group, position=2):
    db.session.flush()
    db.session.expire_all()
    return group.members[position - 1].standing.consent


def submit(group, at=NOON + DAY):
    actions.submit(group, group.applicant, at, pledged=True, consented=True)


def acts(group):
    db.session.commit()
    return [(one.act, one.person_id, one.label) for one in db.session.scalars(history.of(group))]


def letters(kind):
    return db.session.scalars(select(Letter).where(Letter.kind == kind)).all()


def test_a_member_answers_by_the_link_of_the_letter(group):
    token = ask(group).token
    letter = letters("member_invited")[0]
    assert (letter.to, letter.confidential) == (MAIL, True)
    assert f"/members/{token}" in letter.body
    assert "見本　太郎1 様が、長野県の「おためしナガノ2.0」" in letter.body
    assert consent(group) is Consent.WAITING
    version = group.version
    answer(token)
    assert consent(group) is Consent.GIVEN
    assert group.members[1].address == "見本区9-9"
    assert group.version > version
    assert search_key("髙﨑　𠮷花") in group.search_key
    assert group.members[0].name == "見本　太郎1"
    told = letters("member_answered")[0]
    assert told.person_id == group.applicant_id
    assert "髙﨑　𠮷花 様" in told.body
    assert acts(group)[-1] == (
        "answer_member",
        None,
        "メンバー2（髙﨑　𠮷花）が本人の欄を入力し、誓約・同意した",
    )


def test_the_token_is_kept_by_its_hash_alone(group):
    asked = ask(group)
    kept = db.session.scalars(select(MemberRequest)).one()
    assert asked.token not in (kept.token_hash, kept.content)
    assert members.known(asked.token)
    assert not members.known(kept.token_hash)
    assert members.open_to(kept.token_hash, NOON) is None


def test_somebody_new_becomes_a_member_of_that_name(group):
    token = ask(group, 3, name="見本　三郎").token
    assert [one.name for one in group.members][2] == "見本　三郎"
    answer(token)
    assert consent(group, 3) is Consent.GIVEN
    with pytest.raises(Refused, match="そのメンバーはいません"):
        ask(group, 4, "other@example.jp")


@pytest.mark.parametrize("email", ["REPRESENTATIVE", "REPRESENTATIVE+2"])
def test_the_representative_is_not_asked_at_the_own_address(group, email):
    box, domain = group.applicant.email.split("@")
    own = email.replace("REPRESENTATIVE", box) + "@" + domain
    with pytest.raises(Refused, match="代表者のメールアドレス"):
        ask(group, email=own)
    with pytest.raises(Refused, match="代表者の欄"):
        ask(group, 1)


def test_a_letter_sent_again_replaces_the_link(group):
    first, second = ask(group).token, ask(group, at=NOON + HOUR).token
    assert members.open_to(first, NOON + HOUR) is None
    with pytest.raises(Refused, match="もう入力できません"):
        answer(first)
    answer(second, NOON + 2 * HOUR)
    states = db.session.scalars(select(MemberRequest.state).order_by(MemberRequest.id)).all()
    assert states == [State.REPLACED, State.ANSWERED]


def test_a_link_works_once(group):
    token = ask(group).token
    answer(token)
    with pytest.raises(Refused, match="もう入力できません"):
        answer(token, answers=replace(OWN, name="別人"))
    assert group.members[1].name == "髙﨑　𠮷花"


def test_a_link_ends_after_fourteen_days_and_at_the_deadline(group):
    token = ask(group).token
    closes = japan(2026, 5, 18, 17)
    last = closes - timedelta(microseconds=1)
    assert members.open_to(token, last) is not None
    assert members.open_to(token, closes) is None
    with pytest.raises(Refused, match="もう入力できません"):
        answer(token, closes)
    group.call.closes_at = closes + 60 * DAY
    db.session.flush()
    assert members.open_to(token, NOON + 14 * DAY - timedelta(microseconds=1)) is not None
    assert members.open_to(token, NOON + 14 * DAY) is None


def test_a_revoked_link_ends(group):
    token = ask(group).token
    members.revoke(group, 2, group.applicant, NOON + HOUR)
    assert members.open_to(token, NOON + HOUR) is None
    assert consent(group) is Consent.NONE
    with pytest.raises(Refused, match="取り消す依頼はありません"):
        members.revoke(group, 2, group.applicant, NOON + HOUR)


def test_removing_a_member_ends_the_link_and_moves_no_consent(group):
    group.members.append(make.member(3))
    db.session.flush()
    second, third = ask(group).token, ask(group, 3, "third@example.jp").token
    answer(third)
    answering.remove_member(group, 2, group.applicant, NOON + 2 * HOUR)
    db.session.commit()
    assert members.known(second)
    assert members.open_to(second, NOON + 2 * HOUR) is None
    with pytest.raises(Refused, match="もう入力できません"):
        answer(second)
    assert [one.name for one in group.members] == ["見本　太郎1", "髙﨑　𠮷花"]
    assert consent(group) is Consent.GIVEN


def test_a_consent_is_to_its_content(group):
    answer(ask(group).token)
    by = group.applicant
    answering.save_member(group, 2, replace(OWN, address="見本区1"), by, NOON + 2 * HOUR)
    assert consent(group) is Consent.EARLIER
    token = ask(group, at=NOON + 3 * HOUR).token
    assert consent(group) is Consent.WAITING
    answer(token, NOON + 4 * HOUR, replace(OWN, address="見本区1"))
    assert consent(group) is Consent.GIVEN
    answering.save_member(
        group, 2, replace(OWN, address="見本区1", has_base=True), by, NOON + 5 * HOUR
    )
    assert consent(group) is Consent.EARLIER


def test_what_is_incomplete_or_not_promised_is_refused(group):
    token = ask(group).token
    with pytest.raises(Refused, match="メンバー2の住所を入力してください"):
        answer(token, answers=replace(OWN, address=""))
    db.session.rollback()


def test_both_promises_are_held_by_the_action_too(group):
    token = ask(group).token
    for pledged, consented in ((True, False), (False, True)):
        with pytest.raises(Refused, match="チェック"):
            members.answer(token, OWN, NOON, pledged=pledged, consented=consented)
    assert consent(group) is Consent.WAITING


def test_a_link_never_changes_what_is_submitted_or_withdrawn(group):
    token = ask(group).token
    submit(group)
    with pytest.raises(Refused, match="もう入力できません"):
        answer(token, NOON + DAY + HOUR)
    with pytest.raises(Refused, match="提出した応募のメンバー"):
        ask(group, email="other@example.jp", at=NOON + DAY)
    with pytest.raises(Refused, match="提出した応募のメンバー"):
        members.revoke(group, 2, group.applicant, NOON + DAY)
    assert group.members[1].name == "見本　太郎2"


def test_a_withdrawn_draft_ends_the_links(group):
    token = ask(group).token
    actions.withdraw(group, "都合", group.applicant, NOON)
    assert members.open_to(token, NOON) is None


def test_one_link_leads_to_one_member_of_one_application(group):
    other = make.application(make.person(), group.call, group.state, people=2)
    mine, theirs = ask(group).token, ask(other, email="o@example.jp").token
    own = members.open_to(theirs, NOON)
    assert own is not None
    assert (own.application.id, own.member.id) == (other.id, other.members[1].id)
    answer(mine)
    assert other.members[1].name == "見本　太郎2"


@pytest.mark.parametrize("role", list(Role))
def test_nobody_but_the_applicant_asks_or_revokes(group, role):
    ask(group)
    other = make.person(role)
    with pytest.raises(Refused, match="本人だけ"):
        ask(group, by=other, email="x@example.jp")
    with pytest.raises(Refused, match="本人だけ"):
        members.revoke(group, 2, other, NOON)


def test_letters_are_limited_by_address_and_by_application(group):
    for turn in range(3):
        ask(group, at=NOON + turn * timedelta(minutes=1))
    with pytest.raises(Refused, match="続けて送っています"):
        ask(group, at=NOON + timedelta(minutes=5))
    for turn in range(7):
        ask(group, email=f"m{turn}@example.jp", at=NOON + timedelta(minutes=10))
    with pytest.raises(Refused, match="1日に送れる依頼は10通まで"):
        ask(group, email="more@example.jp", at=NOON + HOUR)
    ask(group, at=NOON + DAY + HOUR)


def test_a_second_tab_that_was_overtaken_asks_nobody(group):
    version = group.version
    answer(ask(group).token)
    with pytest.raises(Overtaken):
        members.ask(group, Invitee(2, "x@example.jp"), group.applicant, NOON + 2 * HOUR, version)


def test_a_year_that_wants_consent_takes_no_group_without(group):
    group.call.year.member_consent = True
    db.session.flush()
    lacking = [one.text for one in Outline(group, NOON).lacking]
    assert lacking == [
        "メンバー2の本人の同意を得てください。「本人に入力してもらう」から依頼できます。"
    ]
    with pytest.raises(Refused, match="メンバー2の本人の同意"):
        submit(group)
    answer(ask(group).token)
    db.session.expire_all()
    submit(group)
    # What is submitted is corrected as before: the consent is then shown as an earlier one.
    by = group.applicant
    answering.save_member(group, 2, replace(OWN, address="見本区2"), by, NOON + DAY)
    assert consent(group) is Consent.EARLIER
    with pytest.raises(Refused, match="提出した後は、メンバーを追加できません"):
        answering.save_member(group, 3, OWN, by, NOON + DAY)


def test_a_year_that_does_not_want_it_takes_the_group_while_a_letter_waits(group):
    ask(group)
    submit(group)
    assert group.number is not None
    assert group.consents[0][1].startswith("依頼中")


def test_the_setting_is_copied_with_the_year(group):
    year = group.call.year
    year.member_consent = True
    assert create_year(year, 2027, make.person(Role.OFFICER), NOON).member_consent


def test_a_discarded_draft_takes_the_letters_and_their_links_along(group):
    token = ask(group).token
    group.papers.clear()
    db.session.flush()
    assert discard_drafts(group.applicant, NOON + HOUR) == 1
    db.session.commit()
    assert not members.known(token)
    assert members.open_to(token, NOON + HOUR) is None


def test_a_guest_whose_address_nobody_knows_writes_to_nobody(app):
    guest = make.person(Role.VISITOR)
    draft = make.application(guest, state=ApplicationState.DRAFT, people=2)
    with pytest.raises(Refused, match="権限では行えません"):
        ask(draft)
