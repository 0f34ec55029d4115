"""What stands in the letters that an account gets."""

import re

from sqlalchemy import select

from otameshi.db import db
from otameshi.documents.post import Letter

LINK = re.compile(r"http://localhost(/accounts/link/([\w-]{43}))\n")


def letters(kind: str | None = None) -> list[Letter]:
    found = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    return [one for one in found if kind in (None, one.kind)]


def path_in(letter: Letter) -> str:
    """Return the path of the letter's link."""
    found = LINK.search(letter.body)
    assert found is not None, letter.body
    return found[1]


def token_in(letter: Letter) -> str:
    found = LINK.search(letter.body)
    assert found is not None, letter.body
    return found[2]
