"""調査の回答: one row for each answer that counts, one column for each question by its key."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from otameshi.core.questions import Kind as Asked
from otameshi.core.questions import Question, Questionnaire, parse, restored, words
from otameshi.db import streamed
from otameshi.followup.models import Invitation, Reply, Wave
from otameshi.followup.question_models import WaveQuestions
from otameshi.participation.models import Participant, Participation
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.exports.columns import Column, Kind, Value, plain

Years = Sequence[int]
Later = aliased(Reply)

EXPRESSIONS: dict[str, Any] = {
    "fiscal_year": ProgrammeYear.fiscal_year,
    "wave": Wave.name,
    "months": Wave.months,
    "title": Participation.title,
    "position": Participant.position,
    "answered_at": Reply.answered_at,
    "source": Reply.source,
    "number": Reply.number,
}
OWN = (
    Column("fiscal_year", "年度", Kind.YEAR, required=True),
    Column("wave", "調査回", required=True),
    Column("months", "終了からの月数", Kind.COUNT, required=True),
    Column("title", "組の名前", personal=True, required=True),
    Column("position", "メンバーの番号", Kind.COUNT, "組として答えたときは空"),
    Column("answered_at", "回答の日時", Kind.MOMENT, required=True),
    Column("source", "回答の方法", required=True),
    Column("number", "何回目の回答か", Kind.COUNT, "訂正のたびに増える", required=True),
)
QUESTION = "q_"
KINDS = {Asked.NUMBER: Kind.COUNT, Asked.SCALE: Kind.COUNT, Asked.DATE: Kind.DAY}
IN_OWN_WORDS = frozenset({Asked.TEXT, Asked.LONG})


def _of(query: Any, years: Years) -> Any:
    return query.where(ProgrammeYear.fiscal_year.in_(years)) if years else query


def _versions(connection: Connection, years: Years) -> dict[int, Questionnaire]:
    """Return every version by which was asked, the newest first."""
    query = (
        select(WaveQuestions.id, WaveQuestions.text)
        .join(Wave, Wave.id == WaveQuestions.wave_id)
        .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
        .order_by(WaveQuestions.id.desc())
    )
    return {key: parse(text) for key, text in connection.execute(_of(query, years))}


def columns(connection: Connection, years: Years) -> tuple[Column, ...]:
    """Return the reply's own columns, then the questions; the newest words of a question count."""
    newest: dict[str, Question] = {}
    for whole in _versions(connection, years).values():
        for one in whole.questions:
            newest.setdefault(one.key, one)
    asked = (
        Column(
            f"{QUESTION}{one.key}",
            one.label,
            KINDS.get(one.kind, Kind.TEXT),
            "調査の質問",
            personal=one.kind in IN_OWN_WORDS,
        )
        for one in newest.values()
        if one.kind is not Asked.FILE
    )
    return (*OWN, *asked)


def query(years: Years, *wanted: Any) -> Select[Any]:
    last = select(func.max(Later.number)).where(Later.invitation_id == Reply.invitation_id)
    found = (
        select(*wanted)
        .select_from(Reply)
        .join(Invitation, Invitation.id == Reply.invitation_id)
        .join(Wave, Wave.id == Invitation.wave_id)
        .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
        .join(Participation, Participation.id == Invitation.participation_id)
        .outerjoin(Participant, Participant.id == Invitation.participant_id)
        .where(Reply.number == last.correlate(Reply).scalar_subquery())
        .order_by(ProgrammeYear.fiscal_year, Wave.months, Wave.id, Invitation.id)
    )
    limited: Select[Any] = _of(found, years)
    return limited


def rows(connection: Connection, years: Years, wanted: Sequence[Column]) -> Iterator[list[Value]]:
    versions = _versions(connection, years)
    own = [one.key for one in wanted if not one.key.startswith(QUESTION)]
    read = query(years, Reply.questions_id, Reply.answers, *(EXPRESSIONS[one] for one in own))
    for row in streamed(connection, read):
        questions_id, answers, *values = tuple(row)
        known = dict(zip(own, map(plain, values), strict=True))
        asked = versions[questions_id].by_key
        yield [
            known[one.key] if one.key in known else _answer(asked, answers, one.key)
            for one in wanted
        ]


def _answer(asked: Any, answers: dict[str, Any], key: str) -> Value:
    question = asked.get(key.removeprefix(QUESTION))
    if question is None or question.key not in answers:
        return None
    answer = restored(question, answers[question.key])
    return words(question, answer) if isinstance(answer, tuple) else answer
