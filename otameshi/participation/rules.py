"""How a participation moves, and who is a member when. No database, no web."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.period import Period, whole_months
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.programme.rules import Terms


class State(TwoWorded):
    ACTIVE = "active", "参加中", "参加中"
    ENDED = "ended", "終了", "おためし期間が終了"
    LEFT = "left", "途中辞退", "途中で辞退"
    DECLINED = "declined", "参加辞退", "参加を辞退"


ACTIVE = frozenset({State.ACTIVE})
# Declined places never took part: no figure counts them.
TOOK_PART = frozenset({State.ACTIVE, State.ENDED, State.LEFT})
TOOK_NO_PART = frozenset(State) - TOOK_PART

PARTICIPATION = Machine(
    Move("finish", "おためし期間を終了する", ACTIVE, State.ENDED, Role.OFFICER),
    Move("cancel", "開始前の辞退を記録する", ACTIVE, State.DECLINED, Role.OFFICER, needs_note=True),
    Move("leave", "途中辞退を受け付ける", ACTIVE, State.LEFT, Role.OFFICER, needs_note=True),
    Move("redate", "期間を変更する", ACTIVE, State.ACTIVE, Role.OFFICER, needs_note=True),
    Move("rebase", "拠点を変更する", ACTIVE, State.ACTIVE, Role.OFFICER, needs_note=True),
    Move(
        "member_left",
        "メンバーの離脱を記録する",
        ACTIVE,
        State.ACTIVE,
        Role.OFFICER,
        needs_note=True,
    ),
    Move(
        "member_joined",
        "メンバーの途中参加を記録する",
        ACTIVE,
        State.ACTIVE,
        Role.OFFICER,
        needs_note=True,
    ),
)


class How(Labelled):
    """How the office learnt that a place is given up."""

    TELEPHONE = "telephone", "電話"
    PAPER = "paper", "書面・メール"
    SILENCE = "silence", "期限までに回答がなかった"


def must_be_silent(how: How, until: date | None, today: date) -> None:
    """Refuse to take silence for an answer before the day to answer by has passed."""
    if how is How.SILENCE and (until is None or today <= until):
        raise Refused("回答の期限を過ぎていないため、回答なしとして辞退の扱いにはできません。")


def must_not_have_begun(first: date, today: date) -> None:
    if today >= first:
        raise Refused(
            "参加の期間が始まっています。「組の途中辞退を受け付ける」で手続きしてください。"
        )


@dataclass(frozen=True, slots=True)
class Membership:
    joined_on: date
    left_on: date | None


def heads(memberships: Iterable[Membership]) -> int:
    """Return how many people (名) took part in a group, whether or not they stayed to the end."""
    return sum(1 for _ in memberships)


def heads_on(memberships: Iterable[Membership], day: date) -> int:
    """Return how many people (名) were members on a day; the last day still counts."""
    return sum(
        one.joined_on <= day and (one.left_on is None or day <= one.left_on) for one in memberships
    )


def most_heads(memberships: Iterable[Membership], since: date) -> int:
    """Return how many people (名) are members at once at the most, from a day on."""
    members = list(memberships)
    days = {since, *(one.joined_on for one in members if one.joined_on >= since)}
    return max(heads_on(members, day) for day in days)


def must_have_room(memberships: Iterable[Membership], joined_on: date, terms: Terms) -> None:
    """Refuse a member with whom the group would be larger than the year allows (1組3名まで)."""
    together = most_heads([*memberships, Membership(joined_on, None)], joined_on)
    if together > terms.group_limit:
        raise Refused(
            f"1組は{terms.group_limit}名までです。{_day(joined_on)}からは{together}名になります。"
        )


def must_join_within(joined_on: date, stay: Period) -> None:
    if joined_on not in stay:
        raise Refused(
            f"加わる日は、{_day(stay.first)}から{_day(stay.last)}までの間の日にしてください。"
        )


def must_run_forward(first: date | None, last: date | None) -> None:
    """Refuse a contract that ends before it begins, or of which one day alone is known."""
    if first is None or last is None:
        raise Refused("契約の開始日と終了日を、どちらも入力してください。")
    if last < first:
        raise Refused("契約の終了日は、開始日以後の日にしてください。")


def must_fit(first: date, last: date, terms: Terms, note: str = "") -> None:
    """Refuse a stay outside the year's trial window, or shorter than its months without a reason.

    The window is hard: no cost outside it is ever paid. The shortest stay is a matter of judgement.
    """
    if last < first:
        raise Refused("終了日は、開始日以後の日にしてください。")
    if first not in terms.trial or last not in terms.trial:
        raise Refused(
            f"参加の期間は、{_day(terms.trial.first)}から{_day(terms.trial.last)}までの間にしてください。"
        )
    months = whole_months(Period(first, last))
    if months < terms.months_least and not note.strip():
        raise Refused(
            f"参加の期間は満{months}か月で、最短の{terms.months_least}か月に届きません。"
            "短くする理由を記入するか、期間を延ばしてください。"
        )


def must_have_pledged(*, pledged: bool) -> None:
    if not pledged:
        raise Refused("参加するには、誓約事項に同意してください。")


def must_leave_within(left_on: date, joined_on: date, stay: Period) -> None:
    """Refuse a day of leaving before joining or after the group's stay."""
    if left_on < joined_on or left_on > stay.last:
        span = f"{_day(joined_on)}から{_day(stay.last)}まで"
        raise Refused(f"離脱した日は、{span}の間の日にしてください。")


def must_leave_somebody(others_stay: bool) -> None:  # noqa: FBT001  # the only thing asked
    if not others_stay:
        raise Refused("最後の1名が離れるときは、組の「途中辞退を受け付ける」で手続きしてください。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
