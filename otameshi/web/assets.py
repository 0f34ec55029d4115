"""Static files under an address that changes with their content, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parents[1] / "static"


@cache
def _version(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def asset(path: str) -> str:
    return url_for("static", filename=path, v=_version(path))


def init_app(app: Flask) -> None:
    app.add_template_global(asset)
