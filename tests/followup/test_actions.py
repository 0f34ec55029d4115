"""Asking the groups and taking their answers, on both databases."""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.questions import Kind, Question, Questionnaire
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.followup import actions, figures, waves
from otameshi.followup import asked as surveys
from otameshi.followup.models import Invitation, Outcome
from otameshi.followup.retention import reading
from otameshi.followup.retention.rules import Figure
from otameshi.followup.rules import Answer, Retention, Source
from otameshi.participation.rules import State
from otameshi.people import digest
from tests import make
from tests.followup.make import FIRST, IN_MARCH, LAST, answered, groups, saying, wave
from tests.statements import counted

LAST_MINUTE = japan(2025, 3, 31, 23, 59)
TOO_LATE = japan(2025, 4, 1)


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def of_year(fiscal_year: int) -> Retention | None:
    found = reading.of_year(make.year(fiscal_year))
    return found.retention if found else None


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


def answer_of(asked: actions.Asked) -> Answer:
    """Return what is counted of a group, which is what its reply means."""
    invitation = asked.invitation
    query = select(Outcome.answer).where(
        Outcome.wave_id == invitation.wave_id,
        Outcome.participation_id == invitation.participation_id,
    )
    return db.session.scalars(query).one()


def acts(row) -> list[str]:
    db.session.commit()
    return [one.act for one in db.session.scalars(history.of(row)).unique()]


def test_a_wave_asks_the_programmes_question_unless_told_otherwise(officer):
    made = wave(officer)
    assert made.whole == surveys.standard().whole
    assert surveys.conditions_of(made.year) == surveys.standard().keeps
    assert acts(made) == ["create"]


def test_the_next_wave_takes_over_the_last_ones_wording(officer):
    own = Questionnaire((Question("q1", Kind.CHOICE, "いますか", options=("はい", "いいえ")),))
    wave(officer, whole=own)
    later = wave(officer, name="1年後", decisive=False)
    assert later.whole == own


def test_a_year_has_one_decisive_wave(officer):
    wave(officer)
    with pytest.raises(Refused, match="終了時"):
        wave(officer, name="1年後")
    with pytest.raises(Refused, match="すでに"):
        wave(officer, decisive=False)


def test_the_indicator_moves_to_another_wave_only_with_a_reason(officer):
    first, later = wave(officer), wave(officer, name="1年後", decisive=False)
    facts = {"name": "1年後", "closes_on": LAST, "decisive": True, "by": officer, "at": IN_MARCH}
    with pytest.raises(Refused, match="理由"):
        waves.revise(later, note=" ", **facts)
    waves.revise(later, note="公表に使う回を改めた", **facts)
    db.session.flush()
    assert (first.decisive, later.decisive) == (False, True)
    with pytest.raises(Refused, match="新しく使う調査回"):
        waves.revise(later, note="", **{**facts, "decisive": False})


def test_a_change_seen_on_an_old_page_is_refused(officer):
    made = wave(officer)
    old = made.version
    facts = {"decisive": True, "note": "", "by": officer, "at": IN_MARCH, "version": old}
    waves.revise(made, name="終了時調査", closes_on=LAST, **facts)
    db.session.flush()
    with pytest.raises(Overtaken):
        waves.revise(made, name="別の名", closes_on=LAST, **facts)


def test_every_group_that_took_part_is_asked_with_a_grant_or_without(officer):
    groups(2)
    (without,) = groups(1, wants_grant=False)
    groups(1, state=State.LEFT)
    groups(1, state=State.DECLINED, host=None)
    made = wave(officer)
    asked = actions.invite(made, officer, IN_MARCH)
    assert len(asked) == len(letters("followup_invitation")) == 4
    assert without in [one.invitation.participation for one in asked]
    with pytest.raises(Refused, match="依頼していない組はありません"):
        actions.invite(made, officer, IN_MARCH)


def test_the_letter_holds_the_link_and_the_database_only_its_hash(officer):
    (group,) = groups(1)
    (asked,) = actions.invite(wave(officer), officer, IN_MARCH)
    (letter,) = letters("followup_invitation")
    assert letter.to == group.representative.email
    assert letter.confidential
    assert letter.subject.startswith("【おためしナガノ】")
    assert f"http://localhost/survey/{asked.token}\n" in letter.body
    assert "令和7年3月31日" in letter.body
    assert asked.invitation.token_hash == digest(asked.token)
    assert asked.token not in str(vars(asked.invitation))


