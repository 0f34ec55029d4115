"""Why the tables of the scoring and of the 形式審査 are not told to whom they are about."""

SCORING = "選考委員の評価です。公正な選考のため、本人にもお見せしません。"

REASONS = {
    "sheets": SCORING,
    "scores": SCORING,
    "sheet_versions": SCORING,
    "finding_marks": "担当者が形式審査で確かめた記録です。理由は通知書でお知らせします。",
    "scoring_windows": "募集回ごとの採点の期限です。個人についてのものではありません。",
    "scoring_reminders": "選考委員への催促の記録です。届いたメールは「メール」にあります。",
}
