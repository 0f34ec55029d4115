"""A programme year is set, copied and kept from change where it was used, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from otameshi import history
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.programme import actions, copying, rubrics, settings
from otameshi.programme.models import Office
from otameshi.programme.rules import (
    CallSettings,
    CriterionSettings,
    HostSettings,
    Housing,
    OfficeSettings,
    PlaceUnit,
)
from tests import make

EXAMPLE = make.EXAMPLE_RULEBOOK
THIS_YEAR = copying.for_year(EXAMPLE, 2026)
SETTINGS = CriterionSettings(9, "継続の見込み", "", 2, 5, 0, [])


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def year(app):
    del app
    return make.year(2026)


def acts(year) -> list[str]:
    db.session.commit()
    return [event.act for event in db.session.scalars(history.of(year)).unique()]


def test_the_current_call_is_the_open_one_that_closes_first(year):
    late = make.call(year, closes_at=japan(2026, 6, 30, 17))
    soon = make.call(year)
    assert actions.current_call(make.NOON) is soon
    assert actions.current_call(japan(2026, 6, 1)) is late
    assert actions.current_call(japan(2026, 7, 1)) is None
    assert actions.next_call(japan(2026, 1, 1)) in {late, soon}


def test_a_new_version_of_the_rules_takes_the_next_number(year, officer):
    first = actions.add_rulebook(year, THIS_YEAR, officer, make.NOON)
    second = actions.add_rulebook(year, THIS_YEAR + "# 直した\n", officer, make.NOON)
    assert (first.number, second.number) == (1, 2)
    assert actions.current_rulebook(year) is second
    assert acts(year) == ["add_rulebook", "add_rulebook"]


def test_faulty_rules_are_refused_with_their_place(year, officer):
    with pytest.raises(Refused, match="誤りがあります"):
        actions.add_rulebook(year, "title = ", officer, make.NOON)


def test_rules_of_another_year_are_refused(year, officer):
    with pytest.raises(Refused, match="年度"):
        actions.add_rulebook(year, copying.for_year(EXAMPLE, 2025), officer, make.NOON)


def test_the_same_rules_twice_are_refused(year, officer):
    actions.add_rulebook(year, THIS_YEAR, officer, make.NOON)
    with pytest.raises(Refused, match="第1版と同じ"):
        actions.add_rulebook(year, THIS_YEAR, officer, make.NOON)


def test_a_version_of_the_rules_is_never_changed(year, officer):
    version = actions.add_rulebook(year, THIS_YEAR, officer, make.NOON)
    version.text = "別の規則"
    with pytest.raises(ValueError, match="never changed"):
        db.session.flush()


def test_the_next_year_is_a_copy_with_its_dates_moved(year, officer):
    make.call(year)
    make.host(year, "塩尻市")
    actions.add_rulebook(year, THIS_YEAR, officer, make.NOON)
    db.session.expire_all()
    following = copying.create_year(year, 2027, officer, make.NOON)
    db.session.expire_all()
    assert (following.trial_first, following.trial_last) == (date(2027, 8, 1), date(2028, 2, 28))
    assert following.document_code == "9産立"
    assert following.calls[0].closes_at == japan(2027, 5, 18, 17)
    assert [one.name for one in following.criteria] == [one.name for one in year.criteria]
    assert following.hosts[0].name == "塩尻市"
    assert [office.name for office in following.hosts[0].offices] == ["塩尻市オフィス"]
    rules = actions.rules_of(following)
    assert rules is not None
    assert rules.fiscal_year == 2027


def test_a_year_is_made_once(year, officer):
    with pytest.raises(Refused, match="すでにあります"):
        copying.create_year(year, 2026, officer, make.NOON)


def test_a_changed_call_is_kept_with_what_stood_before(year, officer):
    call = make.call(year)
    later = CallSettings("第1回募集", call.opens_at, japan(2026, 5, 25, 17), 20, quota_soft=True)
    settings.edit_call(call, later, officer, make.NOON, call.version)
    db.session.commit()
    event = db.session.scalars(history.of(year)).unique().one()
    assert event.facts["changes"] == {"募集の締切": ["2026-05-18 17:00", "2026-05-25 17:00"]}


def test_the_second_of_two_officers_is_told(year, officer):
    call = make.call(year)
    shown = call.version
    later = CallSettings("改題", call.opens_at, call.closes_at, 20, quota_soft=True)
    settings.edit_call(call, later, officer, make.NOON, shown)
    db.session.flush()
    with pytest.raises(Overtaken):
        settings.edit_call(call, later, officer, make.NOON, shown)


def test_the_rubric_takes_no_change_without_a_version_once_somebody_has_scored_by_it(year, officer):
    criterion = settings.add_criterion(year, SETTINGS, officer, make.NOON)
    rubrics.begin(year, make.NOON)
    for change in (
        lambda: settings.add_criterion(year, SETTINGS, officer, make.NOON),
        lambda: settings.edit_criterion(criterion, SETTINGS, officer, make.NOON),
        lambda: settings.remove_criterion(criterion, officer, make.NOON),
    ):
        with pytest.raises(Refused, match="採点が始まり"):
            change()


def test_two_criteria_have_two_places(year, officer):
    taken = year.criteria[0].position
    with pytest.raises(Refused, match="並び順"):
        settings.add_criterion(year, replace(SETTINGS, position=taken), officer, make.NOON)


def test_a_criterion_is_removed_while_nobody_has_scored(year, officer):
    criterion = settings.add_criterion(year, SETTINGS, officer, make.NOON)
    settings.remove_criterion(criterion, officer, make.NOON)
    assert acts(year) == ["add_criterion", "remove_criterion"]


def test_a_municipality_takes_part_once_a_year(year, officer):
    given = HostSettings("中信", Housing.RENT, "")
    host = settings.add_host(year, "20215", "塩尻市", given, officer, make.NOON)
    settings.add_office(host, OfficeSettings("見本オフィス", "塩尻市1-1"), officer, make.NOON)
    db.session.expire_all()
    with pytest.raises(Refused, match="すでに登録"):
        settings.add_host(year, "20215", "塩尻市", given, officer, make.NOON)
    with pytest.raises(Refused, match="塩尻市として"):
        settings.add_host(year, "20215", "別の市", given, officer, make.NOON)
    with pytest.raises(Refused, match="同じ名前"):
        settings.add_office(host, OfficeSettings("見本オフィス", ""), officer, make.NOON)
    settings.edit_host(host, replace(given, area="南信"), officer, make.NOON)
    assert acts(year) == ["add_host", "add_office", "edit_host"]


def test_a_municipality_and_an_office_say_how_many_they_take(year, officer):
    host = make.host(year)
    (office,) = host.offices
    assert (host.room, office.room) == ("上限なし", "上限なし")
    with_places = HostSettings("中信", Housing.RENT, "", 2, PlaceUnit.GROUPS)
    settings.edit_host(host, with_places, officer, make.NOON)
    seats = OfficeSettings(office.name, "", 5, PlaceUnit.HEADS)
    settings.edit_office(office, seats, officer, make.NOON)
    db.session.refresh(host)
    assert (host.room, office.room) == ("2組まで", "5名まで")
    make.keep(Office(host=host, name="別のオフィス"))
    db.session.refresh(host)
    with pytest.raises(Refused, match="同じ名前"):
        settings.edit_office(office, replace(seats, name="別のオフィス"), officer, make.NOON)
    copied = copying.create_year(year, 2027, officer, make.NOON)
    (town,) = copied.hosts
    assert (town.room, {one.room for one in town.offices}) == ("2組まで", {"5名まで", "上限なし"})
