"""What a group may ask for, how the asking moves, and what makes no sense to ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.participation.rules import State as GroupState
from otameshi.participation.rules import must_fit, must_leave_somebody, must_leave_within
from otameshi.programme.rules import Terms


class Kind(Labelled):
    PERIOD = "period", "期間の変更"
    EARLY_END = "early_end", "予定より早い終了"
    WITHDRAWAL = "withdrawal", "途中辞退"
    BASE = "base", "拠点の変更"
    MEMBER_LEAVING = "member_leaving", "メンバーの離脱"


class State(TwoWorded):
    ASKED = "asked", "申出あり（確認待ち）", "県が確認中"
    ACCEPTED = "accepted", "承認", "認められました"
    DECLINED = "declined", "不承認", "認められませんでした"
    TAKEN_BACK = "taken_back", "取下げ", "取り下げました"


ASKED = frozenset({State.ASKED})
REQUEST = Machine(
    Move("accept", "申出を認める", ASKED, State.ACCEPTED, Role.OFFICER),
    Move("decline", "申出を認めない", ASKED, State.DECLINED, Role.OFFICER, needs_note=True),
    Move("take_back", "申出を取り下げる", ASKED, State.TAKEN_BACK, Role.APPLICANT),
)
TONE = {
    State.ASKED: "info",
    State.ACCEPTED: "good",
    State.DECLINED: "bad",
    State.TAKEN_BACK: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is asked for; `last_day` is the new end, or the last day of a group or a member."""

    kind: Kind
    first_day: date | None = None
    last_day: date | None = None
    host_id: int | None = None
    office_id: int | None = None
    base_address: str = ""
    participant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member who might leave; `others_stay` says whether somebody else goes on."""

    joined_on: date
    left: bool
    others_stay: bool


def must_take_part(state: GroupState) -> None:
    if state is not GroupState.ACTIVE:
        raise Refused("参加が終わっているため、変更の申出はできません。")


def must_be_the_only(kind: Kind, open_: Collection[Kind]) -> None:
    if kind in open_:
        raise Refused(
            f"「{kind.label}」は、すでに申し出ています。県の確認を待つか、取り下げてから申し出てください。"
        )


def must_say_why(note: str) -> None:
    if not note.strip():
        raise Refused("理由を記入してください。")


def must_be_possible(
    asked: Proposal, stay: Period, terms: Terms, note: str, member: Member | None = None
) -> None:
    """Refuse what the office could not do either: the same rules hold when it accepts."""
    if asked.kind is Kind.BASE:
        return
    last = asked.last_day
    if last is None:
        raise Refused("日付を入力してください。")
    match asked.kind:
        case Kind.PERIOD:
            _must_change(asked, last, stay, terms, note)
        case Kind.EARLY_END:
            if not stay.first <= last < stay.last:
                raise Refused(
                    f"終了日は、{_day(stay.first)}以後で、今の終了日（{_day(stay.last)}）より前の日にしてください。"
                )
        case Kind.WITHDRAWAL:
            must_leave_within(last, stay.first, stay)
        case Kind.MEMBER_LEAVING:
            _must_be_able_to_leave(member, last, stay)


def _must_change(asked: Proposal, last: date, stay: Period, terms: Terms, note: str) -> None:
    if asked.first_day is None:
        raise Refused("日付を入力してください。")
    must_fit(asked.first_day, last, terms, note)
    if Period(asked.first_day, last) == stay:
        raise Refused("今の期間と同じです。変更する日を入力してください。")


def _must_be_able_to_leave(member: Member | None, last: date, stay: Period) -> None:
    if member is None or member.left:
        raise Refused("参加しているメンバーから選んでください。")
    must_leave_somebody(member.others_stay)
    must_leave_within(last, member.joined_on, stay)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
