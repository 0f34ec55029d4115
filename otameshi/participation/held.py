"""What is held of the groups that a person represents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.models import Participant, Participation
from otameshi.participation.stay.models import StayDay
from otameshi.people import Person

GROUP = {
    "title": "組の名称",
    "state": "状態",
    "base_address": "拠点の住所",
    "contract_first": "拠点の契約の開始日",
    "contract_last": "拠点の契約の終了日",
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
REQUEST = {
    "kind": "申出",
    "state": "状態",
    "first_day": "新しい開始日",
    "last_day": "新しい終了日・最後の日",
    "base_address": "新しい拠点の住所",
    "note": "理由",
    "asked_at": "申し出た日時",
    "answer": "県からの回答",
    "answered_at": "回答の日時",
}
HOLDS = Holding(
    tables={
        "participations": GROUP,
        "participants": PARTICIPANT,
        "stay_days": DAY,
        "participation_requests": REQUEST,
    },
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
        parts=[
            part("people", "メンバー", (_participant(each) for each in one.people)),
            part("requests", "変更の申出", _requests(one)),
        ],
    )


def _requests(one: Participation) -> Iterator[Record]:
    query = select(ParticipationRequest).where(ParticipationRequest.participation_id == one.id)
    for row in db.session.scalars(query.order_by(ParticipationRequest.id)):
        host = Fact("municipality", "新しい市町村", row.host.name if row.host else None)
        member = Fact("member", "離れる人", row.participant.name if row.participant else None)
        yield record(row, REQUEST, host, member)


def _participant(one: Participant) -> Record:
    days = db.session.scalars(
        select(StayDay).where(StayDay.participant_id == one.id).order_by(StayDay.on)
    )
    stay = part("stay", "滞在記録", (record(day, DAY) for day in days))
    return record(one, PARTICIPANT, parts=[stay])
