"""How a candidate and a reviewer's sheet move through selection. No database, no web."""

from collections.abc import Collection, Sequence

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.programme.rules import Opening


class State(TwoWorded):
    SCREENING = "screening", "形式審査待ち", "選考中"
    INELIGIBLE = "ineligible", "応募要件を満たさない", "選考の対象外"
    REVIEWING = "reviewing", "書類審査中", "選考中"
    PROPOSED = "proposed", "決裁待ち", "選考中"
    SELECTED = "selected", "採択", "採択"
    WAITLISTED = "waitlisted", "補欠", "補欠"
    REJECTED = "rejected", "不採択", "不採択"
    DECLINED = "declined", "採択後に辞退", "参加を辞退"
    STEPPED_BACK = "stepped_back", "補欠を辞退", "補欠を辞退"  # never had a place: not 採択


class Outcome(Labelled):
    SELECTED = "selected", "採択"
    WAITLISTED = "waitlisted", "補欠"
    REJECTED = "rejected", "不採択"


SCREENING = frozenset({State.SCREENING})
REVIEWING = frozenset({State.REVIEWING})
PROPOSED = frozenset({State.PROPOSED})
DECIDED = frozenset({State.SELECTED, State.WAITLISTED, State.REJECTED})
# What an applicant may know of: everything else is still being weighed.
TOLD = DECIDED | {State.INELIGIBLE, State.DECLINED, State.STEPPED_BACK}
HOLDS_A_PLACE = frozenset({State.SELECTED})

CANDIDACY = Machine(
    Move("pass", "要件を満たすとする", SCREENING, State.REVIEWING, Role.OFFICER),
    Move(
        "fail", "要件を満たさないとする", SCREENING, State.INELIGIBLE, Role.OFFICER, needs_note=True
    ),
    Move("propose", "決裁に上げる", REVIEWING, State.PROPOSED, Role.OFFICER),
    Move("send_back", "案を差し戻す", PROPOSED, State.REVIEWING, Role.MANAGER, needs_note=True),
    Move("select", "採択する", PROPOSED, State.SELECTED, Role.MANAGER),
    Move("waitlist", "補欠とする", PROPOSED, State.WAITLISTED, Role.MANAGER),
    Move("reject", "不採択とする", PROPOSED, State.REJECTED, Role.MANAGER),
    Move(
        "promote",
        "補欠から繰り上げて採択する",
        frozenset({State.WAITLISTED}),
        State.SELECTED,
        Role.MANAGER,
    ),
    Move(
        "change_select",
        "決定を変更して採択する",
        frozenset({State.REJECTED}),
        State.SELECTED,
        Role.MANAGER,
        needs_note=True,
    ),
    Move(
        "change_waitlist",
        "決定を変更して補欠とする",
        DECIDED,
        State.WAITLISTED,
        Role.MANAGER,
        needs_note=True,
    ),
    Move(
        "change_reject",
        "決定を変更して不採択とする",
        frozenset({State.SELECTED, State.WAITLISTED}),
        State.REJECTED,
        Role.MANAGER,
        needs_note=True,
    ),
    Move("decline", "参加を辞退する", HOLDS_A_PLACE, State.DECLINED, Role.APPLICANT),
    Move(
        "record_decline",
        "辞退を記録する",
        HOLDS_A_PLACE,
        State.DECLINED,
        Role.OFFICER,
        needs_note=True,
    ),
    Move(
        "step_back",
        "補欠の辞退を記録する",
        frozenset({State.WAITLISTED}),
        State.STEPPED_BACK,
        Role.OFFICER,
        needs_note=True,
    ),
    Move("recheck", "形式審査に戻す", REVIEWING, State.SCREENING, Role.OFFICER, needs_note=True),
    Move(
        "restore",
        "満たさないとした決定を取り消す",
        frozenset({State.INELIGIBLE}),
        State.SCREENING,
        Role.MANAGER,
        needs_note=True,
    ),
)
# In the history, what an applicant was told of at that very moment.
TOLD_MOVES = frozenset({"fail", "restore", "tell", "record_decline", "step_back"})

MOVE_OF = {
    Outcome.SELECTED: "select",
    Outcome.WAITLISTED: "waitlist",
    Outcome.REJECTED: "reject",
}
OUTCOME_OF = {name: outcome for outcome, name in MOVE_OF.items()}


class SheetState(Labelled):
    """A reviewer's sheet (採点票)."""

    ASSIGNED = "assigned", "未採点"
    DRAFT = "draft", "採点中"
    FINAL = "final", "確定"
    RECUSED = "recused", "利害関係のため辞退"
    ABSTAINED = "abstained", "判断できない"
    VOIDED = "voided", "退任などのため除外"


