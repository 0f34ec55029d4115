"""What the selected groups of the first call have done since: places, grants, claims, letters."""

from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.resources import files
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from otameshi.claims import actions as claims
from otameshi.claims.account import AccountKind
from otameshi.claims.doubts import seeing as doubts
from otameshi.claims.doubts.actions import look
from otameshi.claims.models import Claim, Receipt
from otameshi.claims.proof import PaidWith
from otameshi.claims.rules import Ruling, Verdict
from otameshi.cli.demo import altering, checking, gatherings, log
from otameshi.cli.demo.present import Builder
from otameshi.core.wareki import wareki
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.files import storage
from otameshi.grants import actions as grants
from otameshi.grants.models import Grant
from otameshi.participation import actions as participation
from otameshi.participation.asking import actions as asking
from otameshi.participation.asking.rules import Kind, Proposal
from otameshi.participation.models import Participation
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as CandidacyState
from otameshi.subsidy.calendar import month_end

FONT = str(files("otameshi.documents") / "fonts" / "NotoSansJP_400Regular.ttf")
# No bank has this code.
NO_BANK: dict[str, Any] = {
    "bank_code": "9999",
    "bank_kana": "ミホン",
    "branch_code": "998",
    "branch_kana": "ミホン",
}
ACCEPTED, APPLIED, CHECKED, DECIDED = -55, -50, -48, -45


@dataclass(frozen=True, slots=True)
class Cost:
    """One expense: what, how many days ago, how much, and which papers its receipts show."""

    kind: str
    day: int
    amount: int
    payee: str
    purpose: str
    sub_kind: str = ""
    contract: str = "none"
    shows: tuple[str, ...] = ("receipt",)
    paid_with: PaidWith = PaidWith.CARD
    usual_fare: Yen | None = None


COSTS = (
    Cost("office", -35, 15_000, "富士見おためしオフィス（見本）", "オフィス利用料 1か月目"),
    Cost("travel", -30, 8_460, "見本鉄道", "東京の取引先との打合せ", "shinkansen",
         shows=("receipt", "ticket"), usual_fare=Yen(8_460)),
    Cost("travel", -30, 3_200, "見本鉄道", "同上（グリーン料金）", "green"),
    Cost("rental", -28, 6_600, "見本レンタル", "冷蔵庫の賃借 6か月", contract="rented",
         shows=("receipt", "contract")),
)  # fmt: skip
# Entered a second time: what one's own page remarks upon.
AGAIN = replace(COSTS[1], purpose="東京の取引先との打合せ（もう1名分）")


