"""Every field of many applications as a sheet of one moment, some hundred read at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from otameshi.applications.costs import label_of
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.members.reading import consent_in_words
from otameshi.applications.models import (
    Application,
    ApplicationPaper,
    Member,
    PlannedCost,
    Wish,
)
from otameshi.applications.outgoing import ExportedRow, ExportRun
from otameshi.applications.questions.columns import OwnColumns
from otameshi.applications.rules import MOST_WISHES, member_title
from otameshi.core.yen import total
from otameshi.db import AT_A_TIME, snapshot, streamed
from otameshi.files.models import Attachment
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import (
    Call,
    Host,
    Municipality,
    Office,
    ProgrammeYear,
    RulebookVersion,
)
from otameshi.subsidy import Rulebook

Cell = str | int | date | datetime | None
AnyRow = Row[*tuple[Any, ...]]

_HEAD = [
    "受付番号", "状態", "年度", "募集", "受付日時", "最後に保存した日時", "応募者のメールアドレス",
    "応募区分", "屋号・法人名・勤務先", "法人番号", "法人の代表者", "勤務先の承諾", "人数",
]  # fmt: skip
_MEMBER = [
    "氏名", "フリガナ", "生年月日", "郵便番号", "都道府県", "住所", "電話番号", "職業・職種",
    "年齢についての説明", "県内の拠点", "本人の同意",
]  # fmt: skip
_TAIL = [
    "事業の内容", "経歴", *(f"第{rank}希望" for rank in range(1, MOST_WISHES + 1)), "オフィス",
    "おためしの初日", "おためしの末日", "1か月に泊まる数", "住居の支援", "期間中の活動計画",
    "ほかの補助金など", "知ったきっかけ", "経費の合計", "経費の内訳", "添付の数", "添付",
    "事業の分野", "「その他」の内容", "ホームページ", "月数についての説明",
    "泊まる数についての説明", "誓約した文",
]  # fmt: skip

WHOLE_ROW = (
    select(
        ExportedRow.position,
        Application.id,
        Application.number,
        Application.state,
        ProgrammeYear.id.label("year_id"),
        ProgrammeYear.fiscal_year,
        Call.title,
        Application.submitted_at,
        Application.saved_at,
        Person.email,
        Application.kind,
        Application.trade_name,
        Application.corporate_number,
        Application.leader,
        Application.employer_consent,
        Application.business,
        Application.career,
        Office.name.label("office"),
        Application.stay_from,
        Application.stay_to,
        Application.nights_a_month,
        Application.housing_help,
        Application.plan,
        Application.other_support,
        Application.heard_from,
        Application.work,
        Application.work_explanation,
        Application.homepage,
        Application.months_explanation,
        Application.nights_explanation,
        Application.pledged_words,
    )
    .join(ExportedRow, ExportedRow.application_id == Application.id)
    .join(Call, Call.id == Application.call_id)
    .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
    .join(Person, Person.id == Application.applicant_id)
    .outerjoin(Office, Office.id == Application.office_id)
    .where(Application.number.is_not(None))
    .order_by(ExportedRow.position)
)
MEMBERS = select(
    Member.application_id,
    Member.name,
    Member.kana,
    Member.birth_date,
    Member.postal_code,
    Member.prefecture,
    Member.address,
    Member.phone,
    Member.occupation,
    Member.age_explanation,
    Member.has_base,
    Member.id,
).order_by(Member.application_id, Member.position)
REQUESTS = select(
    MemberRequest.application_id,
    MemberRequest.member_id,
    MemberRequest.state,
    MemberRequest.sent_at,
    MemberRequest.expires_at,
    MemberRequest.settled_at,
    MemberRequest.content,
).order_by(MemberRequest.application_id, MemberRequest.id)
WISHES = (
    select(Wish.application_id, Municipality.name)
    .join(Host, Host.id == Wish.host_id)
    .join(Municipality, Municipality.id == Host.municipality_id)
    .order_by(Wish.application_id, Wish.rank)
)
COSTS = select(
    PlannedCost.application_id,
    PlannedCost.kind,
    PlannedCost.sub_kind,
    PlannedCost.contract,
    PlannedCost.amount,
    PlannedCost.note,
).order_by(PlannedCost.application_id, PlannedCost.id)
PAPERS = (
    select(ApplicationPaper.application_id, Attachment.name)
    .join(Attachment, Attachment.id == ApplicationPaper.attachment_id)
    .order_by(ApplicationPaper.application_id, ApplicationPaper.id)
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to some applications, by the application's id."""

    members: dict[int, list[AnyRow]]
    requests: dict[int, list[AnyRow]]
    wishes: dict[int, list[AnyRow]]
    costs: dict[int, list[AnyRow]]
    papers: dict[int, list[AnyRow]]


