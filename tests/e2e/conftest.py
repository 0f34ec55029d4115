"""A served application and people at real browsers; each page they reach is checked by axe."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
)
from playwright.sync_api import (
    TimeoutError as Missing,
)
from werkzeug.serving import WSGIRequestHandler, make_server

from otameshi.app import create_app
from otameshi.db import db
from tests.conftest import settings

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
NARROWEST = 320
PATIENCE = 20_000  # ms: more than a busy machine needs
expect.set_options(timeout=PATIENCE)


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: a browser asks for a lot."""


@pytest.fixture
def served(empty_sqlite: Path, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """The application on a free port of the loopback, with an empty database."""
    (tmp_path / "served.db").write_bytes(empty_sqlite.read_bytes())
    config = settings(f"sqlite:///{tmp_path / 'served.db'}", tmp_path / "files")
    app = create_app(config)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    address = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        from otameshi.documents import post  # noqa: PLC0415  # the address is known only now

        post.letters.globals["site"] = address
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, address
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield browser
    browser.close()


def tick_all(page: Page, name: str) -> None:
    """Tick every box of this name: of the whole page, not of what of it has arrived so far."""
    page.wait_for_load_state()
    for box in page.locator(f'[name="{name}"]').all():
        box.check()


class Visitor:
    """One person at one browser. Every page reached is held to axe and to the width of a phone."""

    def __init__(self, browser: Browser, site: str, screen: dict[str, int], seen: set[str]) -> None:
        self.context = browser.new_context(viewport=screen, locale="ja-JP", accept_downloads=True)  # type: ignore[arg-type]  # a TypedDict of two ints
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.site, self.screen, self.seen = site, screen, seen
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form answers 409 or 422, which the browser logs as a failed load.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site + path)
        self.check()

    def click(self, name: str, *, role: str = "button", nth: int = 0) -> None:
        found = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # playwright lists the roles
        try:
            found.nth(nth).click()
        except Missing as missing:
            said = self.page.locator("body").inner_text()
            raise AssertionError(f"{self.page.url} has no {role} {name!r}:\n{said}") from missing
        self.check()

    def follow(self, name: str) -> None:
        self.click(name, role="link")

    def fill(self, **fields: str | int) -> None:
        """Type into fields by their names."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').first.fill(str(value))

    def date(self, name: str, day: object) -> None:
        year, month, rest = str(day).split("-")
        parts: dict[str, str | int] = {"year": year, "month": int(month), "day": int(rest[:2])}
        self.fill(**{f"{name}-{part}": value for part, value in parts.items()})

    def choose(self, name: str, value: str) -> None:
        """Pick an option of a select, or a radio button, by its value."""
        field = self.page.locator(f'select[name="{name}"]')
        if field.count():
            field.select_option(value)
        else:
            self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def pick(self, name: str, label: str) -> None:
        """Pick an option of a select by the words that it shows."""
        self.page.locator(f'select[name="{name}"]').first.select_option(label=label)

    def tick(self, name: str) -> None:
        """Tick a check box, or every one of a list."""
        tick_all(self.page, name)

    def reads(self, *texts: str) -> None:
        """Hold that the page says these words."""
        self.page.wait_for_load_state()
        body = self.page.locator("body").inner_text()
        for text in texts:
            assert text in body, f"{self.page.url} does not say {text!r}:\n{body}"

    def check(self) -> None:
        """Hold the page to accessibility, to no script error, and to 320 px without scrolling."""
        assert not self.complaints, self.complaints
        place = self.page.evaluate("document.title") + self.page.locator("main").inner_text()[:80]
        if place in self.seen:
            return
        self.seen.add(place)
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        self.page.set_viewport_size({"width": NARROWEST, "height": 700})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(self.screen)  # type: ignore[arg-type]  # as above
        assert wide <= NARROWEST, f"{self.page.url} is {wide} px wide at {NARROWEST}"


@pytest.fixture
def visit(chromium: Browser, served: tuple[Flask, str]) -> Iterator[Callable[..., Visitor]]:
    """Seat a new person at a browser; all of them share what has been checked already."""
    made: list[Visitor] = []
    seen: set[str] = set()

    def seat(screen: dict[str, int] | None = None) -> Visitor:
        made.append(Visitor(chromium, served[1], screen or DESK, seen))
        return made[-1]

    yield seat
    for one in made:
        one.context.close()
