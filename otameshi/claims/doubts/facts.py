"""What the remarks are made of: expenses as they are compared, and what stands around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from otameshi.claims.doubts.folding import payee_key, place_key
from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.files.likeness import Print


class Kind(Labelled):
    """What is remarked of an expense, as the headings say it."""

    SAME_FILE = "same_file", "同じファイル"
    SAME_PICTURE = "same_picture", "よく似た写真"
    SAME_PAYMENT = "same_payment", "同じ日・支払先・金額"
    OVERLAP = "overlap", "利用期間の重なり"
    STAY = "stay", "滞在記録との違い"
    USUAL = "usual", "ふだんの額との違い"
    FARE = "fare", "通常の経路の運賃との違い"
    WEEKENDS = "weekends", "土日・祝日だけの利用"
    SPLIT = "split", "同じ日に分かれた支払"
    READ = "read", "領収書の読み取りとの違い"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A remark on one line; `evidence` names the other lines that it rests on."""

    kind: Kind
    line: int
    message: str
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from a picture by machine; what it could not make out is None or empty."""

    on: date | None = None
    total: Yen | None = None
    number: str = ""  # 登録番号


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One file of an expense: its SHA-256, and of a picture its print and what was read."""

    sha256: str
    print: Print | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A ride as its fare depends on it: by what means, between which places, one way or both."""

    kind: str
    sub_kind: str
    ends: frozenset[str]
    round_trip: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One expense beside others; `group` is the 組, `title` names its claim."""

    line: int
    claim: int
    group: int
    title: str
    kind: str
    sub_kind: str = ""
    contract: str = ""
    incurred_on: date
    paid_on: date
    payee: str
    amount: Yen
    registration_number: str = ""
    traveller: str = ""
    origin: str = ""
    destination: str = ""
    round_trip: bool = False
    usual_fare: Yen | None = None
    used: Period | None = None
    papers: frozenset[str] = frozenset()
    files: tuple[Shown, ...] = ()

    @property
    def payee_key(self) -> str:
        return payee_key(self.payee)

    @property
    def way(self) -> tuple[str, str] | None:
        """Return from where to where, folded; None where one end is missing."""
        ends = place_key(self.origin), place_key(self.destination)
        return ends if all(ends) else None

    @property
    def route(self) -> Route | None:
        ends = self.way
        if ends is None:
            return None
        return Route(self.kind, self.sub_kind, frozenset(ends), self.round_trip)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """An amount from which on more papers are asked for, and of which expenses."""

    least: Yen
    papers: str  # in words
    kinds: tuple[str, ...] = ()  # all, where there is none
    sub_kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    any_of: bool = False

    def asks(self, item: Item) -> bool:
        """Say whether this would ask papers of the expense that it does not have."""
        meant = (not self.kinds or item.kind in self.kinds) and (
            not self.sub_kinds or item.sub_kind in self.sub_kinds
        )
        has = [key in item.papers for key in self.needs]
        return meant and not (has and (any(has) if self.any_of else all(has)))


Log = Mapping[tuple[int, str], Mapping[date, bool]]  # (組, member) → day → in the prefecture


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known beside the expenses; what is missing raises no remark."""

    thresholds: Mapping[int, tuple[Threshold, ...]] = field(default_factory=dict)  # by 組
    log: Log = field(default_factory=dict)
    bases: Mapping[int, str] = field(default_factory=dict)  # by 組: the municipality
    # What was paid for a route by all in sight, these expenses among them: 円 → how many times.
    fares: Mapping[Route, Mapping[int, int]] = field(default_factory=dict)
