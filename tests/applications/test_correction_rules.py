"""How a request for correction moves, what it opens, and until when it is answered."""

from datetime import date, timedelta

import pytest

from otameshi.applications.correction.rules import (
    CORRECTION,
    LONGEST,
    State,
    in_time,
    must_be_a_date,
    reminds,
)
from otameshi.applications.correction.sections import (
    WISHES,
    Section,
    about_member,
    covers,
    must_be_asked,
    page_must_be_asked,
    section_of,
    sections,
    touched,
)
from otameshi.applications.rules import PageName
from otameshi.applications.versions.rules import Answered, KeptFile, Snapshot
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused

DUE = date(2026, 6, 10)
PLAN, FILES, MEMBERS = PageName.PLAN, PageName.FILES, PageName.MEMBERS

# The whole table of moves: from where, by whom, to where.
MOVES = [
    ("ask", "new", Role.OFFICER, "sent", False),
    ("answer", "sent", Role.APPLICANT, "answered", False),
    ("accept", "answered", Role.OFFICER, "accepted", False),
    ("again", "answered lapsed", Role.OFFICER, "again", False),
    ("close", "lapsed", Role.OFFICER, "closed", True),
    ("withdraw", "sent", Role.OFFICER, "withdrawn", True),
]


def test_the_table_of_moves():
    assert [
        (one.name, " ".join(sorted(one.sources)), one.by, str(one.target), one.needs_note)
        for one in CORRECTION.moves
    ] == MOVES


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", [one for one in Role if one not in {Role.OFFICER, Role.APPLICANT}])
def test_nobody_else_takes_any_step(state, role):
    assert CORRECTION.open_to({role}, state) == []


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_word_for_the_applicant(state):
    assert state.told


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        (japan(2026, 6, 10), True),
        (japan(2026, 6, 11) - timedelta(microseconds=1), True),
        (japan(2026, 6, 11), False),
        (japan(2026, 6, 1), True),
    ],
)
def test_an_answer_is_taken_until_the_end_of_the_day_in_japan(at, taken):
    assert in_time(DUE, at) is taken


@pytest.mark.parametrize(
    ("asked", "at", "wanted"),
    [
        (japan(2026, 6, 1), japan(2026, 6, 6, 23, 59), False),
        (japan(2026, 6, 1), japan(2026, 6, 7), True),
        (japan(2026, 6, 1), japan(2026, 6, 10, 23, 59), True),
        (japan(2026, 6, 1), japan(2026, 6, 11), False),
        (japan(2026, 6, 7), japan(2026, 6, 8), False),  # asked within the last days
    ],
)
def test_one_is_reminded_in_the_last_three_days(asked, at, wanted):
    assert reminds(asked, DUE, at) is wanted


def test_an_answer_by_date_leaves_a_day_and_is_not_too_far():
    today = japan(2026, 6, 1, 12)
    must_be_a_date(date(2026, 6, 2), today)
    must_be_a_date(date(2026, 6, 1) + LONGEST, today)
    for day in (date(2026, 6, 1), date(2026, 5, 1), date(2026, 6, 2) + LONGEST):
        with pytest.raises(Refused, match="期限"):
            must_be_a_date(day, today)


def test_a_section_is_a_page_or_one_answer_and_wishes_are_one():
    rows = [("第1希望の市町村", "見本市"), ("第2希望の市町村", "例町"), ("おためしの期間", "")]
    found = sections([(PLAN, rows), (PageName.COSTS, [("経費1　オフィス", "1円")])])
    assert found == [
        Section(PLAN),
        Section(PLAN, WISHES),
        Section(PLAN, "おためしの期間"),
        Section(PageName.COSTS),
    ]


def test_what_was_not_asked_for_is_refused_by_its_name():
    asked = {Section(PLAN, WISHES), Section(FILES)}
    must_be_asked(asked, [section_of(PLAN, "第3希望の市町村"), section_of(FILES, "事業計画書")])
    with pytest.raises(Refused, match="「おためしの期間」は変更できません"):
        must_be_asked(asked, [section_of(PLAN, "おためしの期間")])
    page_must_be_asked(asked, PLAN)
    with pytest.raises(Refused, match="「代表者とメンバー」は、補正を依頼されていない"):
        page_must_be_asked(asked, MEMBERS)
    assert covers(asked, Section(FILES, "写真"))


def test_a_members_part_is_told_by_its_title():
    assert about_member(Section(MEMBERS, "代表者の住所"), "代表者")
    assert not about_member(Section(MEMBERS, "代表者の住所"), "メンバー2")
    assert about_member(Section(MEMBERS), "メンバー2")


def test_a_file_belongs_to_the_page_that_asks_for_it():
    file = KeptFile(1, "作品の写真", "a.png", 1, "a" * 64)
    other = KeptFile(2, "事業計画書", "b.pdf", 1, "b" * 64)
    before = Snapshot((Answered("plan", "おためし計画", (("作品の写真", ""),)),), ())
    asked = Answered("plan", "おためし計画", (("作品の写真", "a.png"),))
    after = Snapshot((asked,), (file, other))
    assert touched(before, after) == {Section(PLAN, "作品の写真"), Section(FILES, "事業計画書")}
