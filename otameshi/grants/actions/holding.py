"""What a decided grant holds its group to while the group stays."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.core.period import Period
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.grants.rules import State
from otameshi.participation.models import Participation
from otameshi.participation.notices import NOTICES, Notice
from otameshi.participation.rules import heads_on
from otameshi.participation.stay.reading import FROZEN, Frozen
from otameshi.programme import actions as programme


def decided(group: Participation) -> Grant | None:
    """Return the grant that was decided for a group."""
    return db.session.scalar(
        select(Grant)
        .where(Grant.participation_id == group.id, Grant.state == State.DECIDED)
        .options(joinedload(Grant.rulebook))
    )


def frozen(group: Participation) -> Frozen | None:
    """Return the rules and days that were frozen when the grant was decided."""
    grant = decided(group)
    if grant is None or grant.rulebook is None or not grant.first_day or not grant.last_day:
        return None
    period = Period(grant.first_day, grant.last_day)
    return Frozen(programme.parsed(grant.rulebook.text), period)


def smaller(group: Participation) -> Notice | None:
    """Say that members left for whom the decided grant still counts a part of its cap."""
    grant = decided(group)
    staying = heads_on(group.memberships, group.last_day)
    if grant is None or staying >= (grant.heads or 0):
        return None
    words = (
        "メンバーの離脱により、上限額の見直し（変更の手続き）が必要です。"
        f"交付決定は{grant.heads}名、期間の終わりまで参加するのは{staying}名です。"
    )
    return Notice(words, "交付決定の内容を見る", "grants_desk.show", {"grant_id": grant.id})


FROZEN.append(frozen)
NOTICES.append(smaller)
