"""A form changes what its fields say: nothing else that is sent, and no row it never offered."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Boolean, Enum
from sqlalchemy.orm import MapperProperty
from sqlalchemy.orm.properties import ColumnProperty

from otameshi.db import Base
from tests.conftest import Browser
from tests.quality.conftest import Demonstration
from tests.quality.crawl import Form
from tests.quality.filling import filled
from tests.quality.writing import Written, written

# Part of many forms, whether or not a page shows it: the version and the key can only refuse, the
# tab is what a script adds, and a reason may be given with every button.
OF_MANY = {"version", "once", "tab", "saved_tab", "note"}
# Fields of a form that its page shows only where they are asked for.
ASKED_FOR = {"months_explanation", "nights_explanation"}
NO_ROW = "9" * 9  # an id that no row has
# An officer sees every application, applicant and shared view, wherever the list was narrowed to.
SEEN_ANYWAY = {("exports.take", "chosen"), ("messages_desk.begin", "to"), ("views.first", "view")}
LEAST_SAVED, MOST_UNSEEN = 140, 125


def _value(one: MapperProperty[Any]) -> str:
    """Return something that the column could hold, and that nobody typed."""
    if not isinstance(one, ColumnProperty):
        return "7"
    kind = one.columns[0].type
    if isinstance(kind, Enum):
        return str(kind.enums[-1])
    if isinstance(kind, Boolean):
        return "y"
    python = kind.python_type.__name__
    return {"int": "7", "date": "2031-07-07", "datetime": "2031-07-07T07:07"}.get(python, "余分")


def _every_attribute() -> dict[str, str]:
    mappers = Base.registry.mappers
    named = {one.key: _value(one) for mapper in mappers for one in mapper.attrs}
    return {name: value for name, value in named.items() if name not in OF_MANY | ASKED_FOR}


Send = Callable[[str, Form, dict[str, Any]], Written]
Accepted = list[tuple[str, Form, dict[str, Any]]]
KNOWN: Accepted = []  # found once: each test begins with the same rows


@pytest.fixture
def send(at_desk: Callable[[str], Browser]) -> Send:
    """Return what a post would write; nothing of it stays, so that each finds the same."""

    def post(mailbox: str, form: Form, sent: dict[str, Any]) -> Written:
        client = at_desk(mailbox).client
        with written() as found:
            client.post(form.action, data=sent, content_type="multipart/form-data")
        return found

    return post


@pytest.fixture
def accepted(send: Send, demonstration: Demonstration) -> Accepted:
    """Return each form of the demonstration that is accepted, and how it was filled in."""
    for mailbox, form in [] if KNOWN else demonstration.forms:
        for sent in (filled(form), form.sent()):
            if send(mailbox, form, sent).saved:
                KNOWN.append((mailbox, form, sent))
                break
    return KNOWN


def _never_offered(form: Form) -> Iterator[tuple[str, str]]:
    """Return each field that carries the number of a row, with the number of another."""
    for name in sorted(
        {one.name for one in form.fields if one.kind in {"choice", "check", "open"}}
    ):
        fields = [one for one in form.fields if one.name == name]
        offered = {value for one in fields for value in one.options or (one.value,) if value}
        carries = bool(offered) and all(value.isdigit() for value in offered)
        if not carries or name.startswith("own_") or (form.endpoint, name) in SEEN_ANYWAY:
            continue  # own_: the numbers of a scale, which are kept as typed in a draft
        others = [str(n) for n in range(1, 400) if str(n) not in offered]
        yield from ((name, value) for value in (others[0], others[len(others) // 4], NO_ROW))


def test_what_a_form_does_not_ask_for_changes_nothing(
    app: Flask, send: Send, accepted: Accepted
) -> None:
    every = _every_attribute()
    assert {"state", "person_id", "amount", "paid_at", "roles", "id"} & set(every)
    assert len(accepted) >= LEAST_SAVED
    changed = []
    for mailbox, form, sent in accepted:
        own = {one.name for one in form.fields}
        extra = {name: value for name, value in every.items() if name not in own}
        plain, more = send(mailbox, form, sent), send(mailbox, form, {**extra, **sent})
        if more.saved and plain.statements != more.statements:
            changed.append((form.endpoint, plain.unlike(more)))
    assert changed == []


def test_every_form_of_the_site_is_among_them(app: Flask, demonstration: Demonstration) -> None:
    """A new form is walked by itself, unless the demonstration has no row that shows it."""
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    unseen = posts - {form.endpoint.split()[0] for _, form in demonstration.forms}
    assert len(unseen) <= MOST_UNSEEN, sorted(unseen)


def test_a_row_that_was_not_offered_is_not_taken(send: Send, accepted: Accepted) -> None:
    taken = []
    for mailbox, form, sent in accepted:
        for name, value in _never_offered(form):
            found = send(mailbox, form, {**sent, name: value})
            if found.saved and found.statements:
                without = {each: typed for each, typed in sent.items() if each != name}
                if found.statements != send(mailbox, form, without).statements:
                    taken.append((form.endpoint, name, value, found.statements[-1]))
    assert taken == []
