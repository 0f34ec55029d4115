"""What is held of a person's receipts beside their files, and what the group said of remarks."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from otameshi.claims.doubts.models import LineExplanation
from otameshi.core.held import Record, record
from otameshi.db import db

EXPLANATION = {"kind": "気づき", "words": "説明", "at": "書いた日時"}
TOLD = {"line_explanations": EXPLANATION}
PICTURE = "写真そのものは、証拠書類としてお渡ししています。"
REASONS = {
    "receipt_prints": f"添付された写真を見比べるために計算した値です。{PICTURE}",
    "receipt_readings": f"添付された写真から機械が読み取った値です。{PICTURE}",
    "doubt_looks": "職員が確かめた記録です。その結果は、経費の「県の判断」でお伝えしています。",
}


def explanations(lines: Iterable[int]) -> dict[int, list[Record]]:
    """Return what was explained, by line."""
    found: defaultdict[int, list[Record]] = defaultdict(list)
    mine = select(LineExplanation).where(LineExplanation.line_id.in_(list(lines)))
    for one in db.session.scalars(mine.order_by(LineExplanation.id)):
        found[one.line_id].append(record(one, EXPLANATION))
    return found
