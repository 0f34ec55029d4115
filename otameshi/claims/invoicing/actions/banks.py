"""The list of banks and branches: brought in, looked up, and what has gone from it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, update

from otameshi import history
from otameshi.claims.invoicing import names
from otameshi.claims.invoicing.listing import Listed, Read
from otameshi.claims.invoicing.models import Bank, BankList, Branch
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, holds
from otameshi.people import Person

REFRESHES = frozenset({Role.OFFICER, Role.TREASURER, Role.ADMIN})
MANY_CHANGES = 10  # per cent: a list that lacks more of today's banks is another kind of list


def bring_in(read: Read, by: Person | None, at: datetime) -> BankList:
    """Take over a list: new names are added, changed ones changed, missing ones marked as gone."""
    if by is not None and not by.has(*REFRESHES):
        raise Refused("金融機関の一覧を更新できるのは、担当者、会計、管理者です。")
    latest = current_list()
    if latest is not None and read.dated < latest.dated:
        raise Refused("今の一覧より古い日付の一覧です。日付を確かめてください。")
    _lacks_too_much(read)
    _merge(Bank, {(one.code,): one for one in read.banks}, read.dated)
    _merge(Branch, {(one.bank_code, one.code): one for one in read.branches}, read.dated)
    kept = BankList(
        source=read.source,
        dated=read.dated,
        banks=len(read.banks),
        branches=len(read.branches),
        at=at,
        person_id=by.id if by else None,
    )
    db.session.add(kept)
    db.session.flush()
    history.record(
        kept,
        "bring_in",
        "金融機関の一覧を取り込む",
        by=by,
        at=at,
        source=kept.source,
        banks=kept.banks,
        branches=kept.branches,
    )
    return kept


def _lacks_too_much(read: Read) -> None:
    """Refuse a part of a list: it would mark most banks of Japan as gone."""
    known = set(db.session.scalars(select(Bank.code).where(Bank.gone_on.is_(None))))
    lacking = len(known - {one.code for one in read.banks})
    if lacking * 100 > len(known) * MANY_CHANGES:
        raise Refused(
            f"今の一覧にある{len(known):,}の金融機関のうち{lacking:,}がありません。"
            "一部だけの一覧は取り込めません。全体の一覧を使ってください。"
        )


def _merge(kind: type[Bank | Branch], listed: Mapping[tuple[str, ...], Listed], on: date) -> None:
    keys = [column.name for column in kind.__table__.primary_key]
    columns = [*keys, "name", "kana", "key", "gone_on"]
    rows = db.session.execute(select(*(getattr(kind, one) for one in columns)))
    known = {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in rows}
    new, changed = [], []
    for key, one in listed.items():
        held = known.get(key)
        if held is None:
            new.append({**dict(zip(keys, key, strict=True)), **_held(one)})
        elif held != (one.name, one.kana, one.key, None):
            changed.append({**_old(keys, key), **_held(one)})
    gone = [
        {**_old(keys, key), **dict(zip(columns[len(keys) :], (*held[:3], on), strict=True))}
        for key, held in known.items()
        if key not in listed and held[3] is None
    ]
    if new:
        db.session.execute(insert(kind), new)
    if changed or gone:
        table = kind.__table__
        same = [table.c[one] == bindparam(f"old_{one}") for one in keys]
        db.session.connection().execute(update(table).where(*same), [*changed, *gone])  # type: ignore[arg-type]  # a Table, as the stubs do not know
        db.session.expire_all()


def _held(one: Listed) -> dict[str, Any]:
    return {"name": one.name, "kana": one.kana, "key": one.key, "gone_on": None}


def _old(keys: Sequence[str], key: tuple[str, ...]) -> dict[str, str]:
    return {f"old_{name}": value for name, value in zip(keys, key, strict=True)}


def current_list() -> BankList | None:
    """Return what was brought in last, or None while there is no list."""
    return db.session.scalar(select(BankList).order_by(BankList.id.desc()).limit(1))


def lists() -> Sequence[BankList]:
    """Return the last times that the list was brought in, latest first."""
    return db.session.scalars(select(BankList).order_by(BankList.id.desc()).limit(10)).all()


def gone() -> int:
    """Return how many branches are kept that no list has any more."""
    query = select(func.count()).select_from(Branch).where(Branch.gone_on.is_not(None))
    return db.session.scalar(query) or 0


def find_banks(typed: str) -> list[Bank]:
    """Return the banks that a person may mean, the nearest first."""
    asked = names.bank_asked(typed)
    if not (asked.words or asked.code or asked.kind):
        return []
    query = select(Bank).where(Bank.gone_on.is_(None), *_meant(Bank, asked))
    if asked.kind:
        query = query.where(holds(Bank.key, asked.kind))
    return list(_nearest(asked, db.session.scalars(query).all()))


def find_branches(bank: Bank, typed: str) -> list[Branch]:
    """Return the branches of a bank that a person may mean; all of them when nothing is typed."""
    asked = names.branch_asked(typed)
    query: Select[Branch] = select(Branch).where(
        Branch.bank_code == bank.code, Branch.gone_on.is_(None), *_meant(Branch, asked)
    )
    return list(_nearest(asked, db.session.scalars(query).all()))


def _meant(kind: type[Bank | Branch], asked: names.Asked) -> list[ColumnElement[bool]]:
    if asked.code:
        return [kind.code == asked.code]
    return [holds(kind.key, word) for word in asked.words]


def _nearest(asked: names.Asked, found: Sequence[Any]) -> Iterator[Any]:
    by_code = {one.code: one for one in found}
    for code in names.nearest(asked, [(one.code, one.key) for one in found]):
        yield by_code[code]


def bank(code: str) -> Bank | None:
    return db.session.get(Bank, code)


def branch(bank_code: str, code: str) -> Branch | None:
    return db.session.get(Branch, (bank_code, code))
