"""受付番号 in the order in which they were issued, on both databases and in loaded lists."""

from flask import Flask
from sqlalchemy import select

from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.applications.register import Wanted, listed
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make

IN_ORDER = ["R8-042", "R8-999", "R8-0043", "R8-9999", "R8-10000", "R9-001", "R9-0002", "R10-0001"]


def test_a_number_has_four_digits_and_more_when_they_run_out():
    assert numbers.written(2026, 42) == "R8-0042"
    assert numbers.written(2026, 10_000) == "R8-10000"


def test_numbers_of_three_digits_stay_in_their_place(app: Flask) -> None:
    call = make.call()
    for number in sorted(IN_ORDER):
        make.application(to=call, number=number)
    ordered = select(Application.number).order_by(*numbers.in_order(Application.number))
    assert db.session.scalars(ordered).all() == IN_ORDER
    assert sorted(IN_ORDER, key=numbers.key) == IN_ORDER
    officer = make.person(Role.OFFICER)
    for sort, wanted in (("number", IN_ORDER), ("-number", IN_ORDER[::-1])):
        listing = listed(officer, Wanted(sort=sort))
        found = db.session.scalars(listing.query.order_by(*listing.order))
        assert [one.number for one in found] == wanted
