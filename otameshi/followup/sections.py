"""The parts of a survey's page, under which its questions stand."""

from otameshi.core.labels import Labelled


class Section(Labelled):
    BASE = "base", "拠点について"
    ACTIVITY = "activity", "活動について"
    SUPPORT = "support", "支援について"
    FUTURE = "future", "これからについて"
    OTHER = "other", "その他"


PAGES = tuple(one.value for one in Section)
