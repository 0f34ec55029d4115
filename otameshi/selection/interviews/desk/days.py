"""The sheet of a day (当日表): who comes when, where, and who is there; on paper and as CSV."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from flask import Response, render_template, request

from otameshi.core.clock import in_japan
from otameshi.db import db
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.desk.blueprint import OFFICERS, pages, round_or_404
from otameshi.selection.interviews.models import Interview
from otameshi.web.access import needs
from otameshi.web.sheets import Row, csv_response

HEADERS = ("日", "始まり", "終わり", "受付番号", "応募者", "人数", "場所", "部屋・住所・接続先",
           "面談する人", "席を外す人（利害関係）", "状態")  # fmt: skip


def day_of(one: Interview) -> date:
    return in_japan(one.slot.starts_at).date() if one.slot else date.min


def panel(one: Interview) -> tuple[str, str]:
    """Return who is there, and who leaves with the reason, in words."""
    gone = {each.person_id: each.reason for each in one.recusals}
    seats = one.slot.seats if one.slot else []
    stay = [each.person.name for each in seats if each.person_id not in gone]
    left = [
        f"{each.person.name}（{gone[each.person_id]}）" for each in seats if each.person_id in gone
    ]
    return "、".join(stay), "、".join(left)


def _asked(call_id: int) -> tuple[Sequence[Interview], list[date], date | None]:
    """Return the rows of the day that is asked for, all days, and that day; none means all."""
    rows = db.session.scalars(actions.booked(round_or_404(call_id))).unique().all()
    days = sorted({day_of(one) for one in rows})
    wanted = request.args.get("day", "")
    day = next((one for one in days if one.isoformat() == wanted), None)
    return [one for one in rows if day in {None, day_of(one)}], days, day


@pages.get("/<int:call_id>/day")
@needs(OFFICERS)
def day(call_id: int) -> str:
    rows, days, wanted = _asked(call_id)
    call = round_or_404(call_id).call
    return render_template(
        "interviews/day.html",
        call=call,
        groups=[(one, list(there)) for one, there in groupby(rows, key=day_of)],
        days=days,
        day=wanted,
        panel=panel,
    )


@pages.get("/<int:call_id>/day.csv")
@needs(OFFICERS)
def day_csv(call_id: int) -> Response:
    rows, _, _ = _asked(call_id)
    return csv_response(f"面談当日表-{call_id}", HEADERS, _lines(rows))


def _lines(rows: Sequence[Interview]) -> Iterator[Row]:
    for one in rows:
        slot = one.slot
        if slot is not None:
            begin, end = in_japan(slot.starts_at), in_japan(slot.ends_at)
            where = slot.place.name, slot.place.detail
            yield (
                begin.date(), f"{begin:%H:%M}", f"{end:%H:%M}", one.number, one.candidacy.title,
                one.candidacy.heads, *where, *panel(one), one.state.label,
            )  # fmt: skip
