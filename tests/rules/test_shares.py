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


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60).filter(any))
def test_shares_of_many_columns_add_to_100_and_none_is_below_0(counts: list[int]) -> None:
    found = shares.whole(counts)
    assert (sum(found), min(found) >= 0) == (100, True)


@pytest.mark.parametrize("columns", range(1, 9))
def test_shares_of_equal_counts_differ_by_one_at_most_and_the_earlier_is_the_larger(columns: int) -> None:
    for count in (1, 17, 9_999, 10_000):
        found = shares.whole([count] * columns)
        assert sum(found) == 100
        assert found == sorted(found, reverse=True)
        assert found[0] - found[-1] <= 1


@given(COUNTS.filter(any))
def test_what_the_cells_print_adds_to_100_and_nothing_that_was_counted_is_bare(counts: list[int]) -> None:
    printed = shares.cells(counts)
    assert sum(int(cell.split("(")[1].rstrip("%)")) for cell in printed if "(" in cell) == 100
    assert [cell == "0" for cell in printed] == [count == 0 for count in counts]


@given(COUNTS.filter(any), st.integers(2, 50))
def test_the_shares_of_a_multiple_are_the_same(counts: list[int], times: int) -> None:
    assert shares.whole([count * times for count in counts]) == shares.whole(counts)


@given(COUNTS.filter(any), st.integers(0, 10_000))
def test_places_are_shared_out_to_the_last_one(counts: list[int], places: int) -> None:
    assert sum(shares.apportioned(places, counts)) == places


@given(COUNTS.filter(any))
def test_of_equal_counts_the_earlier_never_has_the_smaller_share(counts: list[int]) -> None:
    found = list(zip(counts, shares.whole(counts), strict=True))
    for count in set(counts):
        mine = [share for each, share in found if each == count]
        assert mine == sorted(mine, reverse=True)


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


def test_every_pair_of_counts_of_a_small_whole_adds_to_100() -> None:
    for total in range(1, 120):
        for count in range(total + 1):
            assert sum(shares.whole([count, total - count])) == 100
