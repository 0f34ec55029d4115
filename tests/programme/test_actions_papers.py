"""The papers of a year are set by an officer and copied to the next, on both databases."""

from dataclasses import replace

import pytest

from otameshi import history
from otameshi.core.questions import Accepts
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.programme import asking, copying
from otameshi.programme.asked import MOST_KINDS, Need, PaperSettings, new_key
from tests import make

PORTFOLIO = PaperSettings(4, "作品集", "3点まで。", Need.REQUIRED, Accepts.DOCUMENTS, 2)


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


@pytest.fixture
def year(app):
    del app
    return make.year(2026)


def test_a_new_kind_gets_a_key_of_its_own(year, officer):
    paper = asking.add_paper(year, PORTFOLIO, officer, make.NOON)
    assert paper.key == "paper1"
    assert [one.key for one in year.papers] == ["plan", "photo", "other", "paper1"]
    assert new_key(["paper1", "paper3"]) == "paper2"


def test_two_kinds_of_one_name_are_refused(year, officer):
    asking.add_paper(year, PORTFOLIO, officer, make.NOON)
    with pytest.raises(Refused, match="同じ名称"):
        asking.add_paper(year, PORTFOLIO, officer, make.NOON)
    asking.edit_paper(year, year.papers[-1], PORTFOLIO, officer, make.NOON)
    with pytest.raises(Refused, match="同じ名称"):
        asking.edit_paper(year, year.papers[0], PORTFOLIO, officer, make.NOON)


def test_there_are_only_so_many_kinds(year, officer):
    for number in range(MOST_KINDS - 3):
        asking.add_paper(year, replace(PORTFOLIO, label=f"資料{number}"), officer, make.NOON)
    with pytest.raises(Refused, match=f"{MOST_KINDS}まで"):
        asking.add_paper(year, PORTFOLIO, officer, make.NOON)


def test_a_change_is_kept_with_what_stood_before(year, officer):
    photo = year.papers[1]
    settings = replace(PORTFOLIO, label=photo.label, need=Need.NONE)
    asking.edit_paper(year, photo, settings, officer, make.NOON)
    db.session.commit()
    event = db.session.scalars(history.of(year)).unique().one()
    assert event.label == "添付を求める書類「参加者の顔写真」を変更"
    assert event.facts["changes"]["求め方"] == ["必須", "求めない"]
    assert [one.key for one in year.terms.papers] == ["plan", "other"]


def test_the_next_year_asks_for_the_same(year, officer):
    asking.add_paper(year, PORTFOLIO, officer, make.NOON)
    following = copying.create_year(year, 2027, officer, make.NOON)
    db.session.commit()
    shown = [(one.key, one.label, one.need, one.most) for one in following.papers]
    assert shown == [(one.key, one.label, one.need, one.most) for one in year.papers]
    assert not {one.id for one in following.papers} & {one.id for one in year.papers}
