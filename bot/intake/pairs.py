"""The auditor's grade and the moderated one in a single cell, as many sheets have them: "Good/RI"."""

import re
from typing import NamedTuple

from bot.intake import cells
from storage.words import Grade

# "Good/RI", "RI -> Good", "RI to Good"; "G (mod RI)", "Good (moderated to RI)", "Good, moderated to RI".
_ARROW = re.compile(r"\s*(?:/|\\|->|=>|→|➔|>)\s*")
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_MODERATED = re.compile(
    r"""(?P<first>.+?) [\s(\[,;-]* \b mod(?:erated|eration)?\b \.? \s*
    (?:grade|down|up)? \s* (?:to|as|:|=)? \s* (?P<second>[^)\]]+?) \s* [)\]]?""",
    re.IGNORECASE | re.VERBOSE,
)


class Grades(NamedTuple):
    """What the auditor gave, and what was agreed on in moderation where the cell says it."""

    grade: Grade
    moderated: Grade | None = None


def read(written: str) -> Grades:
    """A grade, or two in the order in which they were given. Raises ValueError."""
    try:
        return Grades(cells.grade(written))
    except ValueError:
        parts = _parts(written)
        if len(parts) < 2:
            raise
    if len(parts) > 2:
        raise ValueError(
            "the cell holds more than two grades. Please keep the auditor's and the moderated one."
        )
    first, second = map(cells.grade, parts)
    return Grades(first, second)


def _parts(written: str) -> list[str]:
    marked = _MODERATED.fullmatch(written)
    if marked is not None:
        return [marked["first"], marked["second"]]
    cut = _ARROW.split(written)
    return cut if len(cut) > 1 else _TO.split(written)
