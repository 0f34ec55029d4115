"""The migration divides what was settled before by what was accepted of its lines."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from flask import Flask
from sqlalchemy import delete, select

from otameshi.claims.models import SettledShare
from otameshi.claims.rules import Verdict
from otameshi.core.yen import Yen
from otameshi.db import db
from tests import make

PATH = Path("migrations/versions/20261129_settled_shares.py")


def test_what_was_settled_before_is_divided_to_the_yen(app: Flask) -> None:
    """100円 over 100 and 50 accepted: 66.67 and 33.33, so 67円 and 33円."""
    del app
    claim = make.settled_claim(amount=100)
    reduced = {"verdict": Verdict.REDUCED, "reduced_to": Yen(50), "reason": "私用の分"}
    make.claim_line(claim, 80, "moving", **reduced)
    make.claim_line(claim, 90, "travel", verdict=Verdict.RETURNED, reason="宛名がありません。")
    make.claim()
    db.session.execute(delete(SettledShare))
    db.session.commit()
    spec = spec_from_file_location("shares_migration", PATH)
    assert spec is not None
    assert spec.loader is not None
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    migration.fill(db.session.connection())
    kept = db.session.execute(select(SettledShare.kind, SettledShare.amount)).all()
    assert dict(kept) == {"office": 67, "moving": 33}
