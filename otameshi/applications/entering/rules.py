"""A table of applications: how it is checked and taken in, all of it or nothing."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from otameshi.applications.entering import columns
from otameshi.applications.entering.entry import Entry, Problem
from otameshi.applications.requirements import wanting
from otameshi.applications.rules import (
    ApplicationFact,
    MemberFact,
    PageName,
    PlannedCostFact,
    promises,
)
from otameshi.applications.window import Window, second_in_words
from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.programme.rules import Terms

MOST_ROWS = 200


class State(Labelled):
    CHECKED = "checked", "確かめました（取込前）"
    TAKEN = "taken", "取り込みました"
    DROPPED = "dropped", "取り込みませんでした"


TONE = {State.CHECKED: "warn", State.TAKEN: "good", State.DROPPED: "neutral"}

TABLE = Machine(
    Move("take", "すべて取り込む", frozenset({State.CHECKED}), State.TAKEN, by=Role.OFFICER),
    Move("drop", "取り込まない", frozenset({State.CHECKED}), State.DROPPED, by=Role.OFFICER),
)


def few_enough(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Refused(
            f"{rows:,}行あります。1回に取り込めるのは{MOST_ROWS}行までです。分けてください。"
        )


def came_in_time(window: Window, received_at: datetime) -> None:
    """Refuse a paper that came before the opening or from the closing moment on."""
    if not window.open(received_at):
        first, last = second_in_words(window.opens_at), second_in_words(window.closes_at)
        raise Refused(
            f"届いた日時が、募集の期間（{first}から、締切の{last}まで）の外です。"
            "締切の時刻ちょうどは遅れになります。日時を確かめてください。"
        )


def without_problems(found: Collection[Problem]) -> None:
    if found:
        raise Refused(
            f"直すところが{len(found)}か所あるため、1件も取り込みませんでした。"
            "表を直して、もう一度選んでください。"
        )


def problems(
    entries: Sequence[Entry],
    terms: Terms,
    window: Window,
    towns: Mapping[int, str],
    taken: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield what stands in the way of taking each entry in.

    `towns` are the year's municipalities by their row; `taken` says of an address why no
    application can be entered for it. Files are not asked for: they stay on paper.
    """
    times = Counter(entry.email for entry in entries)
    for entry in entries:
        if times[entry.email] > 1:
            yield Problem(entry.row, columns.EMAIL, "同じメールアドレスの行が、ほかにもあります。")
        if entry.email in taken:
            yield Problem(entry.row, columns.EMAIL, taken[entry.email])
        if not window.open(entry.received_at):
            text = "届いた日時が、募集の期間の外です。"
            yield Problem(entry.row, columns.RECEIVED, text)
        stands = fact(entry, towns)
        promised = promises(pledged=entry.pledged, consented=entry.consented)
        for one in (*wanting(stands, terms), *promised):
            if one.page is not PageName.FILES:
                yield Problem(entry.row, one.page.label, one.text)


def fact(entry: Entry, towns: Mapping[int, str]) -> ApplicationFact:
    """Return what the entry would be as an application."""
    kind, plan = entry.kind, entry.plan
    return ApplicationFact(
        kind=kind.kind,
        trade_name=kind.trade_name,
        corporate_number=kind.corporate_number,
        leader=kind.leader,
        employer_consent=kind.employer_consent,
        members=tuple(
            MemberFact(
                name=one.name,
                kana=one.kana,
                birth_date=one.birth_date,
                prefecture=one.prefecture,
                address=one.address,
                occupation=one.occupation,
                has_base=one.has_base,
                phone=one.phone,
                age_explanation=one.age_explanation,
            )
            for one in entry.members
        ),
        business=entry.business.business,
        career=entry.business.career,
        plan=plan.plan,
        wishes=tuple(towns[key] for key in plan.wishes),
        stay_from=plan.stay_from,
        stay_to=plan.stay_to,
        nights_a_month=plan.nights_a_month,
        costs=tuple(PlannedCostFact(one.kind, one.amount) for one in entry.costs),
        papers=frozenset(),
        pledged=entry.pledged,
        consented=entry.consented,
        work=entry.business.work,
        work_explanation=entry.business.work_explanation,
        months_explanation=plan.months_explanation,
        nights_explanation=plan.nights_explanation,
    )
