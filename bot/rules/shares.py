"""Shares of a whole, as the tables of the 2018 report print them, and places shared out in the same way."""

from collections.abc import Sequence

# What is said where shares are printed.
ROUNDING = "Percentages are rounded to add to 100."


def apportioned(places: int, counts: Sequence[int]) -> list[int]:
    """So many places by size, by largest remainder; of equal remainders the earlier count's wins.

    All zeros where there is nothing to share.
    """
    total = sum(counts)
    if total == 0:
        return [0] * len(counts)
    shared = [places * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda column: -(places * counts[column] % total))
    for column in by_remainder[: places - sum(shared)]:
        shared[column] += 1
    return shared


def whole(counts: Sequence[int]) -> list[int]:
    """Whole percentages that add to 100."""
    return apportioned(100, counts)


def cells(counts: Sequence[int]) -> tuple[str, ...]:
    """The counts with their shares of all of them."""
    return tuple(cell(count, share) for count, share in zip(counts, whole(counts), strict=True))


def cell(count: int, share: int) -> str:
    """A count with its share beside it, "5 (30%)"; a zero stands bare."""
    return f"{count} ({share}%)" if count else "0"
