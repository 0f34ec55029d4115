"""Where in a long list a page stands: told in headers, so that the rows stay rows."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request

HEADERS: dict[str, dict[str, Any]] = {
    "X-Pagination": {
        "description": "total（行）、total_pages、page のJSON",
        "schema": {"type": "string"},
    },
    "Link": {"description": "first、prev、next、last のアドレス", "schema": {"type": "string"}},
}


def headers(page: int, size: int, total: int) -> dict[str, str]:
    """Return the headers of a page; one behind the last is empty and leads back to the last."""
    pages = max(1, -(-total // size))
    steps = {"first": 1, "last": pages}
    if page > 1:
        steps["prev"] = min(page - 1, pages)
    if page < pages:
        steps["next"] = page + 1
    told = {"total": total, "total_pages": pages, "page": page}
    links = (f'<{_address(number)}>; rel="{name}"' for name, number in sorted(steps.items()))
    return {"X-Pagination": json.dumps(told), "Link": ", ".join(links)}


def _address(page: int) -> str:
    """Return this address at another page: from the settings, never from the Host header."""
    asked = urlencode({**request.args.to_dict(), "page": str(page)})
    return f"{current_app.config['SITE_URL']}{request.path}?{asked}"
