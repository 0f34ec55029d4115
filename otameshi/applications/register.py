"""The office's register of applications: filtered, searched, sorted, and exported whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload, subqueryload

from otameshi.applications import actions, numbers
from otameshi.applications.costs import label_of
from otameshi.applications.models import Application, Member, Wish
from otameshi.applications.rules import MOST_WISHES, Kind, State, member_title
from otameshi.core.names import search_key
from otameshi.core.yen import total
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import Call, Host, Municipality, RulebookVersion
from otameshi.subsidy import Rulebook

Cell = str | int | date | datetime | None

SHOWN_STATES = (State.SUBMITTED, State.WITHDRAWN)
DOWN = "-"
KANA = select(Member.kana).where(Member.application_id == Application.id, Member.position == 1)
# What the list may be sorted by.
SORTS: dict[str, tuple[Any, ...]] = {
    "number": numbers.in_order(Application.number),
    "submitted": (Application.submitted_at,),
    "kind": (Application.kind,),
    "kana": (KANA.scalar_subquery(),),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the register is asked for; what is None or empty does not narrow it."""

    call_id: int | None = None
    state: State | None = None
    kind: Kind | None = None
    municipality_id: int | None = None
    area: str = ""
    words: str = ""
    sort: str = "number"


def listed(person: Person, wanted: Wanted) -> Select[Application]:
    query = actions.visible_to(person).where(Application.number.is_not(None))
    if wanted.call_id is not None:
        query = query.where(Application.call_id == wanted.call_id)
    if wanted.state is not None:
        query = query.where(Application.state == wanted.state)
    if wanted.kind is not None:
        query = query.where(Application.kind == wanted.kind)
    if wanted.municipality_id is not None:
        there = Wish.host.has(Host.municipality_id == wanted.municipality_id)
        query = query.where(Application.wishes.any(there))
    if wanted.area:
        query = query.where(Application.wishes.any(Wish.host.has(Host.area == wanted.area)))
    key = search_key(wanted.words)
    if key:
        query = query.where(Application.search_key.contains(key, autoescape=True))
    return query.order_by(*_order(wanted.sort), Application.id)


def _order(sort: str) -> Iterator[Any]:
    for column in SORTS.get(sort.removeprefix(DOWN), SORTS["number"]):
        yield column.desc() if sort.startswith(DOWN) else column


def in_brief(query: Select[Application]) -> Select[Application]:
    """Load with the rows what one line of the list shows."""
    return query.options(
        joinedload(Application.call).joinedload(Call.year),
        selectinload(Application.members),
        selectinload(Application.wishes),
    )


def calls() -> Sequence[Call]:
    return db.session.scalars(
        select(Call).options(joinedload(Call.year)).order_by(Call.closes_at.desc())
    ).all()


def municipalities() -> Sequence[Municipality]:
    return db.session.scalars(
        select(Municipality)
        .where(Municipality.id.in_(select(Host.municipality_id)))
        .order_by(Municipality.code)
    ).all()


def areas() -> Sequence[str]:
    return db.session.scalars(select(Host.area).distinct().order_by(Host.area)).all()


def exported(query: Select[Application]) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return the headings and the lines of a sheet with every field of what is listed."""
    applicant = subqueryload(Application.applicant), subqueryload(Application.office)
    found = db.session.scalars(query.options(*actions.WHOLE, *applicant)).unique().all()
    people = max((len(one.members) for one in found), default=1)
    books = _rulebooks(found)
    headings = [*_HEAD, *_member_headings(people), *_TAIL]
    return headings, (_line(one, people, books.get(one.call.year_id)) for one in found)


def _rulebooks(found: Sequence[Application]) -> dict[int, Rulebook]:
    years = {one.call.year_id for one in found}
    versions = db.session.scalars(
        select(RulebookVersion)
        .where(RulebookVersion.year_id.in_(years))
        .order_by(RulebookVersion.number)
    )
    return {version.year_id: programme.parsed(version.text) for version in versions}


_HEAD = [
    "受付番号", "状態", "年度", "募集", "受付日時", "最後に保存した日時", "応募者のメールアドレス",
    "応募区分", "屋号・法人名・勤務先", "法人番号", "法人の代表者", "勤務先の承諾", "人数",
]  # fmt: skip
_MEMBER = [
    "氏名", "フリガナ", "生年月日", "郵便番号", "都道府県", "住所", "電話番号", "職業・職種",
    "県内の拠点",
]  # fmt: skip
_TAIL = [
    "事業の内容", "経歴", *(f"第{rank}希望" for rank in range(1, MOST_WISHES + 1)), "オフィス",
    "おためしの初日", "おためしの末日", "1か月に泊まる数", "住居の支援", "期間中の活動計画",
    "ほかの補助金など", "知ったきっかけ", "経費の合計", "経費の内訳", "添付の数", "添付",
]  # fmt: skip


def _member_headings(people: int) -> list[str]:
    return [
        f"{member_title(position)}：{word}" for position in range(1, people + 1) for word in _MEMBER
    ]


def _line(one: Application, people: int, rulebook: Rulebook | None) -> list[Cell]:
    members = [cell for member in one.members for cell in _member(member)]
    spare = [None] * (people * len(_MEMBER) - len(members))
    return [*_head(one), *members, *spare, *_tail(one, rulebook)]


def _head(one: Application) -> list[Cell]:
    return [
        one.number,
        one.state.label,
        one.call.year.fiscal_year,
        one.call.title,
        one.submitted_at,
        one.saved_at,
        one.applicant.email,
        one.kind.label if one.kind else None,
        one.trade_name,
        one.corporate_number,
        one.leader,
        _mark(one.employer_consent),
        len(one.members),
    ]


def _member(one: Member) -> list[Cell]:
    return [
        one.name,
        one.kana,
        one.birth_date,
        one.postal_code,
        one.prefecture,
        one.address,
        one.phone,
        one.occupation,
        _mark(one.has_base),
    ]


def _tail(one: Application, rulebook: Rulebook | None) -> list[Cell]:
    wishes = [wish.host.name for wish in one.wishes]
    costs = [f"{label_of(cost, rulebook)} {cost.amount:,}円 {cost.note}" for cost in one.costs]
    return [
        one.business,
        one.career,
        *wishes,
        *[None] * (MOST_WISHES - len(wishes)),
        one.office.name if one.office else None,
        one.stay_from,
        one.stay_to,
        one.nights_a_month,
        None if one.housing_help is None else _mark(one.housing_help),
        one.plan,
        one.other_support,
        one.heard_from,
        total(cost.amount for cost in one.costs),
        "\n".join(cost.strip() for cost in costs),
        len(one.papers),
        "\n".join(paper.attachment.name for paper in one.papers),
    ]


def _mark(given: bool) -> str:  # noqa: FBT001  # a column's value
    return "○" if given else ""
