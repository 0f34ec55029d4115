"""The courses as the database counts them, on pages and as files."""

from datetime import timedelta

import pytest

from otameshi.applications.rules import Kind
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.courses import reading, telling
from otameshi.followup.courses.difference import Share
from otameshi.followup.courses.dimensions import Dimension
from otameshi.followup.courses.rules import Course
from otameshi.outreach.rules import GatheringKind
from otameshi.participation.rules import State
from tests import make
from tests.conftest import Browser
from tests.followup.make import IN_MARCH, groups, saying, wave
from tests.outreach.visits.make import came, gathering
from tests.statements import counted

STAYED, LEFT, SILENT = True, False, None
PAGES = ("/desk/statistics/courses", "/desk/statistics/differences")


def said(of, months, answers, number=0):
    """Ask the groups of a year once; each says what it says."""
    made = wave(name=f"{months}か月後{number or ''}", months=months, decisive=not months)
    for one, counts in zip(actions.invite(made, make.person(Role.OFFICER), IN_MARCH), answers,
                           strict=True):  # fmt: skip
        if counts is not None:
            answer = saying(made, counts=counts)
            actions.reply(one.token, answer, IN_MARCH + timedelta(days=1))


@pytest.fixture
def asked(app):
    """Six groups, asked at the end and after a year; a seventh came afterwards."""
    found = groups(6)
    said(found, 0, [STAYED, STAYED, STAYED, LEFT, LEFT, SILENT])
    said(found, 12, [STAYED, SILENT, LEFT, STAYED, LEFT, SILENT])
    found += groups(1)
    for number, group in enumerate(found):
        application = group.candidacy.application
        application.kind = Kind.COMPANY if number % 2 else Kind.SOLE
        group.people[0].prefecture = "大阪府" if number < 2 else "愛知県"
    make.decided_grant(found[0])
    db.session.commit()
    return found


def test_the_courses_are_read_from_answers_alone(asked):
    found = reading.courses(Dimension.ALL)
    assert found.months == (0, 12)
    assert found.whole == {
        Course(12, None): 2,  # one of them had said that it left
        Course(0, None): 1,
        Course(0, 12): 1,
        Course(None, 0): 1,
        Course(None, None): 1,
        Course(None, None, asked=False): 1,
    }


def test_two_waves_at_the_same_time_are_both_read(asked):
    said(asked, 12, [LEFT, STAYED, SILENT, SILENT, SILENT, SILENT, STAYED], number=2)
    assert reading.courses(Dimension.ALL).whole[Course(12, None)] == 4


@pytest.mark.parametrize("by", Dimension)
def test_every_dimension_sums_to_the_whole(asked, by):
    found = reading.courses(by)
    assert found.whole == reading.courses(Dimension.ALL).whole
    assert reading.courses(by, [1999]).whole == {}
    assert reading.courses(by, [2024]) == found


def test_groups_are_told_apart_by_what_the_year_knows_of_them(asked):
    sizes = {
        by: {name: sum(one.values()) for name, one in reading.courses(by).of.items()}
        for by in (Dimension.KIND, Dimension.SIDE, Dimension.SUBSIDISED, Dimension.GATHERINGS)
    }
    assert list(sizes.values()) == [
        {"個人事業主": 4, "法人": 3}, {"東海": 5, "西日本": 2}, {"あり": 1, "なし": 6},
        {"記録なし": 7},
    ]  # fmt: skip


def test_gatherings_are_known_only_where_somebody_said_who_came(asked):
    held = gathering(asked[0].year, kind=GatheringKind.MEETING)
    came(held, asked[0])
    came(held, asked[1])
    came(gathering(asked[0].year, kind=GatheringKind.LARGE), asked[0])
    other = groups(2, fiscal_year=2023)  # of a year without any record
    db.session.commit()
    of = reading.courses(Dimension.GATHERINGS).of
    assert {name: sum(one.values()) for name, one in of.items()} == {
        "0回": len(asked) - 2, "1回": 1, "2回以上": 1, "記録なし": len(other),
    }  # fmt: skip
    assert reading.shares(0)[Dimension.GATHERINGS]["2回以上"] == Share(1, 0)


def test_a_year_in_which_nobody_took_part_is_not_offered(asked):
    groups(1, fiscal_year=2023, state=State.DECLINED)
    assert reading.known_years() == [2024]


