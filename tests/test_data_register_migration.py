"""The migration of the register gives every row that is there already its keys."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from otameshi.applications.models import Application, Member
from otameshi.db import db
from otameshi.people import Person
from tests import make

PATH = Path("migrations/versions/20261125_register.py")


def test_old_rows_get_the_keys_of_new_ones(app: Flask) -> None:
    del app
    person = make.person(email="Hanako+nagano@Example.jp")
    member = make.member(kana="たかはし　ハナコ", phone="026-235-0000")
    made = make.application(by=person, members=[member], trade_name="見本工房")
    made.search_key = made.search_words
    expected = made.search_key
    db.session.commit()
    db.session.execute(text("UPDATE people SET email_key = ''"))
    db.session.execute(text("UPDATE members SET kana_key = '', phone_key = ''"))
    old = expected.replace("|0262350000", "")
    assert old != expected
    db.session.execute(text("UPDATE applications SET search_key = :old"), {"old": old})
    spec = spec_from_file_location("register_migration", PATH)
    assert spec is not None
    assert spec.loader is not None
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    migration.fill(db.session.connection())
    db.session.commit()
    one = db.session.get_one(Member, member.id)
    assert (one.kana_key, one.phone_key) == ("タカハシハナコ", "0262350000")
    assert db.session.get_one(Person, person.id).email_key == "hanako@example.jp"
    assert db.session.get_one(Application, made.id).search_key == expected
