"""A lock names versions and hashes, no address, and just what the project asks for."""

import pytest
from packaging.requirements import Requirement

from tools.check_locks import astray, ill_formed

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa
    # via click
flask==3.1.3 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via
    #   otameshi (pyproject.toml)
    #   flask-login
"""


def faults(lock, *asked):
    return [*ill_formed(lock), *astray(lock, [Requirement(line) for line in asked])]


def test_a_lock_with_all_that_is_asked_for_is_in_order():
    assert faults(LOCK, "flask>=3.1") == []


@pytest.mark.parametrize(
    ("lock", "asked", "fault"),
    [
        (LOCK, ["flask>=3.1", "pillow>=12"], "asks for pillow>=12, locked is none"),
        (LOCK, ["flask>=4"], "asks for flask>=4, locked is 3.1.3"),
        (LOCK, [], "flask is no longer in pyproject.toml"),
        ("--index-url https://example.org/simple\n" + LOCK, ["flask"], "line 1 names an address"),
        ("-e .\n" + LOCK, ["flask"], "line 1 pins no version"),
        ("flask==3.1.3\n", ["flask"], "flask has no hash"),
    ],
)
def test_what_is_wrong_with_a_lock_is_named(lock, asked, fault):
    assert any(fault in found for found in faults(lock, *asked))
