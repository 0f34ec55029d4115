"""A row that was read before it is locked is not read again, and refused if it has changed."""

import pytest
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from otameshi.applications.models import Application
from otameshi.db import db, locked, locked_again
from tests import make
from tests.statements import statements


def read() -> Application:
    made = make.application(business="今の内容")
    db.session.commit()
    row = db.session.get_one(Application, made.id)
    assert [one.name for one in row.members]
    return row


def test_what_nobody_changed_is_not_read_again(app):
    row = read()
    members = list(row.members)
    with statements() as sent:
        assert locked_again(row) is row
        assert list(row.members) == members
    assert len(sent) == 1


@pytest.mark.parametrize("lock", [locked_again, lambda row: locked(Application, row.id)])
def test_what_somebody_changed_since_is_refused(app, lock):
    row = read()
    set_committed_value(row, "version", row.version - 1)  # as if read before the last save
    with pytest.raises(StaleDataError):
        lock(row)


def test_what_is_not_of_this_session_is_read(app):
    row = read()
    db.session.expunge(row)
    again = locked_again(row)
    assert again in db.session
    assert again is not row