def receipt(title: str, entry: claims.Entry) -> bytes:
    """Draw a receipt such as a shop would write; no two of the demonstration are the same."""
    picture = Image.new("RGB", (480, 320), "#fffdf2")
    draw = ImageDraw.Draw(picture)
    lines = (
        ("領収書（見本）", 30),
        (f"{title}　様", 22),
        (f"金{entry.amount:,}円（税込）", 30),
        (f"但し　{entry.purpose}", 18),
        (wareki(entry.paid_on), 18),
        (entry.payee, 18),
    )
    for row, (line, size) in enumerate(lines):
        font = ImageFont.truetype(FONT, size)
        draw.text((28, 24 + row * 46), line, fill="#222222", font=font)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class Stay:
    """Plays what followed the decision of the first call."""

    def __init__(self, builder: Builder) -> None:
        self.at, self.day, self.staff = builder.at, builder.day, builder.staff
        self.year, self.builder = builder.year, builder
        selected = (
            select(Candidacy)
            .where(Candidacy.state == CandidacyState.SELECTED)
            .join(Candidacy.application)
            .where(Candidacy.application.has(call=builder.year.calls[0]))
            .order_by(Candidacy.id)
        )
        self.selected = list(db.session.scalars(selected).unique())

    def build(self) -> None:
        first, second, third, fourth, fifth = self.selected
        own = self.granted(self.accept(first))
        self.enter(self.draft(own), AGAIN, own.participation)
        altering.ask(own, self.at(-6), percent=50)
        log.keep(own.participation, self.at(-1, 20), unlogged=3)
        reported = self.reported(self.granted(self.accept(second)), -4)
        log.keep(reported.grant.participation, self.at(-5, 20))
        checking.sent_back(reported, self.staff["tantou"], self.at)
        checking.visited(reported, self.staff["tantou"], self.day(-6), self.at(-5))
        self.ask_to_end_early(self.accept(third, wants_grant=False))
        altering.ask(reported.grant, self.at(-5), percent=10)
        self.invoiced(self.granted(self.accept(fourth)))
        self.asked(self.accept(fifth), -3)
        gatherings.Present(self.builder).hold()

    def accept(self, candidacy: Candidacy, *, wants_grant: bool = True) -> Participation:
        application = candidacy.application
        host = application.wishes[0].host
        return participation.accept(
            candidacy,
            application.applicant,
            self.at(ACCEPTED),
            host_id=host.id,
            office_id=host.offices[0].id,
            base_address=f"{host.name}（見本）",
            first_day=self.year.trial_first,
            last_day=self.year.trial_last,
            wants_grant=wants_grant,
            pledged=True,
        )

    def asked(self, group: Participation, day: int) -> Grant:
        """Hand in a 交付申請."""
        by, at = group.representative, self.at(day)
        grant = grants.begin(group, by, at)
        draft = grants.Draft(
            purpose=grant.purpose,
            plan=tuple(grants.PlanLine(one.kind, one.amount, one.note) for one in grant.plan),
            other_support="",
            other_funds=Yen(0),
            asked=None,
            pledged=True,
        )
        return grants.apply(grants.save(grant, draft, by, at), by, at)

    def granted(self, group: Participation) -> Grant:
        grant = self.asked(group, APPLIED)
        grants.take(grant, "check", self.staff["tantou"], self.at(CHECKED))
        return grants.decide(grant, self.staff["kessai"], self.at(DECIDED))

    def draft(self, grant: Grant, upto: int = len(COSTS)) -> Claim:
        """Enter some expenses, each with its receipts."""
        group = grant.participation
        claim = claims.begin(grant, group.representative, self.at(-27))
        for cost in COSTS[:upto]:
            self.enter(claim, cost, group)
        return claim

    def enter(self, claim: Claim, cost: Cost, group: Participation) -> None:
        by, at = group.representative, self.at(-20)
        entry = claims.Entry(
            kind=cost.kind,
            sub_kind=cost.sub_kind,
            contract=cost.contract,
            incurred_on=self.day(cost.day),
            paid_on=self.day(cost.day),
            payee=cost.payee,
            purpose=cost.purpose,
            amount=Yen(cost.amount),
            paid_with=cost.paid_with,
        )
        if cost.kind == "office":
            first = entry.incurred_on.replace(day=1)
            entry = replace(entry, used_from=first, used_to=month_end(first))
        if cost.kind == "travel":
            entry = replace(
                entry,
                traveller=group.people[0].name,
                origin="茅野",
                destination="東京",
                round_trip=False,
                usual_fare=cost.usual_fare,
            )
        line = claims.add_line(claim, entry, by, at)
        picture = receipt(group.title, entry)
        kept = storage.keep(picture, "領収書.png", "image/png", by, at)
        line.receipts.append(Receipt(attachment=kept, shows=list(cost.shows)))
        db.session.flush()

    def reported(self, grant: Grant, day: int) -> Claim:
        """Hand in a 実績報告 of what may be granted."""
        claim = self.draft(grant, upto=2)
        return claims.submit(claim, grant.participation.representative, self.at(day))

    def invoiced(self, grant: Grant) -> None:
        """Go on to the invoice, so that the treasurer has something to pay."""
        claim, by = self.reported(grant, -14), grant.participation.representative
        for line in claim.lines:
            claims.judge_line(line, Ruling(Verdict.ACCEPTED), self.staff["tantou"], self.at(-10))
        self.look_at_remarks(claim)
        claims.take(claim, "check", self.staff["tantou"], self.at(-10))
        claims.settle(claim, self.staff["kessai"], self.at(-7))
        kana = grant.participation.people[0].kana
        account = claims.BankAccount(
            "見本銀行", "見本支店", AccountKind.ORDINARY, "0000000", kana, **NO_BANK
        )
        claims.invoice(claim, account, by, self.at(-2))

    def ask_to_end_early(self, group: Participation) -> None:
        """Leave a request of a group for the officer to answer."""
        asked = Proposal(kind=Kind.EARLY_END, last_day=group.last_day - timedelta(days=30))
        why = "東京での仕事が早まったため（見本）"
        asking.ask(group, asked, group.representative, self.at(-2), why)

    def look_at_remarks(self, claim: Claim) -> None:
        """Note of each remark that the officer looked: another group paid the same for its own."""
        found = doubts.remarks_of(claim)
        for line in claim.lines:
            for remark in found.get(line.id, ()):
                note = "領収書の宛名が組ごとに違うことを確かめた。"
                look(line, remark.kind, note, self.staff["tantou"], self.at(-10))
