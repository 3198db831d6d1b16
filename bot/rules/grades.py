"""Grades: their order, how people write them, what they mean."""

import re
from collections.abc import Mapping

from storage.words import Grade

WORST_TO_BEST: tuple[Grade, ...] = (
    Grade.INADEQUATE,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.OUTSTANDING,
)

# What a form's hint says of each grade, in the sense of Ofsted's judgements on the help a child receives.
MEANINGS: Mapping[Grade, str] = {
    Grade.OUTSTANDING: "Consistently strong work that has clearly made the child's life better.",
    Grade.GOOD: "The child is safe, gets the right help in time, and the file shows why.",
    Grade.REQUIRES_IMPROVEMENT: "The child is safe, but the help or its recording is not yet good.",
    Grade.INADEQUATE: "The child is at risk, or without help they need: put it right now.",
}

_SPELLINGS: Mapping[Grade, tuple[str, ...]] = {
    Grade.OUTSTANDING: ("outstanding", "o", "1"),
    Grade.GOOD: ("good", "g", "2"),
    Grade.REQUIRES_IMPROVEMENT: ("requiresimprovement", "reqimprovement", "ri", "3"),
    Grade.INADEQUATE: ("inadequate", "i", "4"),
    Grade.NOT_GRADED: ("notgraded", "ungraded", "ng"),
}
_GRADES = {spelling: grade for grade, spellings in _SPELLINGS.items() for spelling in spellings}

# Spaces, full stops, hyphens and underscores that follow a letter or digit: "R.I.", "requires-improvement".
_JOINTS = re.compile(r"(?<=\w)[\s.\-_]+")


def read(text: str) -> Grade | None:
    """The grade as people write it: a word, an initial, or Ofsted's number. None if it is not one."""
    return _GRADES.get(_JOINTS.sub("", text.strip().casefold()))
