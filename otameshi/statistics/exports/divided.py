"""分け方ごとの維持: what groups answered in the decisive wave, by what they are counted by."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from otameshi.followup.models import Outcome, Wave
from otameshi.followup.rules import Answer
from otameshi.participation.models import Participation
from otameshi.statistics.exports import groups
from otameshi.statistics.exports.columns import Column, Kind, Value, plain

Years = Sequence[int]
ALL, UNKNOWN = "全体", "（記入なし）"
COLUMNS = (
    Column("fiscal_year", "年度", Kind.YEAR, required=True),
    Column("dimension", "分け方", required=True),
    Column("value", "値", required=True),
    Column("groups", "参加した組", Kind.COUNT, required=True),
    Column("stayed", "拠点を維持・活動する組", Kind.COUNT, required=True),
    Column("went", "拠点を維持しない組", Kind.COUNT, required=True),
    Column("unknown", "分からない組", Kind.COUNT, "未回答・回答辞退・未決定", required=True),
)
WAYS = ("kind", "prefecture", "region", "municipality", "subsidised")
SUBSIDISED = {True: "補助あり", False: "補助なし"}
SAID = {Answer.STAYED: "stayed", Answer.LEFT: "went"}


def columns(_: Connection, __: Years) -> tuple[Column, ...]:
    return COLUMNS


def _answer() -> Any:
    """Return what the group said in its year's decisive wave; NULL where there is none."""
    return (
        select(Outcome.answer)
        .join(Wave, Wave.id == Outcome.wave_id)
        .where(
            Outcome.participation_id == Participation.id,
            Wave.year_id == Participation.year_id,
            Wave.decisive,
        )
        .correlate(Participation)
        .scalar_subquery()
    )


def rows(connection: Connection, years: Years, wanted: Sequence[Column]) -> Iterator[list[Value]]:
    """Yield a row for each value of each way to divide; each way sums to the whole of its year."""
    own = {one.key: one for one in groups.OWN}
    chosen = [own[key] for key in ("fiscal_year", *WAYS)]
    each = groups.query(years, chosen, _answer().label("answer")).order_by(None).subquery()
    for way in ("", *WAYS):
        by = [each.c.fiscal_year, *([each.c[way]] if way else [])]
        query = select(*by, each.c.answer, func.count()).group_by(*by, each.c.answer)
        counts: dict[tuple[int, str], dict[str, int]] = {}
        for year, *value, answer, count in connection.execute(query):
            key = (year, _said(value[0]) if value else ALL)
            told = counts.setdefault(key, dict.fromkeys(("groups", "stayed", "went", "unknown"), 0))
            told["groups"] += count
            told[SAID.get(answer, "unknown")] += count
        label = own[way].label if way else ALL
        for (year, said), told in sorted(counts.items()):
            known: dict[str, Value] = {
                "fiscal_year": year,
                "dimension": label,
                "value": said,
                **told,
            }
            yield [known[one.key] for one in wanted]


def _said(value: Any) -> str:
    return SUBSIDISED[value] if isinstance(value, bool) else str(plain(value) or UNKNOWN)
