"""Fails unless both locks hold just what pyproject.toml asks for, with hashes and no address."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = {"requirements.lock": ("postgres",), "requirements-dev.lock": ("postgres", "dev")}
# name==version, perhaps a marker, its hashes, and in comments who wants it
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)[^\\\n]*(?: \\)?\n"
    r"(?P<hashes>(?: +--hash=sha256:.*\n)*)"
    r"(?P<wanted_by>(?: +#.*\n)*)",
    re.MULTILINE,
)
FOREIGN = re.compile(r"https?://|file:|git\+|--(?:extra-)?index-url|--find-links| @ ")
Pins = dict[str, list[re.Match[str]]]


def asked(project: dict[str, dict[str, list[str]]], extras: tuple[str, ...]) -> list[Requirement]:
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    return [Requirement(line) for line in lines]


def pins(lock: str) -> Pins:
    found: Pins = {}
    for pin in PINNED.finditer(lock):
        found.setdefault(canonicalize_name(pin["name"]), []).append(pin)
    return found


def ill_formed(lock: str) -> Iterator[str]:
    for number, line in enumerate(lock.splitlines(), 1):
        if FOREIGN.search(line):
            yield f"line {number} names an address"
        elif line and not line.startswith((" ", "#")) and not re.match(r"[\w.-]+==", line):
            yield f"line {number} pins no version"
    for name, found in pins(lock).items():
        if not all(pin["hashes"] for pin in found):
            yield f"{name} has no hash"


def astray(lock: str, wanted: list[Requirement]) -> Iterator[str]:
    """Compare with what is asked for: each in a version that fits, and none asked for by nobody."""
    locked = pins(lock)
    for requirement in wanted:
        versions = [pin["version"] for pin in locked.get(canonicalize_name(requirement.name), [])]
        if not versions or not all(map(requirement.specifier.contains, versions)):
            locked_is = ", ".join(versions) or "none"
            yield f"pyproject.toml asks for {requirement}, locked is {locked_is}"
    names = {canonicalize_name(requirement.name) for requirement in wanted}
    for name, found in locked.items():
        if name not in names and any("(pyproject.toml)" in pin["wanted_by"] for pin in found):
            yield f"{name} is no longer in pyproject.toml"


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    faults = []
    for name, extras in LOCKS.items():
        lock = (ROOT / name).read_text(encoding="utf-8")
        found = [*ill_formed(lock), *astray(lock, asked(project, extras))]
        faults += [f"{name}: {fault}; run make lock" for fault in found]
    if faults:
        sys.exit("\n".join(faults))
    print("Both locks hold just what pyproject.toml asks for.")


if __name__ == "__main__":
    main()
