"""How a grant moves to 交付決定 and what becomes of it afterwards. No database, no web."""

from datetime import date, timedelta

from otameshi.core.labels import TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused


class State(TwoWorded):
    DRAFT = "draft", "申請書作成中", "入力中"
    APPLIED = "applied", "申請中", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    CHECKED = "checked", "決裁待ち", "県が確認中"
    DECIDED = "decided", "交付決定", "交付決定"
    REFUSED = "refused", "不交付", "不交付"
    WITHDRAWN = "withdrawn", "取下げ", "取り下げました"
    RETRACTED = "retracted", "決定後の取下げ", "交付決定のあとに取り下げました"
    ABOLISHED = "abolished", "中止・廃止", "中止・廃止が承認されました"
    CANCELLED = "cancelled", "取消", "交付の決定が取り消されました"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
WITHDRAWABLE = frozenset({State.DRAFT, State.RETURNED, State.APPLIED})
APPLIED = frozenset({State.APPLIED})
CHECKED = frozenset({State.CHECKED})
DECIDED = frozenset({State.DECIDED})
# 交付決定 stands: it binds the year's budget, and what was spent under it may be reported.
IN_FORCE = frozenset({State.DECIDED, State.ABOLISHED})

GRANT = Machine(
    Move("apply", "交付申請を提出する", EDITABLE, State.APPLIED, Role.APPLICANT),
    Move("withdraw", "取り下げる", WITHDRAWABLE, State.WITHDRAWN, Role.APPLICANT, needs_note=True),
    Move("reopen", "申請をやり直す", frozenset({State.WITHDRAWN}), State.DRAFT, Role.APPLICANT),
    Move("return", "差し戻す", APPLIED, State.RETURNED, Role.OFFICER, needs_note=True),
    Move("check", "確認して決裁に上げる", APPLIED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.APPLIED, Role.MANAGER, needs_note=True),
    Move("decide", "交付を決定する", CHECKED, State.DECIDED, Role.MANAGER),
    Move("refuse", "不交付とする", CHECKED, State.REFUSED, Role.MANAGER, needs_note=True),
    Move(
        "retract",
        "交付の申請を取り下げる",
        DECIDED,
        State.RETRACTED,
        Role.APPLICANT,
        needs_note=True,
    ),
    Move("change", "交付決定を変更する", DECIDED, State.DECIDED, Role.MANAGER),
    Move("abolish", "中止・廃止を承認する", DECIDED, State.ABOLISHED, Role.MANAGER),
    Move("cancel", "交付決定を取り消す", IN_FORCE, State.CANCELLED, Role.MANAGER, needs_note=True),
)
# Moves that nobody takes by a button: they follow from a change (`changes`) that is approved, or
# from 取消 (`claims.after`) that is decided.
BY_CHANGE = frozenset({"change", "abolish", "cancel"})


# Who in the office holds it now is the office's own matter: both states read alike.
BEING_CHECKED = "県が申請の内容を確認しています。結果は、メールとこのページでお知らせします。"
NEXT = {
    State.DRAFT: "交付申請書を書き上げて提出してください。",
    State.APPLIED: BEING_CHECKED,
    State.RETURNED: "差戻しの理由を確かめ、申請書を直して、もう一度提出してください。",
    State.CHECKED: BEING_CHECKED,
    State.DECIDED: "交付が決定しました。交付決定日以後の経費を記録してください。",
    State.REFUSED: "交付しないことに決まりました。通知書を確かめてください。",
    State.WITHDRAWN: "申請は取り下げられています。",
    State.RETRACTED: "交付決定のあとに申請が取り下げられ、交付の決定はなかったことになりました。",
    State.ABOLISHED: "中止・廃止が承認されました。その日までの経費の実績を報告してください。",
    State.CANCELLED: "交付の決定が取り消されました。通知書を確かめてください。",
}
TONE = {
    State.DRAFT: "neutral",
    State.APPLIED: "info",
    State.RETURNED: "warn",
    State.CHECKED: "info",
    State.DECIDED: "good",
    State.REFUSED: "bad",
    State.WITHDRAWN: "neutral",
    State.RETRACTED: "neutral",
    State.ABOLISHED: "warn",
    State.CANCELLED: "bad",
}
NEXT_AT_THE_DESK = {
    State.DRAFT: "申請者が作成中です。提出を待ってください。",
    State.APPLIED: "担当者が応募時の計画と見比べ、確認して決裁に上げるか、差し戻してください。",
    State.RETURNED: "申請者が直しています。再提出を待ってください。",
    State.CHECKED: "決裁者（確認した人とは別の人）が、交付を決定するか、担当者に戻してください。",
    State.DECIDED: "交付決定済みです。実績報告を待ってください。",
    State.REFUSED: "不交付で終わっています。",
    State.WITHDRAWN: "取下げで終わっています。",
    State.RETRACTED: "交付決定のあとの取下げで終わっています。決定額は予算に戻りました。",
    State.ABOLISHED: "中止・廃止を承認済みです。その日までの実績報告を待ってください。",
    State.CANCELLED: "交付決定を取り消しました。支払った額があれば、返還を確かめてください。",
}


def retract_by(decided_on: date, days: int) -> date:
    """Return the last day of 取下げ; the day after 交付決定 is the first of so many days."""
    return decided_on + timedelta(days=days)


def must_be_in_time(last: date, today: date) -> None:
    """Refuse a 取下げ that comes too late, and say what is done instead."""
    if today > last:
        raise Refused(
            f"交付決定のあとの取下げの期限（{last.year}年{last.month}月{last.day}日）を過ぎています。"
            "補助事業をやめるときは、「変更などの手続き」から中止または廃止の承認を申請してください。"
        )
