"""How free words become a channel, and what one 組 that stays costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.outreach.visits.rules import CHANNELS
from otameshi.statistics.dashboards.rules import NOTHING, Cost, by_channel, channel_of, share


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ("", NOTHING),
        ("　 ", NOTHING),
        ("ウェブサイト", CHANNELS[0]),
        ("Ｇｏｏｇｌｅで検索", CHANNELS[0]),
        ("県のホームページ", CHANNELS[0]),
        ("X（旧Twitter）", CHANNELS[1]),
        ("Facebookの投稿", CHANNELS[1]),
        ("過去の参加者がホームページを教えてくれた", CHANNELS[2]),
        ("知人の紹介", CHANNELS[2]),
        ("銀座NAGANOの移住セミナー", CHANNELS[3]),
        ("信濃毎日新聞", CHANNELS[4]),
        ("富士見町の役場", CHANNELS[5]),
        ("夢に出てきた", CHANNELS[6]),
        *((one, one) for one in CHANNELS),
    ],
)
def test_free_words_name_a_channel(said, channel):
    assert channel_of(said) == channel


@given(st.lists(st.tuples(st.integers(2022, 2026), st.text(max_size=20), st.integers(1, 9))))
def test_the_channels_of_a_year_sum_to_its_applications(counts):
    found = by_channel(counts)
    assert found.total() == sum(count for _, _, count in counts)


def test_a_share_is_rounded_once_half_up():
    """20/36 = 55.55… → 55.6; 1/8 = 12.5; of nothing there is no share."""
    assert [share(20, 36), share(1, 8), share(3, 0)] == ["55.6％", "12.5％", ""]


def test_what_one_group_that_stays_costs():
    """R6: 11,081千円 ÷ 15組 = 738,733.3…円 → 738,733円; 3,000,000円 ÷ 15 = 200,000円."""
    found = Cost(2024, 11_081, Yen(3_000_000), 15)
    assert (found.whole_each, found.subsidy_each) == (738_733, 200_000)


def test_half_a_yen_is_rounded_up():
    assert Cost(2024, None, Yen(5), 2).subsidy_each == 3


@pytest.mark.parametrize("stayed", [None, 0])
def test_where_nobody_stays_or_was_asked_nothing_is_divided(stayed):
    found = Cost(2024, 11_081, Yen(1), stayed)
    assert found.whole_each is found.subsidy_each is None


def test_without_a_settled_cost_only_the_subsidy_is_divided():
    found = Cost(2024, None, Yen(30), 3)
    assert (found.whole_each, found.subsidy_each) == (None, 10)
