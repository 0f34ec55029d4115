"""What an invoice needs, and how much may be paid before the work is done. No database, no web."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen, floor_to, share


class Side(Labelled):
    """What a picture of a passbook shows."""

    COVER = "cover", "表紙（金融機関名・口座名義のある面）"
    SPREAD = "spread", "見開き（カナの口座名義・店番・口座番号のある面）"


class AdvanceState(TwoWorded):
    """概算払: a part of 交付決定額, paid before 額の確定."""

    ASKED = "asked", "概算払の確認中", "県が確認中"
    CHECKED = "checked", "概算払の承認待ち", "県が確認中"
    APPROVED = "approved", "概算払の支払待ち", "支払の手続き中"
    UNPAID = "unpaid", "振込先の修正待ち", "振込先の修正のお願い"
    PAID = "paid", "概算払済", "支払済み"
    REFUSED = "refused", "認めない", "認められませんでした"
    WITHDRAWN = "withdrawn", "取下げ", "取り下げました"


ASKED = frozenset({AdvanceState.ASKED})
CHECKED = frozenset({AdvanceState.CHECKED})
APPROVED = frozenset({AdvanceState.APPROVED})
ORDERED = frozenset({AdvanceState.APPROVED, AdvanceState.PAID})
UNPAID = frozenset({AdvanceState.UNPAID})
UNDER_WAY = ASKED | CHECKED | APPROVED | UNPAID

ADVANCE = Machine(
    Move("withdraw", "取り下げる", ASKED, AdvanceState.WITHDRAWN, Role.APPLICANT),
    Move("check", "確認して決裁に上げる", ASKED, AdvanceState.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, AdvanceState.ASKED, Role.MANAGER, needs_note=True),
    Move("refuse", "認めない", CHECKED, AdvanceState.REFUSED, Role.MANAGER, needs_note=True),
    Move("approve", "概算払を承認する", CHECKED, AdvanceState.APPROVED, Role.MANAGER),
    Move("pay", "支払を記録する", APPROVED, AdvanceState.PAID, Role.TREASURER),
    Move(
        "come_back",
        "振込先を直してもらう",
        ORDERED,
        AdvanceState.UNPAID,
        Role.TREASURER,
        needs_note=True,
    ),
    Move("correct", "振込先を直して請求する", UNPAID, AdvanceState.APPROVED, Role.APPLICANT),
)
ASK = "ask", "概算払を請求する"
# They ask for more than a reason: they have pages of their own.
ADVANCE_OWN_PAGE = frozenset({"pay", "correct"})
ADVANCE_NEXT = {
    AdvanceState.ASKED: "県が請求の内容を確認しています。",
    AdvanceState.CHECKED: "県が請求の内容を確認しています。",
    AdvanceState.APPROVED: "概算払が認められました。支払をお待ちください。",
    AdvanceState.UNPAID: "振り込めませんでした。振込先を直して、もう一度請求してください。",
    AdvanceState.PAID: "概算払が済みました。実績の報告のあと、額の確定で精算します。",
    AdvanceState.REFUSED: "概算払は認められませんでした。実績の報告のあとに請求してください。",
    AdvanceState.WITHDRAWN: "取り下げられています。",
}
ADVANCE_NEXT_AT_THE_DESK = {
    AdvanceState.ASKED: "担当者が理由と口座を確かめ、決裁に上げてください。",
    AdvanceState.CHECKED: "決裁者（確認した人とは別の人）が承認するか、担当者に戻してください。",
    AdvanceState.APPROVED: "会計（確認・承認した人とは別の人）が支払い、支払日を記録してください。",
    AdvanceState.UNPAID: "参加者が振込先を直すのを待ってください。",
    AdvanceState.PAID: "支払済みです。額の確定で精算します。",
    AdvanceState.REFUSED: "認めずに終わっています。",
    AdvanceState.WITHDRAWN: "取下げで終わっています。",
}
ADVANCE_TONE = {
    AdvanceState.ASKED: "info",
    AdvanceState.CHECKED: "info",
    AdvanceState.APPROVED: "info",
    AdvanceState.UNPAID: "warn",
    AdvanceState.PAID: "good",
    AdvanceState.REFUSED: "bad",
    AdvanceState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a grant may still be paid in advance.

    `standing` is what was paid or approved already; `settled` says whether a 額の確定 was made.
    """

    amount: Yen  # 交付決定額
    percent: int
    standing: Yen
    under_way: bool = False
    settled: bool = False

    @property
    def most(self) -> Yen:
        return advance_limit(self.amount, self.percent)

    @property
    def left(self) -> Yen:
        return Yen(max(self.most - self.standing, 0))


