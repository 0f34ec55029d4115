"""What an expense says of itself, in words."""

from datetime import date

from otameshi.claims import told
from otameshi.claims.models import ClaimLine
from otameshi.claims.proof import PaidWith
from otameshi.core.yen import Yen


def line(**facts) -> ClaimLine:
    standard = {
        "paid_with": PaidWith.UNSAID,
        "registration_number": "",
        "traveller": "",
        "origin": "",
        "destination": "",
        "route": "",
        "nights": 0,
        "supported": Yen(0),
        "business_percent": 100,
    }
    return ClaimLine(**{**standard, **facts})


def test_what_was_not_answered_is_not_told():
    assert told.details(line()) == []


def test_a_ride_tells_its_way_and_what_is_usual():
    ride = line(
        paid_with=PaidWith.CARD,
        traveller="見本　太郎",
        origin="茅野",
        destination="東京",
        round_trip=True,
        usual_fare=Yen(12_340),
        distance_m=200_500,
    )
    assert told.details(ride) == [
        ("支払方法", "クレジットカード"),
        ("移動した人", "見本　太郎"),
        ("区間", "茅野～東京　往復"),
        ("通常の経路の運賃", "12,340円"),
        ("走った距離", "200.5km"),
    ]


def test_a_whole_month_is_told_as_one():
    september = {"used_from": date(2026, 9, 1), "used_to": date(2026, 9, 30)}
    assert told.time(line(**september)) == "2026年9月分"
    part = {**september, "used_to": date(2026, 9, 29)}
    assert told.time(line(**part)) == "2026年9月1日～2026年9月29日"
