"""How a number, the word that goes with it, or several things one after another read in a sentence."""

from collections.abc import Sequence

MOST_NAMED = 30


def many(count: int, what: str, several: str = "") -> str:
    """ "1 audit", "1,200 audits", "0 audits"; `several` where it takes no plain s: "3 activities"."""
    return f"{count:,} {what if count == 1 else several or f'{what}s'}"


def times(count: int) -> str:
    """ "once", "3 times"."""
    return "once" if count == 1 else f"{count:,} times"


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def were(count: int) -> str:
    return "was" if count == 1 else "were"


def capital(words: str) -> str:
    """As a sentence or a cell begins: "About half of the open cases"."""
    return f"{words[:1].upper()}{words[1:]}"


def uncapital(words: str) -> str:
    """The same as a sentence goes on with it: "about half of the open cases"."""
    return f"{words[:1].lower()}{words[1:]}"


def listed(words: Sequence[str]) -> str:
    """ "one, two and three"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def names(of: Sequence[str]) -> str:
    """The names with commas between, as they are; of very many the first and how many more."""
    more = [f"{len(of) - MOST_NAMED:,} more"] if len(of) > MOST_NAMED else []
    return ", ".join([*of[:MOST_NAMED], *more])
