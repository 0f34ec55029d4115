"""How an interview (面談) comes about, when it may be moved, what its marks come to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction

from otameshi.core.clock import in_japan
from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused

MOST_SLOTS = 200  # made at once
LOWEST, HIGHEST = 1, 5  # points
DAY = timedelta(days=1)
WEEKDAYS = "月火水木金土日"


class State(TwoWorded):
    """Where the interview of one candidate stands."""

    NONE = "none", "案内前", "選考中"  # before the invitation; never stored
    INVITED = "invited", "日時の選択待ち", "日時をお選びください"
    ASKED = "asked", "希望を調整中", "ご希望をもとに調整しています"
    BOOKED = "booked", "日時が決定", "日時が決まりました"
    DECLINED = "declined", "面談を辞退", "面談を辞退"
    CANCELLED = "cancelled", "取消", "面談の案内は取り消されました"
    HELD = "held", "実施済み", "面談は終わりました"
    NO_SHOW = "no_show", "欠席", "面談の予定の時間は過ぎました"


TONE = {
    State.NONE: "neutral",
    State.INVITED: "warn",
    State.ASKED: "warn",
    State.BOOKED: "info",
    State.DECLINED: "neutral",
    State.CANCELLED: "neutral",
    State.HELD: "good",
    State.NO_SHOW: "bad",
}

OPEN_IN_ORDER = (State.INVITED, State.ASKED, State.BOOKED)
OPEN = frozenset(OPEN_IN_ORDER)
WAITING = frozenset({State.INVITED, State.ASKED})
BOOKED = frozenset({State.BOOKED})
ENDED = frozenset({State.DECLINED, State.CANCELLED, State.NO_SHOW})
# Whoever holds the slot: it stays theirs in the record after the interview.
HOLDS_A_SLOT = frozenset({State.BOOKED, State.HELD, State.NO_SHOW})


def _both(name: str, label: str, sources: frozenset[State], target: State) -> list[Move[State]]:
    """Let the candidate move by the personal link and, signed in, on the own page."""
    return [Move(name, label, sources, target, by) for by in (Role.VISITOR, Role.APPLICANT)]


def _staying(name: str, label: str) -> list[Move[State]]:
    """Let an officer do what changes no state."""
    return [Move(name, label, frozenset({one}), one, Role.OFFICER) for one in OPEN_IN_ORDER]


INTERVIEW = Machine(
    Move("invite", "面談を案内する", frozenset({State.NONE}) | ENDED, State.INVITED, Role.OFFICER),
    *_both("choose", "この日時にする", OPEN, State.BOOKED),
    *_both("ask", "希望の日時を伝える", WAITING, State.ASKED),
    *_both("decline", "面談を辞退する", OPEN, State.DECLINED),
    Move("place", "日時を決めて知らせる", OPEN, State.BOOKED, Role.OFFICER),
    *_staying("again", "案内をもう一度送る"),
    *_staying("revoke", "個人用のリンクを無効にする"),
    Move("cancel", "面談の案内を取り消す", OPEN, State.CANCELLED, Role.OFFICER, needs_note=True),
    Move("came", "出席を記録する", BOOKED, State.HELD, Role.OFFICER),
    Move("came", "出席を記録する", BOOKED, State.HELD, Role.REVIEWER),
    Move("no_show", "欠席を記録する", BOOKED, State.NO_SHOW, Role.OFFICER),
    Move("no_show", "欠席を記録する", BOOKED, State.NO_SHOW, Role.REVIEWER),
    Move(
        "undo",
        "出欠の記録を取り消す",
        frozenset({State.HELD, State.NO_SHOW}),
        State.BOOKED,
        Role.OFFICER,
        needs_note=True,
    ),
)


class RecordState(Labelled):
    """One panel member's record (面談記録)."""

    NONE = "none", "未記入"  # before anything is kept; never stored
    DRAFT = "draft", "記入中"
    FINAL = "final", "確定"


_OPEN_RECORD = frozenset({RecordState.NONE, RecordState.DRAFT})
_PANEL = (Role.REVIEWER, Role.OFFICER)
RECORD = Machine(
    *(Move("save", "途中で保存する", _OPEN_RECORD, RecordState.DRAFT, by) for by in _PANEL),
    *(Move("finish", "記録を確定する", _OPEN_RECORD, RecordState.FINAL, by) for by in _PANEL),
    Move(
        "reopen",
        "記録を差し戻す",
        frozenset({RecordState.FINAL}),
        RecordState.DRAFT,
        Role.OFFICER,
        needs_note=True,
    ),
)


class PlaceKind(Labelled):
    ROOM = "room", "会場"
    VIDEO = "video", "オンライン"


def in_words(moment: datetime) -> str:
    """Write 2026年8月1日（土）13:00, by the clock in Japan."""
    local = in_japan(moment)
    day = f"{local.year}年{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}）"
    return f"{day}{local:%H:%M}"


def end_in_words(moment: datetime) -> str:
    """Write the moment at which something ends; midnight is the 24:00 of the day before."""
    local = in_japan(moment)
    if local.time() != time(0):
        return in_words(local)
    return in_words(local - DAY).removesuffix("00:00") + "24:00"