def test_no_letter_leaves_before_or_after_the_wave(officer):
    groups(1)
    made = wave(officer)
    with pytest.raises(Refused, match="始まっていません"):
        actions.invite(made, officer, japan(2025, 2, 28, 23))
    with pytest.raises(Refused, match="締切日を過ぎています"):
        actions.invite(made, officer, TOO_LATE)


def test_two_officers_do_not_both_write_to_the_groups(officer):
    groups(1)
    made = wave(officer)
    db.session.flush()
    shown = made.version
    actions.invite(made, officer, IN_MARCH, shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        actions.remind(made, officer, IN_MARCH, shown)


def test_only_the_silent_are_reminded_twice_and_their_old_link_ends(officer):
    groups(3)
    made = wave(officer)
    asked = answered(made, stayed=1, left=1)
    old = asked[2].token
    (again,) = actions.remind(made, officer, IN_MARCH)
    assert again.invitation is asked[2].invitation
    assert actions.open_to(old, IN_MARCH) is None
    assert actions.open_to(again.token, IN_MARCH) is again.invitation
    actions.remind(made, officer, IN_MARCH)
    assert again.invitation.reminders == 2
    assert len(letters("followup_reminder")) == len(letters("followup_last_reminder")) == 1
    with pytest.raises(Refused, match="2回まで"):
        actions.remind(made, officer, IN_MARCH)


def test_an_answer_may_be_corrected_until_the_last_day_is_over(officer):
    groups(1)
    made = wave(officer)
    (asked,) = actions.invite(made, officer, IN_MARCH)
    actions.reply(asked.token, saying(made, counts=False, comment="まだ迷っています"), IN_MARCH)
    assert answer_of(asked) is Answer.LEFT
    given = actions.reply(asked.token, saying(made, counts=True), LAST_MINUTE)
    assert answer_of(asked) is Answer.STAYED
    assert (given.source, given.person, given.number) == (Source.LINK, None, 2)
    assert [one.answers.get("q2") for one in asked.invitation.replies] == ["まだ迷っています", None]
    with pytest.raises(Refused, match="このリンクでは"):
        actions.reply(asked.token, saying(made, counts=False), TOO_LATE)
    assert acts(asked.invitation) == ["followup_invitation", "answer", "answer"]


def test_an_answer_that_was_not_offered_or_is_missing_is_refused(officer):
    groups(1)
    (asked,) = actions.invite(wave(officer), officer, IN_MARCH)
    with pytest.raises(Refused, match="選択肢"):
        actions.reply(asked.token, {"q1": "火星に置く"}, IN_MARCH)
    with pytest.raises(Refused, match="選んでください"):
        actions.reply(asked.token, {"q2": "あとで"}, IN_MARCH)
    assert answer_of(asked) is Answer.SILENT


def test_a_revoked_link_is_as_good_as_none_until_a_new_one_is_sent(officer):
    groups(1)
    made = wave(officer)
    (asked,) = actions.invite(made, officer, IN_MARCH)
    with pytest.raises(Refused, match="理由"):
        actions.revoke(asked.invitation, officer, IN_MARCH, "")
    actions.revoke(asked.invitation, officer, IN_MARCH, "宛先の誤り")
    assert actions.open_to(asked.token, IN_MARCH) is None
    with pytest.raises(Refused, match="有効なリンク"):
        actions.revoke(asked.invitation, officer, IN_MARCH, "もう一度")
    with pytest.raises(Refused, match="催促できる組"):
        actions.remind(made, officer, IN_MARCH)
    new = actions.reissue(asked.invitation, officer, IN_MARCH)
    assert actions.open_to(new.token, IN_MARCH) is asked.invitation
    assert asked.invitation.reminders == 0


def test_a_telephone_answer_says_who_took_it_down(officer):
    groups(1)
    made = wave(officer)
    (asked,) = actions.invite(made, officer, IN_MARCH)
    stays, goes = saying(made, counts=True, comment="電話"), saying(made, counts=False)
    given = actions.record(asked.invitation, stays, by=officer, at=IN_MARCH)
    assert (given.source, given.person) == (Source.TELEPHONE, officer)
    with pytest.raises(Refused, match="書き換える理由"):
        actions.record(asked.invitation, goes, by=officer, at=IN_MARCH)
    actions.record(asked.invitation, goes, by=officer, at=TOO_LATE, note="本人の申し出")
    assert answer_of(asked) is Answer.LEFT
    db.session.commit()
    last = db.session.scalars(history.of(asked.invitation)).unique().all()[-1]
    assert last.note == "本人の申し出"
    assert [stays["q1"], goes["q1"]] in last.facts["changes"].values()


def test_r6_keeps_a_base_with_15_of_19_groups_whoever_got_a_grant(officer):
    groups(16)
    groups(3, wants_grant=False)
    answered(wave(officer), stayed=15, left=4)
    found = of_year(2024)
    assert found == Retention(stayed=15, left=4, silent=0)
    assert Figure(found).rate == Fraction(15, 19)


def test_groups_never_asked_are_silent_but_in_the_whole(officer):
    groups(2)
    answered(wave(officer), stayed=1, left=1)
    groups(1)
    groups(1, state=State.DECLINED, host=None)
    assert of_year(2024) == Retention(1, 1, 1)


def test_only_the_decisive_wave_makes_the_indicator(officer):
    groups(2)
    answered(wave(officer, decisive=False), stayed=2, left=0)
    (one,) = reading.years()
    assert (one.retention, one.asked) == (Retention(0, 0, 2), False)
    answered(wave(officer, name="1年後"), stayed=1, left=0)
    (one,) = reading.years()
    assert (one.retention, one.asked, one.people) == (Retention(1, 0, 1), True, 2)


def test_the_series_names_each_year_with_groups_oldest_first(officer):
    for fiscal_year, stayed, left in ((2024, 2, 1), (2022, 1, 1)):
        groups(stayed + left, fiscal_year)
        answered(wave(officer, fiscal_year), stayed, left)
    make.year(2026)
    found = reading.years()
    assert [one.fiscal_year for one in found] == [2022, 2024]
    assert [one.retention.stayed for one in found] == [1, 2]
    assert of_year(2026) is None


def test_the_figures_take_as_many_statements_for_many_groups_as_for_few(officer):
    groups(1, 2020)
    answered(wave(officer, 2020), stayed=1, left=0)
    few = counted(reading.years), counted(figures.tallies)
    for fiscal_year in range(2021, 2024):
        groups(6, fiscal_year)
        answered(wave(officer, fiscal_year), stayed=4, left=1)
    assert (counted(reading.years), counted(figures.tallies)) == few == (5, 1)


def test_the_office_alone_sees_waves(officer):
    wave(officer)
    assert db.session.scalars(waves.visible_to(make.person())).all() == []
    assert db.session.scalars(waves.visible_to(make.person(Role.REVIEWER))).all() == []
    assert len(db.session.scalars(waves.visible_to(make.person(Role.AUDITOR))).all()) == 1


def test_a_link_of_random_shape_opens_nothing(officer):
    groups(1)
    (asked,) = actions.invite(wave(officer), officer, IN_MARCH)
    for token in ("", "x", asked.token[:-1], asked.token + "A", asked.token.swapcase()):
        assert actions.open_to(token, IN_MARCH) is None
    assert re.fullmatch(r"[\w-]{43}", asked.token)
    assert db.session.scalar(select(Invitation.token_hash)) != asked.token


def test_a_wave_may_be_prolonged_and_its_links_live_on(officer):
    groups(1)
    made = wave(officer)
    (asked,) = actions.invite(made, officer, IN_MARCH)
    later = date(2025, 4, 30)
    facts = {"name": made.name, "decisive": True, "note": "", "by": officer, "at": TOO_LATE}
    waves.revise(made, closes_on=later, **facts)
    assert actions.open_to(asked.token, TOO_LATE + timedelta(days=20)) is asked.invitation
    with pytest.raises(Refused, match="締切日"):
        waves.revise(made, closes_on=FIRST - timedelta(days=1), **facts)
