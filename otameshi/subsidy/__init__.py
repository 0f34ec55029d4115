"""The subsidy rule engine: a rulebook and facts in, every yen explained out."""

from otameshi.subsidy.assess import assess
from otameshi.subsidy.assessment import Assessment, LineResult, Note, Step, Subtotal
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.explain import Section, explain
from otameshi.subsidy.facts import Day, Facts, Line, Prior
from otameshi.subsidy.fault import BadRulebook, Fault
from otameshi.subsidy.forecast import Estimate, estimate
from otameshi.subsidy.kinds import Kind, Paper, SubKind
from otameshi.subsidy.limits import cap, cap_per_person
from otameshi.subsidy.rulebook import read
from otameshi.subsidy.words import Contract

__all__ = [
    "Assessment",
    "BadRulebook",
    "Contract",
    "Day",
    "Estimate",
    "Facts",
    "Fault",
    "Kind",
    "Line",
    "LineResult",
    "Note",
    "Paper",
    "Prior",
    "Rulebook",
    "Section",
    "Step",
    "SubKind",
    "Subtotal",
    "assess",
    "cap",
    "cap_per_person",
    "estimate",
    "explain",
    "read",
]
