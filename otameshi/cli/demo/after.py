"""What followed the payments of a past year: tax reports, and one decision taken back in part."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from otameshi.claims.after import actions as after
from otameshi.claims.after.models import Repayment
from otameshi.claims.after.rules import Reason
from otameshi.claims.taxes import actions as taxes
from otameshi.claims.taxes.rules import Standing
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear

STANDS = Yen(100_000)


def play(staff: dict[str, Person], at: Callable[[int], datetime], fiscal_year: int) -> None:
    year = programme.year_of(fiscal_year)
    if year is None:
        return
    officer, manager = staff["tantou"], staff["kessai"]
    done, waiting, broken = _first_paid(year, 3)
    report = taxes.report(done, taxes.Report(Standing.EXEMPT, Yen(0)), done.grantee, at(-20))
    taxes.take(report, "acknowledge", officer, at(-18))
    taxes.report(waiting, taxes.Report(Standing.SIMPLE, Yen(0)), waiting.grantee, at(-2))
    words = "補助対象として報告した物品を、補助事業の終わる前に売却した（見本）。"
    draft = after.prepare(broken, after.Draft(Reason.BREACH, words, STANDS), officer, at(-9))
    after.cancel(draft, "decide", manager, at(-8))
    order = db.session.scalars(select(Repayment).filter_by(cancellation_id=draft.id)).one()
    after.take(order, "order", manager, at(-7))


def _first_paid(year: ProgrammeYear, count: int) -> list[Grant]:
    mine = select(Grant).where(Grant.participation.has(year_id=year.id), Grant.amount.is_not(None))
    return list(db.session.scalars(mine.order_by(Grant.id).limit(count)))
