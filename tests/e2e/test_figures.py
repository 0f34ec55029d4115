"""The figure of a year at a real browser: looked at from all sides, then fixed by two people."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from otameshi.db import db
from otameshi.people import Person
from tests.conftest import put_demonstration
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_correction import sit_down

YEAR = "/desk/statistics/retention/2024"


def test_the_figure_is_looked_at_from_all_sides_and_fixed_by_two_people(
    served: tuple[Flask, str], loaded: Path, visit: Callable[..., Visitor]
) -> None:
    app, _ = served
    officer, manager = visit(PHONE), visit()
    with app.app_context():
        put_demonstration(loaded, app)
        for seat, mailbox in ((officer, "tantou"), (manager, "kessai")):
            mine = select(Person).where(Person.email == f"{mailbox}@example.jp")
            sit_down(app, seat, db.session.scalars(mine).one())
    officer.open(YEAR)
    officer.reads("15/19 = 78.9％", "56.7～91.5％", "78.9～84.2％", "79.0％")
    officer.click("今の値で確定の決裁を求める")
    officer.reads("確定の決裁待ち")
    manager.open(YEAR)
    manager.click("指標を確定する")
    manager.reads("15/19 = 78.9％（")
    manager.open("/desk/statistics/sheet/2024")
    manager.reads("確定値 15/19 = 78.9、公表値 79.0")
