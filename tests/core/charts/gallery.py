"""Every chart, with everyday numbers and with the worst that a page may bring."""

from collections.abc import Iterator
from fractions import Fraction

from otameshi.core.charts import (
    About,
    Figure,
    Level,
    Point,
    Series,
    bars,
    funnel,
    lines,
    stack,
    tiles,
)
from otameshi.core.municipalities import MUNICIPALITIES

LONG = "北アルプスの麓で事業を営むことを検討しているデザイナーとエンジニアの集まり（県外）"
YEARS = tuple(f"R{year}" for year in range(1, 11))
REGIONS = ("北海道・東北", "関東", "中部", "近畿", "中国", "四国", "九州・沖縄", "不明")


def counts(*values, labels=YEARS):
    return tuple(Point(label, value) for label, value in zip(labels, values, strict=False))


def everyday() -> Iterator[Figure]:
    applied = Series("応募", counts(28, 31, 36, 41, labels=("R4", "R5", "R6", "R7")))
    taken = Series("採択", counts(19, 20, 19, 21, labels=("R4", "R5", "R6", "R7")))
    yield bars(About("a1", "応募と採択", "組", head="年度"), (applied, taken))
    rates = (("R4", 737), ("R5", 600), ("R6", 790))
    shown = tuple(Point(year, Fraction(tenths, 10)) for year, tenths in rates)
    kept = (Series("拠点維持率", shown),)
    target = Level(60, "目標値 60.0％")
    yield bars(About("a2", "拠点維持率（棒）", "％"), kept, top=100, target=target)
    yield lines(About("a3", "拠点維持率（線）", "％"), kept, top=100, target=target)
    yield stack(
        About("a4", "居住地域ごとの応募", "組"),
        [
            Series(region, counts(*(number + at for at in range(4))))
            for number, region in enumerate(REGIONS)
        ],
    )
    yield stack(About("a5", "居住地域の割合", "組"), [applied, taken], share=True)
    yield funnel(
        About("a6", "説明会から拠点の維持まで", "組"),
        (
            Point("説明会に来た人", 120, "120名"),
            Point("応募", 36),
            Point("面談", 30, note="応募の83.3％"),
            Point("採択", 20, note="応募の55.6％"),
            Point("参加", 19),
            Point("終了まで", 18),
            Point("拠点を維持", None, "調査中"),
        ),
    )
    months = (0, 6, 12, 24, 36)
    share = (100, 90, 80, 72, 70)
    yield lines(
        About("a7", "拠点を維持する組の割合", "％", head="経過"),
        [
            Series(
                name,
                tuple(
                    Point(
                        f"{month}か月" if month % 12 else f"{month // 12}年",
                        max(value - down, 0),
                        low=max(value - down - 9 - month // 3, 0),
                        high=min(value - down + 8 + month // 4, 100),
                        at=month,
                    )
                    for month, value in zip(months, share, strict=True)
                ),
            )
            for name, down in (("補助あり", 0), ("補助なし", 25))
        ],
        top=100,
        steps=True,
    )
    yield tiles(
        About("a8", "参加した組の活動地", "組"),
        [Point(one.name, (7 * n) % 13) for n, one in enumerate(MUNICIPALITIES)]
        + [Point("県外", 4)],
    )


def hostile() -> Iterator[Figure]:
    for n, values in enumerate(((), (5,), (0,), (None,), (10**12, 1, 3))):
        one = (Series("応募", counts(*values)),)
        about = (About(f"{kind}{n}", f"{kind} {values}", "組") for kind in "bcdefg")
        yield bars(next(about), one)
        yield lines(next(about), one)
        yield stack(next(about), one)
        yield stack(next(about), one, share=True)
        yield funnel(next(about), one[0].points)
        yield tiles(next(about), counts(*values, labels=("野沢温泉村", "松川村", "県外")))
    long = (LONG, LONG + "その2", "短い")
    many = [Series(f"{LONG}{n}", counts(3, 10, 700, labels=long)) for n in range(8)]
    yield bars(About("h1", LONG, "組"), many)
    yield stack(About("h2", LONG, "組"), many)
    yield lines(About("h3", LONG, "組"), many, target=Level(690, LONG))
    yield funnel(About("h4", LONG, "組"), [Point(one, 3, note=LONG) for one in long])
    yield tiles(About("h5", LONG, "円"), [Point(one, 123_456_789) for one in (*long, "長野市")])
    ten = [Series(name, counts(*range(n, n + 30, 3))) for n, name in enumerate(REGIONS)]
    yield bars(About("i1", "10年度×8地域", "組"), ten)
    yield lines(About("i2", "10年度×8地域（線）", "組"), ten)
    yield stack(About("i3", "10年度×8地域（積上げ）", "組"), ten)
    broken = Series("拠点維持率", counts(70, None, 60, 65, None, None, 90, 0, 100, 100))
    yield lines(About("i4", "途切れた線", "％"), (broken,), top=100, target=Level(100, "目標値"))
    named = tuple(Point(f"令和{n}年度", 1000 * n, low=900 * n, high=1200 * n) for n in range(1, 11))
    yield lines(About("i5", "10年度の長い名前と幅", "千円"), (Series("決算額", named),))


def every() -> list[Figure]:
    return [*everyday(), *hostile()]
