"""Small numbers: which counts of a row are left out, so that none can be reckoned from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.small_numbers import shown, withheld

ROWS = st.lists(st.integers(0, 30), min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("counts", "has_total", "kept"),
    [
        ((0, 5, 6, 6), True, (0, 5, 6, 6)),
        ((0, 2, 3, 12), True, (0, None, None, 12)),
        ((0, 2, 9, 6), True, (0, None, 9, None)),
        ((0, 2, 9, 6), False, (0, None, 9, 6)),
        ((0, 2, 0, 0), True, (None, None, 0, 0)),
    ],
)
def test_small_counts_are_left_out_and_one_more_where_it_could_be_reckoned(
    counts: tuple[int, ...], *, has_total: bool, kept: tuple[int | None, ...]
) -> None:
    assert withheld(counts, 5, has_total=has_total) == kept


@given(ROWS, st.integers(2, 20))
def test_no_small_count_stays_and_none_is_left_out_alone(counts: list[int], fewest: int) -> None:
    kept = withheld(counts, fewest, has_total=True)
    assert all(count is None or count == 0 or count >= fewest for count in kept)
    assert all(count in (None, given) for count, given in zip(kept, counts, strict=True))
    assert kept.count(None) != 1


@given(ROWS)
def test_nothing_is_left_out_where_nobody_asks_for_it(counts: list[int]) -> None:
    assert withheld(counts, 0, has_total=True) == tuple(counts)


def test_a_count_that_stands_alone_is_said_to_be_small() -> None:
    assert [shown(count, 5) for count in (0, 4, 5, 1200)] == ["0", "fewer than 5", "5", "1,200"]
    assert shown(4, 0) == "4"
