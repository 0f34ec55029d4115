"""Somebody who writes, somebody who answers, and a file that the gate takes."""

from io import BytesIO
from typing import Any

from PIL import Image

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.messages import actions
from otameshi.messages.models import Thread
from otameshi.people import Person
from tests import make


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "#b5cde0").save(out, "PNG")
    return out.getvalue()


def officer() -> Person:
    return make.person(Role.OFFICER)


def asked(by: Person | None = None, body: str = "締切はいつですか。", **facts: Any) -> Thread:
    """Make a conversation that waits for the office."""
    to = {"call": None, "at": make.NOON, "files": (), **facts}
    thread = actions.write(to["call"], body, to["files"], by or make.person(), to["at"])
    db.session.commit()
    return thread
