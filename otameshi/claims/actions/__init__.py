"""What people do with a claim. No function here knows of pages or commits."""

from otameshi.claims.actions.entering import (
    Entry,
    File,
    add_line,
    add_receipts,
    begin,
    change_line,
    remove_line,
    remove_receipt,
)
from otameshi.claims.actions.invoicing import BankAccount, invoice
from otameshi.claims.actions.moving import judge_line, settle, settle_at_nothing, submit, take
from otameshi.claims.actions.paying import come_back, pay
from otameshi.claims.bonds import bond
from otameshi.claims.seeing import visible_to

__all__ = [
    "BankAccount",
    "Entry",
    "File",
    "add_line",
    "add_receipts",
    "begin",
    "bond",
    "change_line",
    "come_back",
    "invoice",
    "judge_line",
    "pay",
    "remove_line",
    "remove_receipt",
    "settle",
    "settle_at_nothing",
    "submit",
    "take",
    "visible_to",
]
