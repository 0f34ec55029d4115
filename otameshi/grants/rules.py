"""How a grant moves from 交付申請 to 交付決定. No database, no web."""

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move


class State(Labelled):
    DRAFT = "draft", "申請書作成中"
    APPLIED = "applied", "申請中"
    RETURNED = "returned", "差戻し"
    CHECKED = "checked", "決裁待ち"
    DECIDED = "decided", "交付決定"
    REFUSED = "refused", "不交付"
    WITHDRAWN = "withdrawn", "取下げ"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
WITHDRAWABLE = frozenset({State.DRAFT, State.RETURNED, State.APPLIED})
APPLIED = frozenset({State.APPLIED})
CHECKED = frozenset({State.CHECKED})

GRANT = Machine(
    Move("apply", "交付申請を提出する", EDITABLE, State.APPLIED, Role.APPLICANT),
    Move("withdraw", "取り下げる", WITHDRAWABLE, State.WITHDRAWN, Role.APPLICANT, needs_note=True),
    Move("return", "差し戻す", APPLIED, State.RETURNED, Role.OFFICER, needs_note=True),
    Move("check", "確認して決裁に上げる", APPLIED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.APPLIED, Role.MANAGER, needs_note=True),
    Move("decide", "交付を決定する", CHECKED, State.DECIDED, Role.MANAGER),
    Move("refuse", "不交付とする", CHECKED, State.REFUSED, Role.MANAGER, needs_note=True),
)
