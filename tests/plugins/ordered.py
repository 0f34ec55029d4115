"""Refuses cases from a set: two workers would collect them in different orders, and run nothing."""

from collections.abc import Set as AbstractSet

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for mark in metafunc.definition.iter_markers("parametrize"):
        if isinstance(mark.args[1], AbstractSet):
            message = f"{metafunc.definition.nodeid}: give its cases in an order, with sorted(…)"
            raise pytest.UsageError(message)
