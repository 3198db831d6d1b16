"""Small counts left out of what leaves the team: whoever knows the service could tell who is meant.

A count of 0 tells of nobody and stays. Where a row is printed with its total, one count that is left out
could be reckoned from the others, so the next smallest goes with it.
"""

from collections.abc import Sequence

# What stands in the place of a count that is left out.
WITHHELD = "withheld"


def withheld(counts: Sequence[int], fewest: int, *, has_total: bool) -> tuple[int | None, ...]:
    """The counts of one row, with None for each from 1 to `fewest` - 1; all of them where `fewest` is 0.

    `has_total`: their sum is printed too. A single None takes the next smallest count with it, a 0 where
    there is no other.
    """
    kept: list[int | None] = [None if 0 < count < fewest else count for count in counts]
    if has_total and kept.count(None) == 1 and len(kept) > 1:
        others = [place for place, count in enumerate(kept) if count is not None]
        kept[min(others, key=lambda place: (counts[place] == 0, counts[place]))] = None
    return tuple(kept)


def shown(count: int, fewest: int) -> str:
    """A count that stands alone: "1,200", or "fewer than 5"."""
    return f"fewer than {fewest}" if 0 < count < fewest else f"{count:,}"
