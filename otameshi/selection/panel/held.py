"""Why nothing of the panel is told to an applicant: it is about the reviewers."""

PANEL = "選考委員の委嘱の記録です。委員本人は、採点のページの「委嘱」で見られます。"
REASONS = {
    "panel_seats": PANEL,
    "declared_ties": PANEL,
    "conflict_rulings": PANEL,
    "secrecy_versions": "選考委員の守秘義務の文で、応募者のことは書かれていません。",
}
