"""Small numbers: which counts are left out, so that none can be reckoned from what is printed."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import small_numbers
from bot.rules.small_numbers import Table, shown, withheld

ROWS = st.lists(st.integers(0, 30), min_size=2, max_size=6)


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, most), min_size=columns, max_size=columns)
    return st.lists(row, min_size=1, max_size=rows)


SMALL = st.integers(1, 3).flatmap(lambda columns: tables(2, columns, 5))
LARGE = st.integers(1, 6).flatmap(lambda columns: tables(6, columns, 40))


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


def test_a_row_that_lacks_a_count_is_printed_without_shares() -> None:
    assert small_numbers.cells((0, 5, 6, 6)) == ("0", "5 (30%)", "6 (35%)", "6 (35%)")
    assert small_numbers.cells((0, None, 1_200, None)) == ("0", "withheld", "1,200", "withheld")


# --- tables with totals


def test_a_small_count_takes_a_second_one_in_its_row_and_both_of_these_in_another_row() -> None:
    found = small_numbers.table([[2, 9, 20], [8, 7, 30], [12, 40, 50]], 5)
    assert found.rows == ((None, None, 20), (None, None, 30), (12, 40, 50))
    assert (found.row_totals, found.column_totals, found.total) == ((31, 45, 102), (22, 56, 100), 178)


def test_a_total_that_is_small_is_left_out_too() -> None:
    found = small_numbers.table([[0, 2], [30, 40]], 5)
    assert found.row_totals[0] is None
    assert found.rows[0][1] is None


def test_without_totals_small_counts_go_alone() -> None:
    found = small_numbers.table([[2, 9], [8, 7]], 5, has_row_totals=False, has_column_totals=False)
    assert found == Table(((None, 9), (8, 7)), (None, None), (None, None), None)


def test_of_rows_with_totals_and_columns_without_the_second_is_of_the_same_row() -> None:
    found = small_numbers.table([[2, 9, 6], [8, 7, 30]], 5, has_column_totals=False)
    assert found.rows == ((None, 9, None), (8, 7, 30))


def test_a_zero_stays_where_another_count_will_do() -> None:
    assert small_numbers.table([[2, 0, 9], [8, 0, 30]], 5).rows == ((None, 0, None), (None, 0, None))


def test_a_table_without_rows_has_nothing_to_leave_out() -> None:
    assert small_numbers.table([], 5) == Table((), (), (), 0)


@given(LARGE)
def test_a_table_is_whole_where_nobody_asks_for_less(rows: list[list[int]]) -> None:
    found = small_numbers.table(rows, 0)
    assert found.rows == tuple(map(tuple, rows))
    assert found.total == sum(map(sum, rows))


@given(rows=LARGE, fewest=st.integers(2, 12), has_row_totals=st.booleans(), has_column_totals=st.booleans())
def test_no_small_count_and_no_small_total_is_printed(
    rows: list[list[int]], fewest: int, *, has_row_totals: bool, has_column_totals: bool
) -> None:
    found = small_numbers.table(
        rows, fewest, has_row_totals=has_row_totals, has_column_totals=has_column_totals
    )
    printed = [count for line in whole(found) for count in line if count is not None]
    assert all(count == 0 or count >= fewest for count in printed)


@given(rows=LARGE, fewest=st.integers(2, 12), has_row_totals=st.booleans(), has_column_totals=st.booleans())
def test_no_count_that_is_left_out_follows_from_the_sums(
    rows: list[list[int]], fewest: int, *, has_row_totals: bool, has_column_totals: bool
) -> None:
    found = small_numbers.table(
        rows, fewest, has_row_totals=has_row_totals, has_column_totals=has_column_totals
    )
    left_out = to_protect(found, has_row_totals=has_row_totals, has_column_totals=has_column_totals)
    assert not set(solved(whole(found))) & set(left_out)


@settings(max_examples=60)
@given(SMALL, st.integers(2, 5))
def test_each_count_that_is_left_out_could_be_another_one(rows: list[list[int]], fewest: int) -> None:
    """Whoever tries every table of counts that the printed one allows finds several values for each."""
    found = small_numbers.table(rows, fewest)
    allowed = [list(map(tuple, one)) for one in tables_that_fit(found, max(map(max, rows)) + 2)]
    for row, column in to_protect(found):
        assert len({one[row][column] for one in allowed}) > 1


def whole(found: Table) -> list[list[int | None]]:
    """The table with its totals as the last column and the last row."""
    rows = zip(found.rows, found.row_totals, strict=True)
    return [*([*row, total] for row, total in rows), [*found.column_totals, found.total]]


def to_protect(
    found: Table, *, has_row_totals: bool = True, has_column_totals: bool = True
) -> Iterator[tuple[int, int]]:
    """The places that are left out, but for totals that nobody prints."""
    lines = whole(found)
    for row, line in enumerate(lines):
        for column, count in enumerate(line):
            is_total = (column == len(line) - 1, row == len(lines) - 1)
            is_unprinted = (is_total[0] and not has_row_totals) or (is_total[1] and not has_column_totals)
            if count is None and not is_unprinted:
                yield row, column


def solved(lines: Sequence[Sequence[int | None]]) -> Iterator[tuple[int, int]]:
    """The unknowns that the sums of rows and columns determine, by elimination."""
    unknown = [
        (row, column) for row, line in enumerate(lines) for column, count in enumerate(line) if count is None
    ]
    last_row, last_column = len(lines) - 1, len(lines[0]) - 1
    equations = [
        [Fraction((-1 if column == last_column else 1) * (place_row == row)) for place_row, column in unknown]
        for row in range(len(lines))
    ] + [
        [Fraction((-1 if row == last_row else 1) * (place_column == column)) for row, place_column in unknown]
        for column in range(last_column + 1)
    ]
    done = 0
    for column in range(len(unknown)):
        pivot = next((one for one in range(done, len(equations)) if equations[one][column]), None)
        if pivot is None:
            continue
        equations[done], equations[pivot] = equations[pivot], equations[done]
        lead = equations[done]
        equations[done] = lead = [value / lead[column] for value in lead]
        for other, line in enumerate(equations):
            if other != done and line[column]:
                equations[other] = [a - line[column] * b for a, b in zip(line, lead, strict=True)]
        done += 1
    for line in equations[:done]:
        there = [place for place, value in zip(unknown, line, strict=True) if value]
        if len(there) == 1:
            yield there[0]


def tables_that_fit(found: Table, most: int) -> Iterator[list[list[int]]]:
    """Every table of counts up to `most`, with its totals, that shows what is printed."""
    printed = whole(found)

    def fits(line: Sequence[int], shown: Sequence[int | None]) -> bool:
        return all(there in (None, count) for count, there in zip(line, shown, strict=True))

    def rows_of(shown: Sequence[int | None]) -> list[list[int]]:
        counts = [range(most + 1) if count is None else [count] for count in shown[:-1]]
        return [[*row, sum(row)] for row in product(*counts) if fits([*row, sum(row)], shown)]

    for rows in product(*map(rows_of, printed[:-1])):
        totals = [sum(column) for column in zip(*rows, strict=True)]
        if fits(totals, printed[-1]):
            yield [*rows, totals]
