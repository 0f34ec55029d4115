"""When a request reached the server: waiting for the database makes nobody late."""

from datetime import datetime, timedelta
from time import perf_counter

from flask import g

from otameshi.core.clock import now


def arrived() -> datetime:
    return now() - timedelta(seconds=perf_counter() - g.begun)
