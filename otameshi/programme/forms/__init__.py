"""What the pages of a programme year ask for. Shape only."""

from otameshi.programme.forms.call import CallForm
from otameshi.programme.forms.criterion import CriterionForm
from otameshi.programme.forms.named import listed
from otameshi.programme.forms.places import HostForm, NewHostForm, OfficeForm
from otameshi.programme.forms.rulebook import RulebookForm
from otameshi.programme.forms.year import FirstYearForm, NextYearForm, YearForm

__all__ = [
    "CallForm",
    "CriterionForm",
    "FirstYearForm",
    "HostForm",
    "NewHostForm",
    "NextYearForm",
    "OfficeForm",
    "RulebookForm",
    "YearForm",
    "listed",
]
