"""The papers of a change: what the group asks for, and what the office answers."""

from collections.abc import Mapping, Sequence

from otameshi.core.wareki import wareki
from otameshi.core.yen import Yen
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Amounts, Heading, Items, Part, Prose, sheet
from otameshi.grants import letterhead
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ALTERING, ENDING, Kind, State
from otameshi.grants.changes.words import ASKS
from otameshi.grants.letterhead import as_decided, cited, project

ASKING = {
    Kind.EARLY: "事前着手届",
    Kind.PLAN: "補助事業変更承認申請書",
    Kind.SUSPEND: "補助事業中止承認申請書",
    Kind.ABOLISH: "補助事業廃止承認申請書",
    Kind.ACCIDENT: "補助事業事故報告書",
}
MINOR = "補助事業軽微変更届"
APPROVING = {
    Kind.EARLY: "事前着手承認通知書",
    Kind.PLAN: "補助金変更交付決定通知書",
    Kind.SUSPEND: "補助事業中止承認通知書",
    Kind.ABOLISH: "補助事業廃止承認通知書",
}
REFUSING = {
    Kind.EARLY: "事前着手不承認通知書",
    Kind.PLAN: "補助事業変更不承認通知書",
    Kind.SUSPEND: "補助事業中止不承認通知書",
    Kind.ABOLISH: "補助事業廃止不承認通知書",
}


def asking_title(change: GrantChange) -> str:
    return MINOR if change.state is State.RECORDED else ASKING[change.kind]


def request(change: GrantChange, labels: Mapping[str, str]) -> bytes:
    """Return the request as it was handed in."""
    group, asks = change.grant.participation, ASKS[change.kind]
    said = [(asks.what, change.what), (asks.why, change.why), (asks.considered, change.considered)]
    rows = [project(group), *_day(change), *said, *_content(change), *_terms(change)]
    return sheet(
        letterhead.submission(
            group,
            asking_title(change),
            f"{_under_decision(change)}下記のとおり{_verb(change)}。",
            (Items(rows), *_plan(change, labels)),
            dated=change.asked_on,
        )
    )


def approval(change: GrantChange, labels: Mapping[str, str]) -> bytes:
    """Return 変更交付決定通知書, or the notice that 中止・廃止 or 事前着手 is approved."""
    group = change.grant.participation
    return sheet(
        letterhead.notice(
            group,
            APPROVING[change.kind],
            f"{_decision_of(change)}{_asked(change)}{_subject(change)}については、"
            f"{group.year.guidelines}の規定により、"
            f"下記のとおり{_decided(change)}ので通知します。",
            (
                Items([project(group), *_day(change), *_terms(change)]),
                *_plan(change, labels),
                Prose(_consequence(change)),
            ),
            number=change.document_number,
            dated=change.decided_on,
        )
    )


def refusal(change: GrantChange, reason: str) -> bytes:
    group = change.grant.participation
    return sheet(
        letterhead.notice(
            group,
            REFUSING[change.kind],
            f"{_asked(change)}{_subject(change)}については、下記の理由により承認しないことに"
            "決定したので通知します。",
            (Items((project(group), ("理由", reason))),),
            number=change.document_number,
            dated=change.decided_on,
        )
    )


def _after_decision(change: GrantChange) -> bool:
    return change.grant.decided_on is not None and change.kind is not Kind.EARLY


def _under_decision(change: GrantChange) -> str:
    """Cite 交付決定 as the group's own ground."""
    return f"{as_decided(change.grant)}補助事業について、" if _after_decision(change) else ""


def _decision_of(change: GrantChange) -> str:
    """Cite 交付決定 as the office's own act."""
    if not _after_decision(change):
        return ""
    return f"{cited(change.grant)}で交付の決定をした補助事業の、"


def _verb(change: GrantChange) -> str:
    if change.state is State.RECORDED:
        return "軽微な変更をしたので届け出ます"
    return {
        Kind.EARLY: "交付決定より前に着手したいので届け出ます",
        Kind.PLAN: "変更したいので承認を申請します",
        Kind.SUSPEND: "中止したいので承認を申請します",
        Kind.ABOLISH: "廃止したいので承認を申請します",
        Kind.ACCIDENT: "事故がありましたので報告します",
    }[change.kind]


def _asked(change: GrantChange) -> str:
    return f"{wareki(change.asked_on)}付けの" if change.asked_on else ""


def _subject(change: GrantChange) -> str:
    return change.kind.label


def _decided(change: GrantChange) -> str:
    if change.kind is Kind.PLAN:
        return "交付の決定を変更した"
    return "承認することに決定した"


def _consequence(change: GrantChange) -> str:
    if change.kind is Kind.EARLY:
        return (
            "この日以後の経費は、交付決定より前のものでも補助の対象とすることができます。"
            "この承認は、補助金の交付を約束するものではありません。"
        )
    if change.kind in ENDING:
        return "この日までの経費について、速やかに実績を報告してください。"
    return "そのほかの交付の条件は、交付決定通知書のとおりです。"


def _content(change: GrantChange) -> list[tuple[str, str]]:
    return [("事業の目的・内容", "変更する")] if change.alters_content else []


def _day(change: GrantChange) -> list[tuple[str, str]]:
    """Return the day of the kind; the last day of a changed period stands among the terms."""
    if change.day is None or change.kind is Kind.PLAN:
        return []
    return [(ASKS[change.kind].day, wareki(change.day))]


def _plan(change: GrantChange, labels: Mapping[str, str]) -> Sequence[Part]:
    """Return the 経費の配分 before and after, kind by kind."""
    before, after = change.before, change.after
    if change.kind not in ALTERING or before is None or after is None:
        return ()
    rows: list[tuple[str, Yen | None, Yen | None]] = [
        (labels.get(line.kind, line.kind), line.before, line.after)
        for line in change.lines
        if line.before or line.after
    ]
    return (
        Heading("経費の配分"),
        Amounts(
            ("区分", "変更前", "変更後"),
            rows,
            total=("合計", before.expenditure, after.expenditure),
        ),
    )


def _terms(change: GrantChange) -> list[tuple[str, str]]:
    """Return what is decided before and after, but for the 経費の配分."""
    before, after = change.before, change.after
    if change.kind not in ALTERING or before is None or after is None:
        return []
    return [
        ("変更前の交付決定額", yen_words(before.amount)),
        ("変更後の交付決定額", yen_words(after.amount)),
        ("人数", _arrow(f"{before.heads}名", f"{after.heads}名")),
        ("実施期間の末日", _arrow(wareki(before.last_day), wareki(after.last_day))),
        (
            "ほかの補助金・支援",
            _arrow(f"{before.other_funds:,}円", f"{after.other_funds:,}円"),
        ),
    ]


def _arrow(before: str, after: str) -> str:
    return f"{after}（変更なし）" if before == after else f"{before}から{after}"
