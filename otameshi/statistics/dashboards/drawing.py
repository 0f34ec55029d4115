"""The charts of each page, made of the sums. No request: `links` gives the pages behind numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from otameshi.applications.prefectures import Region, Side, region_of, side_of
from otameshi.applications.rules import Kind
from otameshi.core.charts import About, Figure, Point, Series, bars, funnel, stack, tiles
from otameshi.core.wareki import short_fiscal_year
from otameshi.followup.retention.rules import YearFigure
from otameshi.outreach.visits.reading import Funnel
from otameshi.outreach.visits.rules import CHANNELS
from otameshi.statistics.dashboards.rules import NOTHING, Cost, by_channel, share

Counts = Iterable[tuple[int, str, int]]
Link = Callable[[int, str], str]


def nowhere(year: int, value: str) -> str:
    return ""


def divided(
    about: About, counts: Mapping[tuple[int, str], int], names: Sequence[str], link: Link = nowhere
) -> Figure:
    """Draw 組 by 年度, cut by names; a name that nobody has in any year is left out."""
    years = sorted({year for year, _ in counts})
    used = [name for name in names if any(counts.get((year, name)) for year in years)]
    series = [
        Series(
            name,
            tuple(
                Point(short_fiscal_year(year), counts.get((year, name), 0), url=link(year, name))
                for year in years
            ),
        )
        for name in used
    ]
    return stack(about, series)


def of_sides(counts: Counts) -> Figure:
    """西日本 apart: the office wants to know what its promotion there did."""
    found: Counter[tuple[int, str]] = Counter()
    for year, prefecture, count in counts:
        found[year, side_of(region_of(prefecture)).label] += count
    about = About("sides", "代表者の居住地：東日本・東海・西日本", "組", head="年度")
    return divided(about, found, [one.label for one in Side])


def of_regions(counts: Counts) -> Figure:
    found: Counter[tuple[int, str]] = Counter()
    for year, prefecture, count in counts:
        found[year, region_of(prefecture).label] += count
    about = About("regions", "代表者の居住地：地域", "組", head="年度")
    return divided(about, found, [one.label for one in Region])


def of_kinds(counts: Iterable[tuple[int, Kind | None, int]], link: Link) -> Figure:
    found = {(year, kind.label if kind else NOTHING): count for year, kind, count in counts}
    about = About("kinds", "応募区分", "組", head="年度")
    return divided(about, found, [*(one.label for one in Kind), NOTHING], link)


def of_channels(counts: Counts) -> Figure:
    about = About("channels", "おためしナガノを知ったきっかけ", "組", head="年度")
    return divided(about, by_channel(counts), [*CHANNELS, NOTHING])


def of_years(path: Sequence[Funnel], link: Link) -> Figure:
    """Draw 応募, 採択 and 参加 of every year side by side."""
    steps = (("応募", "applied"), ("採択", "selected"), ("参加", "took_part"))
    series = [
        Series(
            name,
            tuple(
                Point(
                    short_fiscal_year(one.fiscal_year),
                    getattr(one, step).all,
                    url=link(one.fiscal_year, name),
                )
                for one in path
            ),
        )
        for name, step in steps
    ]
    return bars(About("years", "応募・採択・参加", "組", head="年度"), series)


def of_path(
    one: Funnel, talked: int, ended: int, kept: YearFigure | None, links: Mapping[str, str]
) -> Figure:
    """Draw the path of a year; a step that nobody recorded says so, and is no nought."""
    applied, began = one.applied.all, one.took_part.all
    stayed = kept.retention.stayed if kept and kept.asked else None
    came = one.came if one.known else None
    guests = "出欠の記録なし" if came is None else f"{came}名"
    asked = "調査の前" if stayed is None else ""
    steps = (
        Point("説明会の申込み", one.booked, f"{one.booked}名"),
        Point("説明会に来た人", came, guests),
        Point("応募", applied),
        Point("面談", talked or None, "" if talked else "記録なし"),
        Point("採択", one.selected.all, note=_note("応募", one.selected.all, applied)),
        Point("参加", began, note=_note("応募", began, applied)),
        Point("期間の終わりまで参加", ended, note=_note("参加", ended, began)),
        Point("拠点を維持・活動", stayed, asked, note=_note("参加", stayed or 0, began)),
    )
    title = f"{short_fiscal_year(one.fiscal_year)} 説明会から拠点の維持まで"
    return funnel(
        About("path", title, "組", head="段階"),
        tuple(
            Point(step.label, step.value, step.text, step.note, links.get(step.label, ""))
            for step in steps
        ),
    )  # fmt: skip


def _note(of: str, part: int, whole: int) -> str:
    said = share(part, whole) if part else ""
    return f"{of}の{said}" if said else ""


def of_visits(path: Sequence[Funnel]) -> Figure:
    """Compare the years: of the 組 that applied, which came to a 説明会 first."""
    years = {short_fiscal_year(one.fiscal_year): one.applied for one in path if one.known}
    came = {year: applied.after_visit for year, applied in years.items()}
    others = {year: applied.all - applied.after_visit for year, applied in years.items()}
    series = [
        Series(name, tuple(Point(year, count) for year, count in counts.items()))
        for name, counts in (("説明会に来てから応募", came), ("説明会に来ないで応募", others))
    ]
    return stack(About("visits", "応募の前に説明会に来た組", "組", head="年度"), series)


def of_money(sums: Mapping[str, Mapping[int, int]], link: Link) -> Figure:
    """Draw 交付決定額, 確定額 and 支払額 of every year."""
    years = sorted({year for each in sums.values() for year in each})
    series = [
        Series(
            name,
            tuple(
                Point(short_fiscal_year(year), each.get(year, 0), url=link(year, name))
                for year in years
            ),
        )
        for name, each in sums.items()
    ]
    return bars(About("money", "補助金の額", "円", head="年度"), series)


def of_costs(
    fiscal_year: int, sums: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]
) -> Figure:
    """Draw a year's costs by 費目: as planned, as accepted, and what of 確定額 falls to each."""
    found = {kind for each in sums.values() for kind in each}
    kinds = [kind for kind in (*labels, *sorted(found - {*labels})) if kind in found]
    series = [
        Series(name, tuple(Point(labels.get(kind, kind), each.get(kind, 0)) for kind in kinds))
        for name, each in sums.items()
    ]
    title = f"{short_fiscal_year(fiscal_year)} 費目ごとの経費と確定額"
    return bars(About("costs", title, "円", head="費目"), series)


def of_each(costs: Sequence[Cost]) -> Figure:
    """Draw what one 組 that stays cost."""
    whole = {short_fiscal_year(one.fiscal_year): one.whole_each for one in costs}
    subsidy = {short_fiscal_year(one.fiscal_year): one.subsidy_each for one in costs}
    series = [
        Series(name, tuple(Point(year, amount) for year, amount in amounts.items()))
        for name, amounts in (("決算額から", whole), ("補助金の支払額から", subsidy))
    ]
    return bars(About("each", "拠点を維持する組1組あたりの費用", "円", head="年度"), series)


def of_map(key: str, title: str, counts: Sequence[tuple[str, int]]) -> Figure:
    return tiles(About(key, title, "組"), [Point(name, count) for name, count in counts])
