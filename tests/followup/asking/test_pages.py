"""The office's pages of a wave: laid down, followed, and finished by telephone."""

import re
from datetime import date, timedelta

import pytest

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.desk import today as desk
from otameshi.followup import actions
from otameshi.followup.asking import planning
from otameshi.followup.asking.rules import Result, State, Way
from otameshi.followup.contacts import actions as contacts
from otameshi.followup.contacts.rules import Address, How
from otameshi.followup.models import Wave
from otameshi.followup.rules import Addressee
from tests import make
from tests.followup.asking.make import by_itself, failing, invitations, letters, tasks, token, work
from tests.followup.make import groups, saying, wave
from tests.statements import statements

PLAN = {
    "way": "months",
    "months": "6",
    "open_days": "３０",
    "addressee": "group",
    "first_reminder": "7",
    "second_reminder": "14",
    "by_itself": "y",
}


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def running(**facts) -> Wave:
    """Make a wave that asks a group whose stay ended six months ago, and ask it."""
    return by_itself(
        asked_on=today() - timedelta(days=3), closes_on=today() + timedelta(days=30), **facts
    )


def at_noon():
    return now().replace(hour=3)  # 12 o'clock in Japan


def test_an_officer_lays_down_a_wave_that_asks_by_itself(officer, browse):
    groups(1)
    desk_ = browse(officer)
    year = make.year(2024)
    sent = desk_.send("/desk/followup/new", **PLAN, year=str(year.id), name="6か月後", decisive="y")
    assert "調査回を作りました" in sent
    assert "おためし期間" in sent or "6か月後" in sent
    (made,) = db.session.scalars(db.select(Wave))
    assert (made.by_itself, made.reminder_days, made.open_days) == (True, [7, 14], 30)
    schedule = desk_.read(f"/desk/followup/{made.id}/schedule")
    assert "2025年8月28日" in schedule
    assert "依頼していない（時期を過ぎた）" in schedule


def test_a_wave_on_its_own_days_needs_them(officer, browse):
    year = make.year(2024)
    sent = browse(officer).send(
        "/desk/followup/new", **{**PLAN, "way": "days"}, year=str(year.id), name="終了時"
    )
    assert "調査を始める日を入力してください" in sent
    assert not db.session.scalars(db.select(Wave)).all()


def test_once_somebody_was_asked_only_the_rest_may_change(officer, browse):
    groups(1)
    made = running()
    work(at_noon())
    page = f"/desk/followup/{made.id}/plan"
    desk_ = browse(officer)
    assert "すでに依頼した組があります" in desk_.read(page)
    assert "変えられません" in desk_.send(page, **PLAN, version=str(made.version))
    days = {f"{name}-{part}": str(getattr(getattr(made, name), part))
            for name in ("asked_on", "closes_on") for part in ("year", "month", "day")}  # fmt: skip
    kept = {**PLAN, **days, "way": Way.DAYS.value, "second_reminder": ""}
    assert "設定しました" in desk_.send(page, **kept, version=str(made.version))
    db.session.expire_all()
    assert made.reminder_days == [7]


def test_the_waves_of_the_year_before_are_copied_once(officer, browse):
    first = wave(officer)
    later = by_itself(addressee=Addressee.MEMBER)
    year = make.year(2025)
    desk_ = browse(officer)
    assert "2回分" in desk_.send("/desk/followup/copy", year=str(year.id))
    copied = {one.name: one for one in db.session.scalars(db.select(Wave)) if one.year == year}
    # 1 to 31 March 2025, a year later; its reminders still fit.
    assert copied["終了時"].asked_on == date(2026, 3, 1)
    assert (copied["終了時"].decisive, copied["終了時"].by_itself) == (True, False)
    assert (copied["6か月後"].months, copied["6か月後"].addressee) == (6, Addressee.MEMBER)
    assert copied["6か月後"].whole == later.whole
    assert "写せる調査回がありません" in desk_.send("/desk/followup/copy", year=str(year.id))
    assert [one.name for one in planning.to_copy(year)] == [first.name, later.name]


