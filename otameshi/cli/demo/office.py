"""What the office did around its list: views kept, one of them shared; a note that calls."""

from datetime import datetime

from sqlalchemy import select

from otameshi.applications import notes, views
from otameshi.applications.models import Application
from otameshi.applications.rules import Kind, State
from otameshi.db import db
from otameshi.people import Person


def work(people: dict[str, Person], at: datetime) -> None:
    officer, manager = people["tantou"], people["kessai"]
    company = {"kind": Kind.COMPANY.value}
    views.save("法人の応募", company, officer, at, shared=True)
    views.save("まだ出力していない応募", {"exported": "never"}, officer, at, shared=False)
    latest = db.session.scalars(
        select(Application)
        .where(Application.state == State.SUBMITTED)
        .order_by(Application.id.desc())
        .limit(1)
    ).one()
    text = f"@{manager.name} 県内の連携先を電話で確かめました。計画書の2ページと合っています。"
    notes.write(latest, text, [], officer, at)
