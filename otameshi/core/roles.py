"""Who may act. A staff account may hold several roles; someone not signed in is a visitor."""

from otameshi.core.labels import Labelled


class Role(Labelled):
    VISITOR = "visitor", "閲覧者"
    APPLICANT = "applicant", "応募者・参加者"
    REVIEWER = "reviewer", "選考委員"
    OFFICER = "officer", "担当者"
    MANAGER = "manager", "決裁者"
    TREASURER = "treasurer", "会計"
    AUDITOR = "auditor", "閲覧・監査"
    ADMIN = "admin", "管理者"


ANYONE = frozenset(Role)
SIGNED_IN = ANYONE - {Role.VISITOR}
# 選考委員 come from outside the office: they are staff accounts, but not of the office.
STAFF = SIGNED_IN - {Role.APPLICANT}
OFFICE = STAFF - {Role.REVIEWER}
EMPLOYED = OFFICE - {Role.AUDITOR}
