"""Interviews from the invitation to the mark, on SQLite and PostgreSQL."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi import history
from otameshi.applications.rules import State as Application
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.selection.board.reading import scene_of
from otameshi.selection.decision.actions import meeting as minutes
from otameshi.selection.decision.models import Meeting
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.actions import Candidate, Written, reminders
from otameshi.selection.interviews.rules import State
from otameshi.selection.models import Score, Sheet
from otameshi.selection.panel import actions as panel
from otameshi.selection.panel.rules import Verdict
from otameshi.selection.rules import SheetState
from otameshi.selection.rules import State as Candidacy
from tests import make
from tests.documents import ics_reader
from tests.selection.interviews.make import AT, DAY, FIRST, UNTIL, held, invited, plan

DURING = FIRST + timedelta(minutes=5)


@pytest.fixture
def call(app):
    return make.call()


def candidate(call, **facts):
    return make.candidacy(make.application(to=call, **facts))


def signed_in(one):
    return Candidate(one.candidacy.application.applicant)


def letters(to, kind=""):
    found = db.session.scalars(select(Letter).where(Letter.to == to).order_by(Letter.id))
    return [one for one in found if one.kind.startswith(kind)]


def event(letter):
    [file] = letter.enclosures
    calendar = ics_reader.read(file.text.encode())
    found = calendar.only("VEVENT")
    when = ics_reader.moment(calendar, found, "DTSTART")
    return calendar.value("METHOD"), found.value("UID"), int(found.value("SEQUENCE")), when


def token(letter):
    return letter.body.split("/interview/")[1].split()[0]


def acts(row):
    db.session.commit()
    return [one.act for one in db.session.scalars(history.of(row))]


def test_an_interview_is_chosen_moved_and_declined_with_one_calendar_entry(call) -> None:
    reviewer = make.person(Role.REVIEWER)
    found, slots = held(call, panel=[reviewer])
    one = candidate(call)
    [interview] = invited(found, one)
    mail = one.application.applicant.email
    [letter] = letters(mail)
    assert (letter.kind, letter.confidential) == ("interview_invited", True)
    assert "2026年7月20日（月）17:00までに" in letter.body
    assert "会議室A" not in letter.body
    link = Candidate(token=token(letter))
    assert actions.opened(link.token, AT) is interview
    actions.choose(interview, slots[0].id, link, AT)
    actions.choose(interview, slots[1].id, signed_in(interview), AT + DAY)
    actions.decline(interview, "都合がつきません", link, AT + 2 * DAY)
    theirs = [event(each) for each in letters(mail)[1:]]
    [uid] = {each[1] for each in theirs}
    assert uid == f"interview-{interview.id}@otameshi.invalid"
    assert [(each[0], each[2], each[3]) for each in theirs] == [
        ("REQUEST", 1, slots[0].starts_at),
        ("REQUEST", 2, slots[1].starts_at),
        ("CANCEL", 3, slots[1].starts_at),
    ]
    panel = [(each.kind, *event(each)) for each in letters(reviewer.email)]
    assert [(each[0], each[1], each[3]) for each in panel] == [
        ("interview_panel_on", "REQUEST", 1),
        ("interview_panel_on", "REQUEST", 2),
        ("interview_panel_off", "CANCEL", 3),
    ]
    assert {each[2] for each in panel} == {uid}
    assert (interview.state, interview.slot) == (State.DECLINED, None)
    assert actions.opened(link.token, AT + 2 * DAY) is None
    assert len(actions.free(found, AT)) == 3
    assert acts(interview) == ["invite", "choose", "choose", "decline"]
    assert one.state.told == "選考中"


def test_a_slot_is_never_held_twice(call) -> None:
    found, slots = held(call)
    first, second = invited(found, candidate(call), candidate(call))
    actions.choose(first, slots[0].id, signed_in(first), AT)
    with pytest.raises(Refused, match="ほかの方が先に選びました"):
        actions.choose(second, slots[0].id, signed_in(second), AT)
    second.state, second.slot_id = State.BOOKED, slots[0].id
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_link_opens_its_own_interview_until_it_is_revoked(call) -> None:
    found, slots = held(call)
    one, other = candidate(call), candidate(call)
    mine, theirs = invited(found, one, other)
    link = Candidate(token=token(letters(one.application.applicant.email)[0]))
    with pytest.raises(Refused, match="もう使えません"):
        actions.choose(theirs, slots[0].id, link, AT)
    with pytest.raises(Refused):
        actions.choose(theirs, slots[0].id, signed_in(mine), AT)
    actions.revoke(mine, make.person(Role.OFFICER), AT)
    assert actions.opened(link.token, AT) is None
    with pytest.raises(Refused, match="もう使えません"):
        actions.choose(mine, slots[0].id, link, AT)
    actions.again(mine, make.person(Role.OFFICER), AT)
    fresh = token(letters(one.application.applicant.email)[-1])
    assert actions.opened(fresh, AT) is mine
    assert actions.opened(fresh, UNTIL) is None


def test_an_invitation_needs_somebody_and_a_list_as_it_was_shown(call) -> None:
    found, _ = held(call)
    one, officer = candidate(call), make.person(Role.OFFICER)
    with pytest.raises(Refused, match="だれにも送っていません"):
        actions.invite(found, {}, officer, AT)
    with pytest.raises(Overtaken):
        actions.invite(found, {one.id: one.version + 1}, officer, AT)
    with pytest.raises(Refused, match="期限が過ぎています"):
        actions.invite(found, {one.id: one.version}, officer, UNTIL)
    with pytest.raises(Refused, match="権限"):
        actions.invite(found, {one.id: one.version}, make.person(Role.MANAGER), AT)
    db.session.rollback()
    assert db.session.scalars(select(Letter)).all() == []


def test_who_finds_no_time_is_answered_by_the_office_at_any_time(call) -> None:
    found, slots = held(call)
    one, officer = candidate(call), make.person(Role.OFFICER)
    [interview] = invited(found, one)
    with pytest.raises(Refused, match="都合のよい日時を記入"):
        actions.ask(interview, "　", signed_in(interview), AT)
    actions.ask(interview, "平日の18時以降", signed_in(interview), AT)
    assert "平日の18時以降" in letters(call.year.email)[0].body
    assert actions.wishes() == 1
    late = slots[2].starts_at - timedelta(hours=1)
    actions.place(interview, slots[2].id, officer, late, "18時は取れませんでした。")
    letter = letters(one.application.applicant.email)[-1]
    assert "18時は取れませんでした。" in letter.body
    assert "会議室A" in letter.body
    with pytest.raises(Refused, match="期限を過ぎています"):
        actions.choose(interview, slots[0].id, signed_in(interview), late)


def test_a_conflict_leaves_the_slot_and_may_record_nothing(call) -> None:
    near = make.person(Role.REVIEWER, organisation="株式会社見本")
    far = make.person(Role.REVIEWER)
    found, slots = held(call, panel=[near, far])
    one = candidate(call, trade_name="見本株式会社")
    [interview] = invited(found, one)
    actions.choose(interview, slots[0].id, signed_in(interview), AT)
    [leave] = letters(near.email)
    assert leave.kind == "interview_panel_leave"
    assert "同じ所属" in leave.body
    assert [each.kind for each in letters(far.email)] == ["interview_panel_on"]
    [absence] = actions.absences(call)
    assert (absence.candidacy, absence.person) == (one, near.name)
    points = {each.id: 4 for each in found.criteria}
    with pytest.raises(Refused, match="席を外して"):
        actions.keep(interview, "finish", Written(points), near, DURING)
    with pytest.raises(Refused, match="担当ではありません"):
        actions.keep(interview, "finish", Written(points), make.person(Role.REVIEWER), DURING)
    actions.leave(interview, "以前の取引先でした", far, AT)
    assert [event(each)[0] for each in letters(far.email)] == ["REQUEST", "CANCEL"]
    assert len(actions.absences(call)) == 2
    meeting = Meeting(call=call, on=date(2026, 8, 9), hours="", place="", present="", gist="")
    kept_away = minutes.facts(meeting, [], "1", AT).kept_away
    assert (far.name, "面談で席を外した（以前の取引先でした）") in [
        (who, why) for who, _, why in kept_away
    ]


def test_a_conflict_that_an_officer_lifts_brings_its_reviewer_back(call) -> None:
    near, officer = make.person(Role.REVIEWER, organisation="見本"), make.person(Role.OFFICER)
    found, slots = held(call, panel=[near, officer])
    one = candidate(call, trade_name="見本株式会社")
    [interview] = invited(found, one)
    actions.choose(interview, slots[0].id, signed_in(interview), AT)
    assert [each.person for each in actions.absences(call)] == [near.name]
    panel.rule(near, one, Verdict.LIFTED, "別の会社です", officer, AT)
    actions.seat(slots[0], {near.id, officer.id}, officer, AT, None)
    assert actions.absences(call) == []
    assert [each.kind for each in letters(near.email)] == [
        "interview_panel_leave",
        "interview_panel_on",
    ]
    assert len(letters(officer.email, "interview_panel")) == 1


def test_records_become_the_mark_and_an_absence_does_not(call) -> None:  # noqa: PLR0915  # one path
    one, two = make.person(Role.REVIEWER), make.person(Role.OFFICER)
    found, slots = held(call, panel=[one, two], criteria=[("話", 1), ("熱意", 2)])
    first, second = invited(found, candidate(call), candidate(call))
    actions.choose(first, slots[0].id, signed_in(first), AT)
    actions.choose(second, slots[1].id, signed_in(second), AT)
    talk, zeal = (each.id for each in found.criteria)
    with pytest.raises(Refused, match="面談の時間になってから"):
        actions.keep(first, "save", Written({}), one, AT)
    actions.keep(first, "save", Written({talk: 3}, "途中"), one, DURING)
    assert not first.state.startswith("held")
    with pytest.raises(Refused, match="熱意"):
        actions.keep(first, "finish", Written({talk: 3}), one, DURING)
    actions.keep(first, "finish", Written({talk: 3, zeal: 5}, "熱心"), one, DURING)
    assert first.state is State.HELD
    assert actions.marks(call) == {first.candidacy_id: Fraction(13, 3)}
    actions.keep(first, "finish", Written({talk: 1, zeal: 2}), two, DURING)
    assert actions.marks(call) == {first.candidacy_id: Fraction(3)}
    mine = actions.record_of(first, one)
    assert mine is not None
    with pytest.raises(Refused, match="今の状態"):
        actions.keep(first, "save", Written({talk: 5}), one, DURING)
    actions.reopen(mine, "別の応募の点でした", two, DURING)
    assert actions.marks(call) == {first.candidacy_id: Fraction(5, 3)}
    with pytest.raises(Overtaken):
        actions.keep(first, "save", Written({talk: 5}), one, DURING, mine.version - 1)
    later = slots[1].starts_at
    actions.keep(second, "finish", Written({}, "連絡なし", came=False), two, later)
    assert second.state is State.NO_SHOW
    assert second.candidacy_id not in actions.marks(call)
    assert acts(mine) == ["save", "finish", "reopen"]
    with pytest.raises(Refused, match="見る項目は変えられません"):
        actions.set_round(call, plan(criteria=[("総合", 1)]), two, later)


def test_the_ranking_counts_the_interview_as_the_year_says(call) -> None:
    reviewer = make.person(Role.REVIEWER)
    found, slots = held(call, panel=[reviewer])
    one = candidate(call)
    call.year.selection_plan.interview_share = 25
    criteria = call.year.criteria
    scores = [Score(criterion_id=each.id, points=4) for each in criteria]
    make.keep(
        Sheet(candidacy=one, reviewer=reviewer, state=SheetState.FINAL, scores=scores,
              finished_at=AT)
    )  # fmt: skip
    [interview] = invited(found, one)
    actions.choose(interview, slots[0].id, signed_in(interview), AT)
    [standing] = scene_of(call).ranking.standings.values()
    assert (standing.score, standing.lacks_interview) == (Fraction(4), True)
    points = {each.id: 2 for each in found.criteria}
    actions.keep(interview, "finish", Written(points), reviewer, DURING)
    [standing] = scene_of(call).ranking.standings.values()
    assert (standing.interview, standing.score) == (Fraction(2), Fraction(7, 2))


def test_once_the_outcome_is_near_nothing_is_chosen_and_a_withdrawn_slot_is_freed(call) -> None:
    found, slots = held(call)
    one, two = candidate(call), candidate(call)
    first, second = invited(found, one, two)
    actions.choose(first, slots[0].id, signed_in(first), AT)
    link = token(letters(two.application.applicant.email)[0])
    two.state, two.decided_by = Candidacy.REJECTED, make.person(Role.MANAGER)
    db.session.flush()
    assert actions.opened(link, AT) is None
    with pytest.raises(Refused, match="いまは、面談の日時を変えられません"):
        actions.choose(second, slots[1].id, signed_in(second), AT)
    one.application.state = Application.WITHDRAWN
    db.session.flush()
    assert reminders.due(slots[0].starts_at - timedelta(hours=1)) == []
    officer = make.person(Role.OFFICER)
    with pytest.raises(Refused, match="取り下げられた"):
        actions.place(first, slots[2].id, officer, AT)
    actions.cancel(first, "取り下げのため", officer, AT)
    assert len(actions.free(found, AT)) == 3


def test_slots_do_not_overlap_at_a_place_nor_for_a_person(call) -> None:
    reviewer, officer = make.person(Role.REVIEWER), make.person(Role.OFFICER)
    found, slots = held(call, panel=[reviewer])
    [place] = found.places
    with pytest.raises(Refused, match="銀座NAGANO"):
        actions.make_slots(place, [slots[0].span], {officer.id}, officer, AT)
    other = actions.add_place(found, place.kind, "別室", "B", officer, AT)
    with pytest.raises(Refused, match=reviewer.name):
        actions.make_slots(other, [slots[0].span], {reviewer.id}, officer, AT)
    actions.make_slots(other, [slots[0].span], {officer.id}, officer, AT)
    [interview] = invited(found, candidate(call))
    actions.choose(interview, slots[0].id, signed_in(interview), AT)
    with pytest.raises(Refused, match="予約されています"):
        actions.remove_slot(slots[0], officer, AT)
    actions.remove_slot(slots[1], officer, AT)
    with pytest.raises(Refused, match="なくなりました"):
        actions.choose(interview, slots[1].id, signed_in(interview), AT)
    assert interview.slot is slots[0]


def test_the_panel_of_a_booked_slot_changes_and_the_place_moves_with_letters(call) -> None:
    old, new, officer = (make.person(role) for role in (Role.REVIEWER, Role.REVIEWER, Role.OFFICER))
    found, slots = held(call, panel=[old])
    with pytest.raises(Refused, match="1人以上"):  # who has no seat in the call is not offered
        actions.seat(slots[0], {new.id}, officer, AT, None)
    seat = make.seat(call, new, term_to=date(2026, 7, 31))
    with pytest.raises(Refused, match="任期"):
        actions.seat(slots[0], {new.id}, officer, AT, None)
    seat.term_to = date(2026, 8, 1)
    one = candidate(call)
    [interview] = invited(found, one)
    actions.choose(interview, slots[0].id, signed_in(interview), AT)
    actions.seat(slots[0], {new.id}, officer, AT, slots[0].version)
    assert [event(each)[0] for each in letters(old.email)] == ["REQUEST", "CANCEL"]
    assert [event(each)[0] for each in letters(new.email)] == ["REQUEST"]
    assert actions.change_place(found.places[0], "長野県庁", "西庁舎111", officer, AT) == 1
    moved = letters(one.application.applicant.email)[-1]
    assert (moved.kind, event(moved)[2]) == ("interview_moved", 2)
    assert "西庁舎111" in moved.body


def test_each_reminder_is_written_once(call) -> None:
    found, slots = held(call)
    one, two = candidate(call), candidate(call)
    booked, silent = invited(found, one, two)
    actions.choose(booked, slots[0].id, signed_in(booked), AT)

    def due(at):
        tasks = reminders.due(at)
        for task, key in tasks:
            task(key, at)
            task(key, at)
        return len(tasks)

    assert due(AT) == 0
    assert due(UNTIL - DAY) == 1
    assert due(UNTIL - DAY) == 0
    assert due(japan(2026, 7, 31, 13)) == 1
    assert due(FIRST) == 0
    assert len(letters(two.application.applicant.email, "interview_chased")) == 1
    [reminder] = letters(one.application.applicant.email, "interview_reminder")
    assert "2026年8月1日（土）13:00～13:20" in reminder.body
    assert event(reminder)[:3] == ("REQUEST", f"interview-{booked.id}@otameshi.invalid", 1)
    assert silent.state is State.INVITED
