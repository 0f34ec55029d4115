"""Passwords are kept as Argon2id hashes; checking an unknown account takes as long as a known."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from otameshi.accounts.rules import folded

# 19 MiB, two passes: OWASP's first choice, 28 ms. The library's own default takes 64 MiB, of
# which eight people signing in at once would fill half a gigabyte.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    return HASHER.hash(folded(password))


@cache
def _nobody() -> str:
    return HASHER.hash("the password of nobody")


def matches(stored: str | None, password: str) -> bool:
    """Compare; where there is no hash, spend the same time and say no."""
    try:
        HASHER.verify(stored or _nobody(), folded(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Return whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)
