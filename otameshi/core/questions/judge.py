"""Whether an answer may be kept, and what it still lacks.

Two verdicts, because people fill in forms by halves: a `fault` is never kept, a `lack` (nothing
yet, too short, too few) is kept and stands in the way of handing in.
"""

from collections.abc import Collection
from datetime import date

from otameshi.core.graphemes import graphemes
from otameshi.core.municipalities import MUNICIPALITIES
from otameshi.core.questions.question import (
    CHOSEN,
    LAST_STEP,
    LISTED,
    WRITTEN,
    Answer,
    Kind,
    Question,
)

LARGEST = 999_999_999_999
MOST = {
    Kind.TEXT: 200,
    Kind.LONG: 2_000,
    Kind.NUMBER: LARGEST,
    Kind.FILE: 5,
    Kind.SCALE: LAST_STEP,
}
CEILING = {**MOST, Kind.LONG: 4_000, Kind.FILE: 10, Kind.SCALE: 10}
JOINED = "、"
OUTSIDE = "県外"
MUNICIPAL = frozenset({*(one.name for one in MUNICIPALITIES), OUTSIDE})


def most(question: Question) -> int:
    """Return the limit that holds: the question's own, or that of its kind."""
    if question.most is not None:
        return question.most
    return MOST.get(question.kind, len(question.options))


def fault(question: Question, answer: Answer) -> str | None:
    """Say why an answer cannot be kept, or None."""
    match question.kind, answer:
        case ((Kind.TEXT | Kind.LONG), str()):
            return _too_long(question, answer)
        case ((Kind.NUMBER | Kind.SCALE), int()):
            return _beyond(question, answer)
        case Kind.DATE, date():
            return None
        case ((Kind.CHOICE | Kind.MUNICIPALITY), str()):
            return None if answer in offered(question) else "選択肢から選んでください。"
        case ((Kind.SEVERAL | Kind.FILE), tuple()):
            return _too_many(question, answer)
        case _:
            return f"「{question.kind.label}」の答えとして読めません。"


def offered(question: Question) -> Collection[str]:
    """Return the answers among which one is chosen."""
    return MUNICIPAL if question.kind is Kind.MUNICIPALITY else question.options


def _too_long(question: Question, answer: str) -> str | None:
    limit = most(question)
    if question.kind is Kind.TEXT and "\n" in answer:
        return "1行で入力してください。"
    if graphemes(answer) > limit:
        return f"{limit:,}文字以内で入力してください（いま{graphemes(answer):,}文字）。"
    return None


def _beyond(question: Question, answer: int) -> str | None:
    least, limit = question.least, most(question)
    if question.kind is Kind.SCALE:
        steps = question.steps
        told = f"{steps.start}から{steps.stop - 1}までの中から選んでください。"
        return None if answer in steps else told
    if least is None:
        least = -limit
    if least <= answer <= limit:
        return None
    if question.least is None:
        return f"{limit:,}以下の数で入力してください。"
    if question.most is None and answer < least:
        return f"{least:,}以上の数で入力してください。"
    return f"{least:,}から{limit:,}までの数で入力してください。"


def _too_many(question: Question, answer: tuple[str, ...]) -> str | None:
    limit = most(question)
    if question.kind is Kind.FILE:
        return f"ファイルは{limit}個までです。" if len(answer) > limit else None
    if set(answer) - set(question.options):
        return "選択肢から選んでください。"
    return f"{limit}つまで選べます。" if len(answer) > limit else None


ASK = {
    Kind.SCALE: "選んでください。",
    Kind.MUNICIPALITY: "選んでください。",
    Kind.CHOICE: "選んでください。",
    Kind.SEVERAL: "選んでください。",
    Kind.FILE: "添付してください。",
}


def lack(question: Question, answer: Answer | None) -> str | None:
    """Say what an answer still lacks before it can be handed in, or None."""
    if answer is None:
        ask = ASK.get(question.kind, "入力してください。")
        return f"「{question.label}」を{ask}" if question.required else None
    least = question.least
    if least is None or question.kind not in WRITTEN | LISTED:
        return None
    if isinstance(answer, str):
        count = graphemes(answer)
        more = f"{least:,}文字以上で入力してください（いま{count:,}文字）。"
    else:
        count = len(answer) if isinstance(answer, tuple) else least
        unit = "個以上添付して" if question.kind is Kind.FILE else "つ以上選んで"
        more = f"{least}{unit}ください。"
    return f"「{question.label}」は、{more}" if count < least else None


def fits(question: Question, answer: Answer) -> bool:
    return fault(question, answer) is None


def words(question: Question, answer: Answer | None) -> str:
    """Return an answer as a paper, a history or a cell shows it; nothing is an empty text."""
    match answer:
        case None:
            return ""
        case int():
            return f"{answer:,}"
        case date():
            return f"{answer.year}年{answer.month}月{answer.day}日"
        case tuple():
            ordered = [one for one in question.options if one in answer]
            return JOINED.join(ordered if question.kind in CHOSEN else answer)
        case _:
            return answer
