"""How a claim and its lines move from a draft to the payment. No database, no web."""

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move


class State(Labelled):
    DRAFT = "draft", "作成中"
    SUBMITTED = "submitted", "確認中"
    RETURNED = "returned", "差戻し"
    CHECKED = "checked", "額の確定待ち"
    SETTLED = "settled", "額の確定"
    INVOICED = "invoiced", "請求済"
    PAID = "paid", "支払済"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
SUBMITTED = frozenset({State.SUBMITTED})
CHECKED = frozenset({State.CHECKED})
FIXED = frozenset({State.SETTLED, State.INVOICED, State.PAID})

CLAIM = Machine(
    Move("submit", "実績を報告する", EDITABLE, State.SUBMITTED, Role.APPLICANT),
    Move("return", "差し戻す", SUBMITTED, State.RETURNED, Role.OFFICER, needs_note=True),
    Move("check", "確認を終え、額の確定に上げる", SUBMITTED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.SUBMITTED, Role.MANAGER, needs_note=True),
    Move("settle", "額を確定する", CHECKED, State.SETTLED, Role.MANAGER),
    Move("invoice", "請求する", frozenset({State.SETTLED}), State.INVOICED, Role.APPLICANT),
    Move("pay", "支払を記録する", frozenset({State.INVOICED}), State.PAID, Role.TREASURER),
)


class Verdict(Labelled):
    """What the officer said of one line."""

    OPEN = "open", "未確認"
    ACCEPTED = "accepted", "認める"
    REDUCED = "reduced", "減額して認める"
    RETURNED = "returned", "差し戻す"


class AccountKind(Labelled):
    """預金種目, with the number of the 全銀 record."""

    ORDINARY = "1", "普通"
    CURRENT = "2", "当座"
    SAVINGS = "4", "貯蓄"
