"""Shares of a whole, as the tables of the 2018 report print them."""

from collections.abc import Sequence


def whole(counts: Sequence[int]) -> list[int]:
    """Whole percentages that add to 100, by largest remainder; of equal remainders the earlier column's wins.

    All zeros where there is nothing to share.
    """
    total = sum(counts)
    if total == 0:
        return [0] * len(counts)
    shares = [100 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda column: -(100 * counts[column] % total))
    for column in by_remainder[: 100 - sum(shares)]:
        shares[column] += 1
    return shares


def cell(count: int, share: int) -> str:
    """A count with its share beside it, "5 (30%)"; a zero stands bare."""
    return f"{count} ({share}%)" if count else "0"
