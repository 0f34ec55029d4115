"""Runs first what takes long: begun last, it would hold one worker while the other has ended."""

import pytest

LONG = ("tests/quality/", "tests/e2e/", "tests/applications/test_last_minute", "tests/tools/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))  # the order is kept otherwise
