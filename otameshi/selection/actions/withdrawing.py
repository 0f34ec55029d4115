"""An officer withdraws an application that came on paper, as long as nothing is decided of it."""

from datetime import datetime

from sqlalchemy import select

from otameshi.applications import actions as applications
from otameshi.applications.entering.withdrawal import Told
from otameshi.applications.models import Application
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.interviews.models import Interview
from otameshi.selection.interviews.rules import OPEN
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import may_still_be_withdrawn


def withdraw_for(
    application: Application, told: Told, by: Person, at: datetime, version: int | None = None
) -> None:
    """Withdraw for whoever told the office; call and candidate are locked first, as to decide."""
    locked(Call, application.call_id)
    candidacy = db.session.scalar(
        select(Candidacy).where(Candidacy.application_id == application.id)
    )
    if candidacy is not None:
        may_still_be_withdrawn(locked(Candidacy, candidacy.id).state)
        _without_interview(candidacy)
    applications.withdraw_for(application, told, by, at, version)


def _without_interview(candidacy: Candidacy) -> None:
    asked = select(Interview.id).where(
        Interview.candidacy_id == candidacy.id, Interview.state.in_(OPEN)
    )
    if db.session.scalar(asked) is not None:
        raise Refused("面談を案内しています。先に、面談のページで案内を取り消してください。")
