"""One question, and what it may depend on."""

from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled

# What a file question takes: the gate's own lists, by name.
ACCEPTS = {"documents": "文書と画像", "images": "画像だけ"}


class Kind(Labelled):
    TEXT = "text", "短い文（1行）"
    LONG = "long", "長い文"
    NUMBER = "number", "数（整数）"
    CHOICE = "choice", "1つ選ぶ"
    SEVERAL = "several", "いくつか選ぶ"
    DATE = "date", "日付"
    FILE = "file", "ファイル"


WRITTEN = frozenset({Kind.TEXT, Kind.LONG})
CHOSEN = frozenset({Kind.CHOICE, Kind.SEVERAL})
LISTED = frozenset({Kind.SEVERAL, Kind.FILE})

# Text and one choice are a str, several choices and the names of files a tuple.
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
    number itself. A choice is known by its words: other words are another choice.
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
    def source(self) -> Source | None:
        """Return the question as others may depend on it, where its answers can be listed."""
        if self.kind not in CHOSEN:
            return None
        pairs = tuple((one, one) for one in self.options)
        return Source(self.key, self.label, self.page, pairs)
