"""What an application says anyway, as conditions of own questions may lean on it."""

from otameshi.applications.models import Application
from otameshi.applications.rules import Kind, PageName
from otameshi.core.questions import Answer, Source

# On the members' page each member has a form of its own: no question of the group stands there.
PAGES = (PageName.KIND, PageName.BUSINESS, PageName.PLAN, PageName.COSTS, PageName.FILES)
YES, NO = "yes", "no"
ONE, MORE = "one", "more"

SOURCES = (
    Source("kind", "応募区分", PageName.KIND, tuple((one.value, one.label) for one in Kind)),
    Source("people", "組の人数", PageName.MEMBERS, ((ONE, "1人"), (MORE, "2人以上"))),
    Source("housing_help", "住居の支援", PageName.PLAN, ((YES, "希望する"), (NO, "希望しない"))),
)
# Those that are typed on a page, under the name of the condition: the others are known before it.
TYPED = {"kind": PageName.KIND, "housing_help": PageName.PLAN}


def facts(application: Application) -> dict[str, Answer]:
    """Return what is known, by the key of its source."""
    found: dict[str, Answer] = {}
    if application.kind is not None:
        found["kind"] = application.kind.value
    if application.members:
        found["people"] = MORE if len(application.members) > 1 else ONE
    if application.housing_help is not None:
        found["housing_help"] = YES if application.housing_help else NO
    return found
