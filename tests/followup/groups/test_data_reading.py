"""What each 組 said, wave by wave, on a page of the office; the list agrees with the courses."""

from datetime import timedelta

import pytest

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.courses import reading as courses
from otameshi.followup.courses.dimensions import Dimension
from otameshi.followup.courses.rules import Standing
from otameshi.followup.groups import reading
from otameshi.followup.models import Invitation
from otameshi.followup.rules import Answer, Source
from otameshi.participation.rules import State
from tests import make
from tests.conftest import Browser
from tests.followup.make import IN_MARCH, groups, saying, wave
from tests.statements import counted

PAGE = "/desk/followup/groups/"
STAYED, LEFT, SILENT = True, False, None
DAY = timedelta(days=1)


def said(months, answers, number=0):
    """Ask the groups once; each says what it says, a day after it was asked."""
    made = wave(name=f"{months}か月後{number or ''}", months=months, decisive=not months)
    invited = actions.invite(made, make.person(Role.OFFICER), IN_MARCH)
    for one, counts in zip(invited, answers, strict=False):
        if counts is not None:
            actions.reply(one.token, saying(made, counts=counts), IN_MARCH + DAY)
    return invited


@pytest.fixture
def asked(app):
    """Five groups: kept and silent, kept and gone, gone and back, never heard; one unasked."""
    found = groups(4)
    said(0, [STAYED, STAYED, LEFT, SILENT])
    said(12, [SILENT, LEFT, STAYED, SILENT])
    found += groups(1, fiscal_year=2023)
    db.session.commit()
    return found


STANDS = [Standing.KEEPING, Standing.LEFT, Standing.KEEPING, Standing.UNHEARD, Standing.UNASKED]


def invitations():
    return db.session.scalars(db.select(Invitation).order_by(Invitation.id)).all()


def listed(where=None):
    query = reading.visible_to(make.person(Role.OFFICER))
    return db.session.scalars(query if where is None else query.where(where)).unique().all()


def test_each_group_stands_where_its_answers_put_it(asked):
    rows = {one.group.id: one for one in reading.rows(asked)}
    assert [rows[one.id].course.standing for one in asked] == STANDS
    first = rows[asked[0].id]
    assert [(one.months, one.answer) for one in first.said] == [
        (0, Answer.STAYED), (12, Answer.SILENT),
    ]  # fmt: skip
    known = first.last_known
    assert known is not None
    assert (known.months, known.on) == (0, (IN_MARCH + DAY).date())
    assert rows[asked[3].id].last_known is None
    assert rows[asked[4].id].said == ()


def test_a_list_of_one_standing_is_what_the_courses_count(asked):
    said(12, [LEFT, STAYED, LEFT, SILENT], number=2)  # a second wave at the same time
    db.session.commit()
    whole = courses.courses(Dimension.ALL).whole
    for standing, where in reading.STANDINGS.items():
        found = listed(where)
        assert len(found) == sum(n for one, n in whole.items() if one.standing is standing)
        assert {one.course.standing for one in reading.rows(found)} <= {standing}
    assert sum(len(listed(where)) for where in reading.STANDINGS.values()) == len(asked)


def test_the_newest_year_stands_first_and_declined_places_nowhere(asked):
    groups(1, fiscal_year=2022, state=State.DECLINED)
    assert [one.id for one in listed()] == [one.id for one in asked]


def test_an_answer_told_by_telephone_has_the_day_on_which_it_was_told(asked):
    invited = invitations()[-1]
    actions.record(
        invited,
        saying(invited.wave, counts=True),
        by=make.person(Role.OFFICER),
        at=IN_MARCH + 9 * DAY,
        source=Source.TELEPHONE,
        given_on=(IN_MARCH + 2 * DAY).date(),
    )
    db.session.commit()
    (row,) = reading.rows([invited.participation])
    assert [one.on for one in row.said if one.answer is Answer.STAYED] == [
        (IN_MARCH + 2 * DAY).date()
    ]


def test_the_page_shows_a_row_a_group_and_leads_to_each_answer(app, asked):
    staff = Browser(app, make.person(Role.AUDITOR))
    page = staff.get(PAGE).get_data(as_text=True)
    assert page.count("<tr>") == 1 + len(asked)
    assert "終了から12か月" in page
    first = invitations()[0]
    assert f"/desk/followup/{first.wave_id}/groups/{first.id}" in page
    gone = staff.get(f"{PAGE}?year=2024&standing=left").get_data(as_text=True)
    assert gone.count("<tr>") == 1 + 1
    assert "当てはまる組はありません" in staff.get(f"{PAGE}?year=2031").get_data(as_text=True)
    assert staff.get(f"{PAGE}?year=x&standing=%00&page=-1").status_code == 200


def test_the_numbers_of_the_courses_lead_to_the_list(app, asked):
    staff = Browser(app, make.person(Role.AUDITOR))
    page = staff.get("/desk/statistics/courses").get_data(as_text=True)
    assert f'href="{PAGE}?standing=left"' in page
    one_year = staff.get("/desk/statistics/courses?first=2024&last=2024").get_data(as_text=True)
    assert f'href="{PAGE}?year=2024&amp;standing=left"' in one_year


def test_others_do_not_see_it(app, asked):
    assert Browser(app, make.person(Role.APPLICANT)).get(PAGE).status_code in {403, 404}
    assert db.session.scalars(reading.visible_to(make.person(Role.APPLICANT))).all() == []


def test_the_statements_do_not_grow_with_the_groups(app, asked):
    staff = Browser(app, make.person(Role.AUDITOR))
    few = counted(lambda: staff.get(PAGE))
    groups(6)
    assert counted(lambda: staff.get(PAGE)) == few
