"""The programme before anybody acts: a year around today, an open call, and the staff."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from flask import Flask
from PIL import Image
from sqlalchemy import select

from otameshi.accounts import passwords
from otameshi.cli.demo import cast, places, seating, years
from otameshi.core.clock import day_in_japan, now
from otameshi.core.period import fiscal_year
from otameshi.db import db
from otameshi.documents import paper
from otameshi.documents.post import Letter
from otameshi.programme.models import Call


@dataclass(frozen=True)
class World:
    today: date
    fiscal_year: int
    plan: Path  # a PDF
    photo: Path  # a PNG
    receipt: Path  # a PNG


def begin(app: Flask, folder: Path) -> World:
    at = now()
    today = day_in_japan(at)
    with app.app_context():
        people = cast.enter(at - timedelta(days=30), passwords.hashed(cast.PASSWORD))
        year = years.open_year(
            fiscal_year(today),
            today - timedelta(days=3),
            today + timedelta(days=175),
            3_000_000,
            at - timedelta(days=30),
        )
        places.host(year, places.enter())
        year.selection_plan.recall_minutes = 0  # what is sent leaves at once
        call = Call(
            year=year,
            title="第1回募集",
            opens_at=at - timedelta(days=20),
            closes_at=at + timedelta(days=10),
            quota=20,
            quota_soft=True,
        )
        db.session.add(call)
        db.session.flush()
        seating.seat(call, people, at - timedelta(days=1))
        db.session.commit()
    text = paper.Prose("地域の事業者と組み、ウェブサービスを開発します。")
    plan = folder / "事業計画書.pdf"
    plan.write_bytes(paper.sheet(paper.Paper(title="事業計画書", body=(text,))))
    return World(
        today=today,
        fiscal_year=fiscal_year(today),
        plan=plan,
        photo=picture(folder / "顔写真.png", "#b5cde0"),
        receipt=picture(folder / "領収書.png", "#fffdf0"),
    )


def picture(path: Path, colour: str) -> Path:
    out = BytesIO()
    Image.new("RGB", (480, 640), colour).save(out, "PNG")
    path.write_bytes(out.getvalue())
    return path


def newest_letter(app: Flask, to: str) -> Letter:
    with app.app_context():
        query = select(Letter).where(Letter.to == to).order_by(Letter.id.desc())
        found = db.session.scalars(query).first()
        assert found is not None, f"no letter to {to}"
        db.session.expunge(found)
        db.session.remove()
        return found


def link_in(letter: Letter) -> str:
    return next(word for word in letter.body.split() if word.startswith("http"))
