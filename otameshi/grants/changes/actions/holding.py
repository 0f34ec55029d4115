"""Which moves of a grant wait until a request under it has its answer."""

from otameshi.grants.actions.bonds import BONDS
from otameshi.grants.changes.actions.reading import open_under
from otameshi.grants.changes.rules import ASKED, CHECKED, Kind
from otameshi.grants.models import Grant


def bond(grant: Grant, move: str) -> str:
    """Say why the grant cannot move before the office has answered."""
    if move == "retract" and open_under(grant, set(Kind)):
        return "変更などの手続きの途中です。先にその手続きを取り下げてください。"
    early = [one for one in open_under(grant, {Kind.EARLY}) if one.state in ASKED | CHECKED]
    if move == "decide" and early:
        return "事前着手届の手続きの途中です。先に承認するかどうかを決めるか、差し戻してください。"
    return ""


BONDS.append(bond)
