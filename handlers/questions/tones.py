"""What is no question and still wants more than "I did not understand": an alarm, a greeting, thanks."""

from collections.abc import Collection, Sequence
from enum import Enum, auto
from functools import cache

from bot.nearest import meant
from handlers.questions import manners
from handlers.questions.lexicon import tokens_of
from handlers.questions.words import spelt


class Tone(Enum):
    """How something is said."""

    GREETING = auto()
    THANKS = auto()


def is_alarm(text: str) -> bool:
    """Whether any of the words says that somebody may be in danger, with a slip of the pen or without."""
    tokens = tokens_of(text)
    spoken = f" {' '.join(tokens)} "
    return any(f" {alarm} " in spoken for alarm in _alarms()) or any(
        meant(token, _alarms()) for token in set(tokens)
    )


def tone_of(text: str) -> Tone | None:
    """A greeting or thanks, if it is that and nothing else."""
    tokens = tokens_of(text)
    thanks, greetings = spelt(manners.THANKS), spelt(manners.GREETINGS)
    said = _pieces(tokens, {*thanks, *greetings, *spelt(manners.PLEASANTRIES)})
    if said & {*thanks}:
        return Tone.THANKS
    return Tone.GREETING if said & {*greetings} else None


def _pieces(tokens: Sequence[str], phrases: Collection[str]) -> set[str]:
    """The phrases that the words are made of, the longest first; none where one word is of no phrase."""
    found = set()
    place = 0
    while place < len(tokens):
        ends = range(len(tokens), place, -1)
        end = next((end for end in ends if " ".join(tokens[place:end]) in phrases), None)
        if end is None:
            return set()
        found.add(" ".join(tokens[place:end]))
        place = end
    return found


@cache
def _alarms() -> frozenset[str]:
    return frozenset(spelt(manners.ALARMS))
