"""The subsidy rule engine: a rulebook and facts in, every yen explained out."""

from otameshi.subsidy.assess import assess
from otameshi.subsidy.assessment import Assessment, Limit, LineResult, Note, Step, Subtotal
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.compare import Comparison, Difference, compare
from otameshi.subsidy.explain import Section, explain
from otameshi.subsidy.facts import Day, Facts, Line, Prior
from otameshi.subsidy.fault import BadRulebook, Fault
from otameshi.subsidy.forecast import Estimate, cohort_step, estimate, remaining
from otameshi.subsidy.kinds import Kind, Paper, SubKind
from otameshi.subsidy.limits import cap, cap_per_person
from otameshi.subsidy.rulebook import read, schema
from otameshi.subsidy.sheet import BadClaim, Sheet, read_claims
from otameshi.subsidy.wording import Sentence, wording
from otameshi.subsidy.words import Contract
from otameshi.subsidy.write import write

__all__ = [
    "Assessment",
    "BadClaim",
    "BadRulebook",
    "Comparison",
    "Contract",
    "Day",
    "Difference",
    "Estimate",
    "Facts",
    "Fault",
    "Kind",
    "Limit",
    "Line",
    "LineResult",
    "Note",
    "Paper",
    "Prior",
    "Rulebook",
    "Section",
    "Sentence",
    "Sheet",
    "Step",
    "SubKind",
    "Subtotal",
    "assess",
    "cap",
    "cap_per_person",
    "cohort_step",
    "compare",
    "estimate",
    "explain",
    "read",
    "read_claims",
    "remaining",
    "schema",
    "wording",
    "write",
]
