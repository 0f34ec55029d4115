"""Applications that may be from the same people are pointed out."""

from datetime import date

import pytest
from flask import Flask

from otameshi.applications.likeness import Sign, alike
from otameshi.applications.rules import State
from otameshi.db import db
from tests import make
from tests.statements import statements


@pytest.fixture
def one(app: Flask):
    del app
    return make.application(
        by=make.person(email="Hanako+nagano@example.jp"),
        number="R8-0001",
        corporate_number="7000012050002",
        members=[person(), person(2, kana="サトウ　ジロウ", phone="")],
    )


def person(position: int = 1, **facts):
    standard = {"kana": "タカハシ　ハナコ", "phone": "026-235-0000", "birth_date": date(1990, 1, 2)}
    return make.member(position, **{**standard, **facts})


def stranger(**facts):
    return person(**{"kana": "ベツ　ジン", "phone": "", "birth_date": date(1970, 1, 1), **facts})


def signs(one) -> dict[str, tuple[Sign, ...]]:
    db.session.commit()
    return {found.number: found.signs for found in alike(one)}


@pytest.mark.parametrize(
    ("member", "sign"),
    [
        ({"kana": "ﾀｶﾊｼ ﾊﾅｺ"}, Sign.KANA),
        ({"kana": "たかはしはなこ", "birth_date": date(1990, 1, 2)}, Sign.PERSON),
        ({"kana": "サトウ　ジロウ"}, Sign.KANA),
        ({"phone": "+81 26 235 0000"}, Sign.PHONE),
    ],
)
def test_a_member_is_known_again_however_it_is_written(one, member, sign):
    make.application(to=one.call, number="R8-0002", members=[stranger(**member)])
    assert signs(one) == {"R8-0002": (sign,)}


def test_a_company_a_mailbox_and_an_account_are_known_again_over_the_years(one):
    past = make.call(make.year(2024))
    make.application(
        to=past, number="R6-0001", corporate_number="7000012050002", members=[stranger()]
    )
    box = make.person(email="hanako@example.jp")
    make.application(by=box, to=past, number="R6-0002", members=[stranger()])
    make.application(by=one.applicant, to=past, number="R6-0003", members=[stranger()])
    assert signs(one) == {
        "R6-0001": (Sign.COMPANY,),
        "R6-0002": (Sign.MAIL,),
        "R6-0003": (Sign.ACCOUNT,),
    }
    assert not any(found.same_call for found in alike(one))


def test_nothing_in_common_is_nothing_to_point_out(one):
    one.members[1].phone = ""
    make.application(to=one.call, number="R8-0002", members=[stranger(phone="")])
    assert signs(one) == {}


def test_a_draft_is_nobody_elses_business_and_a_withdrawn_one_is_shown(one):
    make.application(to=one.call, state=State.DRAFT, members=[person()])
    make.application(to=one.call, number="R8-0009", state=State.WITHDRAWN, members=[person()])
    assert set(signs(one)) == {"R8-0009"}


def test_what_became_of_it_is_told(one):
    past = make.call(make.year(2024))
    earlier = make.application(to=past, number="R6-0001", members=[person()])
    make.participation(make.selected(earlier))
    db.session.commit()
    (found,) = alike(one)
    assert found.outcome is not None
    assert found.outcome.label.startswith("参加：")


def test_it_takes_two_statements_however_many_there_are(one):
    def asked() -> int:
        db.session.commit()
        db.session.refresh(one)
        _ = [(each.kana_key, each.phone_key) for each in one.members], one.applicant.email
        with statements() as sent:
            alike(one)
        return len(sent)

    make.application(to=one.call, number="R8-0002", members=[person()])
    few = asked()
    for number in range(3, 30):
        make.application(to=one.call, number=f"R8-{number:04}", members=[person()])
    assert asked() == few <= 2
