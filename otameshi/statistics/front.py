"""The front page and the pages about this site, for anyone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy import select

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.welcome import welcome
from otameshi.web.access import actor, needs

pages = Blueprint("home", __name__)

FOOTER = (
    ("説明会・交流会", "outreach.index"),
    ("補助金の規則", "programme.latest"),
    ("お問い合わせ", "home.contact"),
    ("個人情報の取扱い", "home.privacy"),
    ("アクセシビリティ", "home.accessibility"),
)
LATEST_YEAR = select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc()).limit(1)
OFFICE_LINE = LATEST_YEAR.with_only_columns(ProgrammeYear.section, ProgrammeYear.phone)


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    current: bool


def footer_navigation() -> list[Entry]:
    return [
        Entry(label, url_for(endpoint), endpoint == request.endpoint) for label, endpoint in FOOTER
    ]


class Contact:
    """The office's line under every page, read when it is drawn: an error page draws none."""

    def __str__(self) -> str:
        found = db.session.execute(OFFICE_LINE).first()
        return f"長野県 {found.section}　電話 {found.phone}" if found else "長野県"


def office() -> ProgrammeYear | None:
    """Return the latest year set up, whose settings name the office in charge."""
    return db.session.scalar(LATEST_YEAR)


@pages.record_once
def _globals(state: BlueprintSetupState) -> None:
    known: dict[str, Callable[[], object] | Contact] = {
        "footer_navigation": footer_navigation,
        "contact": Contact(),
    }
    state.app.jinja_env.globals.update(known)


@pages.get("/")
@needs(ANYONE)
def index() -> str:
    return render_template(
        "front/index.html",
        welcome=welcome(now()),
        apply_at=apply_at(actor().roles),
        signed_in=actor().is_authenticated,
    )


def apply_at(roles: Collection[Role]) -> str | None:
    """Return where one begins, with an account or without; staff do not apply."""
    return url_for("applications.index") if {Role.APPLICANT, Role.VISITOR} & set(roles) else None


@pages.get("/contact")
@needs(ANYONE)
def contact() -> str:
    return render_template("front/contact.html", office=office())


@pages.get("/privacy")
@needs(ANYONE)
def privacy() -> str:
    return render_template("front/privacy.html", office=office())


@pages.get("/accessibility")
@needs(ANYONE)
def accessibility() -> str:
    return render_template("front/accessibility.html", office=office())
