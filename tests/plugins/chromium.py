"""Gives tests a Chromium that draws with the vendored fonts alone."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tools.chromium import ROOT, WHAT_TO_INSTALL, find
from tools.fonts import fontconfig


@pytest.fixture(scope="session")
def chromium_path() -> Iterator[str]:
    """The browser's path; while it is in use, every browser started draws with our fonts."""
    browser = os.environ.get("CHROMIUM") or find()
    if browser is None:
        pytest.fail(WHAT_TO_INSTALL, pytrace=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(fontconfig(ROOT / "build")))
        yield browser


@pytest.fixture(scope="session")
def playwright(chromium_path: str) -> Iterator[Playwright]:
    """One for all tests of a worker: a second one cannot start while the first runs.

    It hands its own environment on to the browsers: the fonts must be chosen before it starts.
    """
    with sync_playwright() as started:
        yield started
