"""What an application is counted under. No database, no web."""

from datetime import date

from otameshi.core.period import age_on

KIND, REGION, AGE, SEX, REVIEWER = (
    "応募区分",
    "代表者の住む地域",
    "代表者の年齢",
    "性別",
    "採点した選考委員",
)
UNKNOWN = "記入なし"
REGIONS = (  # each up to this place in the order of the prefectures' codes
    (7, "北海道・東北"),
    (14, "関東"),
    (23, "中部"),
    (30, "近畿"),
    (39, "中国・四国"),
    (47, "九州・沖縄"),
)
YOUNGEST, OLDEST = 20, 60
AGES = ("19歳以下", "20代", "30代", "40代", "50代", "60歳以上", UNKNOWN)


def region(place: int | None) -> str:
    """Name the region of a prefecture by its place (from 0) among the 47."""
    if place is None:
        return UNKNOWN
    return next(name for end, name in REGIONS if place < end)


def age_band(born: date | None, on: date) -> str:
    if born is None:
        return UNKNOWN
    age = age_on(on, born)
    if age < YOUNGEST:
        return AGES[0]
    return f"{age // 10 * 10}代" if age < OLDEST else "60歳以上"
