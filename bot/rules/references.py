"""Case references: random, short, hard to misread, and saying nothing about the child."""

import re
from collections.abc import Callable, Sequence

LENGTH = 5

# No look-alikes, and no vowels, so that no reference is a word.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
_DIGITS = ALPHABET[:8]
_LETTERS = ALPHABET[8:]

# Letters outside the alphabet that a hand or an eye puts for a digit.
_AS_MEANT = str.maketrans(ALPHABET.lower() + "SZBszb", ALPHABET + "528528")
_AROUND = " \t\n\r#`'\"‘’“”"
_SYSTEM_NUMBER = re.compile(r"(?=\D*\d)[A-Za-z0-9][A-Za-z0-9./_-]{0,39}")
_FINAL = ".,;:!?"

# A postcode written without its space has this shape, and the privacy guard would take the one for the other.
_POSTCODE_SHAPE = re.compile(r"[A-Z]\d\d[A-Z][A-Z]")


def make(choose: Callable[[Sequence[str]], str]) -> str:
    """A new reference; `choose` picks one of several, in production `random.SystemRandom().choice`."""
    drawn = [choose(_LETTERS), choose(_DIGITS), *(choose(ALPHABET) for _ in range(LENGTH - 2))]
    reference = ""
    while drawn:
        drawn.remove(character := choose(drawn))
        reference += character
    return reference[::-1] if _POSTCODE_SHAPE.fullmatch(reference) else reference


def read(text: str) -> str | None:
    """The reference as it is stored, from one as people write it: "#k7q2m.", "`K7QZM`"; else None."""
    bare = text.strip(_AROUND).rstrip(_FINAL + _AROUND)
    reference = bare.translate(_AS_MEANT)
    return reference if _is_reference(reference) else None


def beginning(text: str) -> str:
    """The beginning of a reference as it is stored, from one as people type it; empty where it is none."""
    start = text.strip(_AROUND).translate(_AS_MEANT)
    return start if set(start) <= set(ALPHABET) and len(start) <= LENGTH else ""


def neighbours(reference: str) -> set[str]:
    """Every other reference one slip away: one character mistaken, or two that stand together swapped."""
    mistaken = {
        reference[:place] + character + reference[place + 1 :]
        for place in range(LENGTH)
        for character in ALPHABET
    }
    swapped = {
        reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        for place in range(LENGTH - 1)
    }
    return {near for near in mistaken | swapped if _is_reference(near)} - {reference}


def _is_reference(text: str) -> bool:
    return (
        len(text) == LENGTH
        and set(text) <= set(ALPHABET)
        and not set(text).isdisjoint(_DIGITS)
        and not set(text).isdisjoint(_LETTERS)
    )


def is_system_number(text: str) -> bool:
    """Whether it may be a number of the case system: letters may stand in it, words may not."""
    return _SYSTEM_NUMBER.fullmatch(text.strip()) is not None


def system_number(text: str) -> str:
    """A case-system number as it is stored: capitals, and no decimals that a spreadsheet gave it."""
    return re.sub(r"(?<=\d)\.0+$", "", text.strip()).upper()
