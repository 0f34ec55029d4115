"""The claims desk: the list, one claim, one line beside its receipts, the settlement, visits."""

from otameshi.claims.checking.desk import claim, index, line, receipts, settlement, together, visits
from otameshi.claims.checking.desk.blueprint import pages

__all__ = ["claim", "index", "line", "pages", "receipts", "settlement", "together", "visits"]
