"""利害関係: signs that a reviewer is too near to a candidate. No database, no web.

Both sides are turned into keys; a key that both have is a sign. So thousands of candidates are
compared with a whole panel by looking up each key once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from otameshi.core.keys import mail_key
from otameshi.core.labels import Labelled
from otameshi.core.names import search_key
from otameshi.selection.panel.rules import TieKind
from otameshi.selection.panel.street import street_key

# Addresses of these say nothing about where somebody works: free mail, carriers, and the domains
# that stand for examples (RFC 2606, JPRS).
SHARED_DOMAINS = frozenset((
    "gmail.com", "googlemail.com", "yahoo.co.jp", "ymail.ne.jp", "outlook.com", "outlook.jp",
    "hotmail.com", "hotmail.co.jp", "live.jp", "icloud.com", "me.com", "mac.com", "proton.me",
    "protonmail.com", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp",
    "ymobile.ne.jp", "rakuten.jp", "nifty.com", "biglobe.ne.jp", "ocn.ne.jp", "so-net.ne.jp",
    "example.com", "example.org", "example.net", "example.jp", "example.co.jp",
))  # fmt: skip
LEGAL_FORMS = (
    "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人", "一般財団法人",
    "公益社団法人", "公益財団法人", "特定非営利活動法人", "npo法人", "(株)", "(有)", "(同)",
)  # fmt: skip
FORMS = tuple(search_key(form) for form in LEGAL_FORMS)
PREFECTURE = search_key("長野県")
SHORTEST = 2  # characters of a declared name that may stand inside a longer one


class Kind(Labelled):
    SELF = "self", "応募者本人"
    NAME = "name", "同じ氏名"
    COMPANY = "company", "同じ所属"
    ADDRESS = "address", "同じ住所"
    DOMAIN = "domain", "同じメールのドメイン"
    PAST = "past", "以前の関わり"
    DECLARED = "declared", "本人の申告"
    TOWN = "town", "自分の市町村"
    ADDED = "added", "担当者の判断"
    RECUSED = "recused", "採点の辞退"


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason, as it reads behind 「〇〇委員は、」."""

    kind: Kind
    words: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.words}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of one candidate."""

    names: frozenset[str]
    emails: frozenset[str]
    company: str = ""
    addresses: frozenset[str] = frozenset()
    born: frozenset[tuple[str, date | None]] = frozenset()  # each member's name and birthday
    towns: frozenset[str] = frozenset()  # wished municipalities


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What is compared of one reviewer; `past` are keys of people met before, with the words."""

    name: str
    email: str
    company: str = ""
    address: str = ""
    town: str = ""  # 市町村の職員
    declared: tuple[tuple[TieKind, str], ...] = ()
    past: Mapping[str, str] = field(default_factory=dict)


def name_key(name: str) -> str:
    return f"name:{search_key(name)}" if name.strip() else ""


def born_key(name: str, day: date | None) -> str:
    """Return the key of a person met before: a name alone is too common for that."""
    return f"born:{search_key(name)}|{day}" if name.strip() and day else ""


def address_key(email: str) -> str:
    return f"mail:{mail_key(email)}" if email else ""


def company(name: str) -> str:
    """Return a company's name without its legal form, folded for comparison."""
    key = search_key(name)
    for form in FORMS:
        key = key.replace(form, "")
    return key


def _domain(email: str) -> str:
    domain = mail_key(email).rpartition("@")[2]
    return "" if domain in SHARED_DOMAINS else domain


def _tagged(tag: str, key: str) -> str:
    return f"{tag}:{key}" if key else ""


def keys_of(one: Candidate) -> frozenset[str]:
    """Return all keys of a candidate."""
    found = {name_key(name) for name in one.names}
    found |= {born_key(name, day) for name, day in one.born}
    for email in one.emails:
        found |= {address_key(email), _tagged("domain", _domain(email))}
    found.add(_tagged("company", company(one.company)))
    found |= {_tagged("street", street_key(address)) for address in one.addresses}
    found |= {_tagged("town", search_key(town)) for town in one.towns}
    return frozenset(found - {""})


def _signs(one: Reviewer) -> Iterator[tuple[str, Sign]]:
    domain = _domain(one.email)
    yield address_key(one.email), Sign(Kind.SELF, "応募者本人です")
    yield name_key(one.name), Sign(Kind.NAME, "応募者・メンバーと同じ氏名です")
    yield (
        _tagged("company", company(one.company)),
        Sign(Kind.COMPANY, f"応募者と同じ所属（{one.company}）です"),
    )
    yield (
        _tagged("street", street_key(one.address)),
        Sign(Kind.ADDRESS, "応募者・メンバーと同じ住所です"),
    )
    yield (
        _tagged("domain", domain),
        Sign(Kind.DOMAIN, f"応募者とメールアドレスのドメイン（{domain}）が同じです"),
    )
    yield (
        _tagged("town", search_key(one.town)),
        Sign(Kind.TOWN, f"応募者が希望する市町村（{one.town}）の職員です"),
    )
    for key, words in one.past.items():
        yield key, Sign(Kind.PAST, words)
    for kind, words in one.declared:
        yield from _declared(kind, words)


def _declared(kind: TieKind, words: str) -> Iterator[tuple[str, Sign]]:
    sign = Sign(Kind.DECLARED, f"{kind.label}「{words}」との利害関係を申告しています")
    if kind is TieKind.PERSON:
        yield name_key(words), sign
        yield _tagged("company", company(words)), sign  # a business under the own name
    elif kind is TieKind.COMPANY:
        yield _tagged("company", company(words)), sign
    else:
        yield _tagged("town", search_key(words).removeprefix(PREFECTURE)), sign


def _inside(kind: TieKind, words: str) -> tuple[str, str] | None:
    """Return the tag and the text that may stand in a longer name: 「塩尻」 in 「塩尻市」."""
    if kind is TieKind.PERSON:
        return None
    tag = "company" if kind is TieKind.COMPANY else "town"
    key = company(words) if tag == "company" else search_key(words).removeprefix(PREFECTURE)
    return (f"{tag}:", key) if len(key) >= SHORTEST else None


class Watch:
    """A panel by its keys, against which each candidate is held."""

    def __init__(self, panel: Mapping[int, Reviewer]) -> None:
        self._by_key: dict[str, list[tuple[int, Sign]]] = {}
        self._inside: list[tuple[int, str, str, Sign]] = []
        for key, one in panel.items():
            self._enter(key, one)

    def _enter(self, key: int, one: Reviewer) -> None:
        for mark, sign in _signs(one):
            if mark:
                self._by_key.setdefault(mark, []).append((key, sign))
        for kind, words in one.declared:
            part = _inside(kind, words)
            if part is not None:
                ((_, sign), *_rest) = _declared(kind, words)
                self._inside.append((key, *part, sign))

    def against(self, candidate: Candidate) -> dict[int, tuple[Sign, ...]]:
        """Return the signs by reviewer; whoever is far from the candidate is not in it."""
        marks = keys_of(candidate)
        found: dict[int, dict[Sign, None]] = {}
        for key, sign in self._hits(marks):
            found.setdefault(key, {})[sign] = None
        order = list(Kind)
        return {
            key: tuple(sorted(signs, key=lambda sign: (order.index(sign.kind), sign.words)))
            for key, signs in found.items()
        }

    def _hits(self, marks: Iterable[str]) -> Iterator[tuple[int, Sign]]:
        for mark in marks:
            yield from self._by_key.get(mark, ())
            for key, tag, part, sign in self._inside:
                if mark.startswith(tag) and part in mark[len(tag) :]:
                    yield key, sign