def test_the_shares_at_a_time_are_those_of_its_answers(asked):
    found = reading.shares(12)
    assert found[Dimension.SIDE] == {"東海": Share(1, 2, 2), "西日本": Share(1, 0, 1)}
    assert found[Dimension.SUBSIDISED] == {"あり": Share(1, 0), "なし": Share(1, 2, 3)}
    assert reading.shares(36)[Dimension.SIDE] == {}


def test_the_statements_do_not_grow_with_the_groups(asked):
    def read():
        reading.courses(Dimension.TOWN)
        reading.shares(12)

    before = counted(read)
    said(groups(5), 24, [STAYED] * 12)
    assert counted(read) == before == 5


def test_the_pages_show_the_curve_and_the_warning(app, asked):
    staff = Browser(app, make.person(Role.OFFICER))
    for by in Dimension:
        page = staff.get(f"{PAGES[0]}?by={by}&first=2024&last=2024").text
        assert "回答がないことは、離れたこととは数えません" in page
        assert "<svg" in page
    page = staff.get(f"{PAGES[1]}?months=12").text
    assert "違いは、原因を示しません" in page
    assert "終了から12か月" in page


@pytest.mark.parametrize("query", ["?by=x&first=x&last=", "?first=99999&last=1", "?months=7"])
def test_whatever_an_address_asks_for_there_is_a_page(app, asked, query):
    staff = Browser(app, make.person(Role.AUDITOR))
    assert [staff.get(page + query).status_code for page in PAGES] == [200, 200]


def test_without_any_answer_the_pages_say_so(app):
    staff = Browser(app, make.person(Role.OFFICER))
    assert "まだ参加した組がありません" in staff.get(PAGES[0]).text
    assert "まだ追跡調査で尋ねた組がありません" in staff.get(PAGES[1]).text
    groups(2)
    assert "まだ拠点についての回答がありません" in staff.get(PAGES[0]).text


def test_what_is_shown_can_be_taken_as_a_file(app, asked):
    staff = Browser(app, make.person(Role.OFFICER))
    lines = staff.get(f"{PAGES[0]}.csv?by=kind").data.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("全体,終了時,5,1,")
    assert len(lines) == 1 + 2 * 3
    assert "西日本" in staff.get(f"{PAGES[1]}.csv?months=12").data.decode("utf-8-sig")
    for page in PAGES:
        assert staff.get(f"{page}.xlsx").data.startswith(b"PK")


def test_others_do_not_see_them(app, asked):
    applicant = Browser(app, make.person(Role.APPLICANT))
    assert {applicant.get(page).status_code for page in PAGES} <= {403, 404}


def test_the_command_line_tells_the_curve_and_writes_it(app, asked, tmp_path):
    file = tmp_path / "courses.csv"
    told = app.test_cli_runner().invoke(args=["courses", "--by", "kind", "--csv", str(file)])
    assert told.exit_code == 0
    # Of 5 that were heard of 1 had left at the end and 1 of the other 3 after a year.
    assert "全体  終了から12か月  観察中3組  維持率53.3％" in told.output
    assert len(file.read_bytes().decode("utf-8-sig").splitlines()) == 1 + 2 * 3
    nobody = app.test_cli_runner().invoke(args=["courses", "--year", "2099"])
    assert "まだ拠点についての回答がありません" in nobody.output


def test_the_command_line_lays_the_shares_side_by_side(app, asked, tmp_path):
    file = tmp_path / "differences.csv"
    run = app.test_cli_runner().invoke
    told = run(args=["differences", "--csv", str(file)])
    assert told.exit_code == 0, told.output
    assert "違いは、原因を示しません。" in told.output
    written = file.read_bytes().decode("utf-8-sig").splitlines()
    assert written[0] == ",".join(telling.DIFFERENCE_HEADERS)
    assert [line.split()[:2] for line in told.output.splitlines()[2:-1]] == [
        line.split(",")[:2] for line in written[1:]
    ]
    never = run(args=["differences", "--months", "7"])
    assert (never.exit_code, "選べる月数：0、12" in never.output) == (2, True)


def test_without_a_survey_the_command_line_has_nothing_to_compare(app):
    told = app.test_cli_runner().invoke(args=["differences"])
    assert (told.exit_code, "まだ追跡調査で尋ねた組がありません" in told.output) == (1, True)