def advance_limit(amount: Yen, percent: int) -> Yen:
    """Return the most that is paid in advance: a share of 交付決定額, 千円未満切捨て.

    50％ of 260,000円: 130,000円. 40％ of 255,500円: 102,200円, so 102,000円. 50％ of 1,500円:
    750円, so nothing.
    """
    return floor_to(1_000, share(amount, Fraction(percent, 100)))


def why_not(room: Room) -> str:
    """Say why 概算払 cannot be asked for by the year or the stage of the grant; "" if it can."""
    if not room.percent:
        return "この年度は、概算払を行っていません。実績の報告のあとに請求してください。"
    if room.settled:
        return "額の確定のあとは、概算払を請求できません。"
    if room.under_way:
        return "手続き中の概算払があります。それが済んでから請求してください。"
    return "" if room.left > 0 else "概算払の上限まで、請求を済ませています。"


def may_ask(room: Room) -> None:
    if words := why_not(room):
        raise Refused(words)


def within(room: Room, amount: Yen) -> None:
    """Refuse an amount that is none, or above what is left."""
    if not 0 < amount <= room.left:
        raise Refused(
            f"概算払の額は、1円以上{room.left:,}円以下にしてください。"
            f"交付決定額の{room.percent}％（千円未満切捨て）までです。"
        )


def none_under_way(count: int) -> None:
    """Refuse 額の確定 while an advance is under way: the difference would be wrong."""
    if count:
        raise Refused(
            "概算払の手続きが終わっていません。支払うか取りやめてから、額を確定してください。"
        )


NOT_IN_THE_LIST = "金融機関の一覧にない振込先です。通帳の写しと照らし合わせてください。"


@dataclass(frozen=True, slots=True)
class Difference:
    """精算: what is still to be paid, and what was paid too much; one of them is 0."""

    to_pay: Yen
    to_return: Yen


def difference(settled: Yen, advanced: Yen) -> Difference:
    """Compare 確定額 with what was paid in advance (概算払).

    概算払 130,000円: of 確定額 200,000円, 70,000円 to pay; of 100,000円, 30,000円 to return;
    of 130,000円, neither.
    """
    return Difference(Yen(max(settled - advanced, 0)), Yen(max(advanced - settled, 0)))


def set_off(settled: Yen, advanced: Yen, used_before: Yen) -> Yen:
    """Return how much of the advances this round of 額の確定 uses up, after the rounds before it.

    概算払 130,000円: a first round of 80,000円 uses 80,000円 and pays nothing, a second of 70,000円
    uses the other 50,000円 and pays 20,000円.
    """
    return Yen(min(settled, max(advanced - used_before, 0)))


def passbook_shown(sides: Collection[Side]) -> None:
    """Refuse an account of which the office cannot compare bank, number and holder."""
    lacking = [side.label for side in Side if side not in sides]
    if lacking:
        raise Refused(f"通帳の写しが足りません。{'と'.join(lacking)}を添付してください。")


def still_there(names: Iterable[tuple[str, date | None]]) -> None:
    """Refuse a bank or branch that is no longer in the list; each with the day it left."""
    for name, gone_on in names:
        if gone_on is not None:
            raise Refused(
                f"「{name}」は、{gone_on.year}年{gone_on.month}月{gone_on.day}日の一覧から"
                "なくなっています（統合や閉店）。通帳か金融機関で今の名前を確かめ、選び直してください。"
            )