OPEN_SHEET = frozenset({SheetState.ASSIGNED, SheetState.DRAFT})
COUNTED = OPEN_SHEET | {SheetState.FINAL}  # who recuses or abstains is replaced
SET_ASIDE = frozenset({SheetState.RECUSED, SheetState.ABSTAINED, SheetState.VOIDED})
FINISHED = frozenset({SheetState.FINAL})

SHEET = Machine(
    Move("save", "途中で保存する", OPEN_SHEET, SheetState.DRAFT, Role.REVIEWER),
    Move("finish", "採点を確定する", OPEN_SHEET, SheetState.FINAL, Role.REVIEWER),
    Move(
        "recuse",
        "利害関係があるため辞退する",
        OPEN_SHEET,
        SheetState.RECUSED,
        Role.REVIEWER,
        needs_note=True,
    ),
    Move(
        "abstain",
        "判断できないとする",
        OPEN_SHEET,
        SheetState.ABSTAINED,
        Role.REVIEWER,
        needs_note=True,
    ),
    Move("reopen", "採点を直す", FINISHED, SheetState.DRAFT, Role.REVIEWER),
    Move(
        "score_again",
        "審査基準の変更により、採点をお願いし直す",
        FINISHED,
        SheetState.DRAFT,
        Role.OFFICER,
        needs_note=True,
    ),
)


def must_be_closed(opening: Opening) -> None:
    """Refuse to begin the selection while applications may still change."""
    if opening is not Opening.CLOSED:
        raise Refused("募集の締切前です。締切を過ぎてから選考を始めてください。")


def must_be_under_review(state: State) -> None:
    """Refuse where reviewers can no longer, or not yet, be named or score."""
    if state not in REVIEWING:
        raise Refused("書類審査中の応募ではないため、採点の割り当てや採点はできません。")


def must_be_on_the_scale(points: int, most: int, name: str) -> None:
    if not 1 <= points <= most:
        raise Refused(f"{name}の点は、1から{most}までで選んでください。")


def must_be_scored(missing: Sequence[str]) -> None:
    """Refuse to finish a sheet with a criterion left open."""
    if missing:
        raise Refused(f"まだ点を付けていない項目があります：{'、'.join(missing)}。")


def must_be_remarked(missing: Sequence[str]) -> None:
    """Refuse to finish a sheet without the remarks that the year asks for."""
    if missing:
        raise Refused(f"次の項目の所見を記入してください：{'、'.join(missing)}。")


def must_be_explained(doubts: Collection[str], note: str) -> None:
    """Refuse to pass over what the rules found unless somebody says in writing why."""
    if doubts and not note.strip():
        raise Refused(f"次の点について、理由を記入してください。{' '.join(doubts)}")


def differing(proposal: Outcome | None, decided: Outcome) -> list[str]:
    """Say what is to be explained when a decision is not the one proposed."""
    if proposal in {None, decided}:
        return []
    return [f"案は{proposal.label if proposal else ''}ですが、{decided.label}と決定します。"]


def waiting_order(
    asked: Sequence[tuple[int, int | None]], taken: Collection[int] = ()
) -> dict[int, int]:
    """Return each 補欠順位: given numbers are kept, the others follow in the order shown.

    `asked` are (candidacy, 順位 or None); `taken` are the numbers others already hold.
    """
    numbers = [rank for _, rank in asked if rank is not None]
    if any(rank < 1 for rank in numbers):
        raise Refused("補欠の順位は、1以上の数で入力してください。")
    twice = {rank for rank in numbers if numbers.count(rank) > 1 or rank in taken}
    if twice:
        shown = "、".join(str(rank) for rank in sorted(twice))
        raise Refused(f"補欠の順位{shown}が重なっています。別の順位にしてください。")
    after = max([*numbers, *taken], default=0)
    order = {}
    for candidacy, rank in asked:
        if rank is None:
            after += 1
        order[candidacy] = after if rank is None else rank
    return order


def may_still_be_withdrawn(state: State) -> None:
    """Refuse to withdraw what is before the manager or decided: what follows has its own steps."""
    if state in PROPOSED:
        raise Refused("決裁待ちの応募です。決裁者が案を差し戻してから、取り下げてください。")
    if state not in SCREENING | REVIEWING:
        raise Refused(
            "結果が決まった応募は、取り下げられません。辞退は、選考のページで記録してください。"
        )
