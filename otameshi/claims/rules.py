"""How a claim moves to the payment, and what an officer says of a line. No database, no web."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen


class State(TwoWorded):
    DRAFT = "draft", "作成中", "入力中"
    SUBMITTED = "submitted", "確認中", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    CHECKED = "checked", "額の確定待ち", "県が確認中"
    SETTLED = "settled", "額の確定", "補助金の額が確定"
    CLOSED = "closed", "精算済", "精算が済みました"
    INVOICED = "invoiced", "支払待ち", "支払の手続き中"
    PAID = "paid", "支払済", "支払済み"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})

SUBMITTED = frozenset({State.SUBMITTED})

CHECKED = frozenset({State.CHECKED})

FIXED = frozenset({State.SETTLED, State.CLOSED, State.INVOICED, State.PAID})

ORDERED = frozenset({State.INVOICED, State.PAID})

# A return says why by its lines, or by its note where it concerns the whole: see `must_say_why`.
CLAIM = Machine(
    Move("submit", "実績を報告する", EDITABLE, State.SUBMITTED, Role.APPLICANT),
    Move("return", "差し戻す", SUBMITTED, State.RETURNED, Role.OFFICER),
    Move("check", "確認を終え、額の確定に上げる", SUBMITTED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.SUBMITTED, Role.MANAGER, needs_note=True),
    Move("settle", "額を確定する", CHECKED, State.SETTLED, Role.MANAGER),
    # Where 概算払 has paid all of it, or it is 0円, whoever settles closes it at once.
    Move("close", "精算を終える", frozenset({State.SETTLED}), State.CLOSED, Role.MANAGER),
    Move("invoice", "請求する", frozenset({State.SETTLED}), State.INVOICED, Role.APPLICANT),
    Move("pay", "支払を記録する", frozenset({State.INVOICED}), State.PAID, Role.TREASURER),
    Move(
        "come_back", "振込先を直してもらう", ORDERED, State.SETTLED, Role.TREASURER, needs_note=True
    ),
)

# 0円で確定 is the same move as any 額の確定, with a page on which its reason is written.
# Invoice and payment ask for more than a reason: they have pages of their own. No page closes.
WITH_OWN_PAGE = frozenset({"invoice", "pay", "come_back", "close"})

# Who in the office holds it now is the office's own matter: both states read alike.
BEING_CHECKED = (
    "県が領収書と照らし合わせています。額が確定したら、メールとこのページでお知らせします。"
)

NEXT = {
    State.DRAFT: "経費を記録し、そろったら実績を報告してください。",
    State.SUBMITTED: BEING_CHECKED,
    State.RETURNED: "差し戻された行を直し、もう一度報告してください。",
    State.CHECKED: BEING_CHECKED,
    State.SETTLED: "補助金の額が確定しました。振込先を記入して請求してください。",
    State.CLOSED: "額の確定のあとにお支払いする額がないため、請求は要りません。",
    State.INVOICED: "請求を受け付けました。支払をお待ちください。",
    State.PAID: "支払が済みました。",
}

NEXT_AT_THE_DESK = {
    State.DRAFT: "参加者が記録中です。実績の報告を待ってください。",
    State.SUBMITTED: "担当者が1行ずつ領収書と見比べ、認める・減額する・差し戻すを決めてください。",
    State.RETURNED: "参加者が直しています。再報告を待ってください。",
    State.CHECKED: "決裁者（確認した人とは別の人）が額を確定するか、担当者に戻してください。",
    State.SETTLED: "参加者の請求を待ってください。",
    State.CLOSED: "額の確定のあとに支払う額がないため、精算済みです。",
    State.INVOICED: "会計（確認・確定した人とは別の人）が支払い、支払日を記録してください。",
    State.PAID: "支払済みです。",
}

TONE = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.CHECKED: "info",
    State.SETTLED: "good",
    State.CLOSED: "good",
    State.INVOICED: "info",
    State.PAID: "good",
}


# Where somebody in the office is waited for.
WAITS = frozenset({State.SUBMITTED, State.CHECKED, State.INVOICED})


class Verdict(TwoWorded):
    """What the officer said of one line; told once the whole claim is returned or settled."""

    OPEN = "open", "未確認", "未確認"
    ACCEPTED = "accepted", "認める", "認められました"
    REDUCED = "reduced", "減額して認める", "減額して認められました"
    RETURNED = "returned", "差し戻す", "修正のお願い"


BEING_WEIGHED = SUBMITTED | CHECKED

GOOD = frozenset({Verdict.ACCEPTED, Verdict.REDUCED})

VERDICT_TONE = {
    Verdict.OPEN: "neutral",
    Verdict.ACCEPTED: "good",
    Verdict.REDUCED: "warn",
    Verdict.RETURNED: "bad",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an officer says of one line, and why."""

    verdict: Verdict
    reduced_to: Yen | None = None
    reason: str = ""


