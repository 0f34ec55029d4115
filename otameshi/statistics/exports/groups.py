"""組: one row for each group that took part, with what it is counted by and what became of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from otameshi.applications.models import Application
from otameshi.applications.prefectures import PREFECTURES, Region, region_of
from otameshi.db import streamed
from otameshi.followup.models import Outcome, Wave
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.outreach.visits.models import GroupVisit
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.programme.models import Host, Municipality, Office, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.statistics.exports.columns import Column, Kind, Value, plain

First = aliased(Participant)  # the representative
Years = Sequence[int]

OWN = (
    Column("fiscal_year", "年度", Kind.YEAR, required=True),
    Column("number", "受付番号", meaning="応募の受付番号", personal=True),
    Column("title", "組の名前", personal=True, required=True),
    Column("kind", "応募区分"),
    Column(
        "prefecture", "参加前の居住地", meaning="代表者が参加前に住んでいた都道府県", required=True
    ),
    Column("region", "地域", meaning="居住地の地域", required=True),
    Column("municipality", "市町村", meaning="参加した市町村"),
    Column("area", "エリア", meaning="参加した市町村のエリア"),
    Column("office", "オフィス", meaning="使った連携オフィス"),
    Column("people", "人数", Kind.COUNT, "参加した人（名）", required=True),
    Column("state", "参加の状態", required=True),
    Column("first_day", "おためしの初日", Kind.DAY, required=True),
    Column("last_day", "おためしの末日", Kind.DAY, required=True),
    Column("subsidised", "補助", Kind.FLAG, "交付決定が有効で、額が1円以上", required=True),
    Column("amount", "交付決定額", Kind.YEN),
    Column("heard_from", "知ったきっかけ", meaning="応募のときに書かれた言葉", personal=True),
    Column("gatherings", "参加した交流会", Kind.COUNT, "出席した回数", required=True),
)
WAVE = "wave_"


def region(prefecture: Any) -> Any:
    """Return the region of a 都道府県 as SQL tells it, so that it can be grouped by."""
    known = {name: region_of(name).label for name in PREFECTURES}
    return case(known, value=prefecture, else_=Region.UNKNOWN.label)


def _count(of: Any, *where: Any) -> Any:
    mine = of.participation_id == Participation.id
    return select(func.count(of.id)).where(mine, *where).scalar_subquery()


SUBSIDISED = and_(Grant.state.in_(IN_FORCE), Grant.amount > 0)
EXPRESSIONS: dict[str, Any] = {
    "fiscal_year": ProgrammeYear.fiscal_year,
    "number": Application.number,
    "title": Participation.title,
    "kind": Application.kind,
    "prefecture": func.coalesce(First.prefecture, ""),
    "region": region(First.prefecture),
    "municipality": Municipality.name,
    "area": Host.area,
    "office": Office.name,
    "people": _count(Participant),
    "state": Participation.state,
    "first_day": Participation.first_day,
    "last_day": Participation.last_day,
    "subsidised": func.coalesce(SUBSIDISED, False),
    "amount": Grant.amount,
    "heard_from": Application.heard_from,
    "gatherings": _count(GroupVisit, GroupVisit.came),
}


def columns(connection: Connection, years: Years) -> tuple[Column, ...]:
    """Return the group's own columns, and one for each time after the stay that was asked about."""
    months = select(Wave.months).distinct().order_by(Wave.months)
    found = connection.scalars(_of(months.join(ProgrammeYear), years))
    waves = (
        Column(f"{WAVE}{one}", f"{name(one)}の回答", meaning="県内の拠点についての回答")
        for one in found
    )
    return (*OWN, *waves)


def name(months: int) -> str:
    return f"終了から{months}か月" if months else "終了時"


def _of(query: Any, years: Years) -> Any:
    return query.where(ProgrammeYear.fiscal_year.in_(years)) if years else query


def _said(months: int) -> Any:
    """Return what the group said so many months after its stay, in the wave that came last."""
    return (
        select(Outcome.answer)
        .join(Wave, Wave.id == Outcome.wave_id)
        .where(Outcome.participation_id == Participation.id, Wave.months == months)
        .order_by(Wave.id.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _expression(column: Column) -> Any:
    if column.key.startswith(WAVE):
        return _said(int(column.key.removeprefix(WAVE)))
    return EXPRESSIONS[column.key]


def query(years: Years, wanted: Sequence[Column], *more: Any) -> Select[Any]:
    """Select the wanted columns of the groups that took part; `more` stands before them."""
    found = (
        select(*more, *(_expression(one).label(one.key) for one in wanted))
        .select_from(Participation)
        .join(ProgrammeYear, ProgrammeYear.id == Participation.year_id)
        .join(Candidacy, Candidacy.id == Participation.candidacy_id)
        .join(Application, Application.id == Candidacy.application_id)
        .outerjoin(First, and_(First.participation_id == Participation.id, First.position == 1))
        .outerjoin(Host, Host.id == Participation.host_id)
        .outerjoin(Municipality, Municipality.id == Host.municipality_id)
        .outerjoin(Office, Office.id == Participation.office_id)
        .outerjoin(Grant, Grant.participation_id == Participation.id)
        .where(Participation.state.in_(TOOK_PART))
        .order_by(ProgrammeYear.fiscal_year, Participation.id)
    )
    limited: Select[Any] = _of(found, years)
    return limited


def rows(connection: Connection, years: Years, wanted: Sequence[Column]) -> Iterator[list[Value]]:
    for row in streamed(connection, query(years, wanted)):
        yield [plain(value) for value in row]
