"""How a conversation and a mailing to many move. No database, no web."""

from collections.abc import Collection

from otameshi.core.labels import TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused

MOST_FILES = 5
MOST_RECIPIENTS = 500
LONGEST_MESSAGE = 4_000

# Who answers for the office. An auditor reads; a reviewer (選考委員) is not of the office.
ANSWERING = (Role.OFFICER, Role.MANAGER, Role.TREASURER)


class State(TwoWorded):
    WAITING = "waiting", "未返信", "事務局の返信待ち"
    ANSWERED = "answered", "返信・連絡済", "事務局から連絡済み"
    CLOSED = "closed", "完了", "終了"


TONE = {State.WAITING: "warn", State.ANSWERED: "good", State.CLOSED: "neutral"}
ALL = frozenset(State)
WAITING = frozenset({State.WAITING})
ANSWERED = frozenset({State.ANSWERED})


def _of_office(role: Role) -> tuple[Move[State], ...]:
    return (
        Move("answer", "返信する", ALL, State.ANSWERED, role),
        Move("close", "完了にする", ANSWERED, State.CLOSED, role),
        Move("dismiss", "返信せずに完了にする", WAITING, State.CLOSED, role, needs_note=True),
        Move("reopen", "未返信に戻す", ALL - WAITING, State.WAITING, role),
        Move("assign", "担当を決める", WAITING, State.WAITING, role),
        Move("assign", "担当を決める", ANSWERED, State.ANSWERED, role),
    )


THREAD = Machine(
    Move("write", "メッセージを送る", ALL, State.WAITING, Role.APPLICANT),
    *(move for role in ANSWERING for move in _of_office(role)),
)
# These ask for more than a reason: the page has a form of its own for each.
WITH_OWN_FORM = frozenset({"answer", "assign"})


def buttons(roles: Collection[Role], state: State) -> list[Move[State]]:
    """Return the moves that are one button each; who holds two roles sees each once."""
    found = {move.name: move for move in THREAD.open_to(roles, state)}
    return [move for name, move in found.items() if name not in WITH_OWN_FORM]


class MailingState(TwoWorded):
    DRAFT = "draft", "作成中", "作成中"
    SENT = "sent", "送信済", "送信済み"
    DROPPED = "dropped", "取りやめ", "取りやめ"


DRAFT = frozenset({MailingState.DRAFT})

MAILING = Machine(
    *(
        move
        for role in ANSWERING
        for move in (
            Move("save", "保存する", DRAFT, MailingState.DRAFT, role),
            Move("send", "送る", DRAFT, MailingState.SENT, role),
            Move("drop", "取りやめる", DRAFT, MailingState.DROPPED, role),
        )
    )
)


def few_files(count: int) -> None:
    if count > MOST_FILES:
        raise Refused(f"ファイルは、1回に{MOST_FILES}個までです。減らしてから送ってください。")


def something_said(body: str) -> None:
    if not body.strip():
        raise Refused("メッセージを入力してください。")


def some_recipients(count: int) -> None:
    if not count:
        raise Refused("送る相手を1人以上選んでください。")
    if count > MOST_RECIPIENTS:
        raise Refused(
            f"一度に送れるのは{MOST_RECIPIENTS}人までです。相手を絞り込んでから選んでください。"
        )


def can_be_reached(*, closed: bool) -> None:
    if closed:
        raise Refused("この人は登録を閉じているため、メッセージを送れません。")


def as_counted(shown: int | None, found: int) -> None:
    """Refuse when those who would get it are no longer as many as the preview said."""
    if shown is not None and shown != found:
        raise Refused(
            f"送り先が{shown}人から{found}人に変わりました。送り先を確かめて、もう一度送ってください。"
        )
