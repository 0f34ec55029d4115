"""What a paper says: its frame of number, date and names, and the parts of its body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from otameshi.core.yen import Yen

YenRow = tuple[str, *tuple[Yen | None, ...]]


class Look(Enum):
    NOTICE = "notice"  # 通知書: serif, 記
    COPY = "copy"  # 受付票・控え: sans, sections of label and value


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs, one a line; each begins one character in, unless `indent` is False."""

    text: str
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """Numbered items 「１　…」; a pair (label, text) sets the texts in one column."""

    items: Sequence[str | tuple[str, str]]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `aligns` has one of l, c, r for each column, `widths` the columns' shares."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    aligns: str = ""
    widths: Sequence[float] = ()
    total: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Amounts:
    """A table of yen: a label and one or more amounts a row; None is printed as 「－」."""

    header: Sequence[str]
    rows: Sequence[YenRow]
    total: YenRow | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of label and value; a line feed in a value is kept."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    size: int  # bytes
    sha256: str  # hexadecimal


@dataclass(frozen=True, slots=True)
class Files:
    attachments: Sequence[Attachment]


Part = Prose | Heading | Items | Grid | Amounts | Entries | Files


@dataclass(frozen=True, slots=True)
class Contact:
    section: str
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The facts of one paper. Every text is printed as it is; markup means nothing.

    `addressee` and `sender` are lines (the addressee's last one ends in 様). `record` is what
    stands between 「記」 and 「以上」.
    """

    title: str
    body: Sequence[Part] = ()
    record: Sequence[Part] = ()
    number: str = ""
    dated: date | None = None
    addressee: Sequence[str] = ()
    sender: Sequence[str] = ()
    seal_omitted: bool = False
    sealed: bool = False  # a place for 公印: 取消 and 返還命令 are stamped
    contact: Contact | None = None
    look: Look = Look.NOTICE
