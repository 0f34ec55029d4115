"""The kinds of gathering that the performance sheet counts. No database, no web."""

from otameshi.core.labels import Labelled


class GatheringKind(Labelled):
    SESSION = "session", "募集説明会"
    MEETING = "meeting", "参加者交流会"
    LARGE = "large", "大規模交流会"
