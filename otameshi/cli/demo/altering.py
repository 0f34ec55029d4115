"""What groups ask to be changed of their grants: one waits for the office, one needs nobody."""

from datetime import datetime

from otameshi.core.yen import Yen
from otameshi.grants.changes import actions
from otameshi.grants.changes.actions import Draft
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import Kind
from otameshi.grants.models import Grant


def ask(grant: Grant, at: datetime, percent: int) -> GrantChange:
    """Ask for a first kind of cost that is so many percent larger."""
    by = grant.grantee
    change = actions.begin(grant, Kind.PLAN, by, at)
    plan = {line.kind: (line.before, "") for line in change.lines}
    kind, amount = next((one.kind, one.before) for one in change.lines if one.before)
    plan[kind] = (Yen(amount + amount * percent // 100), "見積書のとおり（見本）")
    draft = Draft(
        what="利用の日数を増やすため、費用の見込みを改める。",
        why="地域の事業者との打合せが、計画より多くなったため。",
        considered="オンラインでの打合せに替えることを検討したが、現場での試作に立ち会う必要がある。",
        day=change.day,
        plan=plan,
    )
    return actions.hand_in(actions.save(change, draft, by, at), by, at)
