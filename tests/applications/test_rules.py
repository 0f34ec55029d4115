"""What an application must hold before it is submitted."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications.answers import changes
from otameshi.applications.rules import (
    ALIVE,
    APPLICATION,
    ApplicationFact,
    Channel,
    Kind,
    MemberFact,
    Missing,
    PageName,
    State,
    acting,
    asked_of,
    change,
    changeable,
    complete,
    missing,
    next_step,
    promises,
    untouched,
)
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.programme.asked import AskedPaper
from otameshi.programme.rules import Terms

TERMS = Terms(
    fiscal_year=2026,
    group_limit=3,
    age_base=None,
    age_least=None,
    age_most=None,
    age_most_soft=False,
    trial=Period(date(2026, 8, 1), date(2027, 2, 28)),
    months_least=3,
    months_most=6,
    nights_a_month=6,
    nights_soft=True,
    paid_by=date(2027, 3, 14),
    budget=Yen(0),
    papers=(
        AskedPaper("plan", "事業計画書", required=True),
        AskedPaper("photo", "参加者の顔写真", required=True),
        AskedPaper("other", "その他の資料", required=False),
    ),
)
MEMBER = MemberFact(
    name="見本　太郎",
    kana="ミホン　タロウ",
    birth_date=date(1995, 4, 2),
    prefecture="東京都",
    address="見本区1-2-3",
    occupation="システム開発",
    has_base=False,
    phone="026-000-0000",
)
WHOLE = ApplicationFact(
    kind=Kind.INDIVIDUAL,
    trade_name="",
    corporate_number="",
    leader="",
    employer_consent=False,
    members=(MEMBER,),
    business="ウェブ制作",
    career="5年",
    plan="地域の会社と組む",
    wishes=("塩尻市",),
    stay_from=date(2026, 9, 1),
    stay_to=date(2026, 12, 31),
    nights_a_month=8,
    costs=(),
    papers=frozenset({"plan", "photo"}),
    pledged=False,
    consented=False,
)
EMPTY = replace(
    WHOLE,
    kind=None,
    members=(),
    business="",
    career="",
    plan="",
    wishes=(),
    stay_from=None,
    stay_to=None,
    nights_a_month=None,
    papers=frozenset(),
)


def words(fact: ApplicationFact) -> list[str]:
    return [one.text for one in missing(fact, TERMS)]


def test_a_whole_application_lacks_nothing():
    assert words(WHOLE) == []


def test_costs_are_for_those_who_wish_for_the_subsidy_and_are_never_missing():
    assert PageName.COSTS not in {one.page for one in missing(EMPTY, TERMS)}


@pytest.mark.parametrize(
    ("change_", "expected"),
    [
        ({"kind": None}, "応募区分を選んでください。"),
        ({"members": ()}, "代表者を入力してください。"),
        ({"business": ""}, "事業の内容を入力してください。"),
        ({"career": ""}, "経歴を入力してください。"),
        ({"wishes": ()}, "希望する市町村を選んでください。"),
        ({"stay_to": None}, "おためしの期間を入力してください。"),
        ({"nights_a_month": None}, "1か月に泊まる数を入力してください。"),
        ({"plan": ""}, "期間中の活動計画を入力してください。"),
        ({"papers": frozenset({"photo"})}, "事業計画書を添付してください。"),
    ],
)
def test_one_thing_is_missing_and_named(change_, expected):
    assert words(replace(WHOLE, **change_)) == [expected]


def test_no_night_at_all_is_an_answer():
    assert words(replace(WHOLE, nights_a_month=0)) == []


@pytest.mark.parametrize(
    ("kind", "count"),
    [(Kind.INDIVIDUAL, 0), (Kind.SOLE, 0), (Kind.COMPANY, 3), (Kind.EMPLOYEE, 2)],
)
def test_each_kind_of_applicant_is_asked_its_own_questions(kind, count):
    assert len(words(replace(WHOLE, kind=kind))) == count


def test_the_telephone_of_the_representative_is_enough():
    silent = replace(MEMBER, phone="")
    assert words(replace(WHOLE, members=(MEMBER, silent))) == []
    assert words(replace(WHOLE, members=(silent,))) == ["代表者の電話番号を入力してください。"]


def test_what_a_member_lacks_is_named_with_its_place():
    lacking = missing(replace(WHOLE, members=(MEMBER, replace(MEMBER, kana=""))), TERMS)
    assert [(one.text, one.position) for one in lacking] == [
        ("メンバー2のフリガナを入力してください。", 2)
    ]


FILLED = st.sampled_from([each.name for each in fields(ApplicationFact)])


@given(st.sets(FILLED))
def test_filling_in_more_never_makes_more_missing(names):
    some = replace(EMPTY, **{n: getattr(WHOLE, n) for n in names | {"kind"}})
    more = replace(some, business=WHOLE.business, members=WHOLE.members, papers=WHOLE.papers)
    assert len(missing(more, TERMS)) <= len(missing(some, TERMS))


@given(st.sets(FILLED))
def test_a_page_on_which_nothing_stands_lacks_something_or_is_optional(names):
    some = replace(EMPTY, **{n: getattr(WHOLE, n) for n in names})
    lacking = {one.page for one in missing(some, TERMS)}
    optional = {PageName.COSTS, PageName.CONFIRM}
    assert untouched(some) <= lacking | optional


def test_both_promises_are_asked_for():
    assert len(promises(pledged=False, consented=False)) == 2
    assert promises(pledged=True, consented=True) == ()
    with pytest.raises(Refused, match="・確認・誓約・同意：誓約"):
        complete(promises(pledged=False, consented=True))


def test_the_table_of_moves():
    assert [
        (move.name, sorted(move.sources), move.target.value, move.by.value)
        for move in APPLICATION.moves
    ] == [
        ("save", ["draft"], "draft", "applicant"),
        ("save", ["draft"], "draft", "visitor"),
        ("submit", ["draft"], "submitted", "applicant"),
        ("correct", ["submitted"], "submitted", "applicant"),
        ("enter", ["draft"], "draft", "officer"),
        ("receive", ["draft"], "submitted", "officer"),
        ("amend", ["submitted"], "submitted", "officer"),
        ("withdraw", ["draft", "submitted"], "withdrawn", "applicant"),
        ("withdraw_for", ["draft", "submitted"], "withdrawn", "officer"),
    ]


def test_a_change_saves_a_draft_and_corrects_a_submission():
    assert change({Role.APPLICANT}, State.DRAFT).name == "save"
    assert change({Role.APPLICANT}, State.SUBMITTED).name == "correct"
    assert [state for state in State if changeable(state)] == sorted(ALIVE, key=list(State).index)
    assert change({Role.OFFICER}, State.DRAFT).name == "enter"
    assert change({Role.OFFICER}, State.SUBMITTED).name == "amend"
    for roles, state in (({Role.APPLICANT}, State.WITHDRAWN), ({Role.MANAGER}, State.DRAFT)):
        with pytest.raises(Refused):
            change(roles, state)


@pytest.mark.parametrize("in_time", [True, False])
@pytest.mark.parametrize("lacking", [True, False])
@pytest.mark.parametrize("state", list(State))
def test_every_state_says_what_to_do_next(state, in_time, lacking):
    assert next_step(state, in_time, lacking=lacking).endswith("。")


def test_only_what_differs_is_kept_of_a_correction():
    before, after = {"氏名": "甲", "住所": "乙"}, {"氏名": "甲", "電話": "丙"}
    assert changes(before, after) == {"住所": ["乙", ""], "電話": ["", "丙"]}


def test_only_what_came_on_paper_is_acted_on_by_an_officer():
    mine, other = 1, 2
    acting(mine, Channel.ONLINE, mine, {Role.APPLICANT})
    acting(mine, Channel.PAPER, mine, {Role.APPLICANT})
    acting(mine, Channel.PAPER, other, {Role.OFFICER})
    acting(mine, Channel.TABLE, other, {Role.OFFICER})
    for channel, roles in (
        (Channel.ONLINE, {Role.OFFICER}),
        (Channel.PAPER, {Role.APPLICANT}),
        (Channel.TABLE, {Role.MANAGER}),
    ):
        with pytest.raises(Refused, match="本人だけ"):
            acting(mine, channel, other, roles)


def test_the_files_of_a_paper_hold_nobody_up():
    lacking = (Missing(PageName.FILES, "添付"), Missing(PageName.PLAN, "計画"))
    assert asked_of(lacking, Channel.ONLINE) == lacking
    assert asked_of(lacking, Channel.PAPER) == lacking[1:]


def test_each_thing_that_is_missing_stands_on_a_line_of_its_own():
    lacking = (Missing(PageName.PLAN, "計画"), Missing(PageName.FILES, "添付"))
    with pytest.raises(Refused) as refused:
        complete(lacking)
    assert str(refused.value).splitlines()[1:] == ["・おためし計画：計画", "・添付：添付"]
