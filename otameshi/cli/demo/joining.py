"""Two further members of the demonstration's draft: one has answered the letter, one has not."""

from datetime import datetime, timedelta

from otameshi.applications.answers import MemberAnswers
from otameshi.applications.members import actions
from otameshi.applications.models import Application
from otameshi.people import Person

SECOND, THIRD = "futarime@example.jp", "sanninme@example.jp"


def invite(application: Application, answers: MemberAnswers, by: Person, at: datetime) -> None:
    asked = actions.ask(application, actions.Invitee(2, SECOND, answers.name), by, at)
    later = at + timedelta(hours=3)
    actions.answer(asked.token, answers, later, pledged=True, consented=True)
    actions.ask(application, actions.Invitee(3, THIRD, "例示　三郎"), by, later)
