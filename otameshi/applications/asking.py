"""What the address of the office's list asks for; what nobody could have chosen is passed over."""

from typing import TypeVar

from flask import request

from otameshi.applications.outgoing import Exported
from otameshi.applications.register import DOWN, FIRST_SORT, SORTS, Wanted
from otameshi.applications.rules import Kind, State
from otameshi.core.labels import Labelled
from otameshi.web.asked import asked, asked_key
from otameshi.web.forms import is_number

L = TypeVar("L", bound=Labelled)


def _one_of(kind: type[L], name: str) -> L | None:
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else None


def wanted() -> Wanted:
    sort = request.args.get("sort", FIRST_SORT)
    return Wanted(
        call_id=asked_key("call"),
        state=_one_of(State, "state"),
        kind=_one_of(Kind, "kind"),
        municipality_id=asked_key("municipality"),
        area=asked("area"),
        exported=_one_of(Exported, "exported"),
        words=asked("q"),
        sort=sort if sort.removeprefix(DOWN) in SORTS else FIRST_SORT,
    )


def ticked() -> list[int]:
    """Return the rows whose boxes were ticked."""
    return [int(text) for text in request.form.getlist("chosen") if is_number(text)]
