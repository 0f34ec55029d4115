"""How a request under a grant moves, and what each kind of it says. No database, no web."""

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move
from otameshi.grants.rules import State as Grant


class Kind(Labelled):
    EARLY = "early_start", "事前着手届"
    PLAN = "plan", "変更承認申請"
    SUSPEND = "suspend", "中止承認申請"
    ABOLISH = "abolish", "廃止承認申請"
    ACCIDENT = "accident", "事故報告"


class State(TwoWorded):
    DRAFT = "draft", "作成中", "入力中"
    ASKED = "asked", "確認待ち", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    CHECKED = "checked", "決裁待ち", "県が確認中"
    APPROVED = "approved", "承認", "承認されました"
    REFUSED = "refused", "不承認", "承認されませんでした"
    RECORDED = "recorded", "軽微な変更", "軽微な変更として記録しました"
    ACKNOWLEDGED = "acknowledged", "報告を受理", "県が受理しました"
    WITHDRAWN = "withdrawn", "取下げ", "取り下げました"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
ASKED = frozenset({State.ASKED})
CHECKED = frozenset({State.CHECKED})
OPEN = EDITABLE | ASKED | CHECKED
RECALLABLE = EDITABLE | ASKED

ASK = Move("ask", "提出する", EDITABLE, State.ASKED, Role.APPLICANT)
WITHDRAW = Move("withdraw", "取り下げる", RECALLABLE, State.WITHDRAWN, Role.APPLICANT)
# A request that its group leaves lying would keep the office from any other change.
CLOSE = Move(
    "close", "取下げとして閉じる", EDITABLE, State.WITHDRAWN, Role.OFFICER, needs_note=True
)
RETURN = Move("return", "差し戻す", ASKED, State.RETURNED, Role.OFFICER, needs_note=True)
APPROVAL = (
    ASK,
    WITHDRAW,
    CLOSE,
    RETURN,
    Move("check", "確認して決裁に上げる", ASKED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.ASKED, Role.MANAGER, needs_note=True),
    Move("approve", "承認する", CHECKED, State.APPROVED, Role.MANAGER),
    Move("refuse", "承認しない", CHECKED, State.REFUSED, Role.MANAGER, needs_note=True),
)
# A minor change (軽微な変更) is told and kept; nobody approves it.
MINOR = Move("record", "軽微な変更として記録する", EDITABLE, State.RECORDED, Role.APPLICANT)
ACKNOWLEDGE = Move(
    "acknowledge", "受理して指示する", ASKED, State.ACKNOWLEDGED, Role.OFFICER, needs_note=True
)
CHANGE = Machine(*APPROVAL, MINOR, ACKNOWLEDGE)
# Which of these moves each kind has.
MACHINES = {
    Kind.EARLY: Machine(*APPROVAL),
    Kind.PLAN: Machine(*APPROVAL, MINOR),
    Kind.SUSPEND: Machine(*APPROVAL),
    Kind.ABOLISH: Machine(*APPROVAL),
    Kind.ACCIDENT: Machine(ASK, WITHDRAW, CLOSE, RETURN, ACKNOWLEDGE),
}
# Submitting and recording are buttons of the page on which the request is written.
WITH_OWN_PAGE = frozenset({"ask", "record"})

BEFORE_DECISION = frozenset({Grant.DRAFT, Grant.APPLIED, Grant.RETURNED, Grant.CHECKED})
DECIDED = frozenset({Grant.DECIDED})
STANDS = frozenset({Grant.DECIDED, Grant.ABOLISHED})
UNDER = {
    Kind.EARLY: BEFORE_DECISION,
    Kind.PLAN: DECIDED,
    Kind.SUSPEND: DECIDED,
    Kind.ABOLISH: DECIDED,
    Kind.ACCIDENT: STANDS,
}
ENDING = frozenset({Kind.SUSPEND, Kind.ABOLISH})
# Requests that give the grant other terms: one of them at a time.
ALTERING = frozenset({Kind.PLAN, *ENDING})
