"""What the office does to take a decision back and to get money back."""

from otameshi.claims.after.actions.cancelling import Draft, cancel, prepare
from otameshi.claims.after.actions.ordering import prepare_again, prepare_surplus, take
from otameshi.claims.after.actions.receiving import Receipt, receive, void, waive

__all__ = [
    "Draft",
    "Receipt",
    "cancel",
    "prepare",
    "prepare_again",
    "prepare_surplus",
    "receive",
    "take",
    "void",
    "waive",
]
