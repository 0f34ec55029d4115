"""Walk the site as a person does: follow links, and read the forms that the pages show."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.conftest import Browser

STARTS = ("/", "/my/", "/desk/", "/review/", "/accounts/me")
# Where somebody types freely, as against a number, a date, an address or a code.
SHAPED = ("-year", "-month", "-day", "_time", "email", "password", "current", "again", "code")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    value: str
    kind: str  # hidden, text, area, choice, check, open, file or button
    numeric: bool = False
    options: tuple[str, ...] = ()  # of a select

    @property
    def typed(self) -> bool:
        return self.kind in {"text", "area"}

    @property
    def free(self) -> bool:
        """Whether any words may stand here."""
        return self.typed and not self.numeric and not self.name.endswith(SHAPED)


@dataclass(frozen=True, slots=True)
class Form:
    page: str
    action: str
    endpoint: str
    fields: list[Field] = field(hash=False)

    def sent(self, **typed: Any) -> dict[str, Any]:
        """Return what a browser sends: what stands in the fields, and `typed` over it."""
        kept: dict[str, Any] = {}
        for one in self.fields:
            if one.kind not in {"file", "button", "open"}:
                kept.setdefault(one.name, []).append(one.value)
        button = next((one for one in self.fields if one.kind == "button" and one.name), None)
        if button is not None:
            kept[button.name] = button.value
        return {**kept, **typed}


def tree(html: str) -> Element:
    parsed: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return parsed


def _field(one: Element) -> Iterator[Field]:
    name, kind = one.get("name", ""), one.get("type", "text")
    if one.tag == "textarea":
        yield Field(name, one.text or "", "area")
    elif one.tag == "select":
        options = one.findall(".//option")
        values = tuple(each.get("value", each.text or "") for each in options)
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        for each in chosen:
            yield Field(name, each.get("value", each.text or ""), "choice", options=values)
    elif one.tag == "button" or kind == "submit":
        yield Field(name, one.get("value", ""), "button")
    elif kind in {"radio", "checkbox"}:
        sort = "open" if one.get("checked") is None else "check"
        yield Field(name, one.get("value", "on"), sort)
    else:
        sort = {"hidden": "hidden", "file": "file"}.get(kind, "text")
        yield Field(name, one.get("value", ""), sort, one.get("inputmode") == "numeric")


class Walk:
    """All pages that one person reaches by links; a few rows of each kind are enough."""

    def __init__(self, browser: Browser, most: int = 2, *more: str) -> None:
        self.browser = browser
        self.routes = browser.client.application.url_map.bind("localhost")
        self.pages: dict[str, TestResponse] = {}
        self.forms: dict[str, Form] = {}
        self._walk([*STARTS, *more], most)

    def endpoint(self, path: str, method: str = "GET") -> str | None:
        try:
            endpoint, values = self.routes.match(urlsplit(path).path, method=method)
        except HTTPException:
            return None
        words = [value for name, value in values.items() if name in {"name", "move", "kind"}]
        return " ".join([endpoint, *map(str, words)])

    def _walk(self, waiting: list[str], most: int) -> None:
        seen: set[str] = set()
        count: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            endpoint = self.endpoint(path)
            if path in seen or endpoint is None or endpoint.startswith("static"):
                continue
            seen.add(path)
            if count[endpoint] >= most:
                continue
            count[endpoint] += 1
            answer = self.browser.client.get(path)
            self.pages[path] = answer
            if answer.mimetype == "text/html":
                waiting += self._read(path, answer.text)
            elif answer.location:
                waiting.append(answer.location)

    def _read(self, path: str, html: str) -> list[str]:
        page = tree(html)
        for form in page.iter("form"):
            if form.get("method", "get").lower() == "post":
                self._keep(path, form)
        links = [urljoin(path, one.get("href", "")) for one in page.iter("a")]
        return [link.partition("#")[0] for link in links if link.startswith("/")]

    def _keep(self, path: str, form: Element) -> None:
        action = urljoin(path, form.get("action") or path)
        endpoint = self.endpoint(action, "POST")
        assert endpoint is not None, f"{path} has a form to {action}, which nobody answers"
        tags = {"input", "select", "textarea", "button"}
        fields = [each for one in form.iter() if one.tag in tags for each in _field(one)]
        self.forms.setdefault(endpoint, Form(path, action, endpoint, fields))
