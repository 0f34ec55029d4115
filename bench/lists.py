"""The office's list over all applications, by each way of narrowing and ordering it."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

# A whole page of 50 stands under each of these; a list without a match would prove little.
ASKED: Mapping[str, Mapping[str, str]] = {
    "staff_list": {},
    "staff_search": {"q": "見本スタジオ99"},
    "staff_kana": {"sort": "kana"},
    "staff_pending": {"exported": "pending"},
    "staff_never": {"exported": "never"},
    "staff_mail": {"q": "bench-99"},
    "staff_area": {"area": "北信"},
}
LIST = "/desk/applications/"


def addresses() -> Iterator[tuple[str, str]]:
    """Return each list by its name, with its address."""
    for name, asked in ASKED.items():
        yield name, f"{LIST}?{urlencode(asked)}" if asked else LIST
