"""Whether this process runs and can do its work; asked by machines, not by people."""

from flask import Blueprint
from sqlalchemy import text

from otameshi.core.roles import ANYONE
from otameshi.db import db
from otameshi.web.access import needs

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@needs(ANYONE)
def process() -> dict[str, str]:
    return {"status": "ok"}


@pages.get("/readyz")
@needs(ANYONE)
def ready() -> dict[str, str]:
    """Ask the database; when it does not answer, the error page's 500 says so to the proxy."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ready"}
