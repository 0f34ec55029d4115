"""What the pages of an application ask for. Shape only: half-filled pages may be saved."""

from otameshi.applications.forms.business import BusinessForm, works_of
from otameshi.applications.forms.costs import CostRow, CostsForm
from otameshi.applications.forms.kind import KindForm
from otameshi.applications.forms.member import MemberForm
from otameshi.applications.forms.plan import PlanForm

__all__ = [
    "BusinessForm",
    "CostRow",
    "CostsForm",
    "KindForm",
    "MemberForm",
    "PlanForm",
    "works_of",
]
