"""The municipalities that the 2022 call named (domain.md 1.2), with 全国地方公共団体コード."""

from otameshi.db import db
from otameshi.programme.models import Host, Municipality, Office, ProgrammeYear
from otameshi.programme.rules import Housing

# Which help each gives is made up for the demonstration; it differs from place to place.
PLACES = (
    ("20213", "飯山市", "北信", Housing.FREE), ("20590", "飯綱町", "北信", Housing.RENT),
    ("20561", "山ノ内町", "北信", Housing.SEARCH), ("20211", "中野市", "北信", Housing.SEARCH),
    ("20541", "小布施町", "北信", Housing.RENT), ("20201", "長野市", "北信", Housing.FREE),
    ("20203", "上田市", "東信", Housing.RENT), ("20219", "東御市", "東信", Housing.PAID),
    ("20208", "小諸市", "東信", Housing.SEARCH), ("20324", "立科町", "東信", Housing.FREE),
    ("20217", "佐久市", "東信", Housing.RENT), ("20202", "松本市", "中信", Housing.NONE),
    ("20215", "塩尻市", "中信", Housing.PAID), ("20204", "岡谷市", "南信", Housing.SEARCH),
    ("20206", "諏訪市", "南信", Housing.RENT), ("20214", "茅野市", "南信", Housing.SEARCH),
    ("20362", "富士見町", "南信", Housing.PAID), ("20382", "辰野町", "南信", Housing.FREE),
    ("20209", "伊那市", "南信", Housing.RENT), ("20205", "飯田市", "南信", Housing.SEARCH),
    ("20432", "木曽町", "中信", Housing.FREE),
)  # fmt: skip


def enter() -> dict[str, Municipality]:
    towns = {code: Municipality(code=code, name=name) for code, name, _, _ in PLACES}
    db.session.add_all(towns.values())
    db.session.flush()
    return towns


def host(year: ProgrammeYear, towns: dict[str, Municipality]) -> list[Host]:
    """Let all of them take part in a year, each with one made-up partner office."""
    hosts = [
        Host(
            year=year,
            municipality=towns[code],
            position=position,
            area=area,
            housing=housing,
            offices=[Office(name=f"{name}おためしオフィス（見本）")],
        )
        for position, (code, name, area, housing) in enumerate(PLACES, start=1)
    ]
    db.session.add_all(hosts)
    db.session.flush()
    return hosts
