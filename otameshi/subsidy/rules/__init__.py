"""The rules of the language; each is data and one function over the account."""

from otameshi.subsidy.rules.amounts import Clamp, Rate, Rounding
from otameshi.subsidy.rules.base import Names, OnLines, Rule
from otameshi.subsidy.rules.caps import Cap
from otameshi.subsidy.rules.dates import Window
from otameshi.subsidy.rules.proof import Evidence, Judgement

__all__ = [
    "Cap",
    "Clamp",
    "Evidence",
    "Judgement",
    "Names",
    "OnLines",
    "Rate",
    "Rounding",
    "Rule",
    "Window",
]
