"""The word that somebody probably meant, for "did you mean"."""

from collections.abc import Iterable

CLOSE_ENOUGH = 75  # of 100: two letters of ten may be wrong


def nearest(written: str, words: Iterable[str], close_enough: int = CLOSE_ENOUGH) -> str | None:
    """The word nearest to what was written, if one is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only for what was misspelt

    match = process.extractOne(written, list(words), scorer=fuzz.ratio, score_cutoff=close_enough)
    return match[0] if match else None


def meant(written: str, words: Iterable[str]) -> str | None:
    """The word that was written with a slip of the pen: one in six letters, two from nine on.

    Shorter words have too many neighbours, and the first letter is hardly ever the wrong one. Two words
    equally near: neither was surely meant. A figure is never taken for another.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

    has_figure = any(character.isdigit() for character in written)
    slips = 0 if len(written) < 6 or has_figure else 1 if len(written) < 9 else 2
    near = {
        word: OSA.distance(written, word, score_cutoff=slips)
        for word in words
        if len(word) >= 6 and word[0] == written[0]
    }
    least = min(near.values(), default=slips + 1)
    found = [word for word, distance in near.items() if distance == least]
    return found[0] if slips and least <= slips and len(found) == 1 else None