def test_the_response_rate_is_live_and_each_number_opens_its_rows(officer, browse):
    found = groups(3)
    made = running()
    work(at_noon())
    first, second, third = invitations()
    actions.reply(token(letters()[0]), saying(made, counts=True), now())
    failing(letters()[1])
    auditor = browse(make.person(Role.AUDITOR))
    page = auditor.read(f"/desk/followup/{made.id}/progress")
    assert re.search(r"33\.3</span>", page)
    assert "依頼と回答の累計" in page
    for which, one in (("answered", first), ("undeliverable", second), ("silent", third)):
        listed = auditor.read(f"/desk/followup/{made.id}/progress?standing={which}")
        shown = [group.title for group in found if group.title in listed]
        assert shown == [one.participation.title]


def test_the_list_takes_as_many_statements_for_many_as_for_few(officer, browse):
    made = running()
    desk_ = browse(officer)

    def read() -> int:
        work(at_noon())
        with statements() as sent:
            desk_.read(f"/desk/followup/{made.id}/progress")
        return len(sent)

    groups(2)
    few = read()
    groups(4)
    assert read() == few


def test_a_task_stands_on_the_days_work_and_is_closed_with_a_note(officer, browse):
    groups(1)
    running()
    work(at_noon())
    failing(letters()[0])
    work(at_noon())
    (task,) = tasks()
    waiting = [one for one in desk.work_for(officer, now()).mine if one.queue == "surveys"]
    assert [(one.label, one.count) for one in waiting] == [("電話で確かめる", 1)]
    desk_ = browse(officer)
    assert "/desk/followup/tasks?state=open" in desk_.read("/desk/")
    listed = desk_.read("/desk/followup/tasks?state=open")
    assert "03-0000-0000" in listed
    page = f"/desk/followup/tasks/{task.id}"
    seen = desk_.read(page)
    assert "550 no such user" in seen
    assert "済んだ日時" not in seen
    assert "入力してください" in desk_.send(page, result="reached", note=" ")
    sent = desk_.send(page, result="reached", note="郵送を希望", version=str(task.version))
    assert "確かめた結果を記録しました" in sent
    db.session.expire_all()
    assert (task.state, task.result, task.person) == (State.DONE, Result.REACHED, officer)
    seen = desk_.read(page)
    assert "郵送を希望" in seen
    assert "済んだ日時" in seen


def test_an_auditor_sees_a_task_and_cannot_close_it(officer, browse):
    groups(1)
    running()
    work(at_noon())
    failing(letters()[0])
    work(at_noon())
    (task,) = tasks()
    page = browse(make.person(Role.AUDITOR)).read(f"/desk/followup/tasks/{task.id}")
    assert "結果を記録する" not in page


def test_the_page_of_one_asked_shows_where_they_are_reached_now(officer, browse):
    (group,) = groups(1)
    made = running()
    work(at_noon())
    (one,) = invitations()
    new = Address(email="atarashii@example.jp")
    contacts.change(group.people[0], new, How.TELEPHONE, officer, now())
    db.session.commit()
    page = browse(officer).read(f"/desk/followup/{made.id}/groups/{one.id}")
    assert "atarashii@example.jp" in page
    assert f"/desk/contacts/{group.people[0].id}/edit" in page


def test_a_wave_without_days_of_its_own_is_renamed_without_asking_for_any(officer, browse):
    made = by_itself()
    page = f"/desk/followup/{made.id}/edit"
    desk_ = browse(officer)
    assert "回答の締切日" not in desk_.read(page)
    sent = desk_.send(page, name="半年後", note="", version=str(made.version))
    assert "調査回を変更しました" in sent
    db.session.expire_all()
    assert (made.name, made.closes_on) == ("半年後", None)
