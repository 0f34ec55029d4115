"""Static files under an address that changes with their content, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request

STATIC = Path(__file__).parents[1] / "static"


@cache
def _version(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def asset(path: str) -> str:
    """Return where a file lies: a page names a dozen, and no name needs to be quoted."""
    return f"{request.script_root}{current_app.static_url_path}/{path}?v={_version(path)}"


def init_app(app: Flask) -> None:
    app.add_template_global(asset)
