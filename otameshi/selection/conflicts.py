"""利害関係: signs that a reviewer is too near to a candidate. No database, no web."""

from dataclasses import dataclass

from otameshi.core.names import search_key

# Addresses of these say nothing about where somebody works: free mail, carriers, and the domains
# that stand for examples (RFC 2606, JPRS).
SHARED_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.co.jp",
        "ymail.ne.jp",
        "outlook.com",
        "outlook.jp",
        "hotmail.com",
        "hotmail.co.jp",
        "live.jp",
        "icloud.com",
        "me.com",
        "mac.com",
        "proton.me",
        "protonmail.com",
        "docomo.ne.jp",
        "ezweb.ne.jp",
        "au.com",
        "softbank.ne.jp",
        "i.softbank.jp",
        "ymobile.ne.jp",
        "rakuten.jp",
        "nifty.com",
        "biglobe.ne.jp",
        "ocn.ne.jp",
        "so-net.ne.jp",
        "example.com",
        "example.org",
        "example.net",
        "example.jp",
        "example.co.jp",
    }
)
LEGAL_FORMS = ("株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人")
ABBREVIATED = ("(株)", "(有)", "(同)")


@dataclass(frozen=True, slots=True)
class Party:
    """A person's name, mail address and company, as far as they are known."""

    names: frozenset[str]
    emails: frozenset[str]
    company: str


def conflict(reviewer: Party, candidate: Party) -> str | None:
    """Say why this reviewer must not judge this candidate, or None."""
    if {mail.casefold() for mail in reviewer.emails} & {m.casefold() for m in candidate.emails}:
        return "応募者本人です"
    if _keys(reviewer.names) & _keys(candidate.names):
        return "応募者・メンバーと同じ氏名です"
    if _company(reviewer.company) and _company(reviewer.company) == _company(candidate.company):
        return f"応募者と同じ所属（{reviewer.company}）です"
    shared = (_domains(reviewer.emails) & _domains(candidate.emails)) - SHARED_DOMAINS
    if shared:
        return f"応募者とメールアドレスのドメイン（{min(shared)}）が同じです"
    return None


def _keys(names: frozenset[str]) -> set[str]:
    return {search_key(name) for name in names if name.strip()}


def _company(name: str) -> str:
    """Return a company's name without its legal form, folded for comparison."""
    key = search_key(name)
    for form in (*LEGAL_FORMS, *ABBREVIATED):
        key = key.replace(search_key(form), "")
    return key


def _domains(emails: frozenset[str]) -> set[str]:
    return {mail.rpartition("@")[2].casefold() for mail in emails}