class Change(Labelled):
    """What can be done to a line, as the history names it."""

    ADD = "add_line", "経費を追加する"
    CHANGE = "change_line", "経費を直す"
    REMOVE = "remove_line", "経費を取り下げる"
    ADD_RECEIPT = "add_receipt", "証拠書類を加える"
    REMOVE_RECEIPT = "remove_receipt", "証拠書類を外す"
    ACCEPT = "accept_line", "経費を認める"
    REDUCE = "reduce_line", "経費を減額して認める"
    RETURN = "return_line", "経費を差し戻す行とする"
    REOPEN = "reopen_line", "経費を未確認に戻す"
    ACCEPT_TOGETHER = "accept_lines", "疑義のない経費をまとめて認める"
    EXPLAIN = "explain_line", "気づきに説明を書く"
    LOOK = "look_at_line", "気づきを確かめる"


RULED = {
    Verdict.ACCEPTED: Change.ACCEPT,
    Verdict.REDUCED: Change.REDUCE,
    Verdict.RETURNED: Change.RETURN,
    Verdict.OPEN: Change.REOPEN,
}

ADDED_LATER = "差戻しのあとに追加された行です。"


def may_change(state: State, verdict: Verdict, *, some_returned: bool) -> bool:
    """Say whether the participant may change a line.

    After a return that is about single lines only those are open; after one about the whole, all
    that the office has not yet accepted.
    """
    if state is State.RETURNED and some_returned:
        return verdict is Verdict.RETURNED
    return state in EDITABLE and verdict not in GOOD


def awaits(state: State, verdict: Verdict) -> bool:
    """Say whether a line waits for its group to mend it."""
    return state is State.RETURNED and verdict is Verdict.RETURNED


def must_say_why(verdicts: Collection[Verdict], note: str) -> None:
    """Refuse a return that gives neither a returned line nor a note."""
    if Verdict.RETURNED not in verdicts and not note.strip():
        raise Refused("差し戻す行を選んで理由を書くか、全体への連絡事項を記入してください。")


def ready_to_check(verdicts: Collection[Verdict]) -> None:
    """Refuse to end the check while a line is open or sent back."""
    if Verdict.RETURNED in verdicts:
        raise Refused("差し戻す行があります。差し戻すか、その行の判断を改めてください。")
    if Verdict.OPEN in verdicts:
        raise Refused("まだ確認していない行があります。すべての行を確認してください。")


def must_say_why_nothing(why: str) -> None:
    """Refuse 0円 without the reason that its notice gives."""
    if not why.strip():
        raise Refused("0円とする理由を記入してください。通知書に載ります。")


def may_judge(state: State) -> None:
    if state not in SUBMITTED:
        raise Refused("確認中の請求だけを判断できます。")


def reduction(amount: Yen, ruling: Ruling) -> Yen | None:
    """Return what a line is brought down to, or None; refuse a ruling that does not say why."""
    if ruling.verdict in {Verdict.REDUCED, Verdict.RETURNED} and not ruling.reason.strip():
        raise Refused("理由を記入してください。")
    if ruling.verdict is not Verdict.REDUCED:
        return None
    if ruling.reduced_to is None or not 0 <= ruling.reduced_to < amount:
        raise Refused(f"減額後の額は、0円以上{amount:,}円未満で入力してください。")
    return ruling.reduced_to


def judges(state: State, roles: Collection[Role]) -> bool:
    """Say whether a holder of these roles may judge lines now."""
    return state in SUBMITTED and Role.OFFICER in roles


def paid_already(paid_on: date, today: date) -> None:
    if paid_on > today:
        raise Refused("支払日が今日より後になっています。支払ってから記録してください。")


def nothing_to_pay(payable: Yen) -> None:
    """Refuse to close a claim of which something is still to be paid."""
    if payable > 0:
        raise Refused(f"まだ支払う額（{payable:,}円）があります。参加者の請求を待ってください。")


def something_to_pay(payable: Yen) -> None:
    """Refuse an invoice over nothing: 概算払 has paid all of it, or it is 0円."""
    if payable <= 0:
        raise Refused("お支払いする額がないため、請求は要りません。")


def payable(paid_on: date, invoiced_on: date, today: date) -> None:
    """Refuse a day of payment before the invoice or still to come."""
    if paid_on < invoiced_on:
        raise Refused("支払日は、請求日以後の日にしてください。")
    if paid_on > today:
        raise Refused("支払日は、今日までの日にしてください。支払ってから記録します。")


SEES_ACCOUNT = frozenset({Role.OFFICER, Role.MANAGER, Role.TREASURER})

BANK_PAPER = "claim_invoice"  # it shows the bank account: not for everybody in the office
