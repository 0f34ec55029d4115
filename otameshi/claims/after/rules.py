"""When a decision is taken back, what is to be returned, and how that is asked for.

The model is 補助金等に係る予算の執行の適正化に関する法律 (昭和30年法律第179号): 第10条 (事情の
変更), 第17条 (取消, also after 額の確定), 第18条 (返還), 第19条 (加算金・延滞金 and 免除).
No database, no web.
"""

from datetime import date, timedelta

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen


class Reason(Labelled):
    """Why a decision is taken back: 第17条第1項, and 第10条 for the last."""

    OTHER_USE = "other_use", "補助金を他の用途に使用した"
    BREACH = "breach", "交付の決定の内容又はこれに付した条件に違反した"
    LAW = "law", "法令又は知事の処分に違反した"
    FALSE = "false", "偽りその他不正の手段により交付を受けた"
    CHANGED = "changed", "事情の変更により、補助事業を続ける必要がなくなった"

    @property
    def surcharged(self) -> bool:
        """Say whether 加算金 is due: not where nobody did anything wrong."""
        return self is not Reason.CHANGED


class Cancelling(TwoWorded):
    """取消 of 交付決定, from the officer's draft on; the participant is told once it is decided."""

    PREPARED = "prepared", "決裁待ち", "手続き中"
    DECIDED = "decided", "取消済", "取り消されました"
    DROPPED = "dropped", "取りやめ", "手続き中"


DRAFTED = frozenset({Cancelling.PREPARED})
CANCELLATION = Machine(
    Move("decide", "交付決定を取り消す", DRAFTED, Cancelling.DECIDED, Role.MANAGER),
    Move(
        "reject", "取り消さず、案を戻す", DRAFTED, Cancelling.DROPPED, Role.MANAGER, needs_note=True
    ),
    Move("drop", "案を取りやめる", DRAFTED, Cancelling.DROPPED, Role.OFFICER, needs_note=True),
)
PREPARE = "prepare", "交付決定の取消の案を作る"

CANCELLATION_NEXT = {
    Cancelling.PREPARED: "決裁者（案を作った人とは別の人）が、取り消すか、案を戻してください。",
    Cancelling.DECIDED: "取消済みです。支払った額が残る額を超えるときは、返還を命じてください。",
    Cancelling.DROPPED: "取りやめました。交付決定はそのままです。",
}
CANCELLATION_TONE = {
    Cancelling.PREPARED: "warn",
    Cancelling.DECIDED: "bad",
    Cancelling.DROPPED: "neutral",
}


class Cause(Labelled):
    """Why money is asked back. 加算金 follows from 取消 alone (第19条第1項)."""

    CANCELLED = "cancelled", "交付決定の取消"
    SURPLUS = "surplus", "概算払の精算"
    TAX = "tax", "消費税等仕入控除税額"


class Repaying(TwoWorded):
    PREPARED = "prepared", "返還命令の決裁待ち", "手続き中"
    ORDERED = "ordered", "返還待ち", "返還のお願い"
    REPAID = "repaid", "返還済", "返還が済みました"
    DROPPED = "dropped", "取りやめ", "手続き中"


TO_ORDER = frozenset({Repaying.PREPARED})
RUNNING = frozenset({Repaying.ORDERED})
TOLD = frozenset({Repaying.ORDERED, Repaying.REPAID})
LIVE = TO_ORDER | TOLD
REPAYMENT = Machine(
    Move("order", "返還を命じる", TO_ORDER, Repaying.ORDERED, Role.MANAGER),
    Move("reject", "命じず、案を戻す", TO_ORDER, Repaying.DROPPED, Role.MANAGER, needs_note=True),
    Move("drop", "案を取りやめる", TO_ORDER, Repaying.DROPPED, Role.OFFICER, needs_note=True),
    Move("receive", "納付を記録する", RUNNING, Repaying.ORDERED, Role.TREASURER),
    # With the last yen, paid or waived, it is done at once: nobody is waited for.
    Move("finish", "完納とする", RUNNING, Repaying.REPAID, Role.TREASURER),
    Move("finish", "完納とする", RUNNING, Repaying.REPAID, Role.MANAGER),
    Move(
        "void",
        "納付の記録を取り消す",
        TOLD,
        Repaying.ORDERED,
        Role.TREASURER,
        needs_note=True,
    ),
    Move(
        "waive",
        "加算金・延滞金を免除する",
        RUNNING,
        Repaying.ORDERED,
        Role.MANAGER,
        needs_note=True,
    ),
)
# They ask for more than a reason, or follow from another: no button of their own.
WITH_OWN_PAGE = frozenset({"receive", "finish", "void", "waive"})
PREPARE_ORDER = "prepare_repayment", "返還命令の案を作る"