def sheet(run: ExportRun) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return the headings and the lines of what an export took, all as it stands at this moment."""
    run_id = run.id
    lines = _read(run_id)
    headings = [str(one) for one in next(lines)]
    return headings, lines


def _read(run_id: int) -> Iterator[list[Cell]]:
    """Yield the headings, then a line for each application."""
    with snapshot() as connection:
        width = Width(connection, run_id)
        yield [*width.headings]
        rows = streamed(connection, WHOLE_ROW.where(ExportedRow.run_id == run_id))
        while some := list(islice(rows, AT_A_TIME)):
            ids = [row.id for row in some]
            parts, own = _parts(connection, ids), width.own.cells(connection, ids)
            yield from ([*width.line(row, parts), *own[row.id]] for row in some)


class Width:
    """How many columns an export needs: for its largest group, and for its years' own questions."""

    def __init__(self, connection: Connection, run_id: int) -> None:
        of_run = ExportedRow.application_id == Member.application_id
        widest = select(func.max(Member.position)).join(ExportedRow, of_run)
        self.people = connection.scalar(widest.where(ExportedRow.run_id == run_id)) or 1
        self.rulebooks = _rulebooks(connection)
        self.own = OwnColumns(connection, run_id)

    @property
    def headings(self) -> list[str]:
        members = (
            f"{member_title(position)}：{word}"
            for position in range(1, self.people + 1)
            for word in _MEMBER
        )
        return [*_HEAD, *members, *_TAIL, *self.own.headings]

    def line(self, one: AnyRow, parts: Parts) -> list[Cell]:
        people = parts.members.get(one.id, [])
        asked = parts.requests.get(one.id, [])
        cells = [cell for member in people for cell in _member(member, asked)]
        spare: list[Cell] = [None] * (self.people * len(_MEMBER) - len(cells))
        rulebook = self.rulebooks.get(one.year_id)
        return [*_head(one, len(people)), *cells, *spare, *_tail(one, parts, rulebook)]


def _rulebooks(connection: Connection) -> dict[int, Rulebook]:
    """Return the rules of each year as they stand: they name the kinds of costs."""
    newest = select(func.max(RulebookVersion.id)).group_by(RulebookVersion.year_id)
    rows = connection.execute(
        select(RulebookVersion.year_id, RulebookVersion.text).where(RulebookVersion.id.in_(newest))
    )
    return {year_id: programme.parsed(text) for year_id, text in rows}


def _parts(connection: Connection, ids: Sequence[int]) -> Parts:
    def of(query: Select[*tuple[Any, ...]], column: Any) -> dict[int, list[AnyRow]]:
        found: dict[int, list[AnyRow]] = defaultdict(list)
        for row in connection.execute(query.where(column.in_(ids))):
            found[row.application_id].append(row)
        return found

    return Parts(
        members=of(MEMBERS, Member.application_id),
        requests=of(REQUESTS, MemberRequest.application_id),
        wishes=of(WISHES, Wish.application_id),
        costs=of(COSTS, PlannedCost.application_id),
        papers=of(PAPERS, ApplicationPaper.application_id),
    )


def _head(one: AnyRow, heads: int) -> list[Cell]:
    return [
        one.number,
        one.state.label,
        one.fiscal_year,
        one.title,
        one.submitted_at,
        one.saved_at,
        one.email,
        one.kind.label if one.kind else None,
        one.trade_name,
        one.corporate_number,
        one.leader,
        _mark(one.employer_consent),
        heads,
    ]


def _member(one: AnyRow, asked: Sequence[AnyRow]) -> list[Cell]:
    *said, has_base, _ = one[1:]
    return [*said, _mark(has_base), consent_in_words(one, asked)]


def _tail(one: AnyRow, parts: Parts, rulebook: Rulebook | None) -> list[Cell]:
    wishes = [name for _, name in parts.wishes.get(one.id, ())]
    costs = parts.costs.get(one.id, [])
    papers = parts.papers.get(one.id, [])
    told = [f"{label_of(cost, rulebook)} {cost.amount:,}円 {cost.note}" for cost in costs]
    return [
        one.business,
        one.career,
        *wishes,
        *[None] * (MOST_WISHES - len(wishes)),
        one.office,
        one.stay_from,
        one.stay_to,
        one.nights_a_month,
        None if one.housing_help is None else _mark(one.housing_help),
        one.plan,
        one.other_support,
        one.heard_from,
        total(cost.amount for cost in costs),
        "\n".join(cost.strip() for cost in told),
        len(papers),
        "\n".join(name for _, name in papers),
        one.work,
        one.work_explanation,
        one.homepage,
        one.months_explanation,
        one.nights_explanation,
        "\n".join(one.pledged_words),
    ]


def _mark(given: bool) -> str:  # noqa: FBT001  # a column's value
    return "○" if given else ""
