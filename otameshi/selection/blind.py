"""What a reviewer reads of an application: without who it is from, unless the year shows names.

Every page, file and export of a reviewer takes it from here; the covering itself is
`applications/redaction`.
"""

from collections.abc import Sequence

from otameshi.applications.blinded import blinded, cover_of
from otameshi.applications.documents import Rows, fixed_rows
from otameshi.applications.models import Application
from otameshi.applications.questions.standing import Standing
from otameshi.applications.redaction import Cover
from otameshi.applications.rules import PageName
from otameshi.programme.models import ProgrammeYear
from otameshi.subsidy import Rulebook

NAMED_PAGES = tuple(one for one in PageName if one not in {PageName.FILES, PageName.CONFIRM})


def hides(year: ProgrammeYear) -> bool:
    """Say whether the year hides from its reviewers who applied."""
    return year.selection_plan.blind


def told(application: Application, rulebook: Rulebook | None) -> Sequence[tuple[PageName, Rows]]:
    """Return the answers page by page as a reviewer may read them; files are shown as files."""
    if hides(application.call.year):
        pages = blinded(application, rulebook)
        return [(page, rows) for page, rows in pages if page is not PageName.FILES and rows]
    own = Standing(application)
    named = [
        (page, [*fixed_rows(application, page, rulebook), *own.rows(page, for_reviewers=True)])
        for page in NAMED_PAGES
    ]
    return [(page, rows) for page, rows in named if rows]


def covering(application: Application) -> Cover:
    """Return what every other text about an application passes before a reviewer reads it."""
    return cover_of(application) if hides(application.call.year) else lambda text: text
