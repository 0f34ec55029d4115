"""Where a page may send somebody on to: a path of this site, and nothing else."""

import re

# One slash, then anything but a second slash; no backslash, which browsers read as a slash, and
# no control character, which they drop.
OWN = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


def own_path(wanted: str | None) -> str | None:
    """Return the path if it stays on this site, else None."""
    return wanted if wanted and OWN.fullmatch(wanted) else None
