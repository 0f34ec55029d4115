"""The rules of the language; each is data and one function over the account."""

from otameshi.subsidy.rules.amounts import Clamp, Minimum, Rate, Rounding
from otameshi.subsidy.rules.base import Names, OnLines, Part, Pooled, Rule
from otameshi.subsidy.rules.caps import Cap, Times
from otameshi.subsidy.rules.dates import Blackout, Window
from otameshi.subsidy.rules.deadline import Deadline
from otameshi.subsidy.rules.deduct import Net, Prorate
from otameshi.subsidy.rules.numbers import Number, Visits
from otameshi.subsidy.rules.prices import Allowance, Price
from otameshi.subsidy.rules.proof import Evidence, Judgement, Open
from otameshi.subsidy.rules.stay import Presence
from otameshi.subsidy.rules.who import Age, Condition, Range, Uses

__all__ = [
    "Age",
    "Allowance",
    "Blackout",
    "Cap",
    "Clamp",
    "Condition",
    "Deadline",
    "Evidence",
    "Judgement",
    "Minimum",
    "Names",
    "Net",
    "Number",
    "OnLines",
    "Open",
    "Part",
    "Pooled",
    "Presence",
    "Price",
    "Prorate",
    "Range",
    "Rate",
    "Rounding",
    "Rule",
    "Times",
    "Uses",
    "Visits",
    "Window",
]
