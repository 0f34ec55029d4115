"""What a member's consent is worth, from rows that an export reads many at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from otameshi.applications.members.rules import (
    CONTENT,
    RequestFact,
    State,
    content_hash,
    standing,
)


def consent_in_words(member: Row[*tuple[Any, ...]], asked: Sequence[Row[*tuple[Any, ...]]]) -> str:
    """Say it of one member among the letters of the whole application, oldest first."""
    mine = [_fact(one) for one in asked if one.member_id == member.id]
    if not mine:
        return ""
    return standing(mine, content_hash([getattr(member, name) for name in CONTENT])).words


def _fact(one: Row[*tuple[Any, ...]]) -> RequestFact:
    answered = one.settled_at if one.state is State.ANSWERED else None
    return RequestFact(one.state, one.sent_at, one.expires_at, answered, one.content)
