"""One JSON line a request and an event; no password, token or account number ever stands in it."""

import logging
import re
import sys
from time import perf_counter

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

SECRET_PATH = re.compile(r"^(/(?:survey|members|interview|panel|visit|accounts/link)/)[^/]+")

log = structlog.get_logger("otameshi")


def configure(level: int = logging.INFO) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def safe_path(path: str) -> str:
    """Return the path without the secret part of a personal link."""
    return SECRET_PATH.sub(r"\1…", path)


def begin() -> None:
    g.begun = perf_counter()


def line(response: Response) -> Response:
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            path=safe_path(request.path),
            status=response.status_code,
            ms=round((perf_counter() - g.get("begun", perf_counter())) * 1000),
        )
    return response


def init_app(app: Flask) -> None:
    configure(logging.WARNING if app.config["TESTING"] else logging.INFO)
    app.before_request(begin)
    app.after_request(line)
