"""The acts that the programme stands on, each ready to be done: who, on which page, with what."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from otameshi.applications.models import ApplicationPaper
from otameshi.applications.rules import State as Applying
from otameshi.claims.rules import State as Claiming
from otameshi.claims.rules import Verdict
from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import storage
from otameshi.followup import actions as followup
from otameshi.grants.rules import State as Granting
from otameshi.people import Person
from tests import make
from tests.conftest import Browser
from tests.followup.make import choice, groups, wave
from tests.grants.test_pages import PLAN
from tests.participation.test_pages import answers
from tests.selection.decision_world import proposed
from tests.statistics.sheet.make import year_of_groups

DAY = timedelta(days=1)
TODAY = {f"paid_on-{part}": str(getattr(today(), part)) for part in ("year", "month", "day")}
SEEN = re.compile(r'name="seen"\s+value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Act:
    person: Person | None
    path: str
    page: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    def form(self, browser: Browser) -> dict[str, str]:
        """Return what the page sends when somebody has filled it in."""
        page = self.page or self.path
        seen = dict(zip(["seen"], SEEN.findall(browser.read(page)), strict=False))
        return {**browser.hidden(page), **seen, **self.typed}


def submit_an_application() -> Act:
    person = make.person(Role.APPLICANT)
    one = make.application(
        person, make.call(opens_at=now() - DAY, closes_at=now() + DAY), Applying.DRAFT
    )
    one.members[0].phone = "026-000-0000"
    for kind in ("plan", "photo"):
        kept = storage.keep(kind.encode(), f"{kind}.pdf", "application/pdf", person, now())
        one.papers.append(ApplicationPaper(kind=kind, attachment=kept))
    return Act(person, f"/applications/{one.id}/confirm", typed={"pledged": "y", "consented": "y"})


def decide() -> Act:
    one = proposed()
    page = f"/desk/selection/{one.application.call_id}/decision"
    return Act(make.person(Role.MANAGER), f"{page}/all", page)


def accept_a_place() -> Act:
    one = make.selected()
    return Act(one.application.applicant, f"/participation/offers/{one.id}", typed=answers(one))


def apply_for_a_grant() -> Act:
    grant = make.grant()
    return Act(grant.grantee, f"/grants/{grant.id}/edit", typed={**PLAN, "action": "apply"})


def decide_a_grant() -> Act:
    grant = make.grant(state=Granting.CHECKED, checked_by=make.person(Role.OFFICER))
    page = f"/desk/grants/{grant.id}"
    return Act(make.person(Role.MANAGER), f"{page}/decide", page)


def hand_in_a_report() -> Act:
    claim = make.claim()
    make.claim_line(claim)
    return Act(
        claim.claimant, f"/claims/{claim.id}/submit", typed={"outcome": "二者と知り合った。"}
    )


def settle_a_claim() -> Act:
    claim = make.claim(
        state=Claiming.CHECKED, submitted_at=now(), checked_by=make.person(Role.OFFICER)
    )
    make.claim_line(claim, verdict=Verdict.ACCEPTED)
    page = f"/desk/claims/{claim.id}"
    return Act(make.person(Role.MANAGER), f"{page}/settle", f"{page}/settlement")


def pay_a_claim() -> Act:
    claim = make.invoiced_claim()
    return Act(
        make.person(Role.TREASURER),
        f"/desk/payments/{claim.id}",
        typed={**TODAY, "voucher": "支-1"},
    )


def answer_the_survey() -> Act:
    groups(1)
    made = wave(asked_on=today() - 3 * DAY, closes_on=today() + 3 * DAY)
    (one,) = followup.invite(made, make.person(Role.OFFICER), now())
    typed = {"own_q1": choice(made, counts=True), "own_q2": "続けます。"}
    return Act(None, f"/survey/{one.token}", typed=typed)


def fix_a_figure() -> Act:
    year_of_groups(2024, 2, 1, 2)
    page = "/desk/statistics/retention/2024"
    officer = make.person(Role.OFFICER)
    db.session.commit()
    return Act(officer, f"{page}/lock", page)


ACTS: list[Callable[[], Act]] = [
    submit_an_application,
    decide,
    accept_a_place,
    apply_for_a_grant,
    decide_a_grant,
    hand_in_a_report,
    settle_a_claim,
    pay_a_claim,
    answer_the_survey,
    fix_a_figure,
]
