"""Who is eligible, how scores become a ranking, and how a candidate moves. No database, no web."""

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move


class State(Labelled):
    SCREENING = "screening", "形式審査待ち"
    INELIGIBLE = "ineligible", "応募要件を満たさない"
    REVIEWING = "reviewing", "書類審査中"
    PROPOSED = "proposed", "決裁待ち"
    SELECTED = "selected", "採択"
    WAITLISTED = "waitlisted", "補欠"
    REJECTED = "rejected", "不採択"


class Outcome(Labelled):
    SELECTED = "selected", "採択"
    WAITLISTED = "waitlisted", "補欠"
    REJECTED = "rejected", "不採択"


DECIDED = frozenset({State.SELECTED, State.WAITLISTED, State.REJECTED})

CANDIDACY = Machine(
    Move("pass", "要件を満たすとする", frozenset({State.SCREENING}), State.REVIEWING, Role.OFFICER),
    Move(
        "fail",
        "要件を満たさないとする",
        frozenset({State.SCREENING}),
        State.INELIGIBLE,
        Role.OFFICER,
        needs_note=True,
    ),
    Move("propose", "決裁に上げる", frozenset({State.REVIEWING}), State.PROPOSED, Role.OFFICER),
    Move(
        "send_back",
        "案を差し戻す",
        frozenset({State.PROPOSED}),
        State.REVIEWING,
        Role.MANAGER,
        needs_note=True,
    ),
    Move("select", "採択する", frozenset({State.PROPOSED}), State.SELECTED, Role.MANAGER),
    Move("waitlist", "補欠とする", frozenset({State.PROPOSED}), State.WAITLISTED, Role.MANAGER),
    Move("reject", "不採択とする", frozenset({State.PROPOSED}), State.REJECTED, Role.MANAGER),
    Move(
        "promote",
        "補欠から繰り上げて採択する",
        frozenset({State.WAITLISTED}),
        State.SELECTED,
        Role.MANAGER,
        needs_note=True,
    ),
)


class SheetState(Labelled):
    """A reviewer's sheet (採点票)."""

    ASSIGNED = "assigned", "未採点"
    DRAFT = "draft", "採点中"
    FINAL = "final", "確定"
    RECUSED = "recused", "利害関係のため辞退"


OPEN_SHEET = frozenset({SheetState.ASSIGNED, SheetState.DRAFT})

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
)
