"""What an expense says beside payee, purpose and sum, in the words of pages and papers."""

from collections.abc import Iterator

from otameshi.claims.entering.rules import km, whole_month
from otameshi.claims.models import ClaimLine
from otameshi.claims.proof import PaidWith

TRIPS = {True: "往復", False: "片道", None: ""}
WHOLE = 100  # per cent


def way(line: ClaimLine) -> str:
    """Return 区間 with 片道 or 往復: 茅野～東京　往復."""
    if not line.origin and not line.destination:
        return ""
    return f"{line.origin}～{line.destination}　{TRIPS[line.round_trip]}".rstrip()


def time(line: ClaimLine) -> str:
    """Return what time was paid for: 2026年9月分, or its first and last day."""
    used, month = line.used, whole_month(line.used)
    if used is None:
        return ""
    if month:
        return f"{month.year}年{month.month}月分"
    ends = (f"{on.year}年{on.month}月{on.day}日" for on in (used.first, used.last))
    return "～".join(ends)


def details(line: ClaimLine) -> list[tuple[str, str]]:
    """Return (label, words) of all that was answered, in the order of the page."""
    return [(label, words) for label, words in _details(line) if words]


def _details(line: ClaimLine) -> Iterator[tuple[str, str]]:
    yield "支払方法", line.paid_with.label if line.paid_with is not PaidWith.UNSAID else ""
    yield "登録番号", line.registration_number
    yield "移動した人" if line.origin else "使った人", line.traveller
    yield "区間", way(line)
    yield "経路・乗り物", line.route
    yield "通常の経路の運賃", _yen(line.usual_fare)
    yield "走った距離", f"{km(line.distance_m)}km" if line.distance_m else ""
    yield "高速道路の料金", _yen(line.toll)
    yield "使った期間", time(line)
    yield "来県の回", f"{line.visit}回目" if line.visit else ""
    yield "泊数", f"{line.nights}泊" if line.nights else ""
    yield "他の支援の額", _yen(line.supported or None)
    percent = line.business_percent
    yield "業務に使う割合", f"{percent}％" if percent != WHOLE else ""


def _yen(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}円"
