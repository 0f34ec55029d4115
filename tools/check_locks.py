"""Fails unless both locks hold everything that pyproject.toml asks for, with hashes, no address."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = {"requirements.lock": ("postgres",), "requirements-dev.lock": ("postgres", "dev")}
PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)( ;[^\\]*)? \\\n((?: +--hash=sha256:\S+.*\n)*)", re.MULTILINE
)
FOREIGN = re.compile(r"https?://|file:|git\+|--(?:extra-)?index-url|--find-links| @ ")


def asked(extras: tuple[str, ...]) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    return [Requirement(line) for line in lines]


def faults(name: str, extras: tuple[str, ...]) -> Iterator[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if FOREIGN.search(line):
            yield f"{name}:{number} names an address"
        elif not line.startswith((" ", "#")) and not re.match(r"\S+==", line):
            yield f"{name}:{number} pins no version"
    pins: dict[str, list[str]] = {}
    for package, version, _, hashes in PINNED.findall(text):
        pins.setdefault(canonicalize_name(package), []).append(version)
        if not hashes:
            yield f"{name}: {package} has no hash"
    for wanted in asked(extras):
        versions = pins.get(canonicalize_name(wanted.name), [])
        if not versions or not all(wanted.specifier.contains(version) for version in versions):
            yield f"{name}: pyproject.toml asks for {wanted}, locked is {versions}; run make lock"


def main() -> None:
    found = [fault for name, extras in LOCKS.items() for fault in faults(name, extras)]
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
