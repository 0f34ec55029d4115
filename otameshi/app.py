"""Puts the application together; decides nothing."""

from dataclasses import asdict

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_wtf.csrf import CSRFProtect

from config import Config
from otameshi import cli, db
from otameshi.accounts import desk as people
from otameshi.accounts import pages as accounts
from otameshi.applications import copies, exports, lookups, noting, viewing, visiting, writing
from otameshi.applications import desk as applications_desk
from otameshi.applications import pages as applications
from otameshi.applications.correction import desk as corrections_desk
from otameshi.applications.correction import pages as corrections
from otameshi.applications.entering import desk as entering
from otameshi.applications.extension import desk as extensions
from otameshi.applications.members import pages as members
from otameshi.applications.questions import desk as questions_desk
from otameshi.applications.versions import desk as versions_desk
from otameshi.applications.versions import pages as versions
from otameshi.claims import pages as claims
from otameshi.claims import payments
from otameshi.claims import trial as rulebook_trial
from otameshi.claims.advancing import desk as advances_desk
from otameshi.claims.advancing import pages as advances
from otameshi.claims.after import desk as after_desk
from otameshi.claims.after import pages as after
from otameshi.claims.budget import desk as budget_desk
from otameshi.claims.checking import desk as claims_desk
from otameshi.claims.closing import desk as closing_desk
from otameshi.claims.doubts import desk as doubts_desk
from otameshi.claims.doubts import pages as doubts
from otameshi.claims.entering import pages as expenses
from otameshi.claims.invoicing import desk as banks_desk
from otameshi.claims.invoicing import pages as invoicing
from otameshi.claims.paying import desk as payment_runs
from otameshi.claims.report import pages as report
from otameshi.claims.taxes import desk as taxes_desk
from otameshi.claims.taxes import pages as taxes
from otameshi.desk import desk, history, outbox, own
from otameshi.desk import pages as my
from otameshi.documents import delivery
from otameshi.files import storage
from otameshi.followup import desk as followup_desk
from otameshi.followup import pages as followup
from otameshi.followup.asking import desk as waves_desk
from otameshi.followup.contacts import desk as contacts_desk
from otameshi.followup.contacts import pages as contacts
from otameshi.followup.courses import desk as courses_desk
from otameshi.followup.groups import desk as survey_groups
from otameshi.followup.writing import desk as survey_questions
from otameshi.grants import desk as grants_desk
from otameshi.grants import pages as grants
from otameshi.grants.changes import desk as changes_desk
from otameshi.grants.changes import pages as changes
from otameshi.messages import desk as messages_desk
from otameshi.messages import pages as messages
from otameshi.outreach import desk as outreach_desk
from otameshi.outreach import pages as outreach
from otameshi.outreach.visits import desk as visits_desk
from otameshi.outreach.visits import pages as visits
from otameshi.participation import desk as participation_desk
from otameshi.participation import pages as participation
from otameshi.participation.asking import desk as asking_desk
from otameshi.participation.asking import pages as asking
from otameshi.participation.stay import desk as stay_desk
from otameshi.participation.stay import pages as stay
from otameshi.programme import desk as programme_desk
from otameshi.programme import methods as programme_method
from otameshi.programme import pages as programme
from otameshi.programme import papers as programme_papers
from otameshi.selection import desk as selection_desk
from otameshi.selection import review
from otameshi.selection.criteria import desk as criteria_desk
from otameshi.selection.decision import desk as decision_desk
from otameshi.selection.fairness import desk as fairness
from otameshi.selection.interviews import desk as interviews_desk
from otameshi.selection.interviews import pages as interviews
from otameshi.selection.interviews import review as interview_panel
from otameshi.selection.panel import desk as panel_desk
from otameshi.selection.panel import pages as panel
from otameshi.selection.summary import desk as scoring_summary
from otameshi.statistics import front
from otameshi.statistics.api import desk as tokens
from otameshi.statistics.api import pages as api
from otameshi.statistics.dashboards import desk as dashboards
from otameshi.statistics.exports import desk as tables
from otameshi.statistics.open_data import desk as open_data
from otameshi.statistics.retention import desk as retention_desk
from otameshi.statistics.sheet import desk as statistics
from otameshi.statistics.sheet.past import desk as totals
from otameshi.web import (
    access,
    arrival,
    assets,
    converters,
    errors,
    files_first,
    filters,
    forms,
    guests,
    headers,
    health,
    kept,
    log,
    navigation,
    once,
    refusal,
    templates,
    transaction,
)

csrf = CSRFProtect()

# The order in which a request passes: reading or writing, who, forged, its files, repeated.
# Answers pass the other way: they are settled, then given their headers, then logged.
SHELL = (
    templates,
    converters,
    db,
    delivery,
    storage,
    log,
    headers,
    arrival,
    transaction,
    access,
    errors,
    refusal,
    guests,
    kept,
    filters,
    forms,
    assets,
    navigation,
)
PAGES = (
    front,
    health,
    accounts,
    people,
    my,
    own,
    messages,
    messages_desk,
    applications,
    visiting,
    applications_desk,
    lookups,
    members,
    entering,
    versions,
    versions_desk,
    extensions,
    viewing,
    exports,
    writing,
    corrections,
    corrections_desk,
    copies,
    noting,
    selection_desk,
    decision_desk,
    review,
    interviews,
    interviews_desk,
    interview_panel,
    panel,
    panel_desk,
    participation,
    participation_desk,
    asking,
    asking_desk,
    stay,
    stay_desk,
    grants,
    grants_desk,
    changes,
    changes_desk,
    claims,
    expenses,
    report,
    claims_desk,
    doubts,
    doubts_desk,
    payments,
    banks_desk,
    budget_desk,
    payment_runs,
    after,
    after_desk,
    invoicing,
    taxes,
    taxes_desk,
    closing_desk,
    advances,
    advances_desk,
    rulebook_trial,
    outreach,
    outreach_desk,
    visits,
    visits_desk,
    followup,
    followup_desk,
    survey_questions,
    waves_desk,
    contacts,
    contacts_desk,
    courses_desk,
    survey_groups,
    statistics,
    dashboards,
    totals,
    retention_desk,
    tokens,
    tables,
    open_data,
    programme,
    programme_desk,
    programme_papers,
    programme_method,
    criteria_desk,
    scoring_summary,
    fairness,
    questions_desk,
    desk,
    history,
    outbox,
)


def create_app(config: Config | None = None) -> Flask:
    settings = config or Config()
    app = Flask(__name__, template_folder="../templates")
    app.config.from_mapping(asdict(settings))
    app.config.from_mapping(
        SECURE=settings.secure,
        MAX_CONTENT_LENGTH=settings.largest_request,
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
    )
    for part in SHELL:
        part.init_app(app)
    csrf.init_app(app)
    files_first.init_app(app)
    once.init_app(app)
    for stage in PAGES:
        app.register_blueprint(stage.pages)
    api.init_app(app)
    cli.init_app(app)
    return app


@click.group(cls=FlaskGroup, create_app=create_app)
def command() -> None:
    """おためしナガノ: commands for those who run the system."""
