"""What is held of the groups that a person represents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.participation.models import Participant, Participation
from otameshi.participation.stay.models import StayDay
from otameshi.people import Person

GROUP = {
    "title": "組の名称",
    "state": "状態",
    "base_address": "拠点の住所",
    "first_day": "初日",
    "last_day": "末日",
    "wants_grant": "補助金の申請",
    "accepted_at": "承諾した日時",
}
PARTICIPANT = {
    "name": "氏名",
    "kana": "フリガナ",
    "birth_date": "生年月日",
    "prefecture": "参加前の都道府県",
    "occupation": "職業・職種",
    "joined_on": "加わった日",
    "left_on": "離れた日",
}
DAY = {
    "on": "日",
    "present": "県内にいた",
    "night": "泊まった",
    "work_hours": "仕事の時間",
    "place": "場所",
}
HOLDS = Holding(
    tables={"participations": GROUP, "participants": PARTICIPANT, "stay_days": DAY},
    left={"participants": frozenset({"position"})},
    reasons={"stay_sheets": "月ごとに保存した回数だけを持ち、内容は滞在記録の日に載るため。"},
)


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Participation)
        .where(Participation.representative_id == person.id)
        .options(selectinload(Participation.people))
        .order_by(Participation.id)
    )
    yield part("participations", "参加", (_record(one) for one in rows))


def _record(one: Participation) -> Record:
    return record(
        one,
        GROUP,
        Fact("year", "年度", one.year.fiscal_year),
        Fact("municipality", "市町村", one.host.name if one.host else None),
        Fact("office", "オフィス", one.office.name if one.office else None),
        parts=[part("people", "メンバー", (_participant(each) for each in one.people))],
    )


def _participant(one: Participant) -> Record:
    days = db.session.scalars(
        select(StayDay).where(StayDay.participant_id == one.id).order_by(StayDay.on)
    )
    stay = part("stay", "滞在記録", (record(day, DAY) for day in days))
    return record(one, PARTICIPANT, parts=[stay])
