"""How a payment run moves from its preparation to the banks' answer. No database, no web."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from otameshi.core.holidays import is_day_off
from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen, total


class State(Labelled):
    PREPARED = "prepared", "承認待ち"
    APPROVED = "approved", "承認済"
    SENT = "sent", "振込データ作成済"
    DONE = "done", "支払済"
    CANCELLED = "cancelled", "取りやめ"


PREPARED = frozenset({State.PREPARED})
APPROVED = frozenset({State.APPROVED})
SENT = frozenset({State.SENT})
WITH_FILE = frozenset({State.SENT, State.DONE})

# Preparing makes the run. A file once made is called back by the manager alone: it may have left.
RUN = Machine(
    Move("approve", "承認する", PREPARED, State.APPROVED, Role.MANAGER),
    Move(
        "reject", "承認せず、取りやめる", PREPARED, State.CANCELLED, Role.MANAGER, needs_note=True
    ),
    Move(
        "cancel",
        "取りやめる",
        PREPARED | APPROVED,
        State.CANCELLED,
        Role.TREASURER,
        needs_note=True,
    ),
    Move("send", "振込データを作る", APPROVED, State.SENT, Role.TREASURER),
    Move(
        "recall", "銀行に渡さず、取りやめる", SENT, State.CANCELLED, Role.MANAGER, needs_note=True
    ),
    Move("close", "振込の結果を記録する", SENT, State.DONE, Role.TREASURER),
)
PREPARE = "prepare", "振込を準備する"
# They ask for more than a reason: they have pages of their own.
WITH_OWN_PAGE = frozenset({"approve", "close"})

NEXT = {
    State.PREPARED: "決裁者（準備した人とは別の人）が件数と合計を確かめ、承認してください。",
    State.APPROVED: "会計が振込データを作り、銀行に渡してください。",
    State.SENT: "振込指定日を過ぎたら、会計が銀行の結果を記録してください。",
    State.DONE: "支払を記録しました。あとで戻ってきた振込は、その行から記録してください。",
    State.CANCELLED: "取りやめました。請求は支払待ちに戻っています。",
}
TONE = {
    State.PREPARED: "info",
    State.APPROVED: "info",
    State.SENT: "warn",
    State.DONE: "good",
    State.CANCELLED: "neutral",
}


class ItemState(Labelled):
    PENDING = "pending", "振込前"
    PAID = "paid", "振込済"
    FAILED = "failed", "振り込めませんでした"
    RELEASED = "released", "取りやめ"


ITEM_TONE = {
    ItemState.PENDING: "info",
    ItemState.PAID: "good",
    ItemState.FAILED: "bad",
    ItemState.RELEASED: "neutral",
}


class Fault(Labelled):
    """Why a transfer did not arrive, and (`told`) what the participant is asked to correct."""

    HOLDER = "holder", "口座名義の相違", "通帳のとおりの口座名義（カナ）を記入してください。"
    NUMBER = "number", "口座番号の相違", "通帳で支店、預金種目と口座番号を確かめてください。"
    CLOSED = "closed", "口座の解約", "現在使っている本人名義の口座を記入してください。"
    PLACE = "place", "銀行・支店の相違", "通帳で銀行と支店を確かめ、選び直してください。"
    OTHER = "other", "そのほか", "振込先を通帳で確かめ、記入し直してください。"

    @property
    def words(self) -> str:
        return f"{self.label}のため、お支払いできません。{self.told}"


@dataclass(frozen=True, slots=True)
class Failure:
    """What the bank said of one transfer, and what the office adds for its group."""

    fault: Fault
    words: str = ""

    @property
    def note(self) -> str:
        return "\n".join(filter(None, (self.fault.words, self.words.strip())))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of a whole run; `failed` is, by item, what did not arrive and why."""

    paid_on: date
    voucher: str
    failed: Mapping[int, Fault] = field(default_factory=dict)


FARTHEST = timedelta(days=60)  # the file says month and day alone
BANKS_CLOSED = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})


def banks_open(day: date) -> bool:
    """Say whether banks transfer: 銀行法施行令第5条 closes them on days off and 12/31 to 1/3."""
    return not is_day_off(day) and (day.month, day.day) not in BANKS_CLOSED


def payable_day(pay_on: date, today: date) -> None:
    """Refuse a 振込指定日 on which no bank transfers, or that the file could not tell."""
    if not today < pay_on <= today + FARTHEST:
        raise Refused("振込指定日は、明日から60日以内の日にしてください。")
    if not banks_open(pay_on):
        raise Refused("振込指定日は、銀行の営業日（土日・年末年始と祝日を除く日）にしてください。")


def still_ahead(pay_on: date, today: date) -> None:
    """Refuse to go on with a run whose day has passed: the bank would send the file back."""
    if pay_on < today:
        raise Refused("振込指定日を過ぎています。この振込を取りやめ、新しく準備してください。")


def after_its_day(paid_on: date, pay_on: date) -> None:
    if paid_on < pay_on:
        raise Refused("支払日は、振込指定日以後の日にしてください。")


def sums(amounts: Iterable[Yen]) -> tuple[int, Yen]:
    found = list(amounts)
    return len(found), total(found)


def counted_by_hand(said: tuple[int, Yen], found: tuple[int, Yen]) -> None:
    """Refuse an approval whose count or total, taken from the papers, is not that of the run."""
    if said != found:
        raise Refused(
            "入力した件数または合計が、この振込と合いません。書類と1件ずつ見比べてください。"
        )


def warned(remarks: Sequence[str], note: str) -> None:
    """Refuse to pass over remarks without a word on what was found."""
    if remarks and not note.strip():
        raise Refused("確かめる点があります。確かめたことを記入してください。")