REPAYMENT_NEXT = {
    Repaying.PREPARED: "決裁者（案を作った人とは別の人）が、返還を命じるか、案を戻してください。",
    Repaying.ORDERED: "納付があったら、会計が納付日と額を記録してください。",
    Repaying.REPAID: "全額が返還されました。",
    Repaying.DROPPED: "取りやめました。",
}
REPAYMENT_NEXT_TOLD = {
    Repaying.ORDERED: "納入通知書で、納期日までに納付してください。",
    Repaying.REPAID: "これ以上の納付は要りません。",
}
REPAYMENT_TONE = {
    Repaying.PREPARED: "warn",
    Repaying.ORDERED: "warn",
    Repaying.REPAID: "good",
    Repaying.DROPPED: "neutral",
}


def must_leave_less(stands: Yen, amount: Yen) -> None:
    """Refuse a 取消 that takes nothing back. `stands` is what remains of 交付決定額, or 0."""
    if not 0 <= stands < amount:
        raise Refused(
            f"取消のあとに残る額は、0円以上{amount:,}円（いまの交付決定額）未満にしてください。"
            "全部を取り消すときは0円です。"
        )


def must_be_explained(words: str) -> None:
    if not words.strip():
        raise Refused("取消の理由となる事実を、具体的に記入してください。")


def must_be_paid_out(unpaid: Yen, stands: Yen, settled: Yen) -> None:
    """Refuse to take back a part while more is settled than would stand and not all of it is paid.

    What is settled is paid as it was settled: the whole decision is taken back before, or a part
    of it after the payment.
    """
    if unpaid and 0 < stands < settled:
        raise Refused(
            "額が確定し、まだ支払っていない請求があります。支払のあとに一部を取り消すか、"
            "全部を取り消してください。"
        )


def excess(paid: Yen, stands: Yen, ordered_back: Yen) -> Yen:
    """Return what was paid beyond what stands, without what earlier orders asked back."""
    return Yen(max(paid - ordered_back - stands, 0))


def must_be_something(amount: Yen) -> None:
    if amount <= 0:
        raise Refused("返還を命じる額がありません。支払った額と、残る額を確かめてください。")


def due_on(ordered_on: date, days: int) -> date:
    """Return 納期日: so many days after the order, the day after it being the first."""
    return ordered_on + timedelta(days=days)


def must_fit(received_on: date, earliest: date, today: date) -> None:
    """Refuse a day of payment to come, or one before `earliest`."""
    if received_on > today:
        raise Refused("納付日は、今日までの日にしてください。")
    if received_on < earliest:
        raise Refused(
            "納付日は、返還命令の日と、前に記録した納付日以後の日にしてください。"
            f"（{earliest.year}年{earliest.month}月{earliest.day}日以後）"
        )


def must_be_owed(amount: Yen, left: Yen) -> None:
    """Refuse more than is owed on that day: what is too much is not 返還金 and goes back."""
    if not 0 < amount <= left:
        raise Refused(f"納付額は、1円以上、その日に残る額（{left:,}円）以下にしてください。")


def must_be_accrued(waived: Yen, accrued: Yen) -> None:
    """Refuse to waive nothing, or more than has come up."""
    if not 0 < waived <= accrued:
        raise Refused(f"免除する額は、1円以上、いまの額（{accrued:,}円）以下にしてください。")
