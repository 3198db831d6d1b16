"""The word that somebody probably meant, for "did you mean"."""

from collections.abc import Iterable

CLOSE_ENOUGH = 75  # of 100: two letters of ten may be wrong


def nearest(written: str, words: Iterable[str], close_enough: int = CLOSE_ENOUGH) -> str | None:
    """The word nearest to what was written, if one is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only for what was misspelt

    match = process.extractOne(written, list(words), scorer=fuzz.ratio, score_cutoff=close_enough)
    return match[0] if match else None
