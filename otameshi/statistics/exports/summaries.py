"""維持率 by year and wave, 応募・採択 by year and what groups are counted by: sums made by SQL."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Integer, and_, case, cast, func, literal, select
from sqlalchemy.orm import aliased

from otameshi.applications.models import Application, Member, Wish
from otameshi.applications.rules import State as Applied
from otameshi.followup.figures import COUNTS
from otameshi.followup.models import Outcome, Wave
from otameshi.followup.retention.meaning import Denominator
from otameshi.followup.retention.rounding import rounded
from otameshi.followup.retention.rules import Counting, Figure
from otameshi.followup.rules import Tally
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.programme.models import Call, Host, Municipality, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as Chosen
from otameshi.statistics.exports.columns import Column, Kind, Value, plain
from otameshi.statistics.exports.groups import region

Years = Sequence[int]
First = aliased(Member)
FirstWish = aliased(Wish)
UNKNOWN, ALL = "（記入なし）", "全体"

RETENTION = (
    Column("fiscal_year", "年度", Kind.YEAR, required=True),
    Column("wave", "調査回", required=True),
    Column("months", "終了からの月数", Kind.COUNT, required=True),
    Column("decisive", "指標に使う", Kind.FLAG, "この回の回答から指標を計算する", required=True),
    Column("groups", "参加した組", Kind.COUNT, required=True),
    Column("invited", "たずねた組", Kind.COUNT, required=True),
    Column("stayed", "拠点を維持・活動する組", Kind.COUNT, required=True),
    Column("went", "拠点を維持しない組", Kind.COUNT, required=True),
    Column("silent", "未回答の組", Kind.COUNT, required=True),
    Column("refused", "回答辞退の組", Kind.COUNT, required=True),
    Column("undecided", "まだ決めていない組", Kind.COUNT, required=True),
    Column("rate", "維持率（全組）", Kind.PERCENT, "参加した全ての組のうち、維持する組"),
    Column("rate_answered", "維持率（回答した組）", Kind.PERCENT, "回答した組のうち、維持する組"),
    Column("lowest", "下限", Kind.PERCENT, "分からない組が全て維持しないとした場合"),
    Column("highest", "上限", Kind.PERCENT, "分からない組が全て維持するとした場合"),
)
APPLICATIONS = (
    Column("fiscal_year", "年度", Kind.YEAR, required=True),
    Column("dimension", "分け方", required=True),
    Column("value", "値", required=True),
    Column(
        "applications", "応募（組）", Kind.COUNT, "提出され、取り下げられていない", required=True
    ),
    Column("people", "応募（名）", Kind.COUNT, required=True),
    Column("selected", "採択（組）", Kind.COUNT, "辞退した組を含む", required=True),
    Column("took_part", "参加（組）", Kind.COUNT, required=True),
)
DIMENSIONS: dict[str, Any] = {
    ALL: literal(ALL),
    "応募区分": Application.kind,
    "居住地": First.prefecture,
    "地域": region(First.prefecture),
    "第1希望の市町村": Municipality.name,
}
SELECTED = frozenset({Chosen.SELECTED, Chosen.DECLINED})


def _of(query: Any, years: Years) -> Any:
    return query.where(ProgrammeYear.fiscal_year.in_(years)) if years else query


def retention_columns(_: Connection, __: Years) -> tuple[Column, ...]:
    return RETENTION


def retention(
    connection: Connection, years: Years, wanted: Sequence[Column]
) -> Iterator[list[Value]]:
    """Yield a row for each wave, oldest year first; a group that was never asked is silent."""
    said = and_(Outcome.wave_id == Wave.id, Outcome.participation_id == Participation.id)
    head = (ProgrammeYear.fiscal_year, Wave.name, Wave.months, Wave.decisive)
    query = (
        select(*head, *COUNTS)
        .select_from(Wave)
        .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
        .join(Participation, Participation.year_id == Wave.year_id)
        .outerjoin(Outcome, said)
        .where(Participation.state.in_(TOOK_PART))
        .group_by(Wave.id, *head)
        .order_by(ProgrammeYear.fiscal_year, Wave.months, Wave.id)
    )
    for year, wave, months, decisive, *counts in connection.execute(_of(query, years)):
        known = {"fiscal_year": year, "wave": wave, "months": months, "decisive": decisive}
        known |= _shares(Tally(*counts))
        yield [known[one.key] for one in wanted]


def _shares(tally: Tally) -> dict[str, Value]:
    found = tally.retention
    whole = Figure(found)
    return {
        "groups": tally.groups,
        "invited": tally.invited,
        "stayed": found.stayed,
        "went": found.left,
        "silent": found.silent,
        "refused": found.refused,
        "undecided": found.undecided,
        "rate": _percent(whole.rate),
        "rate_answered": _percent(Figure(found, Counting(denominator=Denominator.ANSWERED)).rate),
        "lowest": _percent(whole.lowest),
        "highest": _percent(whole.highest),
    }


def _percent(rate: Fraction | None) -> float | None:
    return None if rate is None else rounded(rate) / 10


def applications_columns(_: Connection, __: Years) -> tuple[Column, ...]:
    return APPLICATIONS


def applications(
    connection: Connection, years: Years, wanted: Sequence[Column]
) -> Iterator[list[Value]]:
    """Yield a row for each value of each way to divide; each way sums to the whole of its year."""
    for name, value in DIMENSIONS.items():
        for year, found, *counts in connection.execute(_applications(years, value)):
            said = plain(found) or UNKNOWN
            known = dict(
                zip([one.key for one in APPLICATIONS], (year, name, said, *counts), strict=True)
            )
            yield [known[one.key] for one in wanted]


def _applications(years: Years, value: Any) -> Any:
    heads = (
        select(func.count(Member.id)).where(Member.application_id == Application.id)
    ).scalar_subquery()
    query = (
        select(
            ProgrammeYear.fiscal_year,
            value.label("divided"),
            func.count(Application.id),
            cast(func.sum(heads), Integer),
            func.count(case((Candidacy.state.in_(SELECTED), 1))),
            func.count(case((Participation.state.in_(TOOK_PART), 1))),
        )
        .select_from(Application)
        .join(Call, Call.id == Application.call_id)
        .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
        .outerjoin(First, and_(First.application_id == Application.id, First.position == 1))
        .outerjoin(FirstWish, and_(FirstWish.application_id == Application.id, FirstWish.rank == 1))
        .outerjoin(Host, Host.id == FirstWish.host_id)
        .outerjoin(Municipality, Municipality.id == Host.municipality_id)
        .outerjoin(Candidacy, Candidacy.application_id == Application.id)
        .outerjoin(Participation, Participation.candidacy_id == Candidacy.id)
        .where(Application.state == Applied.SUBMITTED)
        .group_by(ProgrammeYear.fiscal_year, "divided")
        .order_by(ProgrammeYear.fiscal_year, "divided")
    )
    return _of(query, years)
