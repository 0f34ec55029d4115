"""What is held of a person's answers to the follow-up survey."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.held import Fact, Holding, Part, Record, part, record, said
from otameshi.core.questions import words
from otameshi.db import db
from otameshi.followup.models import Invitation
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.questionnaires import questions_of

INVITATION = {
    "sent_at": "お尋ねした日時",
    "reminders": "再度のお願いの回数",
    "draft_at": "書きかけの答えを保存した日時",
}
REFUSAL = {"at": "回答しないとのお返事の日時"}
REPLY = {
    "source": "回答の方法",
    "given_on": "担当者がうかがった日",
    "answered_at": "回答の日時",
}
HOLDS = Holding(
    tables={"invitations": INVITATION, "refusals": REFUSAL, "replies": REPLY},
    left={
        "invitations": frozenset(
            {
                "revoked_at",
                "refused_at",  # the last of its refusals, while it stands
                "answered_at",
                "opens_on",
                "closes_on",
                "draft",
            }
        ),
        "replies": frozenset({"number", "answers", "note"}),
    },
    reasons={
        "retention_locks": "年度ごとに組の数を確定した記録で、職員が行った手続きです。",
        "survey_tasks": "担当者が電話をかけるための控えで、回答そのものは「追跡調査」にあります。",
        "outcomes": "回答から組ごとに数え直したもので、回答そのものは「追跡調査」にあります。",
        **dict.fromkeys(
            ("wave_questions", "wave_drafts"),
            "調査の質問で、回答した人についての記録ではありません。",
        ),
    },
)


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Invitation)
        .join(Invitation.participation)
        .where(Participation.representative_id == person.id)
        .options(
            joinedload(Invitation.wave),
            selectinload(Invitation.replies),
            selectinload(Invitation.refusals),
        )
        .order_by(Invitation.id)
    )
    yield part("surveys", "追跡調査", (_record(one) for one in rows))


def _record(one: Invitation) -> Record:
    reply = one.reply
    given = reply.given if reply else {}
    asked = questions_of(reply.questions).shown(given) if reply else []
    answer = [
        Fact("wave", "調査", one.wave.name),
        *_draft(one),
        *(Fact("refused_at", REFUSAL["at"], said(each.at)) for each in one.refusals),
        *(Fact(q.key, q.label, words(q, given.get(q.key))) for q in asked),
        *(Fact(key, label, said(getattr(reply, key, None))) for key, label in REPLY.items()),
    ]
    return record(one, INVITATION, *answer)


def _draft(one: Invitation) -> list[Fact]:
    """Return what was typed and not sent."""
    fields = one.draft["fields"] if one.draft else []
    text = "、".join(value for _, value in fields if value)
    return [Fact("draft", "書きかけの答え", text)] if text else []
