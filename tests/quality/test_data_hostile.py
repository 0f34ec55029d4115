"""Nothing that can be sent breaks a page: told in Japanese, never an error of the system."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tests.conftest import Browser
from tests.quality.conftest import Demonstration, links
from tests.quality.crawl import Form

# A character that PostgreSQL takes in no text, a number above any integer, and one above 32 bits.
NUL, HUGE, LARGE = "a\0b", "9" * 30, "9" * 11
ANSWERED = {200, 303, 400, 404, 409, 410, 413, 422}
# What a list understands, what the framework's url_for would, and what nobody asked for.
ASKED = ("q", "page", "sort", "year", "state", "kind", "area", "search", "person", "next")
ASKED_AT_ONCE = [
    "&".join(f"{name}={value}" for name in ASKED)
    for value in ("%00", "9" * 30, "9" * 5_000, "-1", "%F0%9F", "%27%22%25_%5C")
]
QUERIES = [*ASKED_AT_ONCE, "endpoint=x&values=1&_method=DELETE&_external=1&_scheme=x&_anchor=x"]


@pytest.fixture
def nothing_is_saved(at_desk: Callable[[str], Browser]) -> Iterator[None]:
    """Let every post come as far as its last statement, and no further."""

    def overtake(_: Session) -> None:
        raise StaleDataError

    event.listen(Session, "before_commit", overtake)
    yield
    event.remove(Session, "before_commit", overtake)


def spoiled(form: Form) -> Iterator[tuple[str, str]]:
    for one in form.fields:
        if one.name and one.name not in {"csrf_token", "once"} and one.kind != "file":
            yield one.name, NUL if one.free else HUGE if one.kind == "hidden" else LARGE


@pytest.mark.usefixtures("nothing_is_saved")
def test_a_field_may_hold_anything(
    at_desk: Callable[[str], Browser], demonstration: Demonstration
) -> None:
    broken, own = [], links()
    tried = [form.action for _, form in demonstration.forms]
    for kept, here in zip(demonstration.links, own, strict=True):
        assert any(action.startswith(kept) for action in tried), kept
        assert at_desk("").get(here).status_code == 200  # nothing is proven at a dead link
    for mailbox, seen in demonstration.forms:
        browser, form = at_desk(mailbox), demonstration.by(own, seen)
        for name, value in spoiled(form):
            sent = form.sent(**{name: value})
            status = browser.client.post(
                form.action, data=sent, content_type="multipart/form-data"
            ).status_code
            if status not in ANSWERED:
                broken.append((form.endpoint, name, value[:5], status))
    assert broken == []


def test_an_address_may_ask_for_anything(
    at_desk: Callable[[str], Browser], demonstration: Demonstration
) -> None:
    broken = []
    for mailbox in ("", "sanka", "senkou", "tantou", "kanri"):
        browser = at_desk(mailbox)
        pages = {page.partition("?")[0] for page in demonstration.seats[mailbox].pages}
        lists = sorted(page for page in pages if page.endswith("/") or "export" in page)
        for page in [*lists, *(["/desk/search"] if mailbox == "tantou" else [])]:
            for query in QUERIES:
                status = browser.client.get(f"{page}?{query}").status_code
                if status not in ANSWERED | {403}:
                    broken.append((page, query[:30], status))
    assert broken == []
