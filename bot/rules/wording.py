"""How sentences are put together."""

from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """ "one, two and three"."""
    *others, last = words
    return f"{', '.join(others)}{' and ' if others else ''}{last}"


def many(count: int, what: str, several: str = "") -> str:
    """ "1 finding", "3 findings"."""
    return f"1 {what}" if count == 1 else f"{count:,} {several or what + 's'}"
