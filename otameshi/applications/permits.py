"""Why a page of an application may be changed: in time, or because the office asked for it."""

from dataclasses import dataclass
from datetime import datetime

from otameshi.applications.correction import reading as correction
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.sections import (
    must_be_asked,
    page_must_be_asked,
    touched,
)
from otameshi.applications.models import Application
from otameshi.applications.questions.standing import lacking, owed, own_asked
from otameshi.applications.requirements import wanting
from otameshi.applications.rules import (
    Missing,
    PageName,
    asked_of,
    change,
    complete,
)
from otameshi.applications.versions import actions as versions
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.applications.versions.rules import Occasion
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Permit:
    """What a saved page is called, and to what it is held afterwards."""

    row: Application
    page: PageName
    act: str
    label: str
    asked: frozenset[str] = frozenset()  # own questions, before the change
    request: CorrectionRequest | None = None
    before: SubmittedVersion | None = None
    lacked: frozenset[Missing] = frozenset()

    def keep(self, by: Person, at: datetime) -> None:
        """Hold the change to what was allowed, the whole to completeness, and keep the version."""
        fixed = asked_of(wanting(self.row.fact, self.row.call.year.terms), self.row.channel)
        found = (*fixed, *owed(self.row, self.page, self.asked))
        complete([one for one in found if one not in self.lacked])
        occasion = Occasion.CORRECTED
        if self.request is not None and self.before is not None:
            occasion = Occasion.COMPLEMENTED
            stands = versions.snapshot_of(self.row)
            must_be_asked(self.request.asked, sorted(touched(self.before.snapshot, stands)))
        versions.keep(self.row, occasion, by, at)


def permit(row: Application, page: PageName, by: Person, at: datetime) -> Permit:
    """Allow a change until the deadline; after it, only on the pages asked for again (補正依頼)."""
    came = row.counted_at(by, at)
    request = None if row.window.open(came) else correction.waiting(row, at)
    if request is None:
        row.window.must_be_open(came)
    move = change(by.roles, row.state)
    if row.number is None:
        return Permit(row, page, move.name, move.label)
    before, asked = versions.standing(row), own_asked(row)
    if request is None:
        return Permit(row, page, move.name, move.label, asked, before=before)
    page_must_be_asked(request.asked, page)
    # What was lacking before cannot be mended on the pages that are open: it holds nobody up.
    lacked = frozenset((*wanting(row.fact, row.call.year.terms), *lacking(row)))
    return Permit(row, page, "complement", "補正する", asked, request, before, lacked)
