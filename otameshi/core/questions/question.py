"""One question, and what it may depend on."""

from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled


class Accepts(Labelled):
    """What a question for files takes: the gate's own lists, by name."""

    DOCUMENTS = "documents", "書類と画像"
    IMAGES = "images", "画像だけ"


class Kind(Labelled):
    TEXT = "text", "短い文（1行）"
    LONG = "long", "長い文"
    NUMBER = "number", "数（整数）"
    CHOICE = "choice", "1つ選ぶ"
    SEVERAL = "several", "いくつか選ぶ"
    DATE = "date", "日付"
    FILE = "file", "ファイル"
    SCALE = "scale", "段階（1から5など）"
    MUNICIPALITY = "municipality", "長野県内の市町村"


WRITTEN = frozenset({Kind.TEXT, Kind.LONG})
CHOSEN = frozenset({Kind.CHOICE, Kind.SEVERAL})
FIRST_STEP, LAST_STEP = 1, 5
LISTED = frozenset({Kind.SEVERAL, Kind.FILE})

# Texts, one choice and a municipality are a str, several choices and names of files a tuple.
Answer = str | int | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a condition may lean on: an earlier question, or a fact that is known anyway."""

    key: str
    label: str
    page: str
    options: tuple[tuple[str, str], ...]  # value and label

    def label_of(self, value: str) -> str:
        return dict(self.options).get(value, value)


@dataclass(frozen=True, slots=True)
class Condition:
    """Ask only those whose answer to `source` is one of `values`."""

    source: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question; its key stays the same over all versions, and is never given to another.

    `least` and `most` count graphemes of a text, choices, or files; of a number they are the
    number itself, of a scale its ends. A choice is known by its words: other words are another.
    """

    key: str
    kind: Kind
    label: str
    page: str = ""
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    accepts: str = "documents"
    condition: Condition | None = None
    to_reviewers: bool = False  # whoever judges an application reads the answer, names covered

    @property
    def steps(self) -> range:
        """Return the steps of a scale; from 1 to 5 unless it is said otherwise."""
        least = FIRST_STEP if self.least is None else self.least
        return range(least, (LAST_STEP if self.most is None else self.most) + 1)

    @property
    def source(self) -> Source | None:
        """Return the question as others may depend on it, where its answers can be listed."""
        if self.kind not in {*CHOSEN, Kind.SCALE}:
            return None
        values = map(str, self.steps) if self.kind is Kind.SCALE else self.options
        pairs = tuple((one, one) for one in values)
        return Source(self.key, self.label, self.page, pairs)
