"""Shares: whole percentages that add to 100, as the 2018 report prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import shares

COUNTS = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=8)

# Care leavers by year in the report of October 2018: Inadequate, Requires improvement, Good, Outstanding.
PRINTED_IN_2018 = [
    (2018, [0, 5, 6, 6], ["0", "5 (30%)", "6 (35%)", "6 (35%)"]),
    (2017, [0, 5, 10, 1], ["0", "5 (31%)", "10 (63%)", "1 (6%)"]),
    (2016, [0, 0, 12, 1], ["0", "0", "12 (92%)", "1 (8%)"]),
]


@pytest.mark.parametrize(("year", "counts", "printed"), PRINTED_IN_2018)
def test_the_table_of_2018_is_printed_as_the_report_has_it(
    year: int, counts: list[int], printed: list[str]
) -> None:
    cells = [shares.cell(*pair) for pair in zip(counts, shares.whole(counts), strict=True)]
    assert (year, cells) == (year, printed)


@pytest.mark.parametrize(
    ("counts", "whole"),
    [
        ([1, 1, 1], [34, 33, 33]),
        ([0, 1, 1, 1], [0, 34, 33, 33]),
        ([1, 1, 1, 1, 1, 1], [17, 17, 17, 17, 16, 16]),
        ([1, 2], [33, 67]),
        ([1, 199], [1, 99]),
        ([1, 999], [0, 100]),
        ([7], [100]),
        ([0, 3, 0, 0], [0, 100, 0, 0]),
    ],
)
def test_what_rounding_leaves_over_goes_to_the_largest_remainder_and_then_the_earlier_column(
    counts: list[int], whole: list[int]
) -> None:
    assert shares.whole(counts) == whole


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 0, 0]])
def test_a_share_of_nothing_is_nothing(counts: list[int]) -> None:
    assert shares.whole(counts) == [0] * len(counts)


@given(COUNTS.filter(any))
def test_shares_add_to_100(counts: list[int]) -> None:
    assert sum(shares.whole(counts)) == 100


@given(COUNTS.filter(any))
def test_a_share_is_less_than_one_from_the_exact_one(counts: list[int]) -> None:
    total = sum(counts)
    assert all(
        abs(share * total - 100 * count) < total
        for count, share in zip(counts, shares.whole(counts), strict=True)
    )


@given(COUNTS)
def test_a_larger_count_never_has_the_smaller_share(counts: list[int]) -> None:
    by_count = sorted(zip(counts, shares.whole(counts), strict=True))
    assert [share for _, share in by_count] == sorted(share for _, share in by_count)


def test_a_count_whose_share_rounds_to_nothing_still_shows_it() -> None:
    assert shares.cell(1, 0) == "1 (0%)"


def test_a_zero_stands_bare() -> None:
    assert shares.cell(0, 0) == "0"
