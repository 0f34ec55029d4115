"""What a year asks of its groups, and when its call is open. No database, no web."""

from dataclasses import dataclass
from datetime import date, datetime

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.programme.asked import AskedPaper


class Housing(Labelled):
    """Housing help comes from the municipality (domain.md 7, 12), and differs by place."""

    NONE = "none", "なし"
    FREE = "free", "無償の住居提供"
    PAID = "paid", "有償の住居提供"
    RENT = "rent", "家賃補助"
    SEARCH = "search", "住居探しの支援"


class PlaceUnit(Labelled):
    """What the places of a municipality or an office are counted in."""

    GROUPS = "groups", "組"
    HEADS = "heads", "名"


def places_words(places: int | None, unit: PlaceUnit) -> str:
    """Say how many a municipality or an office takes in a year."""
    return "上限なし" if places is None else f"{places}{unit.label}まで"


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions of one 年度, as its 募集要項 gives them; soft ones say 概ね or 程度."""

    fiscal_year: int
    group_limit: int
    age_base: date | None
    age_least: int | None
    age_most: int | None
    age_most_soft: bool
    trial: Period
    months_least: int
    months_most: int
    nights_a_month: int
    nights_soft: bool
    paid_by: date
    budget: Yen
    papers: tuple[AskedPaper, ...] = ()  # that an application asks for
    months_soft: bool = True  # 最長約6か月
    outside_only: bool = True  # 県外に住む方
    without_base: bool = True  # 県内に拠点を持たない方
    works: tuple[str, ...] = ()  # the fields of work (ITやクリエイティブ); empty asks for none


# The wording with which a first year begins; an officer changes it, and each submission keeps its.
WORKS = (
    "システム・アプリ・ウェブサービスの開発",
    "デザイン・ウェブ制作",
    "映像・音楽・ゲームの制作",
    "企画・編集・ライティング",
    "ITやデータを活用した事業の企画・運営",
)
PLEDGES = (
    "応募の内容は事実と相違ありません。",
    "組の全員が、暴力団員その他の反社会的勢力に当たらず、これらと関係を持ちません。",
    "組の全員に、国税の滞納はありません。",
    "組の全員に、県税（長野県および住所地の都道府県の税）の滞納はありません。",
    "組の全員が、この応募の内容を知り、応募することに同意しています。",
)
PRIVACY = (
    "入力された個人情報は、選考、参加する市町村との調整、補助金の手続、事業の効果を調べる追跡調査の"
    "ために、長野県が使います。希望する市町村、選考委員には、この目的に必要な範囲で提供します。"
    "ほかの目的には使いません。"
)


class Opening(Labelled):
    BEFORE = "before", "募集開始前"
    OPEN = "open", "募集中"
    CLOSED = "closed", "募集終了"


def opening(opens_at: datetime, closes_at: datetime, now: datetime) -> Opening:
    """Say whether the call takes what arrives now; the closing moment itself (17:00) is late."""
    if now < opens_at:
        return Opening.BEFORE
    return Opening.OPEN if now < closes_at else Opening.CLOSED


@dataclass(frozen=True, slots=True)
class YearSettings:
    """What an officer sets for a 年度; each field is a column of the year."""

    name: str
    group_limit: int
    age_base: date | None
    age_least: int | None
    age_most: int | None
    age_most_soft: bool
    trial_first: date
    trial_last: date
    months_least: int
    months_most: int
    nights_a_month: int
    nights_soft: bool
    paid_by: date
    budget: Yen
    reviewers_each: int
    months_soft: bool
    outside_only: bool
    without_base: bool
    works: list[str]
    pledges: list[str]
    privacy: str
    guidelines: str
    document_code: str
    issuer: str
    section: str
    phone: str
    email: str
    member_consent: bool = False  # メンバー本人の同意


@dataclass(frozen=True, slots=True)
class CallSettings:
    title: str
    opens_at: datetime
    closes_at: datetime
    quota: int
    quota_soft: bool
    grace_seconds: int = 0  # 猶予


@dataclass(frozen=True, slots=True)
class CriterionSettings:
    position: int
    name: str
    description: str
    weight: int
    most: int
    floor: int
    anchors: list[str]
    remark_needed: bool = False


@dataclass(frozen=True, slots=True)
class HostSettings:
    area: str
    housing: Housing
    note: str
    places: int | None = None  # 受入可能数; None is without a limit
    place_unit: PlaceUnit = PlaceUnit.GROUPS


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    name: str
    address: str
    places: int | None = None
    place_unit: PlaceUnit = PlaceUnit.GROUPS


# What each setting is called, on its form and in the history.
WORDS = {
    "name": "事業名",
    "group_limit": "1組の人数の上限",
    "age_base": "年齢の基準日",
    "age_least": "年齢の下限",
    "age_most": "年齢の上限",
    "age_most_soft": "年齢の上限は「概ね」とする",
    "trial_first": "おためし期間の初日",
    "trial_last": "おためし期間の末日",
    "months_least": "滞在の月数（最短）",
    "months_most": "滞在の月数（最長）",
    "months_soft": "滞在の月数の最長は「約」とする",
    "outside_only": "県外に住む人だけを対象とする",
    "without_base": "県内に拠点を持たない人だけを対象とする",
    "works": "事業の分野",
    "pledges": "誓約の文",
    "privacy": "個人情報の取扱い",
    "nights_a_month": "1か月に泊まる数の下限",
    "nights_soft": "泊まる数の下限は「概ね」とする",
    "paid_by": "支払の期限",
    "budget": "補助金の予算額",
    "reviewers_each": "1件を採点する選考委員の数",
    "member_consent": "メンバー本人の同意を必要とする",
    "guidelines": "要綱の名称",
    "document_code": "文書記号",
    "issuer": "発信者名",
    "section": "担当課",
    "phone": "電話番号",
    "email": "メールアドレス",
    "title": "募集の名称",
    "opens_at": "募集の開始",
    "closes_at": "募集の締切",
    "quota": "募集する組の数",
    "quota_soft": "募集数は「程度」とする",
    "grace_seconds": "締切の猶予（秒）",
    "position": "並び順",
    "description": "説明",
    "weight": "重み",
    "most": "満点",
    "floor": "足切りの平均点",
    "anchors": "各点の目安",
    "remark_needed": "所見を必須にする",
    "area": "エリア",
    "housing": "住居の支援",
    "note": "備考",
    "places": "受入可能数",
    "place_unit": "受入可能数の単位",
    "address": "所在地",
}

CRITERION_WORDS = {**WORDS, "name": "審査基準の名称"}


def check_year(settings: YearSettings) -> None:
    """Refuse settings that contradict each other."""
    if settings.trial_first > settings.trial_last:
        raise Refused("おためし期間の末日は、初日以後にしてください。")
    if settings.months_least > settings.months_most:
        raise Refused("滞在の月数は、最短が最長を超えないようにしてください。")
    least, most = settings.age_least, settings.age_most
    if least is not None and most is not None and least > most:
        raise Refused("年齢の下限は、上限を超えないようにしてください。")
    if (least is not None or most is not None) and settings.age_base is None:
        raise Refused("年齢の条件を設けるときは、年齢の基準日を入力してください。")


def check_call(settings: CallSettings) -> None:
    if settings.opens_at >= settings.closes_at:
        raise Refused("募集の締切は、開始より後にしてください。")


def check_criterion(settings: CriterionSettings) -> None:
    if settings.floor > settings.most:
        raise Refused("足切りの平均点は、満点を超えないようにしてください。")
    if settings.anchors and len(settings.anchors) != settings.most:
        raise Refused(f"各点の目安は、1点から{settings.most}点まで1行に1つずつ入力してください。")


def rubric_open(scored: bool) -> None:  # noqa: FBT001  # a fact, not a switch
    """Refuse a change without a version under those who have begun to score by the rubric."""
    if scored:
        raise Refused(
            "ちょうど採点が始まりました。ページを開き直し、変更の理由を記入してください。"
        )


def years_later(day: date, years: int) -> date:
    """Return the same day some years on; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_steps(
    *, calls: int, criteria: int, hosts: int, rulebooks: int, unpublished: bool = False
) -> list[str]:
    """Say what is still to be set before the year can take applications and pay.

    `unpublished`: the year has questions of its own that no applicant sees yet.
    """
    wanting = (
        (hosts, "参加する市町村を登録してください。応募者が希望する市町村を選べません。"),
        (calls, "募集の期間を登録してください。応募を受け付けられません。"),
        (criteria, "審査基準を登録してください。選考委員が採点できません。"),
        (rulebooks, "補助金の規則を登録してください。経費の見込みと交付の額を計算できません。"),
        (not unpublished, "年度の質問を確かめて公開してください。応募の画面に、まだ出ていません。"),
    )
    return [text for count, text in wanting if not count]


def age_words(terms: Terms) -> str:
    """Return the condition of age as the 募集要項 words it."""
    if terms.age_base is None or (terms.age_least is None and terms.age_most is None):
        return "条件なし"
    base = f"{terms.age_base.year}年{terms.age_base.month}月{terms.age_base.day}日現在で"
    least = "" if terms.age_least is None else f"{terms.age_least}歳以上"
    soft = "おおむね" if terms.age_most_soft else ""
    most = "" if terms.age_most is None else f"{soft}{terms.age_most}歳以下"
    return base + "、".join(part for part in (least, most) if part)
