"""A later wave of a past year, as it lives by the calendar until today."""

from datetime import datetime

from sqlalchemy import select

from otameshi.cli.demo.present import Builder
from otameshi.core.period import Period, whole_months
from otameshi.db import db
from otameshi.documents.post import Fate
from otameshi.followup import actions
from otameshi.followup.asking import due, planning, sending
from otameshi.followup.asking.rules import Plan, planned
from otameshi.followup.contacts import actions as contacts
from otameshi.followup.contacts.rules import How
from otameshi.followup.models import Wave
from otameshi.followup.rules import Addressee
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear

OPEN_DAYS, REMINDED = 60, (14, 28)
BY_LINK = 6  # groups that answer by themselves


def ask_the_groups_of(fiscal_year: int, desk: Builder) -> None:
    """Let a wave ask the groups of a past year so many months after their stay, as of today."""
    year = db.session.scalars(
        select(ProgrammeYear).where(ProgrammeYear.fiscal_year == fiscal_year)
    ).one()
    officer = desk.staff["tantou"]
    months = whole_months(Period(year.trial_last, desk.day(-10)))
    plan = Plan(months, OPEN_DAYS, REMINDED)
    opens = planned(plan, year.trial_last).first
    before = (opens - desk.today).days
    wave = planning.create(
        year,
        f"{months}か月後調査",
        plan,
        Addressee.GROUP,
        decisive=False,
        by_itself=True,
        by=officer,
        at=desk.at(before - 30),
    )
    db.session.flush()
    asked = [
        one
        for group in db.session.scalars(sending.unasked(wave)).unique()
        for one in sending.ask(wave, group, None, desk.at(before))
    ]
    _answer(wave, asked, desk, before)
    _live(before + 1, desk)


def _answer(wave: Wave, asked: list[sending.Asked], desk: Builder, before: int) -> None:
    """Let some answer, one of them 「まだ決めていない」, one by telephone; one letter is lost."""
    options = wave.whole.questions[0].options
    for number, one in enumerate(asked[:BY_LINK]):
        at = desk.at(before + 1 + number // 2, 20)
        actions.reply(one.token, {"q1": options[max(number - BY_LINK + 3, 0)]}, at)
    spoken, lost = asked[BY_LINK].invitation, asked[BY_LINK + 1].invitation
    actions.record(
        spoken,
        {"q1": options[0], "q2": "電話で聞き取り（見本）"},
        by=desk.staff["tantou"],
        at=desk.at(before + 5),
    )
    if lost.letter is not None:
        lost.letter.fate, lost.letter.fault = Fate.FAILED, "550 5.1.1 User unknown（見本）"
    _consent(asked[0].invitation.participation, desk.at(before + 1, 20))


def _consent(group: Participation, at: datetime) -> None:
    contacts.consent(group.people[0], How.LINK, None, at)


def _live(first: int, desk: Builder) -> None:
    """Do what the worker would have done each morning since."""
    for offset in range(first, 1):
        at = desk.at(offset, 9)
        for task, key in due.due(at):
            task(key, at)
