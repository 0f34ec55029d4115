"""What a representative ticks on a phone, and what the office reads and corrects."""

from datetime import date, timedelta

import pytest
from flask import Flask

from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.participation.models import Participation
from otameshi.participation.stay import reading
from otameshi.participation.stay.forms import as_typed
from otameshi.participation.stay.models import StaySheet
from otameshi.participation.stay.rules import Entry
from otameshi.statistics.sheet import actions as _statistics  # noqa: F401  # all tables are known
from tests import make

FULL = Entry(present=True, night=True, work_hours=8)


@pytest.fixture
def group(app: Flask) -> Participation:
    """A group whose stay has begun 40 days ago."""
    year = make.year(
        today().year,
        trial_first=today() - timedelta(days=40),
        trial_last=today() + timedelta(days=100),
    )
    return make.participation(make.selected(make.application(to=make.call(year), people=2)))


def month(group: Participation, which: int = 0) -> date:
    """Return the first of the month in which the stay began."""
    return group.first_day.replace(day=1)


def path(group: Participation, desk: str = "", who: int = 0) -> str:
    first = month(group)
    return f"{desk}/stay/{group.id}/{group.people[who].id}/{first.year}-{first.month}"


def sent(entries: dict[date, Entry]) -> dict[str, str]:
    return dict(as_typed(entries))


def test_a_month_is_ticked_and_saved_at_once(browse, group) -> None:
    browser = browse(group.representative)
    first = group.first_day
    assert f"/stay/{group.id}" in browser.read("/participation/")
    page = browser.send(path(group), **sent({first: FULL, first + timedelta(days=1): Entry()}))
    assert "の滞在を保存しました" in page
    assert "1泊" in page
    assert "いまは平均" in page
    assert "必要です（6泊×" in page
    kept = reading.log(group)[group.people[0]]
    assert kept[first] == FULL
    assert not any(one.present for day, one in kept.items() if day != first)


def test_a_fill_button_shows_the_page_filled_and_saves_nothing(browse, group) -> None:
    browser = browse(group.representative)
    day = group.first_day
    fields = sent({day: Entry(present=True, place="塩尻")})
    page = browser.post(path(group), **fields, fill="weekdays")
    assert page.status_code == 200
    assert "まだ保存していません" in page.text
    assert 'value="塩尻"' in page.text
    assert page.text.count('value="8"') > 0
    assert db.session.query(StaySheet).count() == 0


def test_hours_that_no_day_has_are_refused_with_the_day_named(browse, group) -> None:
    browser = browse(group.representative)
    fields = {**sent({group.first_day: FULL})}
    name = next(key for key in fields if key.endswith("work_hours"))
    page = browser.post(path(group), **{**fields, name: "30"})
    assert page.status_code == 422
    words = f"{group.first_day.month}月{group.first_day.day}日"
    assert f"{words}（" in page.text
    assert "0から24までの時間数" in page.text
    assert 'value="30"' in page.text


def test_a_month_sent_twice_or_overtaken_acts_once(browse, group) -> None:
    browser = browse(group.representative)
    fields = {**browser.hidden(path(group)), **sent({group.first_day: FULL})}
    for _ in range(2):
        assert browser.client.post(path(group), data=fields).status_code == 303
    late = {**fields, "once": "another-key-of-the-form"}
    answer = browser.client.post(path(group), data=late)
    assert answer.status_code == 409
    assert "先に手続きしました" in answer.text
    assert db.session.query(StaySheet).one().version == 1


def test_a_month_to_come_and_the_log_of_others_are_not_found(browse, group) -> None:
    own = browse(group.representative)
    later = today() + timedelta(days=62)
    ids = f"/stay/{group.id}/{group.people[0].id}"
    assert own.get(f"{ids}/{later.year}-{later.month}").status_code == 404
    assert own.get(f"{ids}/{today().year}-13").status_code == 404
    other = browse(make.person())
    assert other.get(path(group)).status_code == 404
    assert other.get(f"/stay/{group.id}").status_code == 404


def test_an_officer_reads_and_corrects_with_a_reason_an_auditor_only_reads(browse, group) -> None:
    officer = browse(make.person(Role.OFFICER))
    here = path(group, "/desk")
    assert "未記入" in officer.read(here)
    assert f"/desk/stay/{group.id}" in officer.read(f"/desk/participation/{group.id}")
    fields = sent({group.first_day: FULL})
    assert officer.post(f"{here}/correct", **fields).status_code == 422
    page = officer.send(f"{here}/correct", **fields, note="宿の記録による")
    assert "滞在を訂正しました" in page
    assert "泊・仕事8時間" in page
    assert "宿の記録による" in page
    auditor = browse(make.person(Role.AUDITOR))
    assert "訂正する" not in auditor.read(here)
    assert "これから必要な滞在" in auditor.read(f"/desk/stay/{group.id}")
    assert auditor.get(f"{here}/correct").status_code == 403
