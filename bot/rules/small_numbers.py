"""Small counts left out of what leaves the team: whoever knows the service could tell who is meant.

A count of 0 tells of nobody and stays. Where totals are printed, one count that is left out could be reckoned
from the others, so another goes with it; the totals of a table are small counts themselves where they are.
A share tells of its whole, so a row that lacks a count is printed without shares.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from bot.rules import shares, wording

# What stands in the place of a count that is left out.
WITHHELD = "withheld"

# Where an entry of a table stands: its row and its column; the totals are the last of each.
Place = tuple[int, int]
# A row or a column: "row" or "column", and which.
Line = tuple[str, int]

# A 0 is left out only where nothing else would do.
COST_OF_ZERO = 10**9


@dataclass(frozen=True)
class Table:
    """The counts of a table with the totals of its rows, of its columns and of all; None: left out."""

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def withheld(counts: Sequence[int], fewest: int, *, has_total: bool) -> tuple[int | None, ...]:
    """The counts of one row, with None for each from 1 to `fewest` - 1; all of them where `fewest` is 0.

    `has_total`: their sum is printed too, whatever it is. A single None takes the next smallest count with
    it, a 0 where there is no other.
    """
    kept: list[int | None] = [None if 0 < count < fewest else count for count in counts]
    if has_total and kept.count(None) == 1 and len(kept) > 1:
        others = [place for place, count in enumerate(kept) if count is not None]
        kept[min(others, key=lambda place: (counts[place] == 0, counts[place]))] = None
    return tuple(kept)


def table(
    rows: Sequence[Sequence[int]],
    fewest: int,
    *,
    has_row_totals: bool = True,
    has_column_totals: bool = True,
) -> Table:
    """A table of which nothing that is left out can be reckoned from what stays. Its rows are equally long.

    Totals that are not printed are None throughout. For each count that could be reckoned, those others are
    left out, the smallest first, with which it could be one more or one less.
    """
    entries = _with_totals(rows)
    last_row, last_column = len(rows), len(rows[0]) if rows else 0
    unprinted = {
        place
        for place in entries
        if (place[1] == last_column and not has_row_totals)
        or (place[0] == last_row and not has_column_totals)
    }
    left_out = {place for place, count in entries.items() if 0 < count < fewest} | unprinted
    grown = True
    while grown:
        grown = False
        for place in sorted(left_out - unprinted):
            more = _companions(entries, left_out, place) - left_out
            left_out |= more
            grown = grown or bool(more)
    kept = {place: None if place in left_out else count for place, count in entries.items()}
    columns = range(last_column)
    return Table(
        tuple(tuple(kept[row, column] for column in columns) for row in range(last_row)),
        tuple(kept[row, last_column] for row in range(last_row)),
        tuple(kept[last_row, column] for column in columns),
        kept[last_row, last_column],
    )


def cells(kept: Sequence[int | None]) -> tuple[str, ...]:
    """The counts of a row as they are printed: with their shares, and without any where one is left out."""
    there = [count for count in kept if count is not None]
    if len(there) == len(kept):
        return shares.cells(there)
    return tuple(printed(count) for count in kept)


def printed(count: int | None) -> str:
    """One of the counts of a row: "1,200", or "withheld"."""
    return WITHHELD if count is None else f"{count:,}"


def shown(count: int, fewest: int) -> str:
    """A count that stands alone: "1,200", or "fewer than 5"."""
    return f"fewer than {fewest}" if 0 < count < fewest else f"{count:,}"


def many(count: int, fewest: int, what: str, several: str = "") -> str:
    """A count with its word: "1 audit", "fewer than 5 audits"."""
    if 0 < count < fewest:
        return f"{shown(count, fewest)} {several or f'{what}s'}"
    return wording.many(count, what, several)


def _with_totals(rows: Sequence[Sequence[int]]) -> Mapping[Place, int]:
    with_rows = [[*row, sum(row)] for row in rows]
    whole = [*with_rows, [sum(column) for column in zip(*with_rows, strict=True)] or [0]]
    return {(row, column): count for row, counts in enumerate(whole) for column, count in enumerate(counts)}


def _companions(entries: Mapping[Place, int], left_out: set[Place], place: Place) -> set[Place]:
    """What must be left out with the entry, so that it could be one more or one less: as little as does."""
    # One more is always possible: with its totals one more as well.
    ways = [way for step in (1, -1) if (way := _way(entries, left_out, place, step))]
    return set(min(ways)[1])


def _way(
    entries: Mapping[Place, int], left_out: set[Place], place: Place, step: int
) -> tuple[int, tuple[Place, ...]] | None:
    """The cheapest entries that can change by one each, so that all sums hold, if this one changes by `step`.

    With what it costs to leave them out; None where there are none.

    A change of one entry upsets its row and its column; from the column on each is righted by another entry,
    until the row is reached. Each row and column is upset in one direction only, so none is passed twice.
    """
    row, column = place
    goal, upset_goal = ("row", row), step * _sign(entries, place, "row")
    if entries[place] + step < 0:
        return None
    begins = (0, (), ("column", column), step * _sign(entries, place, "column"))
    waiting: list[tuple[int, tuple[Place, ...], Line, int]] = [begins]
    seen: set[Line] = set()
    while waiting:
        cost, way, line, upset = heappop(waiting)
        if line == goal and upset == -upset_goal:
            return cost, way
        if line in seen:
            continue
        seen.add(line)
        for other in _of_line(entries, line):
            change = -upset * _sign(entries, other, line[0])
            if other == place or entries[other] + change < 0:
                continue
            across = "row" if line[0] == "column" else "column"
            to = (across, other[0] if across == "row" else other[1])
            price = 0 if other in left_out else entries[other] or COST_OF_ZERO
            heappush(waiting, (cost + price, (*way, other), to, change * _sign(entries, other, across)))
    return None


def _sign(entries: Mapping[Place, int], place: Place, line: str) -> int:
    """How an entry counts in its row or column: what is added up as it is, the total against it."""
    last_row, last_column = max(entries)
    is_total = place[1] == last_column if line == "row" else place[0] == last_row
    return -1 if is_total else 1


def _of_line(entries: Mapping[Place, int], line: Line) -> Iterator[Place]:
    kind, number = line
    return (place for place in entries if place[0 if kind == "row" else 1] == number)
