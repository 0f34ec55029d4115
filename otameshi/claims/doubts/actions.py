"""A group explains a remark; an officer notes having looked at it."""

from datetime import datetime

from sqlalchemy import select

from otameshi.claims.actions.holding import fresh, must_be_own, noted
from otameshi.claims.doubts import rules, seeing
from otameshi.claims.doubts.facts import Kind
from otameshi.claims.doubts.models import DoubtLook, LineExplanation
from otameshi.claims.doubts.seeing import Remark
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import BEING_WEIGHED, Change
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person

GONE = "この気づきは、いまはありません。最新の内容を確かめてください。"


def explain(  # whose line, which remark, what is said, who, when, and the page's version
    line: ClaimLine, kind: Kind, words: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Keep what a group says of a remark, for the officer to read."""
    claim = locked(Claim, line.claim_id)
    unchanged(claim, version)
    must_be_own(claim, by)
    if not claim.editable:
        raise Refused("報告した経費には、説明を書き足せません。")
    line = fresh(line)
    _standing(line, kind, own=True)
    said = rules.must_be_said(words, "説明")
    mine = (LineExplanation.line_id == line.id, LineExplanation.kind == kind)
    row = db.session.scalar(select(LineExplanation).where(*mine))
    if row is None:
        row = LineExplanation(line_id=line.id, kind=kind)
        db.session.add(row)
    row.words, row.person_id, row.at = said, by.id, at
    noted(line, Change.EXPLAIN, by, at, f"{kind.label}：{said}")


def look(
    line: ClaimLine, kind: Kind, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Keep that an officer looked at a remark as it stands, and what was found."""
    claim = locked(Claim, line.claim_id)
    unchanged(claim, version)
    if not by.has(Role.OFFICER):
        raise Refused("気づきの確認は、担当者が行ってください。")
    if claim.state not in BEING_WEIGHED:
        raise Refused("確認中の請求だけに記録できます。")
    line = fresh(line)
    found = _standing(line, kind)
    said = rules.must_be_said(note, "確かめたこと")
    row = found.look
    if row is None:
        row = DoubtLook(line_id=line.id, kind=kind)
        db.session.add(row)
    row.covers, row.note = seeing.covers(found.doubt), said
    row.person, row.at = by, at
    noted(line, Change.LOOK, by, at, f"{kind.label}：{said}")


def _standing(line: ClaimLine, kind: Kind, *, own: bool = False) -> Remark:
    found = seeing.remark(line, kind, own=own)
    if found is None:
        raise Refused(GONE)
    return found