@dataclass(frozen=True, slots=True)
class Span:
    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def words(self) -> str:
        """Write 2026年8月1日（土）13:00～13:20."""
        return f"{in_words(self.starts_at)}～{in_japan(self.ends_at):%H:%M}"


def series(first: datetime, until: datetime | None, minutes: int, pause: int) -> list[Span]:
    """Cut a time into slots of so many minutes, with a pause between; no end means one slot."""
    length, step = timedelta(minutes=minutes), timedelta(minutes=minutes + pause)
    if until is None:
        return [Span(first, first + length)]
    if until <= first:
        raise Refused("終わりの時刻は、始まりの時刻より後にしてください。")
    found = []
    while first + length <= until:
        found.append(Span(first, first + length))
        first += step
    if not found:
        raise Refused("この時間には、1枠も入りません。終わりの時刻か、1枠の長さを変えてください。")
    if len(found) > MOST_SLOTS:
        raise Refused(f"一度に作れるのは{MOST_SLOTS}枠までです。")
    return found


def must_be_free(wanted: Iterable[Span], taken: Iterable[Span], whose: str) -> None:
    """Refuse a slot that another slot of the same place or the same person overlaps."""
    there = list(taken)
    for one in wanted:
        for other in there:
            if one.meets(other):
                raise Refused(f"{whose}には、重なる枠（{other.words}）があります。")


def change_until(starts_at: datetime, days: int) -> datetime:
    """Return when the candidate can no longer move: the end of the day, so many days before."""
    last = in_japan(starts_at).date() - days * DAY
    return datetime.combine(last + DAY, time(0), tzinfo=in_japan(starts_at).tzinfo)


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when candidates choose, how late they may still change, when they are reminded."""

    choose_until: datetime
    change_days: int
    remind_days: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One interview as its rules see it; `slot` is the one that is held."""

    state: State
    slot: Span | None = None

    def ends(self, terms: Terms) -> datetime:
        """Return when the personal link opens nothing more."""
        return self.slot.ends_at if self.slot else terms.choose_until

    def opened_by_link(self, terms: Terms, at: datetime) -> bool:
        return self.state in OPEN and at < self.ends(terms)

    def may_choose(self, terms: Terms, at: datetime) -> bool:
        """Whether the candidate may take a slot, or another one."""
        if self.state is State.BOOKED and self.slot is not None:
            return at < change_until(self.slot.starts_at, terms.change_days)
        return self.state in WAITING and at < terms.choose_until

    def may_decline(self, at: datetime) -> bool:
        return self.state in OPEN and (self.slot is None or at < self.slot.starts_at)


def must_be_in_time(fact: Fact, terms: Terms, at: datetime) -> None:
    if not fact.may_choose(terms, at):
        raise Refused(
            "日時を選べる期限を過ぎています。日時を変えたいときは、事務局にお知らせください。"
        )


def must_be_to_come(slot: Span, at: datetime) -> None:
    if slot.starts_at <= at:
        raise Refused("この時間は、もう始まっています。ほかの時間を選んでください。")


def must_have_begun(slot: Span | None, at: datetime) -> None:
    if slot is None or at < slot.starts_at:
        raise Refused("出欠と面談の記録は、面談の時間になってから行ってください。")


def reminds(fact: Fact, terms: Terms, at: datetime) -> bool:
    """Whether the day has come to remind somebody of the booked time."""
    slot = fact.slot
    if fact.state is not State.BOOKED or slot is None:
        return False
    return slot.starts_at - terms.remind_days * DAY <= at < slot.starts_at


def chases(fact: Fact, terms: Terms, at: datetime) -> bool:
    """Whether the day has come to ask once more for a choice."""
    soon = terms.choose_until - terms.remind_days * DAY
    return fact.state is State.INVITED and soon <= at < terms.choose_until


@dataclass(frozen=True, slots=True)
class Weight:
    key: int
    name: str
    weight: int


def must_be_on_the_scale(points: Mapping[int, int], criteria: Sequence[Weight]) -> None:
    for one in criteria:
        given = points.get(one.key, LOWEST)
        if not LOWEST <= given <= HIGHEST:
            raise Refused(f"{one.name}の点は、{LOWEST}から{HIGHEST}までで選んでください。")


def must_be_marked(points: Mapping[int, int], criteria: Sequence[Weight]) -> None:
    missing = [one.name for one in criteria if one.key not in points]
    if missing:
        raise Refused(f"まだ点を付けていない項目があります：{'、'.join(missing)}。")


def mark(criteria: Sequence[Weight], records: Iterable[Mapping[int, int]]) -> Fraction | None:
    """Return Σ weight x mean / Σ weight over the finished records, 1 to 5; without any, None."""
    whole = [one for one in records if all(each.key in one for each in criteria)]
    weights = sum(each.weight for each in criteria)
    if not whole or not weights:
        return None
    total = sum(each.weight * one[each.key] for one in whole for each in criteria)
    return Fraction(total, weights * len(whole))
